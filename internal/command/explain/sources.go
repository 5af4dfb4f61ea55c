package explain

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/worktree"
)

// source is a file that may hold calls.
type source struct {
	name    string // as the user knows it, with slashes; "-": standard input
	path    string // absolute; "": standard input
	reading reading.Reading
	err     error
}

// sources reads files and directories.
type sources struct {
	env     *cli.Env
	lock    sync.Mutex
	seen    map[string]bool // real paths
	files   []*source       // those of directories only if they hold something
	read    int             // files of directories that were looked at
	looked  []string        // the names of all files that were read, with slashes
	binary  int             // files of directories that are no text
	prose   []string        // files of directories that are documentation or data and may name calls
	huge    []string        // files of directories that are too large
	other   []string        // symbolic links, pipes, and the like in directories
	problem diag.Diagnostics
	notes   []string
}

// readSources reads what the user named: files in the order of their names, and then
// the files of each directory. The error is that of ctx, or of a file that was named.
func readSources(ctx context.Context, e *cli.Env, names []string) (*sources, error) {
	s := &sources{env: e, seen: map[string]bool{}}
	var named []*source
	for _, name := range names {
		real, isDirectory := directoryNamed(e, name)
		switch {
		case isDirectory:
			if err := s.directory(ctx, name, real); err != nil {
				return s, err
			}
		case s.first(e.Path(name)):
			named = append(named, &source{name: name})
		}
	}
	found := s.files
	slices.SortFunc(found, func(a, b *source) int { return strings.Compare(a.name, b.name) })
	s.each(named, func(f *source) { f.reading, f.err = s.namedFile(ctx, f.name) })
	for _, f := range named {
		if f.err != nil {
			return s, fmt.Errorf("read calls from %s: %w", shownName(f.name), f.err)
		}
	}
	for _, f := range named {
		s.looked = append(s.looked, filepath.ToSlash(f.name))
	}
	s.files = slices.Concat(named, found)
	s.settle()
	slices.Sort(s.prose)
	slices.Sort(s.huge)
	slices.Sort(s.other)
	slices.Sort(s.notes)
	diag.Sort(s.problem)
	return s, ctx.Err()
}

// each runs a function for some files, several at once.
func (s *sources) each(files []*source, read func(*source)) {
	limit := make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))
	var running sync.WaitGroup
	for _, f := range files {
		limit <- struct{}{}
		running.Go(func() {
			defer func() { <-limit }()
			read(f)
		})
	}
	running.Wait()
}

// shownName is what messages call a file that the user named.
func shownName(name string) string {
	if name == cli.StdinName {
		return "stdin"
	}
	return diag.Printable(name)
}

// directoryNamed gives the real path of a directory that the user named.
func directoryNamed(e *cli.Env, name string) (real string, ok bool) {
	if name == cli.StdinName {
		return "", false
	}
	real, err := filepath.EvalSymlinks(e.Path(name))
	if err != nil {
		return "", false
	}
	info, err := os.Stat(real)
	return real, err == nil && info.IsDir()
}

// slowFile is the size in bytes of a file that takes seconds to read: a log has no limit.
const slowFile = 4 << 20

// namedFile reads a file that the user named, whatever it is.
func (s *sources) namedFile(ctx context.Context, name string) (reading.Reading, error) {
	raw, err := readCalls(ctx, s.env, name)
	if err != nil {
		return reading.Reading{}, err
	}
	if len(raw) > slowFile {
		s.count(func() {
			cli.NewView(s.env).Remark("Reading %s, which has %d MiB. This can take 2 seconds for each MiB.", shownName(name), len(raw)>>20)
		})
	}
	text, err := worktree.Read(strings.NewReader(string(raw)))
	if err != nil {
		return calls.ReadNamed(name, raw)
	}
	return calls.ReadNamed(name, text.UTF8)
}

// first reports whether a file is read for the first time.
func (s *sources) first(path string) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	again := s.seen[path]
	s.seen[path] = true
	return !again
}

// directory reads the files of a directory, without those that Git ignores.
func (s *sources) directory(ctx context.Context, name, real string) error {
	shown := func(path string) string {
		rel, err := filepath.Rel(real, path)
		if err != nil {
			return filepath.ToSlash(path)
		}
		return filepath.ToSlash(filepath.Join(name, rel))
	}
	tree := worktree.Tree{Top: workspace.TopDirectory(real), Dir: real, Environ: s.env.Environ}
	tree.Unasked = func(dir string, why error) bool {
		s.lock.Lock()
		defer s.lock.Unlock()
		s.notes = append(s.notes, fmt.Sprintf("patctl read all files in %s, including those that Git ignores, because Git does not say which ones it ignores: %s.",
			diag.Printable(shown(dir)), diag.Printable(why.Error())))
		return true
	}
	tree.Other = func(path string) { s.count(func() { s.other = append(s.other, shown(path)) }) }
	problems, err := tree.Walk(ctx, func(path string) {
		if s.first(path) {
			s.file(shown(path), path)
		}
	})
	for _, p := range problems {
		s.fail(shown(p.Path), p.Err)
	}
	return err
}

// fail notes what could not be read.
func (s *sources) fail(name string, err error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.problem = append(s.problem, diag.General("Unreadable file",
		fmt.Sprintf("%s can't be searched for calls: %s.", diag.Printable(name), diag.Printable(cli.Cause(err).Error()))))
}

// file reads a file of a directory. It is called from several goroutines at once.
func (s *sources) file(name, path string) {
	text, err := worktree.ReadFile(path)
	switch {
	case errors.Is(err, worktree.ErrTooLarge):
		s.count(func() { s.huge = append(s.huge, name) })
		return
	case errors.Is(err, fs.ErrNotExist): // a file that Git has and that was deleted
		return
	case err != nil:
		s.fail(name, err)
		return
	case text == nil:
		s.count(func() { s.binary++ })
		return
	case !calls.MayCall(text.UTF8):
		s.count(func() {
			s.read++
			s.looked = append(s.looked, name)
		})
		return
	case calls.IsProse(name):
		s.count(func() { s.prose = append(s.prose, name) })
		return
	}
	found, err := calls.ReadNamed(name, text.UTF8)
	s.count(func() {
		s.read++
		s.looked = append(s.looked, name)
		if err == nil && holdsSomething(found) { // the error is one of JSON that names no request
			s.env.Inputs.Add(path)
			s.files = append(s.files, &source{name: name, path: path, reading: found})
		}
	})
}

func holdsSomething(r reading.Reading) bool {
	return len(r.Calls)+len(r.Unclear)+len(r.Accepted)+len(r.Integration)+len(r.InReach()) > 0
}

// count changes the counters.
func (s *sources) count(change func()) {
	s.lock.Lock()
	defer s.lock.Unlock()
	change()
}
