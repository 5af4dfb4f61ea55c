package main

import (
	"errors"
	"os"
	"path/filepath"
)

// replaced writes a regular file. The library that does so elsewhere promises
// more than Windows can keep, and leaves it out: here the new file takes the
// place of the old one in a single step too, but a power cut may lose it.
func replaced(path string, data []byte) error {
	temporary, err := os.CreateTemp(filepath.Dir(path), ".patctl-*")
	if err != nil {
		return cause(err)
	}
	_, writeErr := temporary.Write(data)
	if err := errors.Join(writeErr, temporary.Close()); err != nil {
		return errors.Join(cause(err), os.Remove(temporary.Name()))
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return errors.Join(cause(err), os.Remove(temporary.Name()))
	}
	return nil
}
