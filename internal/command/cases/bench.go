package cases

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

// bench is where cases are prepared and run. Nothing is run while a mistake is known.
type bench struct {
	env     *cli.Env
	view    *cli.View
	root    *os.Root // the top of the repository
	dir     string   // of the configuration, below root
	files   []*testcase.File
	suites  []*suite
	diags   diag.Diagnostics
	sources map[string][]byte
}

// suite are test files with the same values for variables.
type suite struct {
	testcase.Suite
	values  *workspace.TestValues
	diags   diag.Diagnostics
	results []testcase.Result
}

func openBench(e *cli.Env, v *cli.View) (*bench, error) {
	root, dir, err := workspace.OpenTop(e)
	if err != nil {
		v.Diagnostics(diag.Diagnostics{diag.General("Cannot read the configuration", err.Error())}, nil)
		return nil, cli.ErrPrinted
	}
	return &bench{env: e, view: v, root: root, dir: dir, sources: map[string][]byte{}}, nil
}

func (b *bench) fsys() fs.FS {
	return cli.NotedFS{FS: b.root.FS(), Dir: b.root.Name(), Files: &b.env.Inputs}
}

// read reads the test files, or those that the user named, and groups them.
func (b *bench) read(named []string) error {
	names, err := testcase.Names(b.fsys(), b.dir)
	if err != nil {
		return fmt.Errorf("list the test files: %w", cli.Cause(err))
	}
	if len(named) > 0 {
		if names, err = b.narrow(names, named); err != nil {
			return err
		}
	}
	plain := &suite{}
	for _, name := range names {
		f, diags := testcase.Open(b.fsys(), b.dir, name)
		b.diags = append(b.diags, diags...)
		b.files = append(b.files, f)
		b.sources[name] = f.Source
		values, variables := f.Variables()
		if values == nil {
			plain.Files = append(plain.Files, f)
			continue
		}
		own := &suite{values: &workspace.TestValues{File: hcl.InputFile{Name: name, Data: values}, Names: variables}}
		own.Files = []*testcase.File{f}
		b.suites = append(b.suites, own)
	}
	if len(plain.Files) > 0 || len(b.suites) == 0 {
		b.suites = append(b.suites, plain)
	}
	return nil
}

// narrow returns the names of the files that the user named.
func (b *bench) narrow(names, named []string) ([]string, error) {
	chosen := map[string]bool{}
	for _, file := range named {
		rel, err := filepath.Rel(b.env.Dir, b.env.Path(file))
		if err == nil && slices.Contains(names, filepath.ToSlash(rel)) {
			chosen[filepath.ToSlash(rel)] = true
			continue
		}
		if _, err := os.Stat(b.env.Path(file)); errors.Is(err, fs.ErrNotExist) {
			return nil, &cli.UsageError{Summary: "No such test file", Detail: fmt.Sprintf("There is no file %s.%s", diag.Printable(file), diag.DidYouMean(filepath.ToSlash(file), names))}
		}
		return nil, &cli.UsageError{Summary: "Not a test file", Detail: fmt.Sprintf("%s is no test file of this configuration. The names of test files end with %s, and they are next to the configuration or in its directory %s.",
			diag.Printable(file), testcase.Suffix, testcase.Dir)}
	}
	return slices.DeleteFunc(names, func(name string) bool { return !chosen[name] }), nil
}

// prepare loads the configuration of each suite, and evaluates the arguments of its cases.
func (b *bench) prepare(ctx context.Context) error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range b.suites {
		group.Go(func() error {
			if ctx.Err() == nil {
				b.load(s)
			}
			return nil
		})
	}
	_ = group.Wait()
	return context.Cause(ctx)
}

func (b *bench) load(s *suite) {
	s.Config, s.diags = workspace.ReadTested(b.env, b.root, b.dir, s.values)
	s.Snapshot = func(name string) (*github.Snapshot, error) {
		return workspace.ReadTestedSnapshot(b.env, b.fsys(), b.dir, s.Config, name)
	}
	if s.values != nil {
		testcase.Strict(s.diags, s.values.File.Name)
	}
	if s.diags.HasErrors() {
		return
	}
	diags := s.Resolve()
	diag.Hide(diags, s.Config.Secrets)
	s.diags = append(s.diags, diags...)
}

// check prints what is wrong with the configuration and all test files. After an error nothing
// is run.
func (b *bench) check(filter string) error {
	diags := b.diags
	for _, s := range b.suites {
		diags = append(diags, s.diags...)
		sources := maps.Clone(s.Config.Sources)
		maps.DeleteFunc(sources, func(name string, _ []byte) bool { return b.sources[name] != nil })
		maps.Copy(b.sources, sources)
	}
	diag.Sort(diags)
	diags = slices.CompactFunc(diags, same)
	if !diags.HasErrors() && !slices.ContainsFunc(b.files, func(f *testcase.File) bool {
		return slices.ContainsFunc(f.Cases, func(c *testcase.Case) bool { return c.Matches(filter) })
	}) {
		diags = append(diags, noCases(b.files, filter))
	}
	b.view.Diagnostics(diags, b.sources)
	if diags.HasErrors() {
		return cli.ErrPrinted
	}
	return nil
}

// same reports whether two diagnostics say the same: suites share most of a configuration.
func same(a, b *diag.Diagnostic) bool {
	return a.Severity == b.Severity && a.Summary == b.Summary && a.Detail == b.Detail &&
		(a.Subject == nil) == (b.Subject == nil) && (a.Subject == nil || *a.Subject == *b.Subject)
}

// run runs the cases that the filter picks. The results are in the order of the files.
func (b *bench) run(ctx context.Context, now time.Time, opts testOptions) ([]testcase.Result, testcase.Untouched, diag.Diagnostics) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, s := range b.suites {
		group.Go(func() error {
			if ctx.Err() == nil {
				s.results, s.diags = s.Run(now, opts.asOf, func(c *testcase.Case) bool { return c.Matches(opts.filter) })
			}
			return nil
		})
	}
	_ = group.Wait()
	var (
		results  []testcase.Result
		diags    diag.Diagnostics
		coverage = testcase.NewCoverage()
		order    = map[*testcase.File]int{}
	)
	for i, f := range b.files {
		order[f] = i
	}
	for _, s := range b.suites {
		coverage.Add(s.Config, s.results)
		results, diags = append(results, s.results...), append(diags, s.diags...)
	}
	slices.SortStableFunc(results, func(x, y testcase.Result) int { return order[x.File] - order[y.File] })
	diag.Sort(diags)
	return results, coverage.Untouched(), slices.CompactFunc(diags, same)
}
