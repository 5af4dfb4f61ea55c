package child

import (
	"errors"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strings"
)

// lookUp finds the program in the PATH of the command, or relative to its directory.
func (c Command) lookUp() (string, error) {
	name := c.Args[0]
	if strings.ContainsRune(name, '/') || strings.ContainsRune(name, filepath.Separator) {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(c.Dir, path)
		}
		found, err := checked(path)
		if errors.Is(err, exec.ErrNotFound) {
			return "", &StartError{NotFound, errors.New("it does not exist")}
		}
		return found, err
	}
	failed := error(&StartError{NotFound, exec.ErrNotFound})
	for _, dir := range filepath.SplitList(c.Environ.Get("PATH")) {
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(c.Dir, dir)
		}
		path, err := checked(filepath.Join(dir, name))
		if err == nil {
			return path, nil
		}
		if start := new(StartError); errors.As(err, &start) && start.Code == CannotRun {
			failed = err
		}
	}
	return "", failed
}

func checked(path string) (string, error) {
	found, err := exec.LookPath(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, exec.ErrNotFound):
		return "", &StartError{NotFound, exec.ErrNotFound}
	case err != nil:
		return "", &StartError{CannotRun, errors.New("it cannot be executed")}
	}
	return found, nil
}
