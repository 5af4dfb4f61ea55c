package diag

import (
	"bytes"
	"encoding/json"
	"strings"
)

// jsonSpans returns the values of the outer two levels of objects in a file in
// JSON syntax: block types, and their first labels.
func jsonSpans(src []byte) [][]span {
	w := jsonWalker{decoder: json.NewDecoder(bytes.NewReader(src)), levels: make([][]span, 2)}
	for {
		token, err := w.decoder.Token()
		if err != nil { // the end, or what the parser reports
			return w.levels
		}
		w.take(token, len(src))
	}
}

type jsonWalker struct {
	decoder *json.Decoder
	levels  [][]span
	open    []jsonContainer
}

type jsonContainer struct {
	object bool
	key    string // of the value that comes; objects only
	hasKey bool
	names  []string // of the objects so far
}

func (w *jsonWalker) take(token json.Token, size int) {
	if key, ok := token.(string); ok && w.expectsKey() {
		w.top().key, w.top().hasKey = key, true
		w.begin(size)
		return
	}
	switch token {
	case json.Delim('{'), json.Delim('['):
		w.open = append(w.open, jsonContainer{object: token == json.Delim('{'), names: w.names()})
		return
	case json.Delim('}'), json.Delim(']'):
		w.open = w.open[:len(w.open)-1]
	}
	w.end()
}

func (w *jsonWalker) top() *jsonContainer { return &w.open[len(w.open)-1] }

func (w *jsonWalker) expectsKey() bool {
	return len(w.open) > 0 && w.top().object && !w.top().hasKey
}

// names returns the keys that lead to the value that comes, as far as levels
// are told apart.
func (w *jsonWalker) names() []string {
	if len(w.open) == 0 {
		return nil
	}
	top := w.top()
	if !top.hasKey || len(top.names) > len(w.levels) {
		return top.names
	}
	return append(top.names[:len(top.names):len(top.names)], top.key)
}

// begin opens the span of the value whose key was just read.
func (w *jsonWalker) begin(size int) {
	if names := w.names(); len(names) <= len(w.levels) {
		level := &w.levels[len(names)-1]
		*level = append(*level, span{int(w.decoder.InputOffset()), size, strings.Join(names, ".")})
	}
}

// end closes the span of the value that was just read.
func (w *jsonWalker) end() {
	if len(w.open) == 0 || !w.top().hasKey {
		return
	}
	if depth := len(w.names()); depth <= len(w.levels) {
		level := w.levels[depth-1]
		level[len(level)-1].end = int(w.decoder.InputOffset())
	}
	w.top().hasKey = false
}
