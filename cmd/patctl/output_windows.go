package main

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
	path string
}

func newReplacement(path string) (pendingFile, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".patctl-*")
	if err != nil {
		return nil, cause(err)
	}
	return replacement{f, path}, nil
}

func (r replacement) commit() error {
	if err := r.Close(); err != nil {
		return cause(err)
	}
	return cause(os.Rename(r.Name(), r.path))
}

// discard removes what commit has not renamed.
func (r replacement) discard() {
	_ = r.Close()
	_ = os.Remove(r.Name())
}
