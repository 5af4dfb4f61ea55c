package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"time"
)

// The modes of the entries of a tree.
const (
	modeTree       = "40000"
	modeLink       = "120000"
	modeSubmodule  = "160000"
	modeExecutable = "100755"
)

// info describes a file. Git keeps no times of files.
type info struct {
	name string
	mode fs.FileMode
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

// info describes an entry under the name by which it was asked for.
func (t *Tree) info(e treeEntry, name string) (info, error) {
	out := info{name: path.Base(name), mode: fileMode(e.mode)}
	if !out.mode.IsRegular() {
		return out, nil
	}
	o, err := t.objects.get(e.id)
	if err != nil {
		return info{}, err
	}
	out.size = o.size
	return out, nil
}

func fileMode(mode string) fs.FileMode {
	switch mode {
	case modeTree:
		return fs.ModeDir | 0o555
	case modeLink:
		return fs.ModeSymlink | 0o444
	case modeSubmodule:
		return fs.ModeIrregular | 0o444
	case modeExecutable:
		return 0o555
	}
	return 0o444
}

// lookup is find with the errors of a file system.
func (t *Tree) lookup(op, name string) (treeEntry, info, error) {
	if !fs.ValidPath(name) {
		return treeEntry{}, info{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	e, err := t.find(name)
	if err != nil {
		return treeEntry{}, info{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	i, err := t.info(e, name)
	if err != nil {
		return treeEntry{}, info{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	return e, i, nil
}

// Stat describes a file after all symbolic links.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	_, i, err := t.lookup("stat", name)
	if err != nil {
		return nil, err
	}
	return i, nil
}

// ReadDir returns what is in a directory, sorted by name. Symbolic links are
// not followed in it.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	e, i, err := t.lookup("readdir", name)
	if err != nil {
		return nil, err
	}
	if !i.IsDir() {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: errors.New("it is not a directory")}
	}
	entries, err := t.entries(e.id)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	out := make([]fs.DirEntry, 0, len(entries))
	for _, e := range entries {
		out = append(out, entry{t, e})
	}
	return out, nil
}

// entry is a line of a directory, whose size is looked up when it is asked for.
type entry struct {
	tree *Tree
	treeEntry
}

func (e entry) Name() string               { return e.name }
func (e entry) IsDir() bool                { return e.mode == modeTree }
func (e entry) Type() fs.FileMode          { return fileMode(e.mode).Type() }
func (e entry) Info() (fs.FileInfo, error) { return e.tree.info(e.treeEntry, e.name) }

// Open opens a file or a directory.
func (t *Tree) Open(name string) (fs.File, error) {
	e, i, err := t.lookup("open", name)
	switch {
	case err != nil:
		return nil, err
	case i.IsDir():
		entries, err := t.ReadDir(name)
		return &directory{info: i, entries: entries}, err
	case !i.mode.IsRegular():
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("it is a submodule, which is not read")}
	}
	o, err := t.objects.get(e.id)
	if err == nil && o.data == nil {
		err = fmt.Errorf("it has more than %d MB", maxObject>>20)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info: i, Reader: bytes.NewReader(o.data)}, nil
}

type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type directory struct {
	info    info
	entries []fs.DirEntry // those that were not read yet
}

func (d *directory) Stat() (fs.FileInfo, error) { return d.info, nil }
func (d *directory) Close() error               { return nil }

func (d *directory) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.info.name, Err: errors.New("it is a directory")}
}

// ReadDir returns the next n entries, or with n <= 0 the rest.
func (d *directory) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 && len(d.entries) == 0 {
		return nil, io.EOF
	}
	if n <= 0 || n > len(d.entries) {
		n = len(d.entries)
	}
	out := d.entries[:n:n]
	d.entries = d.entries[n:]
	return out, nil
}
