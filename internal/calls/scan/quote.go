package scan

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// string reads a string, with the prefix of it.
func (s *scanner) string(t *Token) bool {
	from := s.at
	prefix, length := s.prefix()
	for i := range s.language.Quotes {
		q := s.language.Quotes[i]
		if !strings.HasPrefix(s.Text[s.at+length:s.end], q.Open) || strings.HasPrefix(q.Close, "\n") && !s.endsLine(s.at+length+len(q.Open)) {
			continue
		}
		q.Raw, q.Braces = q.Raw || prefix.Raw, q.Braces || prefix.Braces
		s.at += length + len(q.Open)
		t.Quote = s.Text[from:s.at]
		s.body(t, q)
		return true
	}
	return false
}

// prefix finds what may be the prefix of a string.
func (s *scanner) prefix() (Prefix, int) {
	if s.language.Prefixes == nil {
		return Prefix{}, 0
	}
	n := 0
	for n < 3 && s.at+n < s.end && isLetter(s.Text[s.at+n]) {
		n++
	}
	if n == 0 || s.at+n >= s.end || s.Text[s.at+n] != '"' && s.Text[s.at+n] != '\'' {
		return Prefix{}, 0
	}
	prefix, known := s.language.Prefixes[strings.ToLower(s.Text[s.at:s.at+n])]
	if !known {
		return Prefix{}, 0
	}
	return prefix, n
}

// body reads the content of a string and its closing quote.
func (s *scanner) body(t *Token, q Quote) {
	t.Kind = String
	from, line := s.at, s.line
	if strings.HasPrefix(q.Close, "\n") { // the rest of the line of a here-string
		s.skipLine()
		if s.has(q.Close) {
			s.at += len(q.Close)
			s.lines(from)
			return
		}
		if s.at < s.end {
			s.at++
		}
		s.lines(from)
	}
	v := &value{s: s, from: s.at, counted: s.at}
	for s.at < s.end {
		if s.closes(q, v) {
			break
		}
		if s.Text[s.at] == '\n' && !q.Lines {
			break // a string without an end goes to that of its line
		}
		s.step(q, v)
	}
	closed := v.closed
	if !closed && s.at >= s.end && q.Close != "" && q.Lines {
		s.broken(line)
	}
	v.finish(t)
}

// closes reports whether the string ends here, and passes its closing.
func (s *scanner) closes(q Quote, v *value) bool {
	if q.Close == "" || !s.has(q.Close) {
		return false
	}
	if q.Doubled && strings.HasPrefix(s.Text[s.at+len(q.Close):s.end], q.Close) {
		return false
	}
	v.flush(s.at)
	s.at += len(q.Close)
	v.closed = true
	return true
}

// step reads a byte, an escape, or an expression of a string.
func (s *scanner) step(q Quote, v *value) {
	c := s.Text[s.at]
	switch {
	case q.Doubled && s.has(q.Close):
		v.replace(2*len(q.Close), q.Close)
	case q.Escape != 0 && c == q.Escape && s.at+1 < s.end:
		if q.Raw {
			s.at += 2
			return
		}
		length, text := unescape(s.text(), q.Escape)
		v.replace(length, text)
	case q.Expression != "" && s.has(q.Expression) && s.depth < maxDepth:
		v.expression(len(q.Expression), closingOf(q.Expression[len(q.Expression)-1]))
	case q.Dollar && c == '$' && s.isNameStart(c, nil):
		v.dollar()
	case q.Braces && (s.has("{{") || s.has("}}")):
		v.replace(2, string(c))
	case q.Braces && c == '{' && s.depth < maxDepth:
		v.braces(q)
	default:
		s.at += s.plain(q)
	}
}

// plain is how many bytes from here on are text without doubt.
func (s *scanner) plain(q Quote) int {
	n := 1
	for s.at+n < s.end {
		c := s.Text[s.at+n]
		if c == '\n' || c == q.Escape || c == '$' || c == '#' || c == '{' || c == '}' || q.Close != "" && c == q.Close[0] {
			break
		}
		n++
	}
	return n
}

func closingOf(c byte) string {
	switch c {
	case '(':
		return ")"
	case '[':
		return "]"
	case '{':
		return "}"
	case '<':
		return ">"
	}
	return string(c)
}

// unescape reads an escape sequence: its length, and its value.
func unescape(text string, escape byte) (int, string) {
	c := text[1]
	switch c {
	case 'n':
		return 2, "\n"
	case 't':
		return 2, "\t"
	case 'r':
		return 2, "\r"
	case '0':
		return 2, "\x00"
	case '\n':
		return 2, ""
	case '\r':
		if len(text) > 2 && text[2] == '\n' {
			return 3, ""
		}
	case 'x':
		return numbered(text, 2, 4)
	case 'u':
		if i := strings.IndexByte(text[:min(len(text), 12)], '}'); len(text) > 2 && text[2] == '{' && i > 0 {
			length, value := numbered(text, 3, i)
			return length + 1, value
		}
		return numbered(text, 2, 6)
	}
	_, size := utf8.DecodeRuneInString(text[1:])
	return 1 + size, text[1 : 1+size]
}

// numbered reads the number of a character. Anything else is returned as it is.
func numbered(text string, from, to int) (int, string) {
	if to > len(text) {
		return 2, text[1:2]
	}
	n, err := strconv.ParseUint(text[from:to], 16, 32)
	if err != nil || n > utf8.MaxRune {
		return 2, text[1:2]
	}
	return to, string(rune(n))
}
