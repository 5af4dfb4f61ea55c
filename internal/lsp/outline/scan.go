package outline

import (
	"bytes"
	"slices"
)

// ending says how a text ends.
type ending int

const (
	whole    ending = iota // with the last line of a block or an argument
	blank                  // with comments and empty lines, which belong to what follows
	unclosed               // within braces
	inside                 // within a comment or a heredoc
)

// maxParts bounds the parts of a text. One with more has too many words for a configuration, and its
// parts aren't worth the memory.
const maxParts = 1 << 20

// split divides a text, and says how it ends. It stops after more than maxParts.
func (d *Document) split(text []byte) ([]*Part, ending) {
	if d.heads == nil {
		return []*Part{{text, countLines(text)}}, inside
	}
	s := scanner{text: text, heads: d.heads}
	s.scan()
	parts := make([]*Part, 0, len(s.cuts)+1)
	from := 0
	for _, cut := range append(s.cuts, len(text)) {
		if cut > from {
			parts = append(parts, &Part{text[from:cut:cut], countLines(text[from:cut])})
			from = cut
		}
	}
	return parts, s.end()
}

// scanner finds the places where the parts of a text begin. It knows strings, templates,
// heredocs, comments, and brackets, and reads any text.
type scanner struct {
	text  []byte
	heads []string
	cuts  []int

	at     int
	depth  int   // of brackets
	quoted []int // the depths of the templates in strings that are open
	begun  bool  // the part has more than comments
	within bool  // the text ends within a comment or a heredoc
	doc    []byte
}

func (s *scanner) end() ending {
	switch {
	case s.within:
		return inside
	case s.depth > 0:
		return unclosed
	case s.begun || len(s.text) > 0 && s.text[len(s.text)-1] != '\n':
		return inside // the last line has no end
	case len(s.cuts) == 0 || s.cuts[len(s.cuts)-1] != len(s.text):
		return blank
	}
	return whole
}

func (s *scanner) scan() {
	for s.at < len(s.text) && len(s.cuts) <= maxParts {
		switch c := s.text[s.at]; {
		case c == '\n':
			s.newline()
		case c == '#', s.has("//"):
			s.skipTo("\n")
		case s.has("/*"):
			s.comment()
		case c == '"':
			s.begun = true
			s.at++
			s.string()
		case s.has("<<"):
			s.begun = true
			s.heredoc()
		default:
			s.bracket(c)
			s.begun = s.begun || c != ' ' && c != '\t' && c != '\r'
			s.at++
		}
	}
}

func (s *scanner) has(prefix string) bool { return bytes.HasPrefix(s.text[s.at:], []byte(prefix)) }

// skipTo goes on at the next place of a text, or at the end.
func (s *scanner) skipTo(text string) bool {
	i := bytes.Index(s.text[s.at:], []byte(text))
	if i < 0 {
		s.at = len(s.text)
		return false
	}
	s.at += i
	return true
}

// newline ends a part where no bracket is open, and where the head of a block follows.
func (s *scanner) newline() {
	s.at++
	if s.doc != nil {
		s.lines()
	}
	if s.begun && (s.depth == 0 || s.head()) {
		s.cuts = append(s.cuts, s.at)
		s.begun, s.depth, s.quoted = false, 0, nil
	}
}

// head reports whether the line begins with the type of a block, and has its brace.
func (s *scanner) head() bool {
	return slices.ContainsFunc(s.heads, func(head string) bool { return isHead(s.text[s.at:], head) })
}

func isHead(text []byte, head string) bool {
	rest, ok := bytes.CutPrefix(text, []byte(head))
	if !ok {
		return false
	}
	line, _, _ := bytes.Cut(rest, []byte("\n"))
	before, _, ok := bytes.Cut(line, []byte("{"))
	return ok && (len(before) == 0 || before[0] == ' ' || before[0] == '"') && !bytes.ContainsAny(before, "=:")
}

func (s *scanner) comment() {
	s.at += len("/*")
	s.within = !s.skipTo("*/")
	s.at = min(s.at+len("*/"), len(s.text))
}

func (s *scanner) bracket(c byte) {
	switch c {
	case '{', '[', '(':
		s.depth++
	case '}', ']', ')':
		if n := len(s.quoted); c == '}' && n > 0 && s.quoted[n-1] == s.depth {
			s.quoted, s.depth = s.quoted[:n-1], s.depth-1
			s.at++
			s.string()
			s.at-- // the caller goes on by one
			return
		}
		s.depth = max(s.depth-1, 0)
	}
}

// string reads the rest of a string up to its end, the end of the line, or a template in it.
func (s *scanner) string() {
	for ; s.at < len(s.text); s.at++ {
		switch {
		case s.text[s.at] == '\n':
			return
		case s.text[s.at] == '"':
			s.at++
			return
		case s.text[s.at] == '\\' && !s.has("\\\n"):
			s.at++
		case s.has("$${"), s.has("%%{"):
			s.at += len("${")
		case s.has("${"), s.has("%{"):
			s.at += len("${")
			s.depth++
			s.quoted = append(s.quoted, s.depth)
			return
		}
	}
	s.at = min(s.at, len(s.text))
}

// heredoc notes the word that ends a heredoc. Its lines begin at the next line.
func (s *scanner) heredoc() {
	s.at += len("<<")
	line, _, _ := bytes.Cut(s.text[s.at:], []byte("\n"))
	if word := bytes.TrimSpace(bytes.TrimPrefix(line, []byte("-"))); len(word) > 0 && s.doc == nil && !bytes.ContainsAny(word, " \t\"") {
		s.doc = word
		s.at += len(line)
	}
}

// lines skips the lines of a heredoc with the one that ends it.
func (s *scanner) lines() {
	for s.at < len(s.text) {
		line, _, _ := bytes.Cut(s.text[s.at:], []byte("\n"))
		if bytes.Equal(bytes.TrimSpace(line), s.doc) {
			s.at, s.doc = s.at+len(line), nil
			s.at = min(s.at, len(s.text))
			if s.at < len(s.text) {
				s.at++
			}
			return
		}
		s.at = min(s.at+len(line)+1, len(s.text))
	}
	s.within = true
}
