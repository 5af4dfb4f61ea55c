package cli

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
)

// inputFiles are the files that a run has read. No output may take the place of
// one: a report over the snapshot that it was made from would destroy it.
type inputFiles struct {
	lock  sync.Mutex
	paths map[string]bool
}

// Add notes that a file is read.
func (f *inputFiles) Add(path string) {
	f.lock.Lock()
	defer f.lock.Unlock()
	if f.paths == nil {
		f.paths = map[string]bool{}
	}
	f.paths[path] = true
}

// Paths returns what was read, sorted: files, and directories that were listed.
func (f *inputFiles) Paths() []string {
	f.lock.Lock()
	defer f.lock.Unlock()
	return slices.Sorted(maps.Keys(f.paths))
}

// has reports whether a path leads to a regular file that was read, under
// whatever name and through whatever links.
func (f *inputFiles) has(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f.lock.Lock()
	defer f.lock.Unlock()
	for name := range f.paths {
		if other, err := os.Stat(name); err == nil && os.SameFile(info, other) {
			return true
		}
	}
	return false
}

// errInput says that a file is not overwritten.
var errInput = errors.New("this command reads the file, so it would overwrite its own input. Choose another name")

// CheckOutput refuses to write a file that was read.
func (e *Env) CheckOutput(path string) error {
	if e.Inputs.has(path) {
		return errInput
	}
	return nil
}

// NotedFS is a file system that notes what is read from it.
type NotedFS struct {
	fs.FS
	Dir   string // of the file system, absolute
	Files *inputFiles
}

// ReadFile reads a file, and notes it.
func (n NotedFS) ReadFile(name string) ([]byte, error) {
	n.Files.Add(filepath.Join(n.Dir, filepath.FromSlash(name)))
	return fs.ReadFile(n.FS, name)
}

// Stat describes a file.
func (n NotedFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(n.FS, name) }

// ReadDir lists a directory, and notes it.
func (n NotedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	n.Files.Add(filepath.Join(n.Dir, filepath.FromSlash(name)))
	return fs.ReadDir(n.FS, name)
}

// ReadLink returns what a symbolic link names. Without it, nobody could tell where
// a link leads that must not be read.
func (n NotedFS) ReadLink(name string) (string, error) { return fs.ReadLink(n.FS, name) }

// Lstat describes a file, which may be a symbolic link.
func (n NotedFS) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(n.FS, name) }
