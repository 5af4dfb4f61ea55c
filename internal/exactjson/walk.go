package exactjson

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// few is up to how many keys of an object a list is faster than a map.
const few = 32

// walker goes through JSON that is known to be valid.
type walker struct {
	data  []byte
	at    int
	wrong string // the first mistake
}

// value goes through a value and the blanks behind it.
func (w *walker) value(s *shape) {
	switch w.data[w.at] {
	case '{':
		w.object(s)
	case '[':
		w.list(s)
	case '"':
		w.text()
	default:
		for w.at < len(w.data) && !bytes.ContainsRune([]byte(",]} \t\r\n"), rune(w.data[w.at])) {
			w.at++
		}
	}
	w.blanks()
}

func (w *walker) list(s *shape) {
	w.skip()
	for w.data[w.at] != ']' {
		w.value(s.of(nil))
		if w.data[w.at] == ',' {
			w.skip()
		}
	}
	w.at++
}

func (w *walker) object(s *shape) {
	var seen keys
	w.skip()
	for w.data[w.at] != '}' {
		key := w.text()
		w.blanks()
		w.skip() // the colon
		w.note(s, key, !seen.add(key))
		w.value(s.of(key))
		if w.data[w.at] == ',' {
			w.skip()
		}
	}
	w.at++
}

// of is the shape of what stands under a key, or in a list.
func (s *shape) of(key []byte) *shape {
	inner := s.element
	if s.fields != nil {
		inner = s.fields[string(key)]
	}
	if inner == nil {
		return anything
	}
	return inner
}

func (w *walker) note(s *shape, key []byte, again bool) {
	switch {
	case w.wrong != "":
	case again:
		w.wrong = fmt.Sprintf("an object has the key %q twice, and only one of the two values can be meant", key)
	case s.fields != nil && s.fields[string(key)] == nil:
		if name, known := s.folded[fold(string(key))]; known {
			w.wrong = fmt.Sprintf("an object has the key %q, which is not the same as %q", key, name)
		}
	}
}

// text goes through a string and returns what it represents.
func (w *walker) text() []byte {
	start, escaped := w.at, false
	for w.at++; w.data[w.at] != '"'; w.at++ {
		if w.data[w.at] == '\\' {
			escaped = true
			w.at++
		}
	}
	w.at++
	if !escaped {
		return w.data[start+1 : w.at-1]
	}
	var out string
	_ = json.Unmarshal(w.data[start:w.at], &out) // it is valid
	return []byte(out)
}

// skip goes over a mark and the blanks behind it.
func (w *walker) skip() {
	w.at++
	w.blanks()
}

func (w *walker) blanks() {
	for w.at < len(w.data) {
		switch w.data[w.at] {
		case ' ', '\t', '\r', '\n':
			w.at++
		default:
			return
		}
	}
}

// keys are those of one object. The first few need no memory of their own.
type keys struct {
	first [few][]byte
	n     int
	more  map[string]bool
}

// add reports whether a key is new.
func (k *keys) add(key []byte) bool {
	for _, other := range k.first[:k.n] {
		if bytes.Equal(other, key) {
			return false
		}
	}
	switch {
	case k.n < few:
		k.first[k.n] = key
		k.n++
		return true
	case k.more == nil:
		k.more = map[string]bool{}
	case k.more[string(key)]:
		return false
	}
	k.more[string(key)] = true
	return true
}
