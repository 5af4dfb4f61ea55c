package worktree

import (
	"path/filepath"
	"strings"
)

// Exclusion leaves out files and directories that patterns name.
type Exclusion struct {
	base     string
	patterns []pattern
}

// NewExclusion makes an exclusion of patterns as in a .gitignore file in the
// directory base, which is a real path. Without patterns it is nil.
func NewExclusion(base string, patterns []string) *Exclusion {
	if len(patterns) == 0 {
		return nil
	}
	return &Exclusion{base, parsePatterns(strings.Join(patterns, "\n"))}
}

// Excludes reports whether a file or directory is left out, which is a real
// path. A file of a directory that is left out is not left out itself.
func (e *Exclusion) Excludes(path string, dir bool) bool {
	if e == nil {
		return false
	}
	rel, err := filepath.Rel(e.base, path)
	if err != nil {
		return false
	}
	rel = filepath.ToSlash(rel)
	for i := len(e.patterns) - 1; i >= 0; i-- {
		if e.patterns[i].fits(rel, filepath.Base(path), dir) {
			return !e.patterns[i].negated
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
