package worktree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/patctl/patctl/internal/input"
)

// ownIgnoreFile is the name of files with patterns for patctl alone.
const ownIgnoreFile = ".patctl-ignore"

// maxIgnoreFile is the size in bytes from which a file of patterns is refused.
const maxIgnoreFile = 4 << 20

// Exclusion leaves out files and directories that patterns name. nil leaves out
// nothing.
type Exclusion struct {
	base     string
	patterns []pattern
	above    *Exclusion // of a directory above, which is asked where none of the patterns fits
}

// NewExclusion makes an exclusion of patterns as in a .gitignore file in the
// directory base, which is a real path. Without patterns it is nil.
func NewExclusion(base string, patterns []string) *Exclusion {
	return (*Exclusion)(nil).with(base, strings.Join(patterns, "\n"))
}

func (e *Exclusion) with(base, text string) *Exclusion {
	patterns := parsePatterns(text)
	if len(patterns) == 0 {
		return e
	}
	return &Exclusion{base, patterns, e}
}

// within adds the patterns of the file for patctl in a directory, if there is one.
func (e *Exclusion) within(dir string) (*Exclusion, error) {
	file := filepath.Join(dir, ownIgnoreFile)
	info, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return e, nil
	}
	text, err := input.ReadFile(file, maxIgnoreFile)
	if err != nil {
		return e, err
	}
	return e.with(dir, string(text)), nil
}

// Excludes reports whether a file or directory is left out, which is a real
// path: the last pattern that fits decides, those of the deepest directory first. A
// file of a directory that is left out is not left out itself.
func (e *Exclusion) Excludes(path string, dir bool) bool {
	for ; e != nil; e = e.above {
		rel, err := filepath.Rel(e.base, path)
		if err != nil {
			continue
		}
		rel = filepath.ToSlash(rel)
		for i := len(e.patterns) - 1; i >= 0; i-- {
			if e.patterns[i].fits(rel, dir) {
				return !e.patterns[i].negated
			}
		}
	}
	return false
}

// ExcludesWithin reports whether a file is left out, or one of the directories
// below the base that hold it.
func (e *Exclusion) ExcludesWithin(path string) bool {
	if e == nil {
		return false
	}
	if e.Excludes(path, false) {
		return true
	}
	for dir := filepath.Dir(path); dir != e.base && len(dir) > len(e.base); dir = filepath.Dir(dir) {
		if e.Excludes(dir, true) {
			return true
		}
	}
	return false
}
