package language_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/testcase"
)

// files are texts by their names.
type files map[string]string

// modules are those of the files that a language server reads.
func (f files) modules() map[string]*language.Module {
	out := map[string]*language.Module{}
	for name, text := range f {
		dir, base := path.Dir(name), path.Base(name)
		if !filename.IsDocument(base) {
			continue
		}
		if out[dir] == nil {
			out[dir] = language.NewModule(dir, catalog.Default(), func(dir string) *language.Module {
				if m := out[dir]; m != nil && slices.ContainsFunc(m.Names(), filename.IsConfiguration) {
					return m
				}
				return nil
			})
			out[dir].All = func() []*language.Module {
				var all []*language.Module
				for _, m := range out {
					all = append(all, m)
				}
				return all
			}
		}
		out[dir].Set(base, outline.New([]byte(text), language.Heads(base)))
	}
	return out
}

// edited is the files after edits, the last first.
func (f files) edited(edits []language.Edit) files {
	out := files{}
	for name, text := range f {
		out[name] = text
	}
	for _, e := range slices.Backward(edits) {
		name := path.Join(e.Dir, e.Name)
		out[name] = out[name][:e.Start] + e.Text + out[name][e.End:]
	}
	return out
}

// loaded is what validate and test see of files: codes of diagnostics, templates, and what
// test cases expect.
type loaded struct {
	Codes     []string
	Templates []pat.Template
	Expected  []expected
}

// expected is what a test case expects.
type expected struct {
	Case, Template string
	Findings       []string
}

func (f files) loadDirectory(dir string) loaded {
	fsys := fstest.MapFS{}
	for name, text := range f {
		fsys[name] = &fstest.MapFile{Data: []byte(text), Mode: 0o644}
	}
	var out loaded
	cfg, diags := hcl.Load(fsys, dir, hcl.Options{Evaluate: true})
	loads := !diags.HasErrors()
	diags = append(diags, check.Run(cfg, time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC))...)
	for _, t := range cfg.Templates {
		out.Templates = append(out.Templates, t.Template)
	}
	names, _ := testcase.Names(fsys, dir)
	suite := testcase.Suite{Config: cfg}
	for _, name := range names {
		file, more := testcase.Open(fsys, dir, name)
		diags = append(diags, more...)
		suite.Files = append(suite.Files, file)
	}
	if loads {
		diags = append(diags, suite.Resolve()...)
	}
	for _, d := range diags {
		out.Codes = append(out.Codes, fmt.Sprint(d.Severity, diag.CodeOf(d)))
	}
	for _, file := range suite.Files {
		for _, c := range file.Cases {
			e := expected{Case: c.Title(), Findings: c.Expect.Findings}
			if c.Expect.Template != nil {
				e.Template = *c.Expect.Template
			}
			out.Expected = append(out.Expected, e)
		}
	}
	slices.Sort(out.Codes)
	return out
}

// load loads each directory with a configuration.
func (f files) load() map[string]loaded {
	out := map[string]loaded{}
	for dir, m := range f.modules() {
		if slices.ContainsFunc(m.Names(), filename.IsConfiguration) {
			out[dir] = f.loadDirectory(dir).with("", "")
		}
	}
	return out
}

// backTo is what was loaded with a word in the place of another.
func backTo(word, other string, all map[string]loaded) map[string]loaded {
	out := map[string]loaded{}
	for dir, l := range all {
		out[dir] = l.with(word, other)
	}
	return out
}

// with is the same with a word in the place of another in addresses.
func (l loaded) with(word, other string) loaded {
	out := loaded{Codes: l.Codes}
	for _, t := range l.Templates {
		t.Address = strings.ReplaceAll(t.Address, word, other)
		out.Templates = append(out.Templates, t)
	}
	slices.SortFunc(out.Templates, func(a, b pat.Template) int { return strings.Compare(a.Address, b.Address) })
	for _, e := range l.Expected {
		e.Template, e.Findings = strings.ReplaceAll(e.Template, word, other), slices.Clone(e.Findings)
		for i, rule := range e.Findings {
			e.Findings[i] = strings.ReplaceAll(rule, word, other)
		}
		slices.Sort(e.Findings)
		out.Expected = append(out.Expected, e)
	}
	return out
}

