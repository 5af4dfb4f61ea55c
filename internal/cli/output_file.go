package cli

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// pendingFile is a file that is being written. It is there once it is
// committed, as a whole; discarded before that, it leaves nothing behind.
type pendingFile interface {
	io.Writer
	Commit() error
	Discard() // after commit it does nothing
}

// WriteFile writes a file whole or not at all.
func WriteFile(path string, data []byte) error {
	f, err := createFile(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(data); err != nil {
		return Cause(err)
	}
	return f.Commit()
}

// StreamFile writes a file whole or not at all, without holding all of it.
func StreamFile(path string, write func(io.Writer) error) error {
	f, err := createFile(path)
	if err != nil {
		return err
	}
	defer f.Discard()
	b := bufio.NewWriterSize(f, 1<<16)
	if err := write(b); err != nil {
		return Cause(err)
	}
	if err := b.Flush(); err != nil {
		return Cause(err)
	}
	return f.Commit()
}

// createFile begins a file under a temporary name, which commit renames. A
// symbolic link stays one, and a device or a pipe is written to at once, since a
// renamed file would take its place.
func createFile(path string) (pendingFile, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return createNewFile(path)
	case err != nil:
		return nil, Cause(err)
	case info.IsDir():
		return nil, errors.New("it is a directory")
	case !info.Mode().IsRegular():
		return openDevice(path)
	}
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, Cause(err)
	}
	return NewReplacement(target)
}

// createNewFile begins a file that is not there, perhaps behind a symbolic link.
func createNewFile(path string) (pendingFile, error) {
	target, err := os.Readlink(path)
	if err != nil {
		return NewReplacement(path)
	}
	if filepath.IsAbs(target) {
		return createFile(target)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return nil, Cause(err)
	}
	return createFile(filepath.Join(dir, target))
}

// device is what is no regular file.
type device struct{ *os.File }

func openDevice(path string) (pendingFile, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return nil, Cause(err)
	}
	return device{f}, nil
}

func (d device) Commit() error { return Cause(d.Close()) }
func (d device) Discard()      { _ = d.Close() }

// Cause takes the temporary name out of an error: it is no file of the user's.
func Cause(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// ReplaceFile writes a file that exists, whole or not at all. That would also
// replace one that is protected against writing, so opening it is tried first.
func ReplaceFile(path string, text []byte) error {
	old, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := old.Close(); err != nil {
		return err
	}
	return WriteFile(path, text)
}
