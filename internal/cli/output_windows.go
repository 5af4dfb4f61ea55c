package cli

import (
	"os"
	"path/filepath"
)

// replacement takes the place of a regular file, or becomes a new one. The
// library that does so elsewhere promises more than Windows can keep, and leaves
// it out: here the new file takes the place of the old one in a single step too,
// but a power cut may lose it.
type replacement struct {
	*os.File
	path     string
	finished func()
}

// NewReplacement begins a file.
func NewReplacement(path string) (pendingFile, error) {
	var f *os.File
	finished, err := Unfinished.Begin(func() (remove func(), err error) {
		f, err = os.CreateTemp(filepath.Dir(path), ".patctl-*")
		return func() { _, _ = f.Close(), os.Remove(f.Name()) }, err
	})
	if err != nil {
		return nil, Cause(err)
	}
	return replacement{f, path, finished}, nil
}

func (r replacement) Commit() error {
	if err := r.Close(); err != nil {
		return Cause(err)
	}
	return Cause(os.Rename(r.Name(), r.path))
}

// Discard removes what Commit has not renamed.
func (r replacement) Discard() {
	_ = r.Close()
	_ = os.Remove(r.Name())
	r.finished()
}
