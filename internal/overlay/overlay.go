// Package overlay is a file system with more files, which need not exist yet. What loads
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
	return Files(base, map[string][]byte{name: data})
}

// Files is FS for any number of files, by their names. The map and the data must not
// change later.
func Files(base fs.FS, files map[string][]byte) fs.FS {
	o := &overlay{FS: base, files: make(map[string]*file, len(files)), dirs: map[string][]*file{}}
	for name, data := range files {
		f := &file{name: path.Clean(name), data: data}
		o.files[f.name] = f
		o.dirs[path.Dir(f.name)] = append(o.dirs[path.Dir(f.name)], f)
	}
	return o
}

// overlay is a file system with more files.
type overlay struct {
	fs.FS
	files map[string]*file
	dirs  map[string][]*file // in no order
}

// file is one of the files.
type file struct {
	name string
	data []byte
}

// Open opens one of the files, or one of the file system below.
func (o *overlay) Open(name string) (fs.File, error) {
	if f, ok := o.files[name]; ok {
		return &openFile{fileInfo{f}, bytes.NewReader(f.data)}, nil
	}
	return o.FS.Open(name)
}

// ReadLink returns what a symbolic link names. Without it, nobody could tell where
// a link leads that must not be read.
func (o *overlay) ReadLink(name string) (string, error) {
	if _, ok := o.files[name]; ok {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return fs.ReadLink(o.FS, name)
}

// Lstat describes one of the files, or one of the file system below, which may be a
// symbolic link.
func (o *overlay) Lstat(name string) (fs.FileInfo, error) {
	if f, ok := o.files[name]; ok {
		return fileInfo{f}, nil
	}
	return fs.Lstat(o.FS, name)
}

// ReadDir lists a directory, with the files in it.
func (o *overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.FS, name)
	more := o.dirs[path.Clean(name)]
	if err != nil || len(more) == 0 {
		return entries, err
	}
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return o.files[path.Join(name, e.Name())] != nil })
	for _, f := range more {
		entries = append(entries, fs.FileInfoToDirEntry(fileInfo{f}))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// openFile is a file while it is read.
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

// fileInfo describes a file.
type fileInfo struct{ *file }

func (i fileInfo) Name() string     { return path.Base(i.name) }
func (i fileInfo) Size() int64      { return int64(len(i.data)) }
func (fileInfo) Mode() fs.FileMode  { return 0o444 }
func (fileInfo) ModTime() time.Time { return time.Time{} }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }
