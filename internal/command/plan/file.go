package plan

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/workspace"
)

// privateMode is the mode of a saved plan: it names people and their tokens.
const privateMode = 0o600

// writePrivateFile writes a file whole or not at all, for its owner only,
// whatever the mode of one that it replaces.
func writePrivateFile(path string, data []byte) error {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("it is %s, not a regular file", workspace.KindOf(info.Mode()))
	}
	var f *os.File
	finished, err := cli.Unfinished.Begin(func() (remove func(), err error) {
		f, err = os.CreateTemp(filepath.Dir(path), ".patctl-plan-*") // mode 0600
		return func() { _ = os.Remove(f.Name()) }, err
	})
	if err != nil {
		return cli.Cause(err)
	}
	defer finished()
	defer func() { _ = os.Remove(f.Name()) }() // there is none after the rename
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(privateMode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return cli.Cause(err)
	}
	return linkCause(os.Rename(f.Name(), path))
}

// linkCause is cause for a rename.
func linkCause(err error) error {
	var failed *os.LinkError
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}
