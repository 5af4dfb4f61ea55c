package cli

import (
	"context"
	"errors"
	"fmt"
	"os"

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

// OpenNamed opens a file of at most limit bytes that the user named, and returns its size.
// Standard input is an error: it can't be read again.
func OpenNamed(e *Env, name string, limit int64) (f *os.File, size int64, err error) {
	if name == StdinName {
		return nil, 0, errors.ErrUnsupported
	}
	e.Inputs.Add(e.Path(name))
	if f, err = input.Open(e.Path(name)); err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() > limit {
		err = &input.TooLargeError{Limit: limit}
	}
	if err != nil {
		_ = f.Close() // it was not written to
		return nil, 0, err
	}
	return f, info.Size(), nil
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
