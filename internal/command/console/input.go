package console

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/patctl/patctl/internal/hcl/syntax"
)

// input is an expression whose lines are not all there yet.
type input struct {
	lines []string
	first int // the number of the first line

	depth int            // the brackets that are open before the lines from rest on
	rest  int            // the first line that has to be read with those that follow
	ends  *regexp.Regexp // matches a line that may end what is open beside brackets; nil: nothing is
	read  int            // how many bytes were read to find out whether the last line ends the expression
}

// maxRead bounds these bytes: within a template, a comment, or a heredoc, a line that may end it is
// read with all before it.
const maxRead = 8 << 20

func (in *input) empty() bool { return len(in.lines) == 0 }

func (in *input) add(line string, number int) {
	if in.empty() {
		in.first = number
	}
	in.lines = append(in.lines, line)
}

func (in *input) text() string { return strings.Join(in.lines, "\n") }

// open reports whether another line has to follow. It fails for an expression of too many lines.
func (in *input) open() (bool, error) {
	if in.ends != nil && !in.ends.MatchString(in.lines[len(in.lines)-1]) {
		return true, nil
	}
	text := strings.Join(in.lines[in.rest:], "\n")
	if in.read += len(text); in.read > maxRead {
		return false, fmt.Errorf("the expression from line %d of standard input has too many lines. Put it in a file as a local value", in.first)
	}
	opened := syntax.OpenedBy(text)
	depth := in.depth + opened.Depth
	if in.ends = opened.Ends; in.ends == nil {
		in.depth, in.rest = depth, len(in.lines)
	}
	return depth > 0, nil
}

// take returns the expression and the line at which it begins, and forgets it.
func (in *input) take() (text string, line int) {
	text = in.text()
	if len(in.lines) > 1 {
		text += "\n" // the end of a heredoc has to have one
	}
	*in = input{first: in.first}
	return text, max(in.first, 1)
}
