package input_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/input"
)

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "data")
	if err := os.WriteFile(name, []byte("12345678"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := input.ReadFile(name, 8); err != nil || string(got) != "12345678" {
		t.Errorf("got %q, %v", got, err)
	}
	var tooLarge *input.TooLargeError
	if _, err := input.ReadFile(name, 7); !errors.As(err, &tooLarge) || tooLarge.Limit != 7 {
		t.Errorf("a file beyond the limit: %v", err)
	}
	if _, err := input.ReadFile(dir, 8); !errors.Is(err, input.ErrDirectory) {
		t.Errorf("a directory: %v", err)
	}
	if _, err := input.ReadFile(filepath.Join(dir, "missing"), 8); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file: %v", err)
	}
}

// TestReadFileOfGreatSize refuses a file by its size, before it takes memory.
func TestReadFileOfGreatSize(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sparse")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(1<<40), f.Close()); err != nil {
		t.Skip(err)
	}
	if _, err := input.ReadFile(name, 1<<20); err == nil || err.Error() != "it is larger than 1 MiB" {
		t.Errorf("got %v", err)
	}
}

func TestReadAll(t *testing.T) {
	if got, err := input.ReadAll(t.Context(), bytes.NewReader([]byte("1234")), 4); err != nil || string(got) != "1234" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := input.ReadAll(t.Context(), bytes.NewReader([]byte("12345")), 4); !errors.As(err, new(*input.TooLargeError)) {
		t.Errorf("a stream beyond the limit: %v", err)
	}
}

// TestReadAllEndsWithTheContext does not wait for a stream that never ends.
func TestReadAllEndsWithTheContext(t *testing.T) {
	silent, w := io.Pipe()
	defer w.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := input.ReadAll(ctx, silent, 4); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
