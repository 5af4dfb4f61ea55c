package language

import (
	"bytes"
	"encoding/json"
)

// jsonFrame is an object or an array around a place in JSON.
type jsonFrame struct {
	object bool
	key    string
	value  bool     // behind the colon, or in an array
	done   bool     // behind a value
	names  *[]named // the keys, also behind the place
	texts  *[]named // the strings in an array
}

// jsonCursor is a place in a JSON text, which may have mistakes.
type jsonCursor struct {
	text       []byte
	at         int
	frames     []jsonFrame
	quoted     bool // within a string
	start, end int  // of the string, without quotes; or of the word
	closed     bool
}

type jsonScanner struct {
	jsonCursor
	found bool
	stack []*jsonFrame
}

// newJSONCursor reads a text up to its end.
func newJSONCursor(text []byte, at int) *jsonCursor {
	r := jsonScanner{jsonCursor: jsonCursor{text: text, at: min(max(at, 0), len(text))}}
	for i := 0; i < len(text); {
		switch b := text[i]; {
		case b == '"':
			r.capture(i)
			i = r.string(i + 1)
		case isWordByte(b):
			from := i
			for i < len(text) && (isWordByte(text[i]) || text[i] == '.' || text[i] == '+') {
				i++
			}
			if !r.found && r.at <= i {
				r.note(from, i, false, true)
			}
			r.done()
		default:
			r.capture(i)
			r.mark(b)
			i++
		}
	}
	r.capture(len(text))
	return &r.jsonCursor
}

// capture notes the place if it is not behind to.
func (r *jsonScanner) capture(to int) {
	if !r.found && r.at <= to {
		r.note(r.at, r.at, false, true)
	}
}

func (r *jsonScanner) note(start, end int, quoted, closed bool) {
	r.found = true
	r.start, r.end, r.quoted, r.closed = start, end, quoted, closed
	for _, f := range r.stack {
		r.frames = append(r.frames, *f)
	}
}

func (r *jsonScanner) top() *jsonFrame {
	if len(r.stack) == 0 {
		return &jsonFrame{value: true, names: new([]named), texts: new([]named)}
	}
	return r.stack[len(r.stack)-1]
}

func (r *jsonScanner) done() { r.top().done = true }

// string reads a string whose quote is before a place, up to its end or that of the line.
func (r *jsonScanner) string(from int) int {
	end := from
	for end < len(r.text) && r.text[end] != '"' && r.text[end] != '\n' {
		if r.text[end] == '\\' && end+1 < len(r.text) && r.text[end+1] != '\n' {
			end++
		}
		end++
	}
	end = min(end, len(r.text))
	closed := end < len(r.text) && r.text[end] == '"'
	if !r.found && r.at <= end {
		last := end
		if !closed {
			last = r.at
		}
		r.note(from, last, true, closed)
	}
	f := r.top()
	text := unquoteJSON(r.text[from:end])
	switch {
	case f.object && !f.value:
		f.key = text
		*f.names = append(*f.names, named{text, from})
	case !f.object:
		*f.texts = append(*f.texts, named{text, from})
	}
	f.done = true
	if closed {
		end++
	}
	return end
}

// unquoteJSON is the text of what is between quotes.
func unquoteJSON(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text)
	}
	var out string
	if json.Unmarshal([]byte(`"`+string(text)+`"`), &out) != nil {
		return string(text)
	}
	return out
}

func (r *jsonScanner) mark(b byte) {
	f := r.top()
	switch b {
	case '{', '[':
		r.stack = append(r.stack, &jsonFrame{object: b == '{', value: b == '[', names: new([]named), texts: new([]named)})
	case '}', ']':
		for i := len(r.stack) - 1; i >= 0; i-- {
			if r.stack[i].object == (b == '}') {
				r.stack = r.stack[:i]
				r.done()
				break
			}
		}
	case ':':
		if f.object {
			f.value, f.done = true, false
		}
	case ',':
		f.done = false
		if f.object {
			f.value, f.key = false, ""
		}
	}
}
