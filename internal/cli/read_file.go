package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/input"
)

// The sizes in bytes from which files are refused.
const (
	MaxData = 2 << 30 // of snapshots, dumps and reports: two million tokens
	MaxKey  = 1 << 20 // of the key of an App
)

// StdinName represents standard input where a flag takes the name of a file.
const StdinName = "-"

// ReadNamed reads a file that the user named, or standard input. It returns when
// the context is done.
func ReadNamed(ctx context.Context, e *Env, name string, limit int64) ([]byte, error) {
	if name == StdinName {
		return input.ReadAll(ctx, e.Stdin, limit)
	}
	e.Inputs.Add(e.Path(name))
	return input.ReadFile(e.Path(name), limit)
}

// ReadingError says why something that the user named cannot be read.
func ReadingError(e *Env, what string, want SavedKind, name string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, input.ErrDirectory):
		return WrongKind(e, Directory, want, name)
	}
	return fmt.Errorf("read the %s: %s", what, diag.Printable(PathReason(NameOfInput(name), err)))
}

// NameOfInput is what messages call a file that the user named.
func NameOfInput(name string) string {
	if name == StdinName {
		return "standard input"
	}
	return name
}
