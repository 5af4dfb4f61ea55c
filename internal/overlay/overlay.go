// Package overlay is a file system with one more file, which need not exist yet. What loads
// files from it cannot tell the difference.
package overlay

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// FS returns a file system that is base with one more file, name, which is
// slash-separated; it takes the place of one that is there. The directory of the file
// has to exist.
func FS(base fs.FS, name string, data []byte) fs.FS {
	return &overlay{FS: base, name: path.Clean(name), data: data}
}

// overlay is a file system with one more file.
type overlay struct {
	fs.FS
	name string
	data []byte
}

// Open opens the file, or one of the file system below.
func (o *overlay) Open(name string) (fs.File, error) {
	if name == o.name {
		return &openFile{fileInfo{o}, bytes.NewReader(o.data)}, nil
	}
	return o.FS.Open(name)
}

// ReadLink returns what a symbolic link names. Without it, nobody could tell where
// a link leads that must not be read.
func (o *overlay) ReadLink(name string) (string, error) {
	if name == o.name {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return fs.ReadLink(o.FS, name)
}

// Lstat describes the file, or one of the file system below, which may be a
// symbolic link.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	if name == o.name {
		return fileInfo{o}, nil
	}
	return fs.Lstat(o.FS, name)
}

// ReadDir lists a directory, with the file in it.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	if err != nil || path.Dir(o.name) != path.Clean(name) {
		return entries, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == path.Base(o.name) })
	entries = append(entries, fs.FileInfoToDirEntry(fileInfo{o}))
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// openFile is the file while it is read.
type openFile struct {
	fileInfo
	*bytes.Reader
}

// Stat describes the file.
func (f *openFile) Stat() (fs.FileInfo, error) { return f.fileInfo, nil }

// Size is the length of the file in bytes.
func (f *openFile) Size() int64 { return f.fileInfo.Size() }

// Close does nothing.
func (*openFile) Close() error { return nil }

// fileInfo describes the file.
type fileInfo struct{ *overlay }

func (i fileInfo) Name() string     { return path.Base(i.name) }
func (i fileInfo) Size() int64      { return int64(len(i.data)) }
func (fileInfo) Mode() fs.FileMode  { return 0o444 }
func (fileInfo) ModTime() time.Time { return time.Time{} }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }
