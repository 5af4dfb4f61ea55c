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
	read  int // how many bytes were read to find out whether it is there
}

// maxRead bounds these bytes: a line that may end the expression is read with all before it.
const maxRead = 16 << 20

// mayClose matches a line that may end something that is open: a bracket, a comment, or a heredoc.
var mayClose = regexp.MustCompile(`[])}]|\*/|^[\s\v]*(?:[\w-]|[^\x00-\x7F])+[\s\v]*$`)

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
	if in.read > 0 && !mayClose.MatchString(in.lines[len(in.lines)-1]) {
		return true, nil
	}
	text := in.text()
	if in.read += len(text); in.read > maxRead {
		return false, fmt.Errorf("the expression from line %d of standard input has too many lines. Put it in a file as a local value", in.first)
	}
	return syntax.IsOpen(text), nil
}

// take returns the expression and the line at which it begins, and forgets it.
func (in *input) take() (text string, line int) {
	text = in.text()
	if len(in.lines) > 1 {
		text += "\n" // the end of a heredoc has to have one
	}
	in.lines, in.read = nil, 0
	return text, max(in.first, 1)
}
