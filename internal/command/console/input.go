package console

import (
	"strings"

	"github.com/patctl/patctl/internal/hcl/syntax"
)

// input is an expression whose lines are not all there yet.
type input struct {
	lines []string
	first int // the number of the first line
}

func (in *input) empty() bool { return len(in.lines) == 0 }

func (in *input) add(line string, number int) {
	if in.empty() {
		in.first = number
	}
	in.lines = append(in.lines, line)
}

func (in *input) text() string { return strings.Join(in.lines, "\n") }

// open reports whether another line has to follow.
func (in *input) open() bool { return syntax.IsOpen(in.text()) }

// take returns the expression and the line at which it begins, and forgets it.
func (in *input) take() (text string, line int) {
	text = in.text()
	if len(in.lines) > 1 {
		text += "\n" // the end of a heredoc has to have one
	}
	in.lines = nil
	return text, max(in.first, 1)
}
