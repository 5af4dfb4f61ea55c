//go:build !windows

package cli

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

// NewReplacement begins a file with the permissions of the one before.
func NewReplacement(path string) (pendingFile, error) {
	var f *renameio.PendingFile
	finished, err := Unfinished.Begin(func() (remove func(), err error) {
		f, err = renameio.NewPendingFile(path, renameio.WithTempDir(filepath.Dir(path)),
			renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
		return func() { _ = os.Remove(f.Name()) }, err
	})
	if err != nil {
		return nil, Cause(err)
	}
	return replacement{f, finished}, nil
}

func (r replacement) Commit() error { return Cause(r.CloseAtomicallyReplace()) }

func (r replacement) Discard() {
	_ = r.Cleanup()
	r.finished()
}
