package main

import (
	"bufio"
	"fmt"
	"io"
	"time"
)

// defaultWidth is the width of text for a stream that is no terminal.
const defaultWidth = 80

// stream is stdout or stderr. It is buffered and remembers the first error, so
// that a full disk ends the run with an error although nobody looked at the
// result of each Write.
type stream struct {
	buf      *bufio.Writer
	err      error
	terminal bool
	color    bool      // decided by env.setStyle, as are the next two
	links    bool      // with hyperlinks
	now      time.Time // to say how long ago things were; zero: not wanted
	run      time.Time // of the run
	width    int       // in cells
}

func newStream(w io.Writer) *stream {
	return &stream{buf: bufio.NewWriter(w), width: defaultWidth}
}

// Write keeps p for the next flush.
func (s *stream) Write(p []byte) (int, error) {
	n, err := s.buf.Write(p)
	s.keep(err)
	return n, err
}

// printf writes formatted text. A failure is kept like that of Write.
func (s *stream) printf(format string, args ...any) {
	_, _ = fmt.Fprintf(s, format, args...)
}

func (s *stream) flush() { s.keep(s.buf.Flush()) }

func (s *stream) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

// The styles of text, with the meanings that internal/format gives them. Without
// colour they return the text as it is.

func (s *stream) bold(text string) string   { return s.paint("1", text) }
func (s *stream) dim(text string) string    { return s.paint("2", text) }
func (s *stream) red(text string) string    { return s.paint("31", text) }
func (s *stream) green(text string) string  { return s.paint("32", text) }
func (s *stream) yellow(text string) string { return s.paint("33", text) }
func (s *stream) cyan(text string) string   { return s.paint("36", text) }

func (s *stream) paint(sgr, text string) string {
	if !s.color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}
