package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/patctl/patctl/internal/hcl/syntax"
)

// Tree is the file system of a configuration, and what may be read of it.
type Tree struct {
	Fsys    fs.FS
	Dir     string // of the configuration
	Ignores func(name string) (bool, error)
}

// Outside reports whether a path leads out of the file system.
func Outside(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// TopName words the boundary that no file is read beyond.
func (t *Tree) TopName() string {
	if t.Dir == "." {
		return "the top directory of the configuration"
	}
	return "the top directory of the repository"
}

// Display is the name of a file for people: relative to the configuration.
func (t *Tree) Display(name string) string {
	if t.Dir == "." {
		return name
	}
	if name == t.Dir {
		return "."
	}
	if rest, ok := strings.CutPrefix(name, t.Dir+"/"); ok {
		return rest
	}
	up := ""
	for dir := t.Dir; dir != "."; dir = path.Dir(dir) {
		if rest, ok := strings.CutPrefix(name, dir+"/"); ok {
			return up + rest
		}
		if name == dir {
			return strings.TrimSuffix(up, "/")
		}
		up += "../"
	}
	return up + name
}

// ReadLimited reads a file of at most maxFileSize bytes.
func ReadLimited(fsys fs.FS, name string) ([]byte, error) {
	if err := outsideOfGit(fsys, name); err != nil {
		return nil, err
	}
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	if info.Size() > syntax.MaxFileSize {
		return nil, fmt.Errorf("it has %d MB, and the limit is %d MB", info.Size()>>20, syntax.MaxFileSize>>20)
	}
	return fs.ReadFile(fsys, name)
}

// Reason words an error of the file system without its path, which the
// message around it gives in the user's terms.
func Reason(err error) string {
	var pathError *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "it does not exist"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied"
	case errors.As(err, &pathError):
		err = pathError.Err
	}
	if err.Error() == "path escapes from parent" { // of os.Root, which exports no value for it
		return "it is outside the top directory, because of a symbolic link"
	}
	return err.Error()
}
