package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checkOwnFiles refuses files of apply that are none: behind a symbolic link,
// which may come with somebody else's commit, something outside of the directory
// would be overwritten, and a pipe would be waited for without end.
func checkOwnFiles(e *env) error {
	for _, name := range []string{systemLock, lockFile, journalFile, inventoryFile} {
		info, err := os.Lstat(e.path(name))
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return notOwnFile(name, info.Mode())
		}
	}
	return nil
}

func notOwnFile(name string, mode fs.FileMode) error {
	return &usageError{"Not a regular file", fmt.Sprintf(
		"%s is %s. apply writes it only as a regular file beside the configuration, so it stopped. Find out who created it, then remove it.",
		name, fileKind(mode))}
}

func fileKind(mode fs.FileMode) string {
	if mode&fs.ModeSymlink != 0 {
		return "a symbolic link"
	}
	return kindOf(mode)
}

// openOwnFile opens a file of apply in the working directory. It does not follow
// a symbolic link that took its place since it was looked at.
func openOwnFile(e *env, name string, flag int) (*os.File, error) {
	path := e.path(name)
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

// replaceOwnFile writes a file of apply whole or not at all. What is there is
// replaced, also where it is a symbolic link by now: the link is not followed.
func replaceOwnFile(e *env, name string, data []byte) error {
	path := e.path(name)
	info, err := os.Lstat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a directory")
	case err == nil && !info.Mode().IsRegular():
		return notOwnFile(name, info.Mode())
	case err != nil && !gone(err):
		return cause(err)
	}
	dir, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return cause(err)
	}
	f, err := newReplacement(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.discard()
	if _, err := f.Write(data); err != nil {
		return cause(err)
	}
	return f.commit()
}
