//go:build !unix

package worktree

import (
	"io"
	"os"
)

// open opens a file to be read.
func open(path string) (io.ReadSeekCloser, error) { return os.Open(path) }
