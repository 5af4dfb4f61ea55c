package scan

import "strings"

// value collects the value of a string.
type value struct {
	s       *scanner
	from    int // where the text begins that is not collected yet
	counted int // up to here lines are counted
	built   strings.Builder
	copied  bool // built holds the beginning of the text
	start   int  // where the part begins
	parts   []Part
	plain   string
	closed  bool
	flushed bool
}

// replace takes bytes of the text for something else.
func (v *value) replace(length int, with string) {
	v.take()
	v.s.at = min(v.s.at+length, v.s.end)
	v.built.WriteString(with)
	v.copied = true
	v.from = v.s.at
}

func (v *value) take() {
	v.built.WriteString(v.s.Text[v.from:v.s.at])
	v.from = v.s.at
}

// flush ends a text at a place.
func (v *value) flush(at int) {
	text := v.s.Text[v.from:at]
	if v.copied || v.built.Len() > 0 {
		v.built.WriteString(text)
		text = v.built.String()
		v.built.Reset()
		v.copied = false
	}
	v.from, v.flushed = at, true
	if v.parts == nil {
		v.plain = text
	}
	if text != "" {
		v.parts = append(v.parts, Part{Text: text, From: v.start})
	}
	v.start = at
}

// count brings the lines up to where the scanner is.
func (v *value) count() {
	v.s.lines(v.counted)
	v.counted = v.s.at
}

// expression reads an expression up to its closing bracket.
func (v *value) expression(length int, closing string) {
	s := v.s
	v.flush(s.at)
	v.count()
	s.at += length
	from := s.at
	s.depth++
	open := s.open
	s.open = nil
	tokens := s.tokens(closing)
	s.open = open
	s.depth--
	v.add(from, s.at, tokens)
	if s.at < s.end {
		s.at += len(closing)
	}
	v.resume()
}

// dollar reads $name, $env:NAME, ${name}.
func (v *value) dollar() {
	s := v.s
	v.flush(s.at)
	v.count()
	t := Token{Line: s.line, Column: s.at - s.lineStart + 1, From: s.at}
	s.name(&t)
	t.To = s.at
	v.add(t.From, s.at, []Token{t})
	v.resume()
}

// braces reads an expression of an f-string, with what says how it is written.
// The string may have no other lines than its own.
func (v *value) braces(q Quote) {
	s := v.s
	v.flush(s.at)
	v.count()
	s.at++
	from, end := s.at, s.end
	if !q.Lines {
		if i := strings.IndexByte(s.text(), '\n'); i >= 0 {
			s.end = s.at + i
		}
	}
	s.depth++
	tokens := s.tokens("}")
	s.depth--
	to := s.at
	if s.at < s.end {
		s.at++
	}
	s.end = end
	v.add(from, to, withoutFormat(tokens))
	v.resume()
}

func (v *value) add(from, to int, tokens []Token) {
	v.parts = append(v.parts, Part{Tokens: tokens, Source: v.s.Text[from:to], Expression: true, From: from})
}

func (v *value) resume() {
	v.from, v.start, v.counted = v.s.at, v.s.at, v.s.at
}

// withoutFormat leaves out "!r", ":>10", "=".
func withoutFormat(tokens []Token) []Token {
	for i, skip := 0, 0; i < len(tokens); i++ {
		if p := Partner(tokens, i); p > i {
			i, skip = p, 0
			continue
		}
		if i > skip && (tokens[i].Is(":") || tokens[i].Is("!") || tokens[i].Is("=") && i == len(tokens)-1) {
			return tokens[:i]
		}
	}
	return tokens
}

// finish gives the token its value.
func (v *value) finish(t *Token) {
	if !v.closed {
		v.flush(v.s.at)
	}
	v.count()
	for _, part := range v.parts {
		if part.Expression {
			t.Parts = v.parts
			return
		}
	}
	t.Text = v.plain
}
