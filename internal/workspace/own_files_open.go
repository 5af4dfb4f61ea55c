package workspace

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/patctl/patctl/internal/cli"
)

// CheckOwnFiles refuses files of apply that are none: behind a symbolic link,
// which may come with somebody else's commit, something outside of the directory
// would be overwritten, and a pipe would be waited for without end.
func CheckOwnFiles(e *cli.Env) error {
	for _, name := range []string{SystemLock, LockFile, JournalFile, InventoryFile, NotifiedFile} {
		info, err := os.Lstat(e.Path(name))
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return notOwnFile(name, info.Mode())
		}
	}
	return nil
}

func notOwnFile(name string, mode fs.FileMode) error {
	return &cli.UsageError{Summary: "Not a regular file", Detail: fmt.Sprintf(
		"%s is %s, but apply writes only regular files next to the configuration, so it stopped. Find out who created it, then remove it.",
		name, fileKind(mode))}
}

func fileKind(mode fs.FileMode) string {
	if mode&fs.ModeSymlink != 0 {
		return "a symbolic link"
	}
	return KindOf(mode)
}

// openOwnFile opens a file of apply in the working directory. It does not follow
// a symbolic link that took its place since it was looked at.
func openOwnFile(e *cli.Env, name string, flag int) (*os.File, error) {
	path := e.Path(name)
	file, err := os.OpenFile(path, flag|openNoFollow, 0o600)
	if err != nil {
		return nil, err
	}
	opened, err := file.Stat()
	if err == nil {
		err = isItself(path, opened)
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// isItself makes sure that what was opened is the file at a path, and no other
// one that a link leads to.
func isItself(path string, opened fs.FileInfo) error {
	there, err := os.Lstat(path)
	if err == nil && (!there.Mode().IsRegular() || !os.SameFile(opened, there)) {
		err = errors.New("it is not a regular file")
	}
	return err
}

// ReplaceOwnFile writes a file of apply whole or not at all. What is there is
// replaced, also where it is a symbolic link by now: the link is not followed.
func ReplaceOwnFile(e *cli.Env, name string, data []byte) error {
	path := e.Path(name)
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a directory")
	case err == nil && !info.Mode().IsRegular():
		return notOwnFile(name, info.Mode())
	case err != nil && !gone(err):
		return cli.Cause(err)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return cli.Cause(err)
	}
	f, err := cli.NewReplacement(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(data); err != nil {
		return cli.Cause(err)
	}
	return f.Commit()
}

// maxNotified is the size in bytes up to which a NotifiedFile is read: some 200,000 records.
const maxNotified = 64 << 20

// ReadNotified returns the NotifiedFile; nil: there is none. Of one that is too large it
// returns the beginning, which is broken.
func ReadNotified(e *cli.Env) ([]byte, error) {
	file, err := openOwnFile(e, NotifiedFile, os.O_RDONLY)
	if gone(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %s", NotifiedFile, cli.PathReason(NotifiedFile, err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxNotified))
	if err != nil {
		return nil, fmt.Errorf("read %s: %s", NotifiedFile, cli.PathReason(NotifiedFile, err))
	}
	return data, nil
}

// WriteNotified replaces the NotifiedFile.
func WriteNotified(e *cli.Env, data []byte) error { return ReplaceOwnFile(e, NotifiedFile, data) }

// SetNotifiedAside renames a NotifiedFile that is broken. An earlier one is replaced.
func SetNotifiedAside(e *cli.Env) error {
	return cli.Cause(os.Rename(e.Path(NotifiedFile), e.Path(brokenNotified)))
}
