package git

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
)

// ErrNoWorkTree is returned for a directory that is in no working tree of Git.
var ErrNoWorkTree = errors.New("the directory is in no working tree of Git")

// ErrNotOwned is returned for a repository of another user, which Git does not
// read unless its owner is trusted.
var ErrNotOwned = errors.New("Git does not read a repository that another user owns. If you trust it, add it to Git's setting safe.directory") //nolint:staticcheck // Git is a name

// Listing is what Git knows of a directory in a working tree.
type Listing struct {
	// Names are the files that Git tracks or would add, relative to the directory,
	// with slashes. Some are gone, or are something else by now, such as symbolic
	// links. A directory among them is a repository of its own.
	Names []string
	// Unread is what Git says about directories that it could not read.
	Unread []string
}

// List returns the files in the directory of r and below it that Git does not
// ignore: by .gitignore files, .git/info/exclude, and core.excludesFile. Git reads the
// configuration of the repository, but runs no program that it names. The error is
// ErrNoWorkTree or ErrNotOwned for these cases.
func (r *Repository) List(ctx context.Context) (Listing, error) {
	out, warnings, err := r.output(ctx, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return Listing{}, listError(err)
	}
	names := strings.Split(out, "\x00")
	for i, name := range names {
		names[i] = strings.TrimSuffix(name, "/") // a repository of its own
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !belongs(name) })
	return Listing{slices.Compact(names), unread(warnings)}, nil // a conflict lists a file thrice
}

// IgnoresItself reports whether Git ignores the whole directory of r.
func (r *Repository) IgnoresItself(ctx context.Context) (bool, error) {
	_, _, err := r.output(ctx, "check-ignore", "--quiet", "--no-index", ".")
	if errors.Is(err, errNo) {
		return false, nil
	}
	return err == nil, listError(err)
}

// belongs reports whether a name can be that of a file in a repository. Git
// adds no other, but an index that somebody made by hand may name any path.
func belongs(name string) bool {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return false
	}
	return !slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool { return strings.EqualFold(part, ".git") })
}

func listError(err error) error {
	switch {
	case err == nil:
		return nil
	// The colon behind other words tells of a repository that cannot be found.
	case strings.HasPrefix(err.Error(), "not a git repository (or any"), strings.HasPrefix(err.Error(), "this operation must be run in a work tree"):
		return ErrNoWorkTree
	case strings.HasPrefix(err.Error(), "detected dubious ownership"), strings.HasPrefix(err.Error(), "unsafe repository"):
		return ErrNotOwned
	}
	return err
}

// unread takes out of git's warnings what they say about directories.
func unread(warnings string) []string {
	var out []string
	for line := range strings.Lines(warnings) {
		line, found := strings.CutPrefix(strings.TrimSpace(line), "warning: ")
		if found && strings.HasPrefix(line, "could not open directory ") {
			out = append(out, line)
		}
	}
	return out
}
