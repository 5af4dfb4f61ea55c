//go:build unix

package input_test

import (
	"errors"
	"net"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/patctl/patctl/internal/input"
)

// TestReadFileOfSpecialFiles returns at once where a plain read never would.
func TestReadFileOfSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	fifo, socket := filepath.Join(dir, "fifo"), filepath.Join(dir, "socket")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Skip(err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Skip(err)
	}
	defer l.Close()
	for _, name := range []string{fifo, socket, "/dev/zero", "/dev/null"} {
		if _, err := input.ReadFile(name, 1<<20); !errors.Is(err, input.ErrSpecial) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
