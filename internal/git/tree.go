package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Tree is the files of one commit as a read-only file system. Symbolic links
// are followed within it. It may be used from several goroutines.
type Tree struct {
	objects *objects
	root    string // name of the top tree
	idSize  int
}

// maxLinks is how many symbolic links lead to a file at most.
const maxLinks = 40

// errEscapes is worded as the one of os.Root: both are the same mistake.
var errEscapes = errors.New("path escapes from parent")

// Tree opens the files of a commit, by the object name that Resolve returned.
// It must be closed, and ends when ctx does.
func (r *Repository) Tree(ctx context.Context, commit string) (*Tree, error) {
	if !isObjectName(commit) {
		return nil, ErrUnknownRevision
	}
	o, err := r.objects(ctx)
	if err != nil {
		return nil, err
	}
	t := &Tree{objects: o, root: commit + "^{tree}", idSize: len(commit) / 2}
	if _, err := t.entries(t.root); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return t, nil
}

// Close ends the reading. The files that were opened stay usable.
func (t *Tree) Close() error { return t.objects.close() }

// entries returns what is in a tree, sorted by name.
func (t *Tree) entries(id string) ([]treeEntry, error) {
	o, err := t.objects.get(id)
	switch {
	case err != nil:
		return nil, err
	case o.kind != "tree":
		return nil, fmt.Errorf("the object %s is a %s, not a directory", id, o.kind)
	case o.data == nil:
		return nil, fmt.Errorf("the directory has more than %d MB", maxObject>>20)
	}
	entries, err := parseTree(o.data, t.idSize)
	slices.SortFunc(entries, func(a, b treeEntry) int { return strings.Compare(a.name, b.name) })
	return entries, err
}

// find returns the entry of a path after all symbolic links.
func (t *Tree) find(name string) (treeEntry, error) {
	return t.walk(strings.Split(name, "/"), 0)
}

// walk follows the parts of a path from the top. A symbolic link is put in the
// place of what it represents, and the way begins anew.
func (t *Tree) walk(parts []string, links int) (treeEntry, error) {
	at := treeEntry{mode: modeTree, name: ".", id: t.root}
	for i, part := range parts {
		if part == "." || part == "" {
			continue
		}
		next, err := t.child(at, part)
		if err != nil {
			return treeEntry{}, err
		}
		if next.mode != modeLink {
			at = next
			continue
		}
		if links >= maxLinks {
			return treeEntry{}, errors.New("its path has too many symbolic links")
		}
		resolved, err := t.link(next, parts[:i], parts[i+1:])
		if err != nil {
			return treeEntry{}, err
		}
		return t.walk(resolved, links+1)
	}
	return at, nil
}

func (t *Tree) child(at treeEntry, name string) (treeEntry, error) {
	if at.mode != modeTree {
		return treeEntry{}, fs.ErrNotExist
	}
	entries, err := t.entries(at.id)
	if err != nil {
		return treeEntry{}, err
	}
	i, ok := slices.BinarySearchFunc(entries, name, func(e treeEntry, name string) int { return strings.Compare(e.name, name) })
	if !ok {
		return treeEntry{}, fs.ErrNotExist
	}
	return entries[i], nil
}

// link returns the path that a symbolic link represents, with what follows it.
func (t *Tree) link(e treeEntry, dir, rest []string) ([]string, error) {
	o, err := t.objects.get(e.id)
	if err != nil {
		return nil, err
	}
	target := string(o.data)
	joined := path.Join(path.Join(dir...), target)
	if target == "" || path.IsAbs(target) || joined == ".." || strings.HasPrefix(joined, "../") {
		return nil, errEscapes
	}
	return append(strings.Split(joined, "/"), rest...), nil
}
