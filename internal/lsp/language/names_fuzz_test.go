package language

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/lsp/outline"
)

// TestNamesOfAnyText: whatever a text has become by edits, each place is within its document,
// and has the text of its name. What is known after edits is what a new module knows.
func TestNamesOfAnyText(t *testing.T) {
	files, _ := filepath.Glob("testdata/*/*.txtar")
	pieces := []string{"", "\n", "\r\n", "{", "}", "\"", "${", "[", "]", "(", "\\", "\\u0061", "\\\"", "%{ for var in ", "var.org", "local[\"", "module.ci[\"a\"].template.",
		"template.", "template \"é\" {\n", "locals {\n", "<<E\n", "E\n", "/*", "#", "\xff", "\ufeff", "😀", "\\ud83d\\ude00", ":", ",", "=", "policy:", "e\u0301"}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(12) {
			r := rand.New(rand.NewPCG(seed, 1))
			w := workspace{}
			for _, f := range a.Files {
				w.set(f.Name, strings.NewReplacer("«", "", "»", "", "‹", "", "›", "").Replace(string(f.Data)))
			}
			for _, m := range w {
				for _, name := range m.Names() {
					for range 12 {
						d := m.Document(name)
						start := r.IntN(d.Size() + 1)
						end := min(d.Size(), start+r.IntN(1+r.IntN(20)))
						m.Set(name, d.Replace(start, end, pieces[r.IntN(len(pieces))]+pieces[r.IntN(len(pieces))]))
						check(t, m, name, r)
					}
					fresh := workspace{}
					fresh.set(filepath.ToSlash(filepath.Join(m.Dir, name)), string(m.Document(name).Bytes()))
					again := fresh[m.Dir]
					again.documents[name] = outline.New(m.Document(name).Bytes(), Heads(name))
					alone := NewModule(m.Dir, m.catalog, nil)
					alone.Set(name, m.Document(name))
					if got, want := fmt.Sprint(alone.declarations(), alone.uses()), fmt.Sprint(again.declarations(), again.uses()); got != want {
						t.Fatalf("%s, seed %d: after edits, %s has\n%s, expected\n%s", file, seed, name, got, want)
					}
				}
			}
		}
	}
}

func check(t *testing.T, m *Module, name string, r *rand.Rand) {
	t.Helper()
	text := m.Document(name).Bytes()
	within := func(at Place, what string) bool {
		if at.Start < 0 || at.End < at.Start || at.End > len(text) {
			t.Fatalf("%s is at %v of %q", what, at, text)
			return false
		}
		return true
	}
	named := func(at Place, want string) {
		if at.Name != name || !within(at, want) {
			return
		}
		raw := text[at.Start:at.End]
		plain, _ := decodeQuoted(raw, 0)
		twice, _ := decodeQuoted(plain, 0) // a key in a template in a JSON string
		if !slices.Contains([]string{cty.NormalizeString(string(raw)), cty.NormalizeString(string(plain)), cty.NormalizeString(string(twice))}, want) {
			t.Fatalf("%q is written as %q in %q", want, raw, text)
		}
	}
	for _, d := range m.declarations() {
		if d.at.Name == name {
			named(d.at, d.name)
			within(d.block, d.name)
		}
	}
	for _, u := range m.uses() {
		named(u.at, u.name)
	}
	for _, l := range m.Links(name) {
		within(Place{m.Dir, name, l.Start, l.End}, l.Target)
	}
	at := r.IntN(len(text) + 1)
	m.Definition(name, at)
	m.References(name, at, true)
	if _, _, err := m.PrepareRename(name, at); err == nil {
		if _, err := m.Rename(name, at, "new"); err != nil && !strings.HasSuffix(err.Error(), ".") {
			t.Fatalf("%q is no sentence", err)
		}
	}
}

// BenchmarkNamesAfterEdit: definition and references in a file of 10,000 templates, after an
// edit of one.
func BenchmarkNamesAfterEdit(b *testing.B) {
	var text strings.Builder
	text.WriteString("variable \"org\" {\n}\nlocals {\n  read = { contents = \"read\" }\n}\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "\ntemplate \"t%d\" {\n  name         = \"t-%d\"\n  target_name  = var.org\n  expires_in   = 90\n  permissions  = merge(local.read, { issues = \"write\" })\n  repositories = [\"${var.org}/api\"]\n  endpoints    = [\"GET /user\"]\n}\n", i, i)
	}
	w := workspace{}
	w.set("main.pat.hcl", text.String())
	m := w["."]
	at := strings.Index(text.String(), "t-5000")
	template := strings.Index(text.String(), "t5000")
	use := strings.Index(text.String()[at:], "org") + at + 1
	if got := len(m.References("main.pat.hcl", use, true)); got != 20_001 {
		b.Fatalf("there are %d references", got)
	}
	m.Links("main.pat.hcl")
	edit := func() { m.Set("main.pat.hcl", m.Document("main.pat.hcl").Replace(at, at+1, "t")) }
	b.Run("definition", func(b *testing.B) {
		for range b.N {
			edit()
			if len(m.Definition("main.pat.hcl", use)) != 1 {
				b.Fatal("there is no definition")
			}
		}
	})
	b.Run("references to a template", func(b *testing.B) {
		for range b.N {
			edit()
			if len(m.References("main.pat.hcl", template, true)) != 1 {
				b.Fatal("there is no reference")
			}
		}
	})
	b.Run("references to a variable", func(b *testing.B) {
		for range b.N {
			edit()
			m.References("main.pat.hcl", use, true)
		}
	})
	b.Run("rename", func(b *testing.B) {
		for range b.N {
			edit()
			if edits, err := m.Rename("main.pat.hcl", use, "owner"); err != nil || len(edits) != 20_001 {
				b.Fatal(err)
			}
		}
	})
	b.Run("links", func(b *testing.B) {
		for range b.N {
			edit()
			m.Links("main.pat.hcl")
		}
	})
	b.Run("first", func(b *testing.B) {
		for range b.N {
			w := workspace{}
			w.set("main.pat.hcl", text.String())
			w["."].Definition("main.pat.hcl", use)
		}
	})
}
