package format

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// Object is an object that is appended to a JSON text, key by key, as WriteJSON writes it.
type Object struct {
	out    []byte
	prefix string // of its last line
	inner  string // between two keys
	any    bool   // it has a key
}

// step is one step of indentation.
const step = "  "

// blank is a line break, and more indentation than most lines have.
const blank = "\n                                "

// indented returns a line break, the prefix, and one step.
func indented(prefix string) string {
	if n := 1 + len(prefix) + len(step); n <= len(blank) && prefix == blank[1:1+len(prefix)] {
		return blank[:n]
	}
	return "\n" + prefix + step
}

// AppendObject begins an object. All its lines after the first begin with the prefix.
func AppendObject(out []byte, prefix string) *Object {
	return &Object{out: append(out, '{'), prefix: prefix, inner: indented(prefix)}
}

// End ends the object, and returns the text with it.
func (o *Object) End() []byte {
	return append(append(append(o.out, '\n'), o.prefix...), '}')
}

func (o *Object) key(name string) {
	if o.any {
		o.out = append(o.out, ',')
	}
	o.any = true
	o.out = append(append(append(append(o.out, o.inner...), '"'), name...), '"', ':', ' ')
}

func (o *Object) null(name string) {
	o.key(name)
	o.out = append(o.out, "null"...)
}

// String adds a text.
func (o *Object) String(name, value string) {
	o.key(name)
	o.out = AppendString(o.out, value)
}

// StringOrNull adds a text, or null.
func (o *Object) StringOrNull(name string, value *string) {
	if value == nil {
		o.null(name)
		return
	}
	o.String(name, *value)
}

// Int adds an integer.
func (o *Object) Int(name string, value int64) {
	o.key(name)
	o.out = strconv.AppendInt(o.out, value, 10)
}

// IntOrNull adds an integer, or null.
func (o *Object) IntOrNull(name string, value *int64) {
	if value == nil {
		o.null(name)
		return
	}
	o.Int(name, *value)
}

// Bool adds true or false.
func (o *Object) Bool(name string, value bool) {
	o.key(name)
	o.out = strconv.AppendBool(o.out, value)
}

// TimeOrNull adds a time, or null.
func (o *Object) TimeOrNull(name string, value *time.Time) {
	if value == nil {
		o.null(name)
		return
	}
	o.key(name)
	o.out = append(value.AppendFormat(append(o.out, '"'), time.RFC3339Nano), '"')
}

// Range adds a place, or null.
func (o *Object) Range(name string, r *SourceRange) {
	if r == nil {
		o.null(name)
		return
	}
	o.key(name)
	inner := AppendObject(o.out, o.inner[1:])
	inner.String("filename", r.Filename)
	inner.position("start", r.Start)
	inner.position("end", r.End)
	o.out = inner.End()
}

func (o *Object) position(name string, p SourcePosition) {
	o.key(name)
	inner := AppendObject(o.out, o.inner[1:])
	inner.Int("line", int64(p.Line))
	inner.Int("column", int64(p.Column))
	inner.Int("byte", int64(p.Byte))
	o.out = inner.End()
}

// List adds a list of n elements. The function appends one of them; its lines begin with the prefix.
func (o *Object) List(name string, n int, element func(out []byte, prefix string, i int) []byte) {
	o.key(name)
	o.out = append(o.out, '[')
	if n > 0 {
		inner := indented(o.inner[1:])
		for i := range n {
			if i > 0 {
				o.out = append(o.out, ',')
			}
			o.out = element(append(o.out, inner...), inner[1:], i)
		}
		o.out = append(append(append(o.out, '\n'), o.prefix...), step...)
	}
	o.out = append(o.out, ']')
}

// Any adds what encoding/json makes of a value.
func (o *Object) Any(name string, value any) {
	var b bytes.Buffer
	EncodeJSON(NewJSONEncoder(&b, o.inner[1:], step), value)
	o.key(name)
	o.out = AppendEscaped(o.out, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// AppendString appends a text in quotes.
func AppendString(out []byte, text string) []byte {
	start := len(out)
	out = append(out, '"')
	from := 0 // of what is still to be appended
	for i := range len(text) {
		if plain[text[i]] {
			continue
		}
		c := text[i]
		if c == '\n' {
			c = 'n'
		} else if c != '"' && c != '\\' {
			return appendAnyString(out[:start], text)
		}
		out = append(append(out, text[from:i]...), '\\', c)
		from = i + 1
	}
	out = append(append(out, text[from:]...), '"')
	if strings.Contains(text, "##[") {
		return appendAnyString(out[:start], text)
	}
	return out
}

// appendAnyString appends a text with characters that are rare.
func appendAnyString(out []byte, text string) []byte {
	var b bytes.Buffer
	EncodeJSON(NewJSONEncoder(&b, "", ""), text)
	return AppendEscaped(out, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// plain are the characters that need no escape between quotes.
var plain = func() (out [256]bool) {
	for c := ' '; c <= '~'; c++ {
		out[c] = c != '"' && c != '\\'
	}
	return out
}()
