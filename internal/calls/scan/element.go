package scan

import "strings"

// element is an element of JSX that is open. Its tags are tokens like any other;
// the text between them is passed.
type element struct {
	brackets int  // how many are open around it
	tag      bool // one of its tags is open
	closing  bool // that is the one that ends it
}

// inTag reports whether a tag of JSX is open.
func (s *scanner) inTag() bool {
	if len(s.open) == 0 {
		return false
	}
	top := s.open[len(s.open)-1]
	return top.tag && top.brackets == s.brackets
}

// inElement reports whether the text of an element is here.
func (s *scanner) inElement() bool {
	if len(s.open) == 0 {
		return false
	}
	top := s.open[len(s.open)-1]
	return !top.tag && top.brackets == s.brackets
}

// elements notes what the last token opens and closes.
func (s *scanner) elements(tokens []Token) {
	switch tokens[len(tokens)-1].Text {
	case "(", "[", "{":
		s.brackets++
	case ")", "]", "}":
		s.brackets--
		for len(s.open) > 0 && s.brackets < s.open[len(s.open)-1].brackets {
			s.open = s.open[:len(s.open)-1]
		}
		s.passText()
	case "<":
		s.openTag(tokens)
	case ">":
		s.closeTag(tokens)
	}
}

func (s *scanner) openTag(tokens []Token) {
	switch {
	case s.inElement() && s.has("/"):
		top := &s.open[len(s.open)-1]
		top.tag, top.closing = true, true
	case s.inElement(), !s.afterValue(tokens[:len(tokens)-1]) && s.hasEnd():
		s.open = append(s.open, element{brackets: s.brackets, tag: true})
	}
}

func (s *scanner) closeTag(tokens []Token) {
	if !s.inTag() {
		return
	}
	top := &s.open[len(s.open)-1]
	if top.closing || len(tokens) > 1 && tokens[len(tokens)-2].Is("/") {
		s.open = s.open[:len(s.open)-1]
	} else {
		top.tag = false
	}
	s.passText()
}

// passText passes the text of an element, up to a tag or an expression.
func (s *scanner) passText() {
	if !s.inElement() {
		return
	}
	from := s.at
	if i := strings.IndexAny(s.text(), "<{"); i >= 0 {
		s.at += i
	} else {
		s.at = s.end
	}
	s.lines(from)
}

// maxNames is how many names of elements are looked for. Programs have fewer.
const maxNames = 100

// hasEnd reports whether an element that begins here has an end further down. Type
// parameters, as in "<T>(x: T) => x", have none.
func (s *scanner) hasEnd() bool {
	rest := s.text()
	n := 0
	for n < len(rest) && (isLetter(rest[n]) || isDigit(rest[n]) || rest[n] == '.' || rest[n] == '-') {
		n++
	}
	if n == 0 && !strings.HasPrefix(rest, ">") {
		return false
	}
	name := rest[:n]
	at, known := s.endings[name]
	if !known {
		if s.endings == nil {
			s.endings = map[string]int{}
		}
		if len(s.endings) >= maxNames {
			return false
		}
		at = strings.LastIndex(s.Text, "</"+name)
		s.endings[name] = at
	}
	return at > s.at
}
