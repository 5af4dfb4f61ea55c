package hcl

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// tree is the file system of a configuration, and what may be read of it.
type tree struct {
	fsys    fs.FS
	dir     string // of the configuration
	ignores func(name string) (bool, error)
}

func outside(p string) bool { return p == ".." || strings.HasPrefix(p, "../") }

// topName words the boundary that no file is read beyond.
func (t *tree) topName() string {
	if t.dir == "." {
		return "the top directory of the configuration"
	}
	return "the top directory of the repository"
}

// display is the name of a file for people: relative to the configuration.
func (t *tree) display(name string) string {
	if t.dir == "." {
		return name
	}
	if name == t.dir {
		return "."
	}
	if rest, ok := strings.CutPrefix(name, t.dir+"/"); ok {
		return rest
	}
	up := ""
	for dir := t.dir; dir != "."; dir = path.Dir(dir) {
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

// readLimited reads a file of at most maxFileSize bytes.
func readLimited(fsys fs.FS, name string) ([]byte, error) {
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
	if info.Size() > maxFileSize {
		return nil, fmt.Errorf("it has %d MB, and %d MB are the limit", info.Size()>>20, maxFileSize>>20)
	}
	return fs.ReadFile(fsys, name)
}

// reason words an error of the file system without its path, which the
// message around it gives in the user's terms.
func reason(err error) string {
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
		return "it leads out of the top directory through a symbolic link"
	}
	return err.Error()
}
