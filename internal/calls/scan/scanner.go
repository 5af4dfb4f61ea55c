package scan

import (
	"strings"
)

// maxDepth is how deep expressions in strings are followed; what is deeper is
// text.
const maxDepth = 60

// bytesPerToken is the average length of a token in a program, with the spaces behind it.
const bytesPerToken = 8

// Read gives the tokens of a text in a language.
func Read(text string, language *Language) *Program {
	s := &scanner{Program: Program{Text: text}, language: language, end: len(text), line: 1}
	if strings.HasPrefix(text, "\ufeff") {
		s.at = len("\ufeff")
	}
	if strings.HasPrefix(text[s.at:], "#!") {
		s.skipLine()
	}
	s.Tokens = s.tokens("")
	return &s.Program
}

// scanner reads a text from its beginning to its end, once.
type scanner struct {
	Program
	language  *Language
	at, end   int
	line      int
	lineStart int // where the line begins
	depth     int // of expressions in strings
	joined    bool
	noRegexp  int // up to here no regular expression has an end
	pending   []heredoc
	filled    []filled
	brackets  int            // that are open
	open      []element      // elements of JSX that are open
	endings   map[string]int // where the last end of an element is, by its name
	lastCode  int            // line of the last token or end of it
}

// tokens reads up to a bracket that closes what was not opened here, which is
// left; with "" up to the end.
func (s *scanner) tokens(closing string) []Token {
	var tokens []Token
	if closing == "" {
		tokens = make([]Token, 0, len(s.Text)/bytesPerToken)
	}
	open := 0
	for {
		first := s.space(len(tokens) == 0)
		if s.at >= s.end {
			break
		}
		if closing != "" && open == 0 && s.text()[0] == closing[0] {
			break
		}
		token, ok := s.token(tokens)
		if !ok {
			continue
		}
		token.First = first
		switch {
		case closing == "" || token.Kind != Punctuation:
		case len(token.Text) == 1 && strings.Contains("([{", token.Text):
			open++
		case len(token.Text) == 1 && strings.Contains(")]}", token.Text):
			open = max(0, open-1)
		}
		tokens = append(tokens, token)
		s.lastCode = s.line
		s.attach(tokens)
		if s.language.Elements && token.Kind == Punctuation {
			s.elements(tokens)
		}
	}
	if closing == "" {
		s.heredocs()
		s.fill(tokens)
	}
	match(tokens)
	return tokens
}

// text is what has yet to be read.
func (s *scanner) text() string { return s.Text[s.at:s.end] }

func (s *scanner) has(prefix string) bool { return strings.HasPrefix(s.Text[s.at:s.end], prefix) }

// token reads a token; false: there was none after all, and something was passed.
func (s *scanner) token(before []Token) (Token, bool) {
	t := Token{Line: s.line, Column: s.at - s.lineStart + 1, From: s.at}
	c := s.Text[s.at]
	switch {
	case c == '>' && s.inTag():
		t.Text = ">"
		s.at++
	case s.string(&t):
	case s.isNameStart(c, before):
		s.name(&t)
	case c >= '0' && c <= '9':
		s.number(&t)
	case c == '<' && s.heredoc(&t, before):
	case c == '%' && s.percent(&t, before):
	case c == '/' && s.regexp(&t, before):
	default:
		t.Text = operator(s.text())
		s.at += len(t.Text)
	}
	t.To = s.at
	return t, true
}

// space passes spaces and comments, and reports whether a new line began.
func (s *scanner) space(first bool) bool {
	for s.at < s.end {
		switch c := s.Text[s.at]; {
		case c == '\n':
			first = first || !s.joined
			s.newline()
			if s.isEnd() {
				s.at = s.end
			}
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.at++
		case c == s.language.Continues && c != 0 && s.endsLine(s.at+1):
			s.at++
			s.joined = true
			continue
		case !s.comment():
			s.joined = false
			return first
		}
	}
	return first
}

// isEnd reports whether the line is the mark after which nothing is read.
func (s *scanner) isEnd() bool {
	mark := s.language.EndMark
	return mark != "" && s.depth == 0 && s.has(mark) && s.endsLine(s.at+len(mark))
}

// endsLine reports whether only spaces follow a place up to the end of the line.
func (s *scanner) endsLine(at int) bool {
	for at < s.end && (s.Text[at] == '\r' || s.Text[at] == ' ') {
		at++
	}
	return at >= s.end || s.Text[at] == '\n'
}

// newline passes the end of a line, and the heredocs that follow it.
func (s *scanner) newline() {
	s.at++
	s.line++
	s.lineStart = s.at
	s.joined = false
	if len(s.pending) > 0 && s.depth == 0 {
		s.heredocs()
	}
}

// lines counts the lines between a place and where the scanner is.
func (s *scanner) lines(from int) {
	passed := s.Text[from:s.at]
	if last := strings.LastIndexByte(passed, '\n'); last >= 0 {
		s.line += strings.Count(passed, "\n")
		s.lineStart = from + last + 1
	}
}

func (s *scanner) skipLine() {
	if i := strings.IndexByte(s.text(), '\n'); i >= 0 {
		s.at += i
		return
	}
	s.at = s.end
}

func (s *scanner) broken(line int) {
	if !s.Broken {
		s.Broken, s.BrokenLine = true, line
	}
}
