package scan

import "strings"

// comment passes a comment.
func (s *scanner) comment() bool {
	from, line := s.at, s.line
	if !s.lineComment() && !s.blockComment() {
		return false
	}
	if s.alone(from) && line != s.lastCode {
		s.Comments += s.line - line + 1
	}
	return true
}

// alone reports whether only spaces are before a place in its line.
func (s *scanner) alone(at int) bool {
	for at--; at >= 0 && s.Text[at] != '\n'; at-- {
		if s.Text[at] != ' ' && s.Text[at] != '\t' {
			return false
		}
	}
	return true
}

func (s *scanner) lineComment() bool {
	for _, mark := range s.language.LineComments {
		if s.has(mark) && (!s.language.WordComments || s.atWord()) {
			s.skipLine()
			return true
		}
	}
	return false
}

// atWord reports whether a word may begin here.
func (s *scanner) atWord() bool {
	return s.at == 0 || strings.IndexByte(" \t\r\n;(){}|&,", s.Text[s.at-1]) >= 0
}

func (s *scanner) blockComment() bool {
	for _, block := range s.language.Blocks {
		if s.has(block.Open) && (!block.LineStart || s.at == s.lineStart) {
			s.passBlock(block)
			return true
		}
	}
	return false
}

func (s *scanner) passBlock(block Block) {
	from, line := s.at, s.line
	ending := block.Close
	if block.LineStart {
		ending = "\n" + ending
	}
	s.at += len(block.Open)
	for depth := 1; depth > 0; depth-- {
		i := strings.Index(s.text(), ending)
		if i < 0 {
			s.at = s.end
			s.broken(line)
			break
		}
		if block.Nested {
			depth += strings.Count(s.text()[:i], block.Open)
		}
		s.at += i + len(ending)
	}
	if block.LineStart {
		s.skipLine()
	}
	s.lines(from)
}
