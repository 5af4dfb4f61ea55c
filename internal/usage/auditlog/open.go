package auditlog

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"github.com/patctl/patctl/internal/exactjson"
)

// HeadSize is how many bytes from the beginning of a file show what it is.
const HeadSize = 64 << 10

// damagedError is an error of compressed data, and not of reading it.
type damagedError struct{ error }

// open returns the text of a log, decompressed and without a byte order mark. The input
// must have room for a head.
func open(in *bufio.Reader) (io.Reader, error) {
	r := in
	if magic, _ := in.Peek(2); bytes.Equal(magic, []byte("\x1f\x8b")) {
		source := &sourceReader{r: in}
		unzipped, err := gzip.NewReader(source)
		if err != nil {
			return nil, source.is(err)
		}
		r = bufio.NewReaderSize(&unzipper{unzipped, source}, HeadSize)
	}
	mark, _ := r.Peek(3)
	text, err := exactjson.Text(mark)
	if err != nil {
		return nil, err
	}
	_, _ = r.Discard(len(mark) - len(text)) // they were read
	return r, nil
}

// sourceReader remembers the error of reading, to tell it from an error of the data. It
// reads byte by byte, too, so that nothing is buffered twice.
type sourceReader struct {
	r   *bufio.Reader
	err error
}

func (s *sourceReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	return n, s.note(err)
}

func (s *sourceReader) ReadByte() (byte, error) {
	c, err := s.r.ReadByte()
	return c, s.note(err)
}

func (s *sourceReader) note(err error) error {
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return err
}

// is says whose error it is.
func (s *sourceReader) is(err error) error {
	switch {
	case s.err != nil:
		return s.err
	case errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	}
	return damagedError{err}
}

// unzipper reads what gzip decompresses.
type unzipper struct {
	*gzip.Reader
	source *sourceReader
}

func (u *unzipper) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err == nil {
		return n, nil
	}
	return n, u.source.is(err)
}
