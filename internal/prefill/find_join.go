package prefill

import (
	"bytes"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// maxGap is how much may stand between two parts of a link, in bytes.
const maxGap = 240

// placeholders are the ways to write what is filled in later: by a program, by
// a template, or by the reader.
var placeholders = lazyregexp.New(`^(?:` +
	`\$?\{\{[^\n]*?\}\}` + // {{ name }}
	`|#\{[^}\n]*\}` + // #{name}
	`|\{%[^\n]*?%\}|<%[^\n]*?%>|<\?[^\n]*?\?>` +
	`|\$\([^()\n]*\)` + // $(name)
	`|\\\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)` + // \(name)
	`|\{[A-Za-z_$][\w.$()\[\]:!'" -]*\}|\{[0-9]*\}` + // {name}, {0}
	`|\$[A-Za-z_]\w*|\$[0-9@*]` + // $NAME, $1
	`)`)

// printed are the verbs of printf, and readerFills the words in angle brackets
// that represent a value.
var (
	printed     = lazyregexp.New(`^%(?:\d+\$|\[\d+\])?[svdq@]`)
	readerFills = lazyregexp.New(`^(?:<[A-Za-z][\w -]{0,40}>|&lt;[A-Za-z][\w -]{0,40}&gt;)`)
)

// fill reads a part that is filled in later.
func (s *scanner) fill() bool {
	if s.pos >= len(s.text) || s.depth > 0 {
		return false
	}
	window := s.text[s.pos:min(len(s.text), s.pos+maxGap)]
	var found []byte
	switch window[0] {
	case '$', '{', '#', '\\':
		if found = placeholders.Find(window); found == nil {
			return s.interpolation()
		}
	case '<':
		if found = placeholders.Find(window); found == nil && s.last() == '=' {
			found = readerFills.Find(window)
		}
	case '&':
		if s.last() == '=' {
			found = readerFills.Find(window)
		}
	case '%':
		found = s.verb(window)
	}
	if found == nil {
		return false
	}
	return s.add(placeholder, s.pos+len(found))
}

// interpolation reads ${expression} and, in a literal, {expression} with
// whatever brackets, literals and line breaks are in it.
func (s *scanner) interpolation() bool {
	open := s.pos
	switch {
	case hasAt(s.text, open, "${"):
		open++
	case s.text[open] != '{' || s.opener.quote == 0 || open+1 >= len(s.text) || !isWord(s.text[open+1]):
		return false
	}
	end := closing(s.text, open)
	if end < 0 {
		return false
	}
	return s.add(placeholder, end)
}

// verb finds a verb of printf. %d may also begin an encoded character.
func (s *scanner) verb(window []byte) []byte {
	found := printed.Find(window)
	if len(found) == 2 && found[1] == 'd' && len(window) > 2 && isHex(window[2]) {
		return nil
	}
	return found
}

func (s *scanner) last() byte {
	if len(s.chars) == 0 {
		return 0
	}
	return s.chars[len(s.chars)-1].b
}

// What stands between the parts of a link.
var (
	lineBreak   = lazyregexp.New(`^[ \t]*\\?\r?\n[ \t]*(?:(?:>|//|#|\*|--)[ \t]*)*`)
	addition    = lazyregexp.New("^\\s*(?:\\+|\\.\\.)\\s*[frbu]{0,2}([\"'`])")
	dotted      = lazyregexp.New(`^\s*\.\s*(["'])`)
	adjacent    = lazyregexp.New("^[ \\t]*\\\\?\\r?\\n[ \\t]*[frbu]{0,2}([\"'`])")
	operator    = lazyregexp.New(`^\s*(?:\+|\.\.|(\.)\s*[$(]|(\.)\s+\\?[A-Za-z_][\w\\]*(?:\(|::)|\s(\.)\\?[A-Za-z_][\w\\]*(?:\(|::)|<>|~)\s*`)
	afterwards  = lazyregexp.New("^\\s*(?:\\+|\\.\\.?)\\s*[frbu]{0,2}([\"'`])")
	moreFollows = lazyregexp.New(`^(\s*(?:\+|\.\.))(?:[^=+.]|$)`)
)

// What the next part of a link begins with.
var (
	nextParameter  = lazyregexp.New(`^[a-z][a-z0-9_]*(?:\[\w*\])?=`)
	nextSeparator  = lazyregexp.New(`^(?:&|&amp;|\\&)[a-z][a-z0-9_]*(?:\[\w*\])?=`)
	nextParameters = lazyregexp.New(`^\\?\?[a-z][a-z0-9_]*(?:\[\w*\])?=`)
)

// join looks behind what ends a line or a literal, and reports whether the link
// goes on there. What cannot be read there is a part that is filled in later.
func (s *scanner) join() bool {
	if s.depth > 0 || s.pos >= len(s.text) {
		return false
	}
	if s.closed && s.opener.quote != 0 && s.text[s.pos] == s.opener.quote {
		return s.joinLiteral()
	}
	gap := lineBreak.Find(s.gap(s.pos))
	if gap == nil || !s.goesOn(s.pos+len(gap)) {
		return false
	}
	s.wrapped = s.wrapped || s.breaks(gap)
	s.pos += len(gap)
	return true
}

// breaks reports whether a break between two lines spoils the link. Browsers
// take line breaks and tabs out of an address that an attribute or a literal
// gives them, but not spaces; a shell takes out a break behind a backslash.
func (s *scanner) breaks(gap []byte) bool {
	escaped := bytes.IndexByte(gap, '\\') >= 0
	_, indentation, _ := bytes.Cut(gap, []byte("\n"))
	return bytes.IndexByte(indentation, ' ') >= 0 || s.opener.quote == 0 && !escaped
}

func (s *scanner) gap(from int) []byte {
	return s.text[min(from, len(s.text)):min(len(s.text), from+maxGap)]
}

// goesOn reports whether what is at i can only be more of the link.
func (s *scanner) goesOn(i int) bool {
	rest := s.gap(i)
	switch s.last() {
	case '?', '&':
		return nextParameter.Match(rest)
	case 0:
		return len(s.chars) == 0 && nextParameters.Match(rest)
	}
	return nextSeparator.Match(rest)
}

// joinLiteral goes on behind the end of a literal: with another that is added
// to it, or with an expression between two.
func (s *scanner) joinLiteral() bool {
	behind := s.pos + 1
	gap := s.gap(behind)
	if m := addition.FindSubmatchIndex(gap); m != nil {
		return s.enter(gap[m[2]], behind+m[3])
	}
	for _, p := range []*lazyregexp.Regexp{dotted, adjacent} {
		if m := p.FindSubmatchIndex(gap); m != nil && s.goesOn(behind+m[3]) {
			return s.enter(gap[m[2]], behind+m[3])
		}
	}
	if end := s.operand(behind); end > 0 {
		return s.joinExpression(end)
	}
	if m := moreFollows.FindSubmatchIndex(gap); m != nil {
		s.open = s.add(placeholder, behind+m[3])
	}
	return false
}

// operand returns where an expression ends that is added to what ends at i, or -1.
func (s *scanner) operand(i int) int {
	m := operator.FindSubmatchIndex(s.gap(i))
	if m == nil {
		return -1
	}
	at, dots := i+m[1], true
	for _, group := range []int{2, 4, 6} {
		if m[group] >= 0 {
			at, dots = skipSpace(s.text, i+m[group+1]), false // PHP adds with dots
		}
	}
	return operandEnd(s.text, at, dots)
}

// joinExpression takes the expression that ends at end for a part that is
// filled in later.
func (s *scanner) joinExpression(end int) bool {
	s.add(placeholder, end)
	gap := s.gap(end)
	if m := afterwards.FindSubmatchIndex(gap); m != nil {
		return s.enter(gap[m[2]], end+m[3])
	}
	if next := s.operand(end); next > 0 && len(s.chars) < maxChars {
		return s.joinExpression(next)
	}
	s.open = true
	return false
}

// enter goes on within another literal.
func (s *scanner) enter(quote byte, at int) bool {
	s.opener, s.closed, s.pos = opener{quote: quote, spacing: true}, false, at
	return true
}
