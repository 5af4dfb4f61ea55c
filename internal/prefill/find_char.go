package prefill

import (
	"bytes"
	"strconv"
)

// char is a byte of a link, decoded, and the bytes of the text that represent
// it, from start to before end.
type char struct {
	b          byte   // placeholder: a part that is filled in later
	start, end uint32 // a text is smaller than 4 GiB, and a link may be long
}

// placeholder is no byte that a link can hold.
const placeholder = 0

// maxDepth is how often a link may be percent-encoded to be found: once within
// another address, and once more where that is within a third.
const maxDepth = 3

// charReader reads a link out of the encodings of its surroundings: entities of
// HTML, escapes of literals and of Markdown, and outside of those the percent
// signs of the addresses that it is a parameter of.
type charReader struct {
	text     []byte
	entities bool
	depth    int // how often it is percent-encoded
}

// at reads the character at i. Plain is false where it was percent-encoded, so
// that it cannot end the link. Ok is false where no character of a link begins.
func (r charReader) at(i int) (c byte, end int, plain, ok bool) {
	return r.percent(i, r.depth)
}

func (r charReader) percent(i, depth int) (c byte, end int, plain, ok bool) {
	if depth == 0 {
		c, end, ok = r.transport(i)
		return c, end, true, ok
	}
	c, end, plain, ok = r.percent(i, depth-1)
	if !ok || c != '%' {
		return c, end, plain, ok
	}
	high, next, _, ok1 := r.percent(end, depth-1)
	low, last, _, ok2 := r.percent(next, depth-1)
	if !ok1 || !ok2 || !isHex(high) || !isHex(low) {
		return c, end, plain, true
	}
	return unhex(high)<<4 | unhex(low), last, false, true
}

// transport reads a character as HTML or a literal writes it.
func (r charReader) transport(i int) (c byte, end int, ok bool) {
	switch {
	case i >= len(r.text):
		return 0, i, false
	case r.text[i] == '\\':
		return r.escape(i)
	case r.text[i] == '^' && i+1 < len(r.text) && r.text[i+1] == '&': // of cmd.exe
		return '&', i + 2, true
	case r.text[i] == '&' && r.entities:
		if c, end, ok := r.entity(i); ok {
			return c, end, true
		}
	}
	return r.text[i], i + 1, true
}

// namedEntities are the names for what can be in a link, and for what ends one.
var namedEntities = map[string]byte{
	"amp": '&', "equals": '=', "quest": '?', "sol": '/', "num": '#', "lowbar": '_', "plus": '+', "percnt": '%',
	"period": '.', "colon": ':', "comma": ',', "semi": ';', "lpar": '(', "rpar": ')', "lsqb": '[', "lbrack": '[',
	"rsqb": ']', "rbrack": ']', "quot": '"', "apos": '\'', "lt": '<', "gt": '>', "nbsp": ' ',
}

// maxEntity is longer than any entity that represents an ASCII character.
const maxEntity = 12

func (r charReader) entity(i int) (c byte, end int, ok bool) {
	window := r.text[i+1 : min(len(r.text), i+maxEntity)]
	semicolon := bytes.IndexByte(window, ';')
	if semicolon < 0 {
		return 0, i, false
	}
	end = i + 1 + semicolon + 1
	name := string(window[:semicolon])
	if c, ok := namedEntities[name]; ok {
		return c, end, true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, i, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' || digits[0] == 'X' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 7)
	return byte(n), end, err == nil
}

// escapable is what a backslash may precede without a meaning of its own:
// in JSON, in a shell, in Markdown, in TeX. The dot is not among it, for only regular
// expressions escape that, and those are no links.
const escapable = "/&?=_-+~#:%*[]()"

// escape reads what one or more backslashes precede: literals are put into
// others. Those before anything else end the link.
func (r charReader) escape(i int) (c byte, end int, ok bool) {
	k := i
	for k < len(r.text) && r.text[k] == '\\' {
		k++
	}
	rest := r.text[k:min(len(r.text), k+8)]
	switch {
	case len(rest) == 0:
		return 0, i, false
	case bytes.IndexByte([]byte(escapable), rest[0]) >= 0:
		return rest[0], k + 1, true
	case rest[0] == 'x' && len(rest) > 2:
		return hexChar(rest[1:3], k+3)
	case rest[0] == 'u' && len(rest) > 4:
		if closed := bytes.IndexByte(rest, '}'); rest[1] == '{' && closed > 2 {
			return hexChar(rest[2:closed], k+closed+1)
		}
		return hexChar(rest[1:5], k+5)
	}
	return 0, i, false
}

// hexChar is the ASCII character with the number. Others are not encoded so in links.
func hexChar(digits []byte, end int) (c byte, next int, ok bool) {
	n, err := strconv.ParseUint(string(digits), 16, 7)
	return byte(n), end, err == nil && n > ' '
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c <= '9':
		return c - '0'
	case c <= 'F':
		return c - 'A' + 10
	}
	return c - 'a' + 10
}
