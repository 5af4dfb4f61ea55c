package diag

import "unicode/utf8"

// Words counts the words and the signs of a source, line breaks among them, and returns how long
// the longest word is in bytes. The count is about the number of its tokens, and hardly less: each byte that
// no valid text has counts, and so does each carriage return without a line break. A text in quotes
// and a comment count once.
func Words(src []byte) (n, longest int) {
	inWord, start := false, 0
	var q quotes
	for i, b := range src {
		if inWord && plain[b] || !inWord && b == ' ' { // most bytes; they change nothing
			continue
		}
		next := byte(0)
		if i+1 < len(src) {
			next = src[i+1]
		}
		if b == '\r' && next != '\n' || b == 0xC0 || b == 0xC1 || b > 0xF4 {
			n++
		}
		letter := plain[b] || b >= utf8.RuneSelf
		switch alone := letter && !inWord || !letter && b != ' ' && b != '\t' && b != '\r'; {
		case q.step(b, next):
			n += q.more
		case alone:
			n += 1 + q.more
		}
		switch {
		case letter && !inWord:
			start = i
		case inWord && !letter:
			longest = max(longest, i-start)
		}
		inWord = letter
	}
	if inWord {
		longest = max(longest, len(src)-start)
	}
	return n, longest
}

// plain are the bytes of words in ASCII.
var plain = func() (is [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") {
		is[b] = true
	}
	return is
}()

// quotes knows which bytes are in a text in quotes or in a comment. From the first place on where
// only a parser knows it, it takes every byte for one outside of them.
type quotes struct {
	in      place
	escaped bool
	more    int // tokens of the last byte, besides its own
}

type place int

const (
	inCode place = iota
	inComment
	inText
	inInterpolation // in a text, without quotes and braces of its own
	inDoubt
)

// step reads a byte, and reports whether it is in a text or in a comment, and no token of its own.
func (q *quotes) step(b, next byte) bool {
	q.more = 0
	sequence := (b == '$' || b == '%') && next == '{'
	switch q.in {
	case inCode:
		q.inCode(b, next)
	case inComment:
		switch {
		case sequence: // a heredoc, maybe
			q.in = inDoubt
		case b == '\n':
			q.in = inCode
		default:
			return true
		}
	case inText:
		return q.inText(b, next, sequence)
	case inInterpolation:
		switch {
		case q.escaped: // the bracket that opens it
			q.escaped = false
		case b == '"' || b == '{' || b == '\n' || b == '\r' || b == '#' || b == '/' && (next == '/' || next == '*') || b == '<' && next == '<':
			q.in = inDoubt
		case b == '}':
			q.in = inText
		}
	}
	return false
}

func (q *quotes) inCode(b, next byte) {
	switch {
	case b == '"':
		q.in, q.more = inText, 1
	case b == '#' || b == '/' && next == '/':
		q.in = inComment
	case b == '/' && next == '*':
		q.in = inDoubt
	}
}

func (q *quotes) inText(b, next byte, sequence bool) bool {
	switch {
	case q.escaped:
		q.escaped = false
		return true
	case b == '\\':
		q.escaped = next == '"' || next == '\\'
	case b == '"':
		q.in = inCode
	case sequence:
		q.in, q.escaped = inInterpolation, true
	case b == '\n' || b == '\r' || (b == '$' || b == '%') && (next == '"' || next == '\\'):
		q.in = inDoubt
	case b == '$' || b == '%':
		q.more = 1 // it ends a literal
	default:
		return true
	}
	return false
}
