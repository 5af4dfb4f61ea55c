package worktree

import (
	"context"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/git"
)

// isRepository reports whether a directory looks like the top of a repository.
func isRepository(dir string) bool {
	_, err := os.Lstat(filepath.Join(dir, ".git"))
	return err == nil
}

// listed is what Git knows of a directory. nil knows everything.
type listed struct {
	dir    string
	names  map[string]bool // of files, with slashes, and false for directories that hold some
	unread []string        // what Git says about directories that it could not read
}

// list asks Git for the files of a directory in a repository. It knows
// everything in one that Git ignores as a whole: somebody asked for it.
func list(ctx context.Context, dir string, environ []string) (*listed, error) {
	r, err := git.Open(dir, environ)
	if err != nil {
		return nil, err
	}
	if !isRepository(dir) {
		if ignored, err := r.IgnoresItself(ctx); ignored || err != nil {
			return nil, err
		}
	}
	files, err := r.List(ctx)
	if err != nil {
		return nil, err
	}
	l := &listed{dir, make(map[string]bool, len(files.Names)), files.Unread}
	for _, name := range files.Names {
		l.names[name] = true
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if _, known := l.names[dir]; known {
				break
			}
			l.names[dir] = false
		}
	}
	return l, nil
}

// has reports whether Git knows a path in the directory.
func (l *listed) has(path string) bool {
	if l == nil {
		return true
	}
	_, known := l.names[l.below(path)]
	return known
}

// within returns what is known of a directory further down: everything, where
// Git takes it for a file or for a submodule.
func (l *listed) within(dir string) *listed {
	if l == nil || l.names[l.below(dir)] {
		return nil
	}
	return l
}

func (l *listed) below(path string) string {
	return strings.TrimPrefix(filepath.ToSlash(path[len(l.dir):]), "/")
}

// Listing tells which files of a directory Git ignores. It asks Git when it is
// asked first, once for each repository. It may be used from several goroutines.
type Listing struct {
	top     string
	environ []string // of the git program (NAME=value)

	lock  sync.Mutex
	asked bool
	known *listed
	err   error
	own   map[string]*Listing // of repositories further down
}

// NewListing returns that of the repository whose top is a directory, or of a
// directory outside of any repository.
func NewListing(top string, environ []string) *Listing {
	return &Listing{top: top, environ: environ, own: map[string]*Listing{}}
}

// Ignores reports whether Git ignores a file or directory, whose path below the
// top has slashes and leads through no symbolic link. What does not exist is not
// ignored. The error says why Git does not answer.
func (l *Listing) Ignores(name string) (bool, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	if !l.asked && isRepository(l.top) {
		l.known, l.err = list(context.Background(), l.top, l.environ)
		if errors.Is(l.err, git.ErrNoWorkTree) {
			l.err = nil
		}
	}
	l.asked = true
	if l.err != nil || l.known == nil || name == "." {
		return false, l.err
	}
	full := filepath.Join(l.top, filepath.FromSlash(name))
	if l.known.has(full) {
		return false, nil
	}
	for i, c := range name {
		if c == '/' && l.known.names[name[:i]] && isRepository(filepath.Join(l.top, name[:i])) {
			return l.repository(name[:i]).Ignores(name[i+1:])
		}
	}
	return exists(full), nil
}

// repository returns the listing of one further down.
func (l *Listing) repository(name string) *Listing {
	if l.own[name] == nil {
		l.own[name] = NewListing(filepath.Join(l.top, filepath.FromSlash(name)), l.environ)
	}
	return l.own[name]
}

// exists reports whether there is a file, or a directory with something in it:
// Git knows no empty ones.
func exists(file string) bool {
	entries, err := os.ReadDir(file)
	return !errors.Is(err, os.ErrNotExist) && (err != nil || len(entries) > 0)
}
