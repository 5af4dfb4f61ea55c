//go:build !windows

package main

import (
	"os"
	"path/filepath"

	"github.com/google/renameio/v2"
)

// replacement takes the place of a regular file, or becomes a new one.
type replacement struct {
	*renameio.PendingFile
	finished func()
}

// newReplacement begins a file with the permissions of the one before.
func newReplacement(path string) (pendingFile, error) {
	var f *renameio.PendingFile
	finished, err := unfinished.begin(func() (remove func(), err error) {
		f, err = renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)),
			renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
		return func() { _ = os.Remove(f.Name()) }, err
	})
	if err != nil {
		return nil, cause(err)
	}
	return replacement{f, finished}, nil
}

func (r replacement) commit() error { return cause(r.CloseAtomicallyReplace()) }

func (r replacement) discard() {
	_ = r.Cleanup()
	r.finished()
}
