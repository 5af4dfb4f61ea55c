package analysis_test

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/overlay"
)

// heads are the types of the blocks at the top of a file.
var heads = []string{"patctl", "variable", "locals", "template", "module", "policy", "organization", "rule", "exception", "serve"}

// document is a text as its parts.
func document(name, text string) *outline.Document {
	if strings.HasSuffix(name, ".json") {
		return outline.New([]byte(text), nil)
	}
	return outline.New([]byte(text), heads)
}

// apply makes the edits of a fix.
func apply(doc *outline.Document, fix analysis.Fix) string {
	for _, e := range fix.Edits {
		doc = doc.Replace(doc.Offset(e.Range.Start), doc.Offset(e.Range.End), e.NewText)
	}
	return string(doc.Bytes())
}

// fixtures are the configurations with mistakes of the tests of other packages.
func fixtures(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	out := map[string]fstest.MapFS{}
	for _, pattern := range []string{"../../check/testdata/err/*", "../../hcl/testdata/err/*"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			fsys := fstest.MapFS{}
			if !strings.HasSuffix(name, ".txtar") {
				fsys[path.Base(name)] = &fstest.MapFile{Data: src}
			} else {
				for _, f := range txtar.Parse(src).Files {
					fsys[f.Name] = &fstest.MapFile{Data: f.Data}
				}
			}
			out[name] = fsys
		}
	}
	return out
}

// TestDidYouMean: where a diagnostic asks "Did you mean", the first fix makes it go away.
func TestDidYouMean(t *testing.T) {
	ctx, asked := context.Background(), 0
	for name, fsys := range fixtures(t) {
		for file, diags := range analysis.New(read).Read(ctx, fsys, ".").Files() {
			if fsys[file] == nil {
				continue
			}
			doc := document(file, string(fsys[file].Data))
			for _, d := range diags {
				if !strings.Contains(d.Message, "Did you mean ") {
					continue
				}
				asked++
				fixes := analysis.Fixes(doc, []protocol.Diagnostic{d}, doc.Range(0, doc.Size()))
				if len(fixes) == 0 {
					t.Errorf("%s, %s, line %d: no fix: %s", name, file, d.Range.Start.Line+1, d.Message)
					continue
				}
				text := apply(doc, fixes[0])
				after := analysis.New(read).Read(ctx, overlay.Files(fsys, map[string][]byte{file: []byte(text)}), ".")
				for _, left := range after.Files()[file] {
					if left.Code == "undeclared-reference" && left.Range.Start == d.Range.Start && left.Message != d.Message {
						t.Errorf("%s, %s, line %d: %q leads to another: %s", name, file, d.Range.Start.Line+1, fixes[0].Title, left.Message)
					}
					if left.Message == d.Message && left.Range.Start == d.Range.Start {
						line := strings.Split(text, "\n")[d.Range.Start.Line]
						t.Errorf("%s, %s, line %d: %q leaves it: %s\n%s", name, file, d.Range.Start.Line+1, fixes[0].Title, d.Message, line)
					}
				}
			}
		}
	}
	if asked < 40 {
		t.Errorf("only %d diagnostics ask", asked)
	}
}

// TestFixes: other diagnostics have a fix, too.
func TestFixes(t *testing.T) {
	const text = `# about a
variable "a" {
  default = 1
}
locals {
  b = 1
  c = 2
}
template "t" {
  target_name  = local.c == 2 ? "octo-org" : null
  repositories = ["x"]
  owners = [mona]
  permissions = { contents = "read" }
  endpoints = ["POST /repos/{owner}/{repo}/releases", "GET /repos/{owner}/{repo}/issues"]
}
template "u" {}
policy "p" {
  condition = true
}
`
	const want = `locals {
  c = 2
}
template "t" {
  expires_in = 30
  name = "t"
  target_name  = local.c == 2 ? "octo-org" : null
  repositories = ["x"]
  owners = ["mona"]
  permissions = { issues = "read", contents = "write" }
  endpoints = ["POST /repos/{owner}/{repo}/releases", "GET /repos/{owner}/{repo}/issues"]
}
template "u" { name = "u" }
policy "p" {
  error_message = ""
  condition = true
}
`
	got := text
	for range 20 {
		doc := document("main.pat.hcl", got)
		fixes := analysis.Fixes(doc, analysis.New(read).Read(context.Background(), tree("main.pat.hcl", got), ".").Files()["main.pat.hcl"], doc.Range(0, doc.Size()))
		if len(fixes) == 0 {
			break
		}
		got = apply(doc, fixes[0])
	}
	if got != want {
		t.Errorf("after all fixes:\n%s\nexpected\n%s", got, want)
	}
}

// TestManyFixes: a range with more mistakes than anybody reads has the fixes of the first.
func TestManyFixes(t *testing.T) {
	text := ""
	for i := range 300 {
		text += fmt.Sprintf("template \"a%d\" {\n  permissions = { contnts = \"write\" }\n}\n", i)
	}
	r := analysis.New(read).Read(context.Background(), tree("main.pat.hcl", text), ".")
	whole := protocol.Range{End: protocol.Position{Line: 1000}}
	if fixes := analysis.Fixes(document("main.pat.hcl", text), r.Files()["main.pat.hcl"], whole); len(fixes) == 0 || len(fixes) > 100 {
		t.Errorf("%d fixes", len(fixes))
	}
}
