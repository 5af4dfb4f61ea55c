package report

import (
	"fmt"
	"io"
)

// textWriter writes text for people, line by line. No line may begin with text
// from outside: a log of a GitHub workflow would obey one that begins with "::".
type textWriter struct {
	io.Writer
	palette
}

// line writes a line. An error is kept by the writer below.
func (w textWriter) line(format string, args ...any) {
	_, _ = fmt.Fprintf(w, format+"\n", args...)
}
