package github

import (
	"time"
	"unicode/utf8"
)

// cursor goes through the text of an element.
type cursor struct{ rest []byte }

func (c *cursor) next() byte {
	for i, b := range c.rest {
		switch b {
		case ' ', '\t', '\r', '\n':
		default:
			c.rest = c.rest[i:]
			return b
		}
	}
	c.rest = nil
	return 0
}

func (c *cursor) skip(b byte) bool {
	if c.next() != b || len(c.rest) == 0 {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

// text reads a string without escapes.
func (c *cursor) text() ([]byte, bool) {
	if c.next() != '"' {
		return nil, false
	}
	n, closed := stringEnd(c.rest)
	if !closed {
		return nil, false
	}
	text := c.rest[1 : n-1]
	c.rest = c.rest[n:]
	for _, b := range text {
		if b < ' ' || b == '\\' {
			return nil, false
		}
	}
	return text, utf8.Valid(text)
}

// integer reads a number that isn't negative, of at most 18 digits, which an int64 has.
func (c *cursor) integer() (out int64, ok bool) {
	first, n := c.next(), 0
	for n < len(c.rest) && c.rest[n] >= '0' && c.rest[n] <= '9' {
		out = 10*out + int64(c.rest[n]-'0')
		if n++; n > 18 {
			return 0, false
		}
	}
	c.rest = c.rest[n:]
	if after := c.next(); n == 0 || first == '0' && n > 1 || after != ',' && after != '}' {
		return 0, false
	}
	return out, true
}

// word goes over a word if it is the next one.
func (c *cursor) word(word string) bool {
	c.next()
	if len(c.rest) < len(word) || string(c.rest[:len(word)]) != word {
		return false
	}
	c.rest = c.rest[len(word):]
	return true
}

func (c *cursor) null() bool { return c.word("null") }

func (c *cursor) boolean() (value, ok bool) {
	if c.word("true") {
		return true, true
	}
	return false, c.word("false")
}

// time reads a time, or null.
func (c *cursor) time() (*time.Time, bool) {
	if c.null() {
		return nil, true
	}
	c.next()
	before := c.rest
	if _, ok := c.text(); !ok {
		return nil, false
	}
	var out time.Time
	if out.UnmarshalJSON(before[:len(before)-len(c.rest)]) != nil {
		return nil, false
	}
	return &out, true
}

// value goes over a value, which may not be valid.
func (c *cursor) value() ([]byte, bool) {
	c.next()
	n, whole := valueEnd(c.rest)
	text := c.rest[:n]
	c.rest = c.rest[n:]
	return text, whole
}
