package prefill

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxChars bounds a link: browsers and servers refuse longer ones long before.
const maxChars = 64 << 10

// scanner reads a link from the end of its path to its end.
type scanner struct {
	charReader
	chars   []char
	pos     int
	opener  opener
	closed  bool // what ends the link is what its opener waits for
	wrapped bool // a line break in it spoils it
	open    bool // an expression at its end may add parameters
	nesting [3]int
	program *program
	start   int    // of the link in the text
	split   int    // where the text goes on in which the link began: behind it may be other links
	unread  string // an expression that could not be read
	later   pairs  // what a program adds to the address afterwards
	holder  string // the variable that holds the link, or ""
}

// opener is what precedes a link and says how it ends.
type opener struct {
	quote   byte // of a literal or an attribute: ", ' or `
	angle   bool // <link>
	target  bool // ](link)
	spacing bool // within it, spaces can be part of a link
}

// brackets are pairs: one that closes nothing is not part of a link.
const brackets = "()[]{}"

func newScanner(h *head, p *program) *scanner {
	return &scanner{charReader: h.charReader, pos: h.next(), start: int(h.chars[0].start), opener: newOpener(h.text, int(h.chars[0].start)), program: p}
}

func newOpener(text []byte, start int) opener {
	before := text[max(0, start-8):start]
	switch {
	case bytes.HasSuffix(before, []byte("&quot;")), bytes.HasSuffix(before, []byte("&#34;")):
		return opener{quote: '"', spacing: true}
	case bytes.HasSuffix(before, []byte("&#39;")), bytes.HasSuffix(before, []byte("&apos;")):
		return opener{quote: '\'', spacing: true}
	case len(before) == 0:
		return opener{}
	}
	switch last := before[len(before)-1]; last {
	case '"', '\'', '`':
		return opener{quote: last, spacing: true}
	case '<':
		return opener{angle: true, spacing: bytes.HasSuffix(before, []byte("(<"))}
	case '(':
		return opener{target: bytes.HasSuffix(before, []byte("]("))}
	}
	return opener{}
}

// scan reads to the end of the link.
func (s *scanner) scan() {
	for len(s.chars) < maxChars && (s.fill() || s.take() || s.join()) {
	}
	if !s.closed {
		s.trim()
		return
	}
	s.statements()
}

// end is where the link ends in the text, without what is added to it in
// another statement.
func (s *scanner) end() int {
	switch {
	case s.split > 0:
		return s.split
	case len(s.chars) == 0:
		return s.pos
	}
	return int(s.chars[len(s.chars)-1].end)
}

func (s *scanner) add(b byte, end int) bool {
	s.chars = append(s.chars, char{b, uint32(s.pos), uint32(end)})
	s.pos = end
	return true
}

// take reads one character.
func (s *scanner) take() bool {
	c, end, plain, ok := s.at(s.pos)
	if !ok {
		s.closed = s.closesEscaped()
		return false
	}
	if s.ends(c, plain) {
		return false
	}
	return s.add(c, end)
}

// closesEscaped reports whether an escaped quotation mark ends the link, as in
// HTML within a literal.
func (s *scanner) closesEscaped() bool {
	rest := bytes.TrimLeft(s.text[s.pos:min(len(s.text), s.pos+8)], `\`)
	return s.opener.quote != 0 && len(rest) > 0 && rest[0] == s.opener.quote
}

// ends reports whether a character is none of the link. An encoded one always is.
func (s *scanner) ends(c byte, plain bool) bool {
	switch {
	case !plain:
		return c < ' '
	case c == ' ' && s.takesSpace():
		return false
	case c <= ' ' || c == 0x7f:
		return true
	case c >= utf8.RuneSelf:
		return s.endsAtRune()
	case c == s.opener.quote, c == '>' && s.opener.angle:
		s.closed = true
		return true
	case strings.IndexByte("\"<>`|^\\", c) >= 0:
		return true
	case s.depth > 0 && (c == '&' || c == '#'):
		return true
	}
	return s.closesNothing(c)
}

// closesNothing counts brackets. In prose, what follows a value in brackets or
// braces belongs to the language of the text: URL[label], URL[^1], URL{:target}.
func (s *scanner) closesNothing(c byte) bool {
	i := strings.IndexByte(brackets, c)
	if i < 0 || s.opener.quote != 0 {
		return false
	}
	if i%2 == 0 {
		s.nesting[i/2]++
		return c != '(' && s.opener == (opener{}) && s.inValue()
	}
	if s.nesting[i/2] == 0 {
		s.closed = c == ')' && s.opener.target
		return true
	}
	s.nesting[i/2]--
	return false
}

// endsAtRune reports whether a character beyond ASCII ends the link: a space
// always does, and in prose a sign of punctuation does, too.
func (s *scanner) endsAtRune() bool {
	if !utf8.RuneStart(s.text[s.pos]) {
		return false
	}
	r, size := utf8.DecodeRune(s.text[s.pos:])
	switch {
	case r == utf8.RuneError && size == 1:
		return true
	case unicode.IsSpace(r), unicode.Is(unicode.C, r):
		return true
	}
	s.open = s.open || r == '…'
	return s.opener == (opener{}) && (unicode.IsPunct(r) || unicode.IsSymbol(r))
}

// takesSpace reports whether a space belongs to the link: in a literal or an
// attribute, in a text that may have one, with more of the link after it.
func (s *scanner) takesSpace() bool {
	if !s.opener.spacing || s.depth > 0 || !s.inText() {
		return false
	}
	rest := s.text[s.pos:]
	if i := bytes.IndexByte(rest[:min(len(rest), maxLine)], '\n'); i >= 0 {
		rest = rest[:i]
	}
	closing := s.opener.quote
	if s.opener.angle {
		closing = '>'
	}
	return bytes.IndexByte(rest[:min(len(rest), maxLine)], closing) >= 0
}

// maxLine is how far the end of a literal is looked for.
const maxLine = 4096

// inText reports whether the parameter at the end may have spaces.
func (s *scanner) inText() bool {
	from := len(s.chars)
	for from > 0 && s.chars[from-1].b != '&' && s.chars[from-1].b != '?' {
		from--
	}
	var parameter [len(paramDescription) + 1]byte
	n := 0
	for _, c := range s.chars[from:min(len(s.chars), from+len(parameter))] {
		parameter[n] = c.b
		n++
	}
	name, _, ok := bytes.Cut(parameter[:n], []byte("="))
	return ok && (string(name) == paramName || string(name) == paramDescription)
}

// inValue reports whether the last parameter has a value, or a part of it, already.
func (s *scanner) inValue() bool {
	for i := len(s.chars) - 1; i >= 0; i-- {
		switch s.chars[i].b {
		case '=':
			return i < len(s.chars)-1
		case '&', '?':
			return false
		}
	}
	return false
}

// trailing is what belongs to the sentence around a link, not to the link.
const trailing = `.,;:!?*_~'`

// trim takes the punctuation of the text off the end, as GitHub does where it makes
// links of addresses.
func (s *scanner) trim() {
	n := len(s.chars)
	for n > 0 && s.chars[n-1].b != placeholder && strings.IndexByte(trailing, s.chars[n-1].b) >= 0 {
		n--
	}
	// Who writes "..." leaves something out.
	s.open = s.open || strings.HasPrefix(s.rest(n), "..")
	s.chars = s.chars[:n]
}

// rest returns the characters from n on.
func (s *scanner) rest(n int) string {
	var b strings.Builder
	for _, c := range s.chars[n:] {
		b.WriteByte(c.b)
	}
	return b.String()
}
