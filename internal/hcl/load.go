package hcl

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/functions"
	"github.com/patctl/patctl/internal/hcl/tree"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// Options are what a configuration needs beside its files.
type Options struct {
	Version string // of patctl, which required_version is held against; "" checks nothing
	Inputs  Inputs
	Steps   int // that evaluation may take; 0 is the default
	// Ignores reports whether Git ignores a file or directory of the file system.
	// It is called where a module or a function leads, from several goroutines.
	// After an error nothing is read there. nil: nothing is ignored.
	Ignores func(name string) (bool, error)
	// Evaluate: expressions will be evaluated later, see Configuration.Evaluate. They may use
	// what the files do not.
	Evaluate bool
}

// loader gathers a configuration and what is wrong with it.
type loader struct {
	tree.Tree
	opts    Options
	config  *Configuration
	sources map[string]*source // by directory

	budget      *budget.Budget
	instances   int                // of templates and modules, so far
	library     *functions.Library // of functions
	permissions int                // that are declared, so far
	stopped     bool               // evaluation, because it took too many steps
	words       int                // of the files, so far, as diag.Words counts them
	lostValues  bool               // a file of values could not be read: it may have any variable's
	diags       hcl.Diagnostics
	cutter      diag.Cutter // of the diagnostics
}

// Load reads the configuration in the directory dir (slash-separated, "." for
// the top) of fsys. Nothing outside fsys is read, and nothing outside its top
// can be named. File names in ranges are relative to dir. The configuration is
// never nil; after errors it holds what could be read. The diagnostics are
// sorted, and each has a subject. Policies may read files of fsys later, when
// they are judged.
func Load(fsys fs.FS, dir string, opts Options) (*Configuration, diag.Diagnostics) {
	l := newLoader(fsys, dir, opts)
	root := l.source(l.Dir, hcl.Range{Filename: "."})
	l.config.source, l.config.budget = root, l.budget
	l.instantiate(root, nil, "", l.inputs(root))
	if !opts.Evaluate {
		l.unused()
	}
	l.config.sort()
	l.budget.Reset(0)
	return l.config, l.diagnostics()
}

func newLoader(fsys fs.FS, dir string, opts Options) *loader {
	l := &loader{
		Tree: tree.Tree{Fsys: fsys, Dir: path.Clean(dir), Ignores: opts.Ignores}, opts: opts,
		config: &Configuration{
			Host:     pat.DefaultHost,
			Catalog:  catalog.Default(),
			Sources:  map[string][]byte{},
			Inputs:   map[string]bool{},
			Declared: map[string]bool{},
		},
		sources: map[string]*source{},
		budget:  budget.New(opts.Steps, functions.Shortened),
	}
	l.library = functions.NewLibrary(l.budget, &l.Tree, func() *catalog.Catalog { return l.config.Catalog })
	return l
}

func (l *loader) add(diags ...*hcl.Diagnostic) { l.diags = append(l.diags, diags...) }

// written returns the text of the files at a range, and whether it is known.
func (l *loader) written(at hcl.Range) (string, bool) {
	src := l.config.Sources[at.Filename]
	if at.Start.Byte < 0 || at.Start.Byte > at.End.Byte || at.End.Byte > len(src) {
		return "", false
	}
	return string(src[at.Start.Byte:at.End.Byte]), true
}

// diagnostics are those gathered, once each: instances of a module or of a
// template tend to have the same mistake.
func (l *loader) diagnostics() hcl.Diagnostics {
	diag.Hide(l.diags, l.config.Secrets)
	return l.cutter.Finish(l.diags)
}

// cut keeps few of very many diagnostics. It is called where nobody looks at those that were
// added last.
func (l *loader) cut() { l.diags = l.cutter.Cut(l.diags) }

// rootBlocks reads the blocks that only the root module can have.
func (m *instance) rootBlocks() {
	for _, login := range slices.Sorted(maps.Keys(m.src.organizations)) {
		m.l.config.Organizations = append(m.l.config.Organizations, m.organization(m.src.organizations[login]))
	}
	for _, name := range slices.Sorted(maps.Keys(m.src.rules)) {
		m.l.config.Rules = append(m.l.config.Rules, m.rule(m.src.rules[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(m.src.exceptions)) {
		m.l.config.Exceptions = append(m.l.config.Exceptions, m.exception(m.src.exceptions[name]))
	}
	if m.src.serve != nil {
		m.l.config.Serve = m.serve(m.src.serve)
	}
}

func (c *Configuration) sort() {
	slices.SortFunc(c.Templates, func(a, b *Template) int { return cmp.Compare(a.Address, b.Address) })
	slices.SortFunc(c.Policies, func(a, b *Policy) int {
		return cmp.Or(cmp.Compare(a.Module, b.Module), cmp.Compare(a.Name, b.Name))
	})
}

// unused warns about variables and locals that nothing refers to. Where a file
// could not be parsed, what refers to them may be in the rest of it.
func (l *loader) unused() {
	for _, s := range l.sources {
		if s.broken() {
			continue
		}
		for name, v := range s.variables {
			if !s.Used["var."+name] {
				l.add(diag.Warning(v.At, "unused-variable", "Unused variable",
					fmt.Sprintf("Nothing refers to var.%s. Remove the variable, or use it.", name)))
				l.cut()
			}
		}
		for name, local := range s.locals {
			if !s.Used["local."+name] {
				l.add(diag.Warning(local.at, "unused-local", "Unused local value",
					fmt.Sprintf("Nothing refers to local.%s. Remove the value, or use it.", name)))
				l.cut()
			}
		}
	}
}

var callOfSensitive = lazyregexp.New(`\bsensitive\b`)

// callsSensitive reports whether an expression may make a value sensitive.
func (l *loader) callsSensitive(x *expression.Expression) bool {
	text, ok := l.written(x.Range())
	return !ok || callOfSensitive.MatchString(text)
}

// hide notes places in the files where a sensitive value is written.
func (l *loader) hide(places ...hcl.Range) {
	l.config.Secrets = append(l.config.Secrets, places...)
}
