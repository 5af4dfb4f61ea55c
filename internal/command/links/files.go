package links

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/report/linkreport"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/worktree"
)

// linkNeedle is in every file with links.
var linkNeedle = worktree.Needle{Core: []byte(prefill.Core), Holds: prefill.MayHold, Span: prefill.CoreSpan}

// linkFile is a file with links in it.
type linkFile struct {
	name  string         // as the user knows it, with slashes
	path  string         // real and absolute; "" is the standard input
	below string         // the path below the top of the repository, with slashes
	text  *worktree.Text // nil: judged already
	links linkreport.List
}

// linkSearch collects the files with links, and what could not be read.
type linkSearch struct {
	env    *cli.Env
	finder prefill.Finder
	checks *linkcheck.Checker
	fixes  bool
	// judging is held while a link is checked.
	judging sync.Mutex
	lock    sync.Mutex
	seen    map[string]bool // real paths
	files   []*linkFile
	others  map[string]int // links by host
	exclude *worktree.Exclusion
	failed  []linkreport.Unread
	missing int      // paths of the user that do not exist
	notes   []string // on what the search rests
	diags   diag.Diagnostics
}

// run searches the paths, or the working directory where there are none. Its
// error is that of ctx, or of the standard input.
func (s *linkSearch) run(ctx context.Context, paths []string) error {
	s.seen, s.others = map[string]bool{}, map[string]int{}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	for _, p := range paths {
		if p == "-" {
			return s.stdin()
		}
		if err := s.Path(ctx, p); err != nil {
			return err
		}
	}
	slices.Sort(s.notes)
	slices.SortFunc(s.files, func(a, b *linkFile) int { return strings.Compare(a.name, b.name) })
	diag.Sort(s.diags)
	return nil
}

func (s *linkSearch) stdin() error {
	text, err := worktree.Read(s.env.Stdin)
	if err != nil {
		return fmt.Errorf("read the standard input: %w", err)
	}
	f := &linkFile{name: "<stdin>", below: "<stdin>", text: text}
	if s.judge(context.Background(), "", f); f.links.Len() > 0 {
		s.files = append(s.files, f)
	}
	return nil
}

// judge finds the links of a file and checks each as it is found, so that no
// more than one is in memory beside the report. Checks are made one at a time.
func (s *linkSearch) judge(ctx context.Context, name string, f *linkFile) {
	if s.fixes && f.path != "" {
		s.fix(name, f)
		return
	}
	file := f.reported()
	others := s.finder.Each(name, f.text.UTF8, func(l *prefill.Found) {
		if ctx.Err() != nil {
			return
		}
		f.links.Add(linkreport.NewEntry(file, s.judged(l)))
	})
	s.elsewhere(others)
	f.text = nil
}

// elsewhere counts links to hosts that nothing declares.
func (s *linkSearch) elsewhere(others map[string]int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	for host, n := range others {
		s.others[host] += n
	}
}

func (f *linkFile) reported() linkreport.File { return linkreport.File{Name: f.name, Path: f.below} }

// judged checks a link.
func (s *linkSearch) judged(l *prefill.Found) linkreport.Judged {
	s.judging.Lock()
	defer s.judging.Unlock()
	out := linkreport.Judged{Found: l, Problems: s.checks.Check(l), Template: s.checks.Template(l)}
	if l.Classic {
		out.Classic = s.checks.Classic(l)
	}
	out.Fixes, out.FixedURL = s.checks.Fixes(l, out.Problems)
	return out
}

// Path searches what the user gave as a path.
func (s *linkSearch) Path(ctx context.Context, name string) error {
	real, err := filepath.EvalSymlinks(s.env.Path(name))
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(real)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.missing++
		s.fail(name, "No such file or directory", errors.New("there is no such file or directory"))
	case err != nil:
		s.fail(name, "Unreadable file", err)
	case info.IsDir():
		return s.directory(ctx, name, real)
	case !info.Mode().IsRegular():
		s.fail(name, "Unreadable file", errors.New("it is not a regular file"))
	case s.exclude.ExcludesWithin(real):
	default:
		s.file(ctx, filepath.Clean(name), real)
	}
	return nil
}

func (s *linkSearch) directory(ctx context.Context, name, real string) error {
	tree := worktree.Tree{Top: workspace.TopDirectory(real), Dir: real, Environ: s.env.Environ, Exclude: s.exclude}
	shown := func(path string) string {
		rel, err := filepath.Rel(real, path)
		if err != nil {
			return path
		}
		return filepath.Join(name, rel)
	}
	tree.Unasked = func(dir string, why error) bool { return s.unasked(shown(dir), why) }
	problems, err := tree.Walk(ctx, func(path string) { s.file(ctx, shown(path), path) })
	for _, p := range problems {
		s.fail(shown(p.Path), "Unreadable path", p.Err)
	}
	return err
}

// unasked handles a repository for which Git cannot list the ignored files. It
// searches all files, so that no link is missed, and changes none.
func (s *linkSearch) unasked(name string, why error) bool {
	if s.fixes {
		s.fail(name, "Ignored files unknown", fmt.Errorf("Git could not list the files that it ignores, which --fix must not change: %w", why)) //nolint:staticcheck // Git is a name
		return false
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	s.notes = append(s.notes, fmt.Sprintf("patctl searched all files in %s, including files that Git ignores, because Git could not list them: %s.",
		diag.Printable(filepath.ToSlash(filepath.Clean(name))), diag.Printable(why.Error())))
	return true
}

// fail notes what could not be searched.
func (s *linkSearch) fail(name, summary string, err error) {
	name = filepath.ToSlash(filepath.Clean(name))
	why := cli.Cause(err).Error()
	s.lock.Lock()
	defer s.lock.Unlock()
	s.failed = append(s.failed, linkreport.Unread{File: name, Why: why})
	s.diags = append(s.diags, diag.General(summary,
		fmt.Sprintf("%s cannot be searched for links: %s.", diag.Printable(name), diag.Printable(why))))
}

// unread returns what could not be searched, sorted.
func (s *linkSearch) unread() []linkreport.Unread {
	slices.SortFunc(s.failed, func(a, b linkreport.Unread) int { return strings.Compare(a.File, b.File) })
	return s.failed
}

// file searches a file. It is called from several goroutines at once.
func (s *linkSearch) file(ctx context.Context, name, path string) {
	text, err := worktree.Search(path, linkNeedle)
	if err != nil {
		s.fail(name, "Unreadable file", err)
		return
	}
	if text == nil {
		return
	}
	if !s.first(path) {
		return
	}
	f := &linkFile{name: filepath.ToSlash(name), path: path, below: s.below(name, path), text: text}
	if s.judge(ctx, name, f); f.links.Len() == 0 {
		return
	}
	s.env.Inputs.Add(path)
	s.lock.Lock()
	defer s.lock.Unlock()
	s.files = append(s.files, f)
}

// first reports whether a file is searched for the first time.
func (s *linkSearch) first(path string) bool {
	s.lock.Lock()
	defer s.lock.Unlock()
	again := s.seen[path]
	s.seen[path] = true
	return !again
}

// below returns the path of a file below the top of the repository that the
// working directory belongs to, or its name where it is elsewhere.
func (s *linkSearch) below(name, path string) string {
	if real, err := filepath.EvalSymlinks(s.env.Dir); err == nil {
		if rel, err := filepath.Rel(workspace.TopDirectory(real), path); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(name)
}
