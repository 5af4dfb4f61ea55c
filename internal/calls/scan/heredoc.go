package scan

import "strings"

// heredoc is a text that begins in the next line.
type heredoc struct {
	name          string
	indented, raw bool
	token         int // its place among the tokens of the program
}

// heredoc reads <<~NAME, <<-NAME, <<NAME, and remembers that its text follows.
func (s *scanner) heredoc(t *Token, before []Token) bool {
	if !s.language.Heredocs || s.depth > 0 || !s.has("<<") {
		return false
	}
	rest := s.text()[2:]
	h := heredoc{token: -1}
	if rest != "" && (rest[0] == '~' || rest[0] == '-') {
		h.indented, rest = true, rest[1:]
	}
	var quote byte
	if rest != "" && (rest[0] == '"' || rest[0] == '\'' || rest[0] == '`') {
		quote, rest = rest[0], rest[1:]
		h.raw = quote == '\''
	}
	n := 0
	for n < len(rest) && (isLetter(rest[n]) || isDigit(rest[n])) {
		n++
	}
	if n == 0 || isDigit(rest[0]) || !h.indented && quote == 0 && (s.afterValue(before) || rest[0] >= 'a') {
		return false
	}
	h.name, rest = rest[:n], rest[n:]
	if quote != 0 && strings.HasPrefix(rest, string(quote)) {
		rest = rest[1:]
	}
	t.Kind = String
	t.Quote = "<<"
	s.at = s.end - len(rest)
	s.pending = append(s.pending, h)
	return true
}

// attach notes where the token of a heredoc is.
func (s *scanner) attach(tokens []Token) {
	if s.depth == 0 && len(s.pending) > 0 && s.pending[len(s.pending)-1].token < 0 {
		s.pending[len(s.pending)-1].token = len(tokens) - 1
	}
}

// heredocs reads the texts that begin in this line.
func (s *scanner) heredocs() {
	pending := s.pending
	s.pending = nil
	for _, h := range pending {
		s.read(h)
	}
}

func (s *scanner) read(h heredoc) {
	end := s.end
	stop := s.terminator(h)
	var t Token
	q := Quote{Lines: true}
	if !h.raw {
		q.Escape, q.Expression = '\\', "#{"
	}
	s.end = stop
	s.depth++ // a heredoc in it is not followed
	s.body(&t, q)
	s.depth--
	s.end = end
	if stop >= end {
		s.broken(s.line)
	}
	s.at = stop
	s.filled = append(s.filled, filled{h.token, t})
	s.skipLine()
	if s.at < s.end {
		s.at++
		s.line++
		s.lineStart = s.at
	}
}

// filled is a text that was read after its token.
type filled struct {
	token int
	value Token
}

// fill gives heredocs their values.
func (s *scanner) fill(tokens []Token) {
	for _, f := range s.filled {
		if f.token >= 0 && f.token < len(tokens) {
			tokens[f.token].Text, tokens[f.token].Parts = f.value.Text, f.value.Parts
		}
	}
}

// terminator is where the line begins that ends a heredoc, or the end.
func (s *scanner) terminator(h heredoc) int {
	for at := s.at; at < s.end; {
		line := s.Text[at:s.end]
		next := s.end
		if i := strings.IndexByte(line, '\n'); i >= 0 {
			line, next = line[:i], at+i+1
		}
		if h.indented {
			line = strings.TrimLeft(line, " \t")
		}
		if strings.TrimRight(line, "\r") == h.name {
			return at
		}
		at = next
	}
	return s.end
}
