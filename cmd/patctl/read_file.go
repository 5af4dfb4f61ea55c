package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/input"
)

// The sizes in bytes from which files are refused.
const (
	maxData = 2 << 30 // of snapshots, dumps and reports: two million tokens
	maxKey  = 1 << 20 // of the key of an App
)

// stdinName stands for standard input where a flag takes the name of a file.
const stdinName = "-"

// readNamed reads a file that the user named, or standard input. It returns when
// the context is done.
func readNamed(ctx context.Context, e *env, name string, limit int64) ([]byte, error) {
	if name == stdinName {
		return input.ReadAll(ctx, e.stdin, limit)
	}
	e.inputs.add(e.path(name))
	return input.ReadFile(e.path(name), limit)
}

// readingError says why something that the user named cannot be read.
func readingError(e *env, what string, want savedKind, name string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, input.ErrDirectory):
		return wrongKind(e, directory, want, name)
	}
	return fmt.Errorf("read the %s: %s", what, diag.Printable(pathReason(nameOfInput(name), err)))
}

// nameOfInput is what messages call a file that the user named.
func nameOfInput(name string) string {
	if name == stdinName {
		return "standard input"
	}
	return name
}
