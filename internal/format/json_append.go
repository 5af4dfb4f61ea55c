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

// AppendObject begins an object. All its lines after the first begin with the prefix.
func AppendObject(out []byte, prefix string) *Object {
	return &Object{out: append(out, '{'), prefix: prefix, inner: "\n" + prefix + step}
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
	inner := AppendObject(o.out, o.prefix+step)
	inner.String("filename", r.Filename)
	inner.position("start", r.Start)
	inner.position("end", r.End)
	o.out = inner.End()
}

func (o *Object) position(name string, p SourcePosition) {
	o.key(name)
	inner := AppendObject(o.out, o.prefix+step)
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
		inner := o.prefix + step + step
		for i := range n {
			if i > 0 {
				o.out = append(o.out, ',')
			}
			o.out = element(append(append(o.out, '\n'), inner...), inner, i)
		}
		o.out = append(append(append(o.out, '\n'), o.prefix...), step...)
	}
	o.out = append(o.out, ']')
}

// Any adds what encoding/json makes of a value.
func (o *Object) Any(name string, value any) {
	var b bytes.Buffer
	EncodeJSON(NewJSONEncoder(&b, o.prefix+step, step), value)
	o.key(name)
	o.out = AppendEscaped(o.out, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// AppendString appends a text in quotes.
func AppendString(out []byte, text string) []byte {
	if plain(text) {
		return append(append(append(out, '"'), text...), '"')
	}
	var b bytes.Buffer
	EncodeJSON(NewJSONEncoder(&b, "", ""), text)
	return AppendEscaped(out, bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}

// plain reports whether a text is between quotes as it is.
func plain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return !strings.Contains(text, "##[")
}