// examples are configurations with the directories of their root modules.
func examples(t *testing.T) map[string]files {
	out := map[string]files{}
	for _, dir := range []string{"../../../examples/octo-org", "../../../examples/quickstart"} {
		f := files{}
		err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(name)
			rel, _ := filepath.Rel(dir, name)
			f[filepath.ToSlash(rel)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(dir)] = f
	}
	archives, _ := filepath.Glob("testdata/rename/*.txtar")
	more, _ := filepath.Glob("../../hcl/testdata/ok/*.txtar")
	for _, name := range append(archives, more...) {
		a, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f := files{}
		for _, file := range a.Files {
			f[file.Name] = string(file.Data)
		}
		out[filepath.Base(name)] = f
	}
	for _, name := range []string{"everything.pat.hcl", "everything.pat.json"} {
		text, err := os.ReadFile(filepath.Join("../../hcl/testdata/ok", name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = files{name: string(text)}
	}
	return out
}

const renamed = "renamed_for-9test"

// TestRenameKeepsMeaning: after a rename, and after several, a configuration has the same
// diagnostics, templates, and expectations of test cases but for the name. Renaming back
// gives the same text.
func TestRenameKeepsMeaning(t *testing.T) {
	for name, f := range examples(t) {
		t.Run(name, func(t *testing.T) {
			before := f.load()
			for dir, m := range f.modules() {
				for _, symbol := range m.WorkspaceSymbols("") {
					root, old, _ := strings.Cut(symbol.Name, ".")
					at := placeOf(t, m, symbol, old)
					edits, err := m.Rename(symbol.Place.Name, at, renamed)
					if root == "organization" || root == "rule" || root == "permission" {
						if err == nil {
							t.Errorf("%s of %s can be renamed", symbol.Name, dir)
						}
						continue
					}
					if err != nil {
						t.Errorf("%s of %s: %v", symbol.Name, dir, err)
						continue
					}
					after := f.edited(edits)
					if diff := cmp.Diff(before, backTo(renamed, old, after.load())); diff != "" {
						t.Errorf("after a rename of %s in %s (before, after):\n%s", symbol.Name, dir, diff)
					}
					i := slices.IndexFunc(edits, func(e language.Edit) bool {
						return e.Dir == dir && e.Name == symbol.Place.Name && e.Start == at
					})
					shift := 0
					for _, e := range edits[:i] {
						if e.Dir == dir && e.Name == symbol.Place.Name {
							shift += len(e.Text) - (e.End - e.Start)
						}
					}
					back, err := after.modules()[dir].Rename(symbol.Place.Name, at+shift, old)
					if err != nil {
						t.Errorf("%s of %s cannot be renamed back: %v", symbol.Name, dir, err)
						continue
					}
					if diff := cmp.Diff(f, after.edited(back)); diff != "" {
						t.Errorf("%s of %s is not the same when it is renamed back:\n%s", symbol.Name, dir, diff)
					}
				}
			}
		})
	}
}

// placeOf is the byte at which the name of a symbol begins.
func placeOf(t *testing.T, m *language.Module, symbol language.Symbol, name string) int {
	t.Helper()
	text := m.Document(symbol.Place.Name).Bytes()[symbol.Start:symbol.End]
	i := strings.Index(string(text), `"`+name+`"`) + 1
	switch {
	case strings.HasPrefix(symbol.Name, "local."):
		if i = strings.Index(string(text), name); i > 1 {
			t.Fatalf("the symbol %s is %q", symbol.Name, text)
		}
	case i == 0:
		t.Fatalf("the symbol %s is %q", symbol.Name, text)
	}
	return symbol.Start + i
}

// TestManyRenames: random renames one after the other keep the meaning as well.
func TestManyRenames(t *testing.T) {
	for name, f := range examples(t) {
		t.Run(name, func(t *testing.T) {
			before := f.load()
			for seed := range uint64(3) {
				r := rand.New(rand.NewPCG(seed, 7))
				now, names := f, [][2]string{}
				for n := range 25 {
					modules := now.modules()
					var dirs []string
					for dir := range modules {
						dirs = append(dirs, dir)
					}
					slices.Sort(dirs)
					m := modules[dirs[r.IntN(len(dirs))]]
					symbols := m.WorkspaceSymbols("")
					if len(symbols) == 0 {
						continue
					}
					symbol := symbols[r.IntN(len(symbols))]
					_, old, _ := strings.Cut(symbol.Name, ".")
					made := fmt.Sprintf("x%d_%d-é", seed, n)
					edits, err := m.Rename(symbol.Place.Name, placeOf(t, m, symbol, old), made)
					if err != nil {
						continue
					}
					now, names = now.edited(edits), append(names, [2]string{made, old})
				}
				after := now.load()
				for _, pair := range slices.Backward(names) {
					after = backTo(pair[0], pair[1], after)
				}
				if diff := cmp.Diff(before, after); diff != "" {
					t.Fatalf("seed %d (before, after):\n%s", seed, diff)
				}
			}
		})
	}
}
