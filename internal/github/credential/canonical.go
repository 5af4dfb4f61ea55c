package credential

import (
	"bytes"
	"html"
	"strconv"
)

// maxDecodings is how many times over a text may be escaped.
const maxDecodings = 4

// canonical returns the letters, in lower case, and digits of a text, once its
// escapes are decoded. What is left is the same for all spellings of a word that
// differ by escapes, case, line breaks or marks.
func canonical(text []byte) []byte {
	for range maxDecodings {
		decoded := unescape(text)
		if bytes.Equal(decoded, text) {
			break
		}
		text = decoded
	}
	out := make([]byte, 0, len(text))
	for _, b := range text {
		if b = plainBytes[b]; b != 0 {
			out = append(out, b)
		}
	}
	return out
}

// plainBytes are letters, in lower case, and digits; 0 means everything else.
var plainBytes = func() (table [256]byte) {
	for b := byte('0'); b <= '9'; b++ {
		table[b] = b
	}
	for b := byte('a'); b <= 'z'; b++ {
		table[b], table[b-'a'+'A'] = b, b
	}
	return table
}()

// unescape decodes \n, \u0041, \x41, %41, %u0041 and the entities of HTML. It returns
// the text itself where there are none.
func unescape(text []byte) []byte {
	if bytes.IndexByte(text, '&') >= 0 {
		text = []byte(html.UnescapeString(string(text)))
	}
	if bytes.IndexByte(text, '\\') < 0 && bytes.IndexByte(text, '%') < 0 {
		return text
	}
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		if b, size := escapedByte(text); size > 0 {
			out, text = append(out, b), text[size:]
			continue
		}
		out, text = append(out, text[0]), text[1:]
	}
	return out
}

// escapedByte reads an escape at the start of a text; the size is 0 where there
// is none. Of characters outside of ASCII nothing is left: no secret has any.
func escapedByte(text []byte) (b byte, size int) {
	start := 0
	switch {
	case len(text) < 2 || text[0] != '\\' && text[0] != '%':
		return 0, 0
	case text[0] == '\\' && text[1] == '\\':
		return '\\', 2
	case text[0] == '\\' && bytes.IndexByte([]byte("nrtbf"), text[1]) >= 0:
		return ' ', 2
	case text[1] == 'u':
		start, size = 2, 6
	case text[1] == 'x' && text[0] == '\\':
		start, size = 2, 4
	case text[0] == '%':
		start, size = 1, 3
	default:
		return 0, 0
	}
	if len(text) < size {
		return 0, 0
	}
	n, err := strconv.ParseUint(string(text[start:size]), 16, 32)
	if err != nil {
		return 0, 0
	}
	if n > 0x7f {
		return ' ', size
	}
	return byte(n), size
}
