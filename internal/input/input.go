// Package input reads what a user names: a regular file, or a stream such as
// standard input, up to a number of bytes. A device has no end and a pipe may
// never begin, so neither is opened by name.
//
// What is in the data is for the caller to know.
package input

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// The errors of what is no regular file. Their texts go after the name of the
// file and "cannot be read:".
var (
	ErrDirectory = errors.New("it is a directory")
	ErrSpecial   = errors.New("it is a pipe or a device, and patctl reads regular files only. Save the data to a file first")
)

// TooLargeError reports more than Limit bytes.
type TooLargeError struct{ Limit int64 }

// Error states the limit in the largest unit that divides it.
func (e *TooLargeError) Error() string {
	units := []string{"bytes", "KiB", "MiB", "GiB"}
	n, unit := e.Limit, 0
	for n%1024 == 0 && n > 0 && unit < len(units)-1 {
		n, unit = n/1024, unit+1
	}
	return fmt.Sprintf("it is larger than %d %s", n, units[unit])
}

// ReadFile returns the content of a regular file of at most limit bytes. It
// follows symbolic links, and never waits for a pipe.
func ReadFile(path string, limit int64) ([]byte, error) {
	f, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case info.Size() > limit:
		return nil, &TooLargeError{limit}
	}
	// Files in /proc have no size, and others may grow.
	return readAll(f, limit, info.Size())
}

// Open opens a regular file, whatever its size. It follows symbolic links, and never waits
// for a pipe.
func Open(path string) (*os.File, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = ErrDirectory
	case !info.Mode().IsRegular():
		err = ErrSpecial
	}
	if err != nil {
		_ = f.Close() // it was not written to
		return nil, err
	}
	return f, nil
}

// open opens a file without waiting for the other end of a pipe.
func open(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|openFlags, 0)
	if err == nil {
		return f, nil
	}
	// Sockets, and devices without a driver, cannot be opened at all.
	if info, statErr := os.Stat(path); statErr == nil && info.Mode()&(fs.ModeSocket|fs.ModeDevice) != 0 {
		return nil, ErrSpecial
	}
	return nil, err
}

// ReadAll returns what a stream holds until its end, at most limit bytes. It
// returns early with the cause of the context when that is done: the stream may be a
// terminal at which nobody types. The read that is under way is then left behind.
func ReadAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		data, err := readAll(r, limit, 0)
		done <- result{data, err}
	}()
	select {
	case got := <-done:
		return got.data, got.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

func readAll(r io.Reader, limit, expected int64) ([]byte, error) {
	b := bytes.NewBuffer(make([]byte, 0, expected+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return nil, err
	}
	if int64(b.Len()) > limit {
		return nil, &TooLargeError{limit}
	}
	return b.Bytes(), nil
}
