package picture

import (
	"fmt"
	"strconv"
	"strings"
)

// style is how a piece of text looks.
type style struct {
	color                        int // of palette; 0: that of plain text
	bold, dim, italic, underline bool
}

// palette holds the colors of the terminal: that of plain text, the eight
// colors, and their bright variants. Each can be read on the background.
var palette = [17]string{
	"#e6edf3",
	"#8b949e", "#ff7b72", "#56d364", "#e3b341", "#79c0ff", "#d2a8ff", "#56d4dd", "#c9d1d9",
	"#8b949e", "#ffa198", "#7ee787", "#f2cc60", "#a5d6ff", "#e2c5ff", "#b3f0ff", "#ffffff",
}

// apply changes a style as a sequence "select graphic rendition" says, whose
// parameters are separated by semicolons.
//
// https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
func (s *style) apply(parameters string) error {
	for parameter := range strings.SplitSeq(parameters, ";") {
		if parameter == "" {
			parameter = "0"
		}
		n, err := strconv.Atoi(parameter)
		if err != nil {
			return fmt.Errorf("a color %q, which is no number", parameter)
		}
		if err := s.set(n); err != nil {
			return err
		}
	}
	return nil
}

func (s *style) set(n int) error {
	switch {
	case n == 0:
		*s = style{}
	case n == 1:
		s.bold = true
	case n == 2:
		s.dim = true
	case n == 3:
		s.italic = true
	case n == 4:
		s.underline = true
	case n == 22:
		s.bold, s.dim = false, false
	case n == 23:
		s.italic = false
	case n == 24:
		s.underline = false
	case n == 39:
		s.color = 0
	case n >= 30 && n <= 37:
		s.color = n - 30 + 1
	case n >= 90 && n <= 97:
		s.color = n - 90 + 9
	default:
		return fmt.Errorf("a style of the number %d, which has no picture", n)
	}
	return nil
}
