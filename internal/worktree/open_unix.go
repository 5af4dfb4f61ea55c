//go:build unix

package worktree

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
)

// rawFile is an open file. os.File would ask the system five times more whether
// it can wait for the file, which takes as long as searching a small one.
type rawFile int

// open opens a file to be read.
func open(path string) (io.ReadSeekCloser, error) {
	fd, err := retry(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return rawFile(fd), nil
}

// retry makes a call of the system again where a signal has interrupted it.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, syscall.EINTR) {
			return n, err
		}
	}
}

// Read reads as os.File does.
func (f rawFile) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	n, err := retry(func() (int, error) { return syscall.Read(int(f), p) })
	switch {
	case err != nil:
		return 0, err
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

// Seek sets where the next Read begins.
func (f rawFile) Seek(offset int64, whence int) (int64, error) {
	return syscall.Seek(int(f), offset, whence)
}

// Close closes the file.
func (f rawFile) Close() error { return syscall.Close(int(f)) }
