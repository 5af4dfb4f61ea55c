package scan

import "strings"

// afterValue reports whether the tokens before end an expression, so that an operator
// follows and not another expression.
func (s *scanner) afterValue(before []Token) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	switch last.Kind {
	case Name:
		return !s.language.Keywords[last.Text] || len(before) > 1 && before[len(before)-2].Is(".")
	case Punctuation:
		return last.Text == ")" || last.Text == "]" || last.Text == "}" && last.Line == s.line || last.Text == "++" || last.Text == "--"
	}
	return true
}

// spaced reports whether there is a space before the slash and none behind it, as in
// Ruby's `match /x/`.
func (s *scanner) spaced() bool {
	return s.at > 0 && s.Text[s.at-1] == ' ' && s.at+1 < s.end && s.Text[s.at+1] != ' ' && s.Text[s.at+1] != '='
}

// regexp passes a regular expression; one has its end in the same line.
func (s *scanner) regexp(t *Token, before []Token) bool {
	if !s.language.Regexps || s.at < s.noRegexp {
		return false
	}
	if s.inTag() || s.language.Elements && len(before) > 0 && before[len(before)-1].Is("<") { // <br />, </p>
		return false
	}
	if argument := s.language.Heredocs && len(before) > 0 && before[len(before)-1].Kind == Name && s.spaced(); s.afterValue(before) && !argument {
		return false
	}
	class := false
	for i := s.at + 1; ; i++ {
		if i >= s.end || s.Text[i] == '\n' {
			s.noRegexp = i
			return false
		}
		switch c := s.Text[i]; {
		case c == '\\':
			i++
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			s.endRegexp(t, i+1)
			return true
		}
	}
}

// endRegexp passes the flags.
func (s *scanner) endRegexp(t *Token, at int) {
	for at < s.end && isLetter(s.Text[at]) {
		at++
	}
	t.Kind, t.Text = Regexp, s.Text[s.at:at]
	s.at = at
}

// percent reads a %w[...] and its kin.
func (s *scanner) percent(t *Token, before []Token) bool {
	if !s.language.Percents || s.at+2 >= s.end || s.afterValue(before) && !s.spaced() {
		return false
	}
	n := 1
	kind := s.Text[s.at+1]
	if strings.IndexByte("wWiIqQrsx", kind) >= 0 {
		n = 2
	} else {
		kind = 'Q'
	}
	if c := s.Text[s.at+n]; strings.IndexByte("[({<|!/", c) < 0 {
		return false
	}
	open := s.Text[s.at+n]
	t.Quote = s.Text[s.at : s.at+n+1]
	s.at += n + 1
	q := Quote{Close: closingOf(open), Lines: true, Escape: '\\'}
	if strings.IndexByte("WIQrx", kind) >= 0 {
		q.Expression = "#{"
	}
	s.body(t, q)
	return true
}
