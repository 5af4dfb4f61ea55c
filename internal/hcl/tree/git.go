package tree

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode"

	"github.com/patctl/patctl/internal/diag"
)

// What Git keeps for itself, and what it ignores, is no part of a configuration:
// .git/config may hold the token of a checkout, and a file such as .env, which
// is on one machine only, a secret. The author of a change must not get
// these into links and plans.
var (
	errGit     = errors.New("patctl does not read files in .git")
	ErrIgnored = errors.New("Git ignores it (see .gitignore), so it is not part of the repository. Commit the file, or pass the value as a variable") //nolint:staticcheck // Git is a name
)

// outsideOfGit refuses a path of the file system that leads into .git, also
// through symbolic links.
func outsideOfGit(fsys fs.FS, name string) error {
	real, err := realPath(fsys, name)
	if err != nil {
		return err
	}
	for part := range strings.SplitSeq(real+"/"+name, "/") {
		if GitPart(part) {
			return errGit
		}
	}
	return nil
}

// GitPart reports whether a part of a path is, on some system, the name .git.
func GitPart(part string) bool {
	part = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1 // macOS ignores it in names
		}
		return unicode.ToLower(r)
	}, part)
	part, _, _ = strings.Cut(part, ":") // Windows: a stream of a file
	part = strings.TrimRight(part, ". ")
	return part == ".git" || part == "git~1"
}

// maxLinks is how many symbolic links a path may lead through.
const maxLinks = 40

// realPath follows the symbolic links in a path, as far as they stay in the
// file system. It is the path itself where the file system has none.
func realPath(fsys fs.FS, name string) (string, error) {
	done, parts := ".", strings.Split(path.Clean(name), "/")
	for links := 0; len(parts) > 0; {
		part := parts[0]
		parts = parts[1:]
		next := path.Join(done, part)
		target, err := fs.ReadLink(fsys, next)
		if err != nil || part == ".." {
			done = next
			continue
		}
		if links++; links > maxLinks {
			return "", errors.New("its path has too many symbolic links")
		}
		target = strings.ReplaceAll(target, `\`, "/")
		if path.IsAbs(target) {
			done = next // the file system refuses it
			continue
		}
		parts = append(strings.Split(target, "/"), parts...)
	}
	return done, nil
}

// Ignored returns errIgnored for a path of the file system that Git ignores, and
// another error where that is not known.
func (t *Tree) Ignored(name string) error {
	real, err := realPath(t.Fsys, name)
	if err != nil || t.Ignores == nil {
		return nil // nothing can be read there, or nothing is ignored
	}
	if !Outside(real) {
		name = real
	}
	ignored, err := t.Ignores(name)
	switch {
	case err != nil:
		return fmt.Errorf("patctl does not read files that Git ignores, and git could not list them: %s", diag.Printable(err.Error()))
	case ignored:
		return ErrIgnored
	}
	return nil
}

// Refusal says why a path must not be read.
func (t *Tree) Refusal(name string) error {
	if err := outsideOfGit(t.Fsys, name); err != nil {
		return err
	}
	return t.Ignored(name)
}

// Refused is the sentence about a path that a configuration names.
func Refused(name string, err error) error {
	return fmt.Errorf("the path %q cannot be read: %w", name, err)
}
