package scan

import "strings"

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isNameStart reports whether a name begins here. A dash begins one where a word
// begins: -Uri.
func (s *scanner) isNameStart(c byte, _ []Token) bool {
	next := byte(0)
	if s.at+1 < s.end {
		next = s.Text[s.at+1]
	}
	switch {
	case isLetter(c):
		return true
	case c == '$' && strings.IndexByte(s.language.Starts, '$') >= 0:
		return isLetter(next) || s.language.Elements || next == '{' && s.language.Dashes
	case strings.IndexByte(s.language.Starts, c) >= 0:
		return isLetter(next) || c == '@' && next == '@'
	case c == '-':
		return s.language.Dashes && isLetter(next) && s.atWord()
	}
	return false
}

func (s *scanner) name(t *Token) {
	t.Kind = Name
	from := s.at
	variable := s.Text[s.at] == '$'
	s.at++
	switch {
	case variable && s.language.Dashes && s.at < s.end && s.Text[s.at] == '{':
		s.bracedName()
	default:
		for s.at < s.end && s.inName(variable) {
			s.at++
		}
	}
	if s.at < s.end && strings.IndexByte(s.language.Ends, s.Text[s.at]) >= 0 && !strings.HasPrefix(s.Text[s.at+1:s.end], "=") {
		s.at++
	}
	t.Text = s.Text[from:s.at]
}

// bracedName passes ${env:NAME} up to its brace.
func (s *scanner) bracedName() {
	for s.at < s.end && s.Text[s.at] != '\n' {
		s.at++
		if s.Text[s.at-1] == '}' {
			return
		}
	}
}

// inName reports whether a name goes on. $env:NAME is one, as is a name with
// dashes that is no variable.
func (s *scanner) inName(variable bool) bool {
	c := s.Text[s.at]
	if isLetter(c) || isDigit(c) || c == '@' && s.Text[s.at-1] == '@' || c == '$' && s.language.Elements {
		return true
	}
	if !s.language.Dashes || s.at+1 >= s.end || !isLetter(s.Text[s.at+1]) {
		return false
	}
	return c == '-' && !variable || c == ':' && variable
}

func (s *scanner) number(t *Token) {
	t.Kind = Number
	from := s.at
	for s.at < s.end && (isLetter(s.Text[s.at]) || isDigit(s.Text[s.at]) || s.Text[s.at] == '.' && s.at+1 < s.end && isDigit(s.Text[s.at+1])) {
		s.at++
	}
	t.Text = s.Text[from:s.at]
}

// operators are those of several bytes, the longest first.
var operators = []string{
	"...", "===", "!==", "**=", "||=", "&&=", "??=", "<=>",
	"=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "+=", "-=", "*=", "/=", ":=", "->", "::", "**", "++", "--", "<-", "&.", "=~", "%=", "|=",
}

// operator is the operator or bracket that a text begins with.
func operator(text string) string {
	if strings.IndexByte("()[]{},;@", text[0]) >= 0 {
		return text[:1]
	}
	if len(text) > 1 && strings.IndexByte("=&|?.+:>-*<~", text[1]) >= 0 {
		for _, o := range operators {
			if strings.HasPrefix(text, o) {
				return text[:len(o)]
			}
		}
	}
	return text[:1]
}
