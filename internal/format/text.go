package format

import (
	"fmt"
	"io"
)

// TextWriter writes text for people, line by line. No line may begin with text
// from outside: a log of a GitHub workflow would obey one that begins with "::".
type TextWriter struct {
	io.Writer
	Palette
}

// Line writes a line. An error is kept by the writer below. The commands that the
// format names are written as the user calls them; arguments stay as they are.
func (w TextWriter) Line(format string, args ...any) {
	_, _ = fmt.Fprintf(w, w.Program.Say(format)+"\n", args...)
}
