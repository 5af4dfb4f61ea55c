package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// defaultWidth is the width of text for a stream that is no terminal.
const defaultWidth = 80

// Stream is stdout or stderr. It is buffered and remembers the first error, so
// that a full disk ends the run with an error although nobody looked at the
// result of each Write.
type Stream struct {
	buf      *bufio.Writer
	out      io.Writer
	Err      error
	Terminal bool
	Color    bool      // decided by env.setStyle, as are the next two
	links    bool      // with hyperlinks
	Now      time.Time // to say how long ago things were; zero: not wanted
	run      time.Time // of the run
	Width    int       // in cells
	program  diag.Program

	// Closed is called at the first write to a pipe that nobody reads any more, as in
	// "patctl list | head -1". If it is nil, that is an error like any other.
	Closed func()
	// HandedOut is called before Unbuffered returns the writer, to which others write from then on.
	// It may be nil.
	HandedOut func()
}

// NewStream returns a stream that writes to w, which is no terminal.
func NewStream(w io.Writer) *Stream {
	return &Stream{buf: bufio.NewWriter(w), out: w, Width: defaultWidth}
}

// Write keeps p for the next flush.
func (s *Stream) Write(p []byte) (int, error) {
	n, err := s.buf.Write(p)
	s.keep(err)
	return n, err
}

// Unbuffered is what the stream writes to, for a command that writes there itself. What was
// kept so far is written first.
func (s *Stream) Unbuffered() io.Writer {
	s.Flush()
	if s.HandedOut != nil {
		s.HandedOut()
	}
	return s.out
}

// Printf writes formatted text. A failure is kept like that of Write.
func (s *Stream) Printf(format string, args ...any) {
	_, _ = fmt.Fprintf(s, format, args...)
}

// Flush writes what is kept. A failure is kept like that of Write.
func (s *Stream) Flush() { s.keep(s.buf.Flush()) }

func (s *Stream) keep(err error) {
	if s.Err != nil || err == nil {
		return
	}
	s.Err = err
	if s.Closed != nil && errors.Is(err, syscall.EPIPE) {
		s.Closed()
	}
}

// The styles of text, with the meanings that internal/format gives them. Without
// colour they return the text as it is.

// Bold returns a text in bold.
func (s *Stream) Bold(text string) string { return s.Paint("1", text) }
func (s *Stream) dim(text string) string  { return s.Paint("2", text) }

// Red returns a text in the color of what is wrong or goes.
func (s *Stream) Red(text string) string { return s.Paint("31", text) }

// Green returns a text in the color of what is right or comes.
func (s *Stream) Green(text string) string { return s.Paint("32", text) }

// Yellow returns a text in the color of warnings and changes.
func (s *Stream) Yellow(text string) string { return s.Paint("33", text) }

// Cyan returns a text in the color of references.
func (s *Stream) Cyan(text string) string { return s.Paint("36", text) }

// Paint returns a text with a code of ANSI (SGR), or without color as it is.
func (s *Stream) Paint(sgr, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}
