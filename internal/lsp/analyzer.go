package lsp

import (
	"context"
	"io/fs"
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// analyzer reads the configurations of a tree. Only one goroutine uses it.
type analyzer struct {
	*analysis.Analysis
	tests   *analysis.TestReader
	ignores func(name string) (bool, error)

	workspace *analysis.Workspace // nil: to be looked for
	known     []string            // the documents that were open at the last run
}

// results are what a run found.
type results struct {
	roots map[string]*analysis.Result // by directory
	uses  map[string]string           // the root that judges a document first, by its path
	files map[string][]protocol.Diagnostic

	directories []string // with configuration files
}

// of is the result of the configuration that a document belongs to, or nil.
func (r results) of(d *openDoc) *analysis.Result {
	if d == nil {
		return nil
	}
	return r.roots[r.uses[d.path]]
}

// maxEntries is how many files and directories are looked at to find configurations.
const maxEntries = 20_000

// run reads the configurations that documents belong to, from a file system with their texts.
// It reports whether they could be read like this.
func (a *analyzer) run(ctx context.Context, fsys fs.FS, names []string, how thoroughness) (results, bool) {
	if how == quickly && (a.workspace == nil || slices.ContainsFunc(names, filename.IsTest)) {
		return results{}, false
	}
	a.look(fsys, names)
	out := results{roots: map[string]*analysis.Result{}, uses: map[string]string{}, files: map[string][]protocol.Diagnostic{}}
	tested := map[string]bool{}
	for _, name := range names {
		for i, dir := range a.workspace.Of(name) {
			if i == 0 {
				out.uses[name] = dir
			}
			tested[dir] = tested[dir] || filename.IsTest(name)
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(tested)) {
		if out.roots[dir] = a.read(ctx, fsys, dir, how); out.roots[dir] == nil {
			return results{}, false
		}
		out.add(out.roots[dir].Files())
		if tested[dir] {
			out.add(a.Tests(ctx, fsys, dir, a.tests))
		}
	}
	out.directories = a.workspace.Directories()
	return out, true
}

// read reads a configuration. It is nil if that can't be done quickly.
func (a *analyzer) read(ctx context.Context, fsys fs.FS, dir string, how thoroughness) *analysis.Result {
	if how == quickly {
		return a.ReadQuickly(ctx, fsys, dir)
	}
	return a.Read(ctx, fsys, dir)
}

// look finds the configurations of the tree, and those that documents have changed.
func (a *analyzer) look(fsys fs.FS, names []string) {
	if a.workspace == nil {
		a.workspace = analysis.NewWorkspace(fsys, maxEntries, a.ignores)
	}
	for _, name := range slices.Concat(a.known, names) {
		a.workspace.Refresh(fsys, name)
	}
	a.known = names
}

// add takes the diagnostics of a configuration. Several that use a module tell the same of it.
func (r results) add(files map[string][]protocol.Diagnostic) {
	for name, diagnostics := range files {
		if r.files[name] == nil {
			r.files[name] = diagnostics
			continue
		}
		for _, d := range diagnostics {
			if !slices.ContainsFunc(r.files[name], func(other protocol.Diagnostic) bool { return same(d, other) }) {
				r.files[name] = append(r.files[name], d)
			}
		}
	}
}

func same(a, b protocol.Diagnostic) bool {
	return a.Range == b.Range && a.Severity == b.Severity && a.Code == b.Code && a.Message == b.Message
}
