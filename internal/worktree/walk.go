package worktree

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/git"
)

// Tree is a directory whose files are asked for.
type Tree struct {
	Top     string   // the repository that holds it, or itself; a real path
	Dir     string   // at or below Top; a real path
	Environ []string // of the git program (NAME=value)
	// Exclude leaves out more than Git and the files with patterns do; nil: nothing.
	Exclude *Exclusion
	// Unasked decides on a repository whose ignored files Git does not list, for
	// a reason: whether all of its files are visited, or none.
	Unasked func(dir string, why error) bool
	// Other is called with each symbolic link, pipe, and the like, which are not
	// visited, from one goroutine; nil: nobody asks.
	Other func(path string)
}

// Problem is a file or directory that could not be read.
type Problem struct {
	Path string
	Err  error
}

// batch is how many files a reader takes at once.
const batch = 64

// Walk calls visit for each file that belongs to the tree, with its path, from
// several goroutines at once, in no order. In a repository, also one further down,
// these are the files that Git does not ignore, elsewhere all of them. It returns
// the directories and the lists of patterns that could not be read. The error is
// that of ctx.
//
// What leads to the tree from its top is not ignored itself, whatever the
// patterns say: somebody asked for it.
func (t Tree) Walk(ctx context.Context, visit func(path string)) ([]Problem, error) {
	w := &walker{Tree: t, batches: make(chan []string)}
	var readers sync.WaitGroup
	for range max(2, runtime.GOMAXPROCS(0)) {
		readers.Go(func() {
			for files := range w.batches {
				for i := 0; i < len(files) && ctx.Err() == nil; i++ {
					visit(files[i])
				}
			}
		})
	}
	w.start(ctx)
	w.batches <- w.files
	close(w.batches)
	readers.Wait()
	return w.problems, ctx.Err()
}

type walker struct {
	Tree
	batches  chan []string
	files    []string // of the next batch
	problems []Problem
}

// start reads the patterns above the tree, and what Git knows of it.
func (w *walker) start(ctx context.Context) {
	var rules *Exclusion
	var known *listed
	if rel, err := filepath.Rel(w.Top, w.Dir); err == nil && rel != "." && filepath.IsLocal(rel) {
		dir := w.Top
		for name := range strings.SplitSeq(rel, string(filepath.Separator)) {
			rules = w.read(rules, dir)
			dir = filepath.Join(dir, name)
		}
		if isRepository(w.Top) && !isRepository(w.Dir) {
			var visited bool
			if known, visited = w.ask(ctx, w.Dir); !visited {
				return
			}
		}
	}
	w.directory(ctx, w.Dir, rules, known)
}

func (w *walker) read(above *Exclusion, dir string) *Exclusion {
	e, err := above.within(dir)
	if err != nil {
		w.problem(filepath.Join(dir, ownIgnoreFile), err)
	}
	return e
}

func (w *walker) problem(path string, err error) {
	w.problems = append(w.problems, Problem{path, err})
}

// ask returns what Git knows of a directory, nil where it ignores nothing, and
// whether the directory is visited at all.
func (w *walker) ask(ctx context.Context, dir string) (known *listed, visited bool) {
	known, err := list(ctx, dir, w.Environ)
	switch {
	case errors.Is(err, git.ErrNoWorkTree), err == nil && known == nil:
		return nil, true
	case err != nil:
		return nil, ctx.Err() == nil && w.Unasked(dir, err)
	}
	for _, what := range known.unread {
		w.problem(dir, errors.New(what))
	}
	return known, true
}

// directory finds the files of a directory that Git knows in part.
func (w *walker) directory(ctx context.Context, dir string, rules *Exclusion, known *listed) {
	if ctx.Err() != nil {
		return
	}
	if isRepository(dir) {
		var visited bool
		if known, visited = w.ask(ctx, dir); !visited {
			return
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		w.problem(dir, err)
	}
	rules = w.read(rules, dir)
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		switch {
		case entry.Name() == ".git" || !known.has(path) || rules.Excludes(path, entry.IsDir()) || w.Exclude.Excludes(path, entry.IsDir()):
		case entry.IsDir():
			w.directory(ctx, path, rules, known.within(path))
		case entry.Type().IsRegular():
			w.file(path)
		case w.Other != nil:
			w.Other(path)
		}
	}
}

func (w *walker) file(path string) {
	if w.files = append(w.files, path); len(w.files) == batch {
		w.batches <- w.files
		w.files = nil
	}
}
