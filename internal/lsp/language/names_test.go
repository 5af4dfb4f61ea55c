package language

import (
	"cmp"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
)

// workspace are modules by their directories.
type workspace map[string]*Module

func (w workspace) set(name, text string) {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	if w[dir] == nil {
		w[dir] = NewModule(dir, catalog.Default(), w.other)
		w[dir].All = func() []*Module {
			var all []*Module
			for _, m := range w {
				all = append(all, m)
			}
			return all
		}
	}
	w[dir].Set(base, outline.New([]byte(text), Heads(base)))
}

// other is a module with configuration files, as in the server.
func (w workspace) other(dir string) *Module {
	if m := w[dir]; m != nil && slices.ContainsFunc(m.Names(), filename.IsConfiguration) {
		return m
	}
	return nil
}

// read makes a workspace of the files of an archive. What is between « and » is a declaration,
// and between ‹ and › a use.
func read(t *testing.T, a *txtar.Archive) (w workspace, declarations, uses []Place) {
	t.Helper()
	w = workspace{}
	for _, f := range a.Files {
		plain := ""
		var start int
		dir, base := path.Split(f.Name)
		for rest := string(f.Data); rest != ""; {
			i := strings.IndexAny(rest, "«»‹›")
			if i < 0 {
				plain += rest
				break
			}
			plain += rest[:i]
			r := []rune(rest[i:])[0]
			at := Place{Dir: path.Clean(dir), Name: base, Start: start, End: len(plain)}
			switch r {
			case '»':
				declarations = append(declarations, at)
			case '›':
				uses = append(uses, at)
			}
			start = len(plain)
			rest = rest[i+len(string(r)):]
		}
		w.set(f.Name, plain)
	}
	return w, declarations, uses
}

func (w workspace) shown(places []Place) []string {
	var out []string
	for _, p := range places {
		d := w[p.Dir].Document(p.Name)
		at := d.Position(p.Start)
		out = append(out, fmt.Sprintf("%s:%d:%d %s", path.Join(p.Dir, p.Name), at.Line+1, at.Character+1, d.Bytes()[p.Start:p.End]))
	}
	slices.Sort(out)
	return out
}

// TestNames: in the texts of testdata/names, from each marked place the definition is what is
// marked as the declaration, and the references are all marked places.
func TestNames(t *testing.T) {
	files, err := filepath.Glob("testdata/names/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w, declarations, uses := read(t, a)
			all := slices.Concat(declarations, uses)
			for _, p := range all {
				for _, offset := range []int{p.Start, (p.Start + p.End) / 2, p.End} {
					from := fmt.Sprintf("from byte %d of %s", offset-p.Start, w.shown([]Place{p})[0])
					if got, want := w.shown(w[p.Dir].Definition(p.Name, offset)), w.shown(declarations); !slices.Equal(got, want) {
						t.Errorf("%s, the definition is %q, expected %q", from, got, want)
					}
					if got, want := w.shown(w[p.Dir].References(p.Name, offset, true)), w.shown(all); !slices.Equal(got, want) {
						t.Errorf("%s, the references are\n%s, expected\n%s", from, strings.Join(got, "\n"), strings.Join(want, "\n"))
					}
					if got, want := w.shown(w[p.Dir].References(p.Name, offset, false)), w.shown(uses); !slices.Equal(got, want) {
						t.Errorf("%s, the uses are\n%s, expected\n%s", from, strings.Join(got, "\n"), strings.Join(want, "\n"))
					}
				}
			}
		})
	}
}

// declarations are the names that the module declares, in the order of the documents.
func (m *Module) declarations() []declaration {
	var out []declaration
	m.eachDeclaration("", func(d declaration) { out = append(out, d) })
	return out
}

// uses are the places that name something, in the order of the documents.
func (m *Module) uses() []use {
	var out []use
	m.eachPart(func(document string, start int, n *partNames) {
		for _, u := range n.uses {
			u.at = m.place(document, start, u.at)
			out = append(out, u)
		}
	})
	return out
}

// TestDeclarations: a declaration has the place of the whole block, and the source of a module.
func TestDeclarations(t *testing.T) {
	w := workspace{}
	w.set("a.pat.hcl", `variable "org" {
  type        = list(string)
  description = "The \"owner\"."
}
module "ci" {
  source = "./ci"
}
organization "octo-org" {}
patctl {
  permission "new" {
  }
}
`)
	w.set("b.pat.json", `{"locals": {"x": 1}, "variable": {"team": {"type": "string", "description": "A team."}}}`)
	var got []string
	for _, d := range w["."].declarations() {
		got = append(got, strings.Join([]string{d.root, d.name, d.source, fmt.Sprint(d.block.End - d.block.Start)}, "|"))
	}
	slices.SortFunc(got, cmp.Compare[string])
	want := []string{`local|x||6`, `module|ci|./ci|33`, `organization|octo-org||26`, `permission|new||22`,
		`var|org||80`, `var|team||52`}
	if !slices.Equal(got, want) {
		t.Errorf("the declarations are\n%s, expected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestDefinitionOfSource: the source of a module leads to its first file, or to main.pat.hcl.
func TestDefinitionOfSource(t *testing.T) {
	w := workspace{}
	text := "module \"a\" {\n  source = \"./a\"\n}\nmodule \"b\" {\n  source = \"./b\"\n}\nmodule \"c\" {\n  source = \"./c\"\n}\n"
	w.set("main.pat.hcl", text)
	w.set("a/x.pat.json", "{}")
	w.set("a/a.patvars", "")
	w.set("b/a.pat.hcl", "")
	w.set("b/main.pat.hcl", "")
	for source, want := range map[string][]Place{"./a": {{Dir: "a", Name: "x.pat.json"}}, "./b": {{Dir: "b", Name: "main.pat.hcl"}}, "./c": nil} {
		if got := w["."].Definition("main.pat.hcl", strings.Index(text, source)+1); !slices.Equal(got, want) {
			t.Errorf("%s leads to %v, expected %v", source, got, want)
		}
	}
}
