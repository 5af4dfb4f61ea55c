package syntax

import (
	"bytes"
	"unicode/utf8"
)

// The stack bears as many brackets within one another, and as many operators
// in one expression, in any case: it ends at 512 MB, and a bracket takes 10 kB.
const (
	HarmlessBrackets  = 20_000
	harmlessOperators = 200_000
)

// suspicious reports whether src could exceed a limit. It reads bytes only, so
// that the answer is cheap: to read tokens takes half as long as to parse them.
func suspicious(src []byte, json bool) bool {
	m := measure(src, json)
	return m.hugeNumber || m.deepest > maxNesting || m.operators > harmlessOperators ||
		m.directives > HarmlessBrackets || m.uncertain && m.opened > HarmlessBrackets
}

// byteMeter counts brackets and operators of a source. A closing bracket in a
// string or a comment must not hide the depth of what is really open: within
// quotes it closes only what was opened there, and where the quotes are not
// plain, the depth is uncertain.
type byteMeter struct {
	src        []byte
	at         int
	quoted     bool
	inQuotes   []byte // brackets opened since the quote
	depth      int
	deepest    int
	opened     int
	operators  int
	directives int
	uncertain  bool
	hugeNumber bool
	digits     int // in a row
}

func measure(src []byte, json bool) *byteMeter {
	// How much of a broken character the lexer skips is not known here.
	m := &byteMeter{src: src, uncertain: json || !utf8.Valid(src)}
	for m.at = 0; m.at < len(src); m.at++ {
		m.step(src[m.at])
	}
	return m
}

func (m *byteMeter) step(b byte) {
	m.digits++
	if !digit(b) {
		m.digits = 0
	}
	m.hugeNumber = m.hugeNumber || m.digits > maxDigits
	switch b {
	case '{', '[', '(':
		m.open(b)
	case '}', ']', ')':
		m.close(b)
	case '"', '\n', '\\':
		m.quote(b)
	case '#', '/', '<':
		m.comment(b)
	case '%':
		m.operators++
		if m.next() == '{' {
			m.directives++
		}
	case '!', '+', '-', '*', '&', '|', '>', '?', '.':
		m.operators++
	case 'e', 'E':
		if m.at > 0 && digit(m.src[m.at-1]) && largeExponent(m.src[m.at+1:]) {
			m.hugeNumber = true
		}
	}
}

func (m *byteMeter) open(b byte) {
	m.opened++
	m.depth++
	m.deepest = max(m.deepest, m.depth)
	if m.quoted {
		m.inQuotes = append(m.inQuotes, b)
	}
}

func (m *byteMeter) close(b byte) {
	if m.quoted {
		last := len(m.inQuotes) - 1
		if last < 0 {
			return
		}
		m.uncertain = m.uncertain || m.inQuotes[last] != opening(b)
		m.inQuotes = m.inQuotes[:last]
	}
	m.depth = max(m.depth-1, 0)
}

// opening is the bracket that b closes.
func opening(b byte) byte {
	switch b {
	case '}':
		return '{'
	case ']':
		return '['
	}
	return '('
}

// quote follows where strings begin and end. One that holds another, or a line
// break, is beyond it.
func (m *byteMeter) quote(b byte) {
	switch {
	case b == '"':
		m.uncertain = m.uncertain || len(m.inQuotes) > 0
		m.quoted, m.inQuotes = !m.quoted, m.inQuotes[:0]
	case b == '\n':
		m.uncertain = m.uncertain || m.quoted
		m.quoted, m.inQuotes = false, m.inQuotes[:0]
	case m.uncertain:
		m.opened++ // in JSON, \u0028 is a bracket
	default:
		m.uncertain = !m.quoted || len(m.inQuotes) > 0
		m.at++
	}
}

// comment skips a comment to the end of its line. Those of several lines, and
// heredocs, are beyond it.
func (m *byteMeter) comment(b byte) {
	next := m.next()
	switch {
	case m.quoted || m.uncertain:
		m.operators++
	case b == '/' && next == '*', b == '<' && next == '<':
		m.uncertain = true
	case b == '#', b == '/' && next == '/':
		end := bytes.IndexByte(m.src[m.at:], '\n')
		if end < 0 {
			end = len(m.src) - m.at
		}
		m.at += end - 1
	default:
		m.operators++
	}
}

// next is the byte after the one at hand, or 0.
func (m *byteMeter) next() byte {
	if m.at+1 < len(m.src) {
		return m.src[m.at+1]
	}
	return 0
}

// largeExponent reports whether src begins with more digits than an exponent
// may have.
func largeExponent(src []byte) bool {
	if len(src) > 0 && (src[0] == '+' || src[0] == '-') {
		src = src[1:]
	}
	for i := range maxExponent + 1 {
		if i >= len(src) || !digit(src[i]) {
			return false
		}
	}
	return true
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// marks counts what may be brackets, operators and escapes of them.
func marks(src []byte) int {
	n := 0
	for _, b := range src {
		switch b {
		case '{', '[', '(', '\\', '!', '+', '-', '*', '/', '%', '&', '|', '<', '>', '?', '.':
			n++
		}
	}
	return n
}
