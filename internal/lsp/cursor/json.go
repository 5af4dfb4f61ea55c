package cursor

import (
	"bytes"
	"encoding/json"
)

// JSONFrame is an object or an array around a place in JSON.
type JSONFrame struct {
	Object bool
	Key    string
	Value  bool     // after the colon, or in an array
	Done   bool     // after a value
	Names  *[]Named // the keys, including those after the place
	Texts  *[]Named // the strings in an array
}

// JSON is a place in a JSON text, which may have mistakes.
type JSON struct {
	Text       []byte
	At         int
	Frames     []JSONFrame
	Quoted     bool // within a string
	Start, End int  // of the string, without quotes; or of the word
	Closed     bool
}

type jsonReader struct {
	JSON
	found bool
	stack []*JSONFrame
}

// NewJSON reads a text up to its end.
func NewJSON(text []byte, at int) *JSON {
	r := jsonReader{JSON: JSON{Text: text, At: min(max(at, 0), len(text))}}
	for i := 0; i < len(text); {
		switch b := text[i]; {
		case b == '"':
			r.capture(i)
			i = r.string(i + 1)
		case IsWordByte(b):
			from := i
			for i < len(text) && (IsWordByte(text[i]) || text[i] == '.' || text[i] == '+') {
				i++
			}
			if !r.found && r.At <= i {
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
	return &r.JSON
}

// capture notes the place if it is not after to.
func (r *jsonReader) capture(to int) {
	if !r.found && r.At <= to {
		r.note(r.At, r.At, false, true)
	}
}

func (r *jsonReader) note(start, end int, quoted, closed bool) {
	r.found = true
	r.Start, r.End, r.Quoted, r.Closed = start, end, quoted, closed
	for _, f := range r.stack {
		r.Frames = append(r.Frames, *f)
	}
}

func (r *jsonReader) top() *JSONFrame {
	if len(r.stack) == 0 {
		return &JSONFrame{Value: true, Names: new([]Named), Texts: new([]Named)}
	}
	return r.stack[len(r.stack)-1]
}

func (r *jsonReader) done() { r.top().Done = true }

// string reads a string whose quote is before a place, up to its end or that of the line.
func (r *jsonReader) string(from int) int {
	end := from
	for end < len(r.Text) && r.Text[end] != '"' && r.Text[end] != '\n' {
		if r.Text[end] == '\\' && end+1 < len(r.Text) && r.Text[end+1] != '\n' {
			end++
		}
		end++
	}
	end = min(end, len(r.Text))
	closed := end < len(r.Text) && r.Text[end] == '"'
	if !r.found && r.At <= end {
		last := end
		if !closed {
			last = r.At
		}
		r.note(from, last, true, closed)
	}
	f := r.top()
	text := Unquote(r.Text[from:end])
	switch {
	case f.Object && !f.Value:
		f.Key = text
		*f.Names = append(*f.Names, Named{text, from})
	case !f.Object:
		*f.Texts = append(*f.Texts, Named{text, from})
	}
	f.Done = true
	if closed {
		end++
	}
	return end
}

// Unquote is the text of what is between quotes.
func Unquote(text []byte) string {
	if bytes.IndexByte(text, '\\') < 0 {
		return string(text)
	}
	var out string
	if json.Unmarshal([]byte(`"`+string(text)+`"`), &out) != nil {
		return string(text)
	}
	return out
}

func (r *jsonReader) mark(b byte) {
	f := r.top()
	switch b {
	case '{', '[':
		r.stack = append(r.stack, &JSONFrame{Object: b == '{', Value: b == '[', Names: new([]Named), Texts: new([]Named)})
	case '}', ']':
		for i := len(r.stack) - 1; i >= 0; i-- {
			if r.stack[i].Object == (b == '}') {
				r.stack = r.stack[:i]
				r.done()
				break
			}
		}
	case ':':
		if f.Object {
			f.Value, f.Done = true, false
		}
	case ',':
		f.Done = false
		if f.Object {
			f.Value, f.Key = false, ""
		}
	}
}
