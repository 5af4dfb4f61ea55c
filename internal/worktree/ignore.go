package worktree

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// The names of files with patterns: those of Git, and those for patctl alone,
// which win in their directory.
const (
	ignoreFile    = ".gitignore"
	ownIgnoreFile = ".patctl-ignore"
)

// maxIgnoreFile is the size in bytes from which a file of patterns is refused.
const maxIgnoreFile = 4 << 20

// rules are the patterns of a directory and of those above it.
type rules struct {
	above    *rules
	depth    int // how many slashes are in the path of the directory, below the top
	patterns []pattern
}

// ignores reports whether a path below the top, with slashes, is ignored: the
// last pattern that fits decides, those of the deepest directory first.
func (r *rules) ignores(path, name string, dir bool) bool {
	for ; r != nil; r = r.above {
		for i := len(r.patterns) - 1; i >= 0; i-- {
			if r.patterns[i].fits(below(path, r.depth), name, dir) {
				return !r.patterns[i].negated
			}
		}
	}
	return false
}

// below takes the first directories off a path.
func below(path string, depth int) string {
	for range depth {
		_, path, _ = strings.Cut(path, "/")
	}
	return path
}

// excludeFile returns the list of patterns that a repository keeps for itself,
// or "" where .git is no directory: that of another working tree of it is not looked for.
func excludeFile(top string) string {
	dir := filepath.Join(top, ".git")
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return ""
	}
	return filepath.Join(dir, "info", "exclude")
}

// with adds the patterns of a file. One that is not there, or is no regular
// file, has none.
func (r *rules) with(file string, depth int) (*rules, error) {
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return r, nil
	}
	if err == nil && info.Size() > maxIgnoreFile {
		return r, &fs.PathError{Op: "read", Path: file, Err: errors.New("it is too large for a list of patterns")}
	}
	if err != nil {
		return r, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	patterns := parsePatterns(string(text))
	if len(patterns) == 0 {
		return r, nil
	}
	return &rules{above: r, depth: depth, patterns: patterns}, nil
}

// Ignored reports whether Git would leave out a path of a file system, by the
// patterns in .gitignore files, and in .git/info/exclude of its top.
func Ignored(fsys fs.FS, name string) bool {
	r := (*rules)(nil).within(fsys, ".git/info/exclude", 0)
	parts := strings.Split(name, "/")
	for i, part := range parts {
		r = r.within(fsys, path.Join(path.Join(parts[:i]...), ignoreFile), i)
		at := strings.Join(parts[:i+1], "/")
		dir := i < len(parts)-1
		if !dir {
			info, err := fs.Stat(fsys, at)
			dir = err == nil && info.IsDir()
		}
		if r.ignores(at, part, dir) {
			return true
		}
	}
	return false
}

// within is with, for a file of a file system.
func (r *rules) within(fsys fs.FS, file string, depth int) *rules {
	info, err := fs.Stat(fsys, file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxIgnoreFile {
		return r
	}
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return r
	}
	return &rules{above: r, depth: depth, patterns: parsePatterns(string(text))}
}
