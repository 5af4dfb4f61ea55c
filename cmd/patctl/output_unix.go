//go:build !windows

package main

import (
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replaced writes a regular file, with the permissions of the one before.
func replaced(path string, data []byte) error {
	return cause(renameio.WriteFile(path, data, 0o644,
		renameio.WithTempDir(filepath.Dir(path)), renameio.WithExistingPermissions()))
}
