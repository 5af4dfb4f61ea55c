package worktree

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

// Tree is a directory whose files are asked for.
type Tree struct {
	Top string // the repository that holds it, or itself; a real path
	Dir string // at or below Top; a real path
	// Exclude leaves out more than the files with patterns do; nil: nothing.
	Exclude *Exclusion
}

// Problem is a file or directory that could not be read.
type Problem struct {
	Path string
	Err  error
}

// batch is how many files of one directory a worker takes at once: a single
// directory may hold all of them.
const batch = 64

// Walk calls visit for each file that belongs to the tree, with its path, from
// several goroutines at once, in no order. It returns the directories and the lists
// of patterns that could not be read, in no order. The error is that of ctx.
//
// What leads to the tree from its top is not ignored itself, whatever the
// patterns say: somebody asked for it.
func (t Tree) Walk(ctx context.Context, visit func(path string)) ([]Problem, error) {
	w := &walker{tree: t, visit: visit}
	w.wake = sync.NewCond(&w.lock)
	start := w.start()
	w.push(task{dir: t.Dir, below: start.below, rules: start.rules})
	var workers sync.WaitGroup
	for range max(2, runtime.GOMAXPROCS(0)) {
		workers.Go(func() { w.work(ctx) })
	}
	workers.Wait()
	return w.problems, ctx.Err()
}

// task is a directory to read, or files of one to visit.
type task struct {
	dir   string
	below string // the path of dir below the top, with slashes; "" is the top
	rules *rules // of the directory above
	files []string
}

type walker struct {
	tree     Tree
	visit    func(string)
	lock     sync.Mutex
	wake     *sync.Cond
	tasks    []task
	busy     int
	problems []Problem
}

// start reads the patterns above the tree.
func (w *walker) start() task {
	var t task
	rel, err := filepath.Rel(w.tree.Top, w.tree.Dir)
	if err != nil || rel == "." || strings.HasPrefix(rel, "..") {
		rel = ""
	}
	t.below = filepath.ToSlash(rel)
	if file := excludeFile(w.tree.Top); file != "" {
		t.rules = w.read(nil, file, 0)
	}
	if t.below == "" {
		return t
	}
	dir := w.tree.Top
	for depth, name := range strings.Split(t.below, "/") {
		t.rules = w.read(t.rules, filepath.Join(dir, ignoreFile), depth)
		t.rules = w.read(t.rules, filepath.Join(dir, ownIgnoreFile), depth)
		dir = filepath.Join(dir, name)
	}
	return t
}

func (w *walker) read(above *rules, file string, depth int) *rules {
	r, err := above.with(file, depth)
	if err != nil {
		w.problem(file, err)
	}
	return r
}

func (w *walker) problem(path string, err error) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.problems = append(w.problems, Problem{path, err})
}

func (w *walker) push(tasks ...task) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.tasks = append(w.tasks, tasks...)
	if len(tasks) > 0 {
		w.wake.Broadcast()
	}
}

// work takes tasks until there are none and nobody is left to make more.
func (w *walker) work(ctx context.Context) {
	for {
		t, ok := w.take()
		if !ok {
			return
		}
		if ctx.Err() == nil {
			w.do(ctx, t)
		}
		w.done()
	}
}

func (w *walker) take() (task, bool) {
	w.lock.Lock()
	defer w.lock.Unlock()
	for len(w.tasks) == 0 && w.busy > 0 {
		w.wake.Wait()
	}
	if len(w.tasks) == 0 {
		return task{}, false
	}
	last := len(w.tasks) - 1
	t := w.tasks[last]
	w.tasks = w.tasks[:last]
	w.busy++
	return t, true
}

func (w *walker) done() {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.busy--
	if w.busy == 0 && len(w.tasks) == 0 {
		w.wake.Broadcast()
	}
}

func (w *walker) do(ctx context.Context, t task) {
	if t.files == nil {
		w.directory(t)
		return
	}
	for _, name := range t.files {
		if ctx.Err() != nil {
			return
		}
		w.visit(filepath.Join(t.dir, name))
	}
}

// directory reads a directory and makes tasks of what is in it.
func (w *walker) directory(t task) {
	entries, err := os.ReadDir(t.dir)
	if err != nil {
		w.problem(t.dir, err)
	}
	within := t.rules
	depth := 0
	if t.below != "" {
		depth = strings.Count(t.below, "/") + 1
	}
	for _, name := range []string{ignoreFile, ownIgnoreFile} {
		if hasFile(entries, name) {
			within = w.read(within, filepath.Join(t.dir, name), depth)
		}
	}
	var tasks []task
	var files []string
	for _, entry := range entries {
		name := entry.Name()
		path := strings.TrimPrefix(t.below+"/"+name, "/")
		if name == ".git" || within.ignores(path, name, entry.IsDir()) || w.tree.Exclude.Excludes(filepath.Join(t.dir, name), entry.IsDir()) {
			continue
		}
		switch {
		case entry.IsDir():
			tasks = append(tasks, task{dir: filepath.Join(t.dir, name), below: path, rules: within})
		case entry.Type().IsRegular():
			files = append(files, name)
		}
	}
	for len(files) > 0 {
		n := min(len(files), batch)
		tasks = append(tasks, task{dir: t.dir, files: files[:n:n]})
		files = files[n:]
	}
	w.push(tasks...)
}

func hasFile(entries []fs.DirEntry, name string) bool {
	for _, entry := range entries {
		if entry.Name() == name {
			return true
		}
	}
	return false
}
