package analysis_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/lsp/analysis"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/overlay"
)

// read reads as validate does.
func read(fsys fs.FS, dir string) (*hcl.Configuration, diag.Diagnostics) {
	cfg, diags := hcl.Load(fsys, dir, hcl.Options{})
	diags = append(diags, check.Run(cfg, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))...)
	diag.Hide(diags, cfg.Secrets)
	diag.Sort(diags)
	return cfg, diags
}

// tree is a file system with files, given as name, content, name, content.
func tree(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

// shown writes diagnostics, one a line: place, severity, code, first line.
func shown(files map[string][]protocol.Diagnostic) []string {
	var out []string
	for file, diags := range files {
		for _, d := range diags {
			summary, _, _ := strings.Cut(d.Message, "\n")
			out = append(out, fmt.Sprintf("%s:%d:%d-%d:%d %d %s %s", file, d.Range.Start.Line, d.Range.Start.Character, d.Range.End.Line, d.Range.End.Character, d.Severity, d.Code, summary))
		}
	}
	slices.Sort(out)
	return out
}

// TestDiagnosticsInFiles: diagnostics are in the files that they are about, also in those of
// modules; characters are UTF-16 code units; a document that is not saved counts.
func TestDiagnosticsInFiles(t *testing.T) {
	fsys := overlay.Files(tree(
		"a/main.pat.hcl", "saved",
		"a/patctl.patvars", "\xef\xbb\xbforgg = \"x\"\n",
		"m/x.pat.hcl", "template \"t\" {\n  name = \"t\"\n  target_name = \"-\"\n}\n",
	), map[string][]byte{
		"a/main.pat.hcl": []byte("module \"m\" { source = \"../m\" }\r\nlocals {\r\n  a = \"😀é\" == nope\r\n}\r\n"),
		"a/new.pat.hcl":  []byte("variable \"org\" {}\n"),
	})
	got := analysis.New(read).Read(context.Background(), fsys, "a").Files()
	want := []string{
		"a/main.pat.hcl:2:15-2:19 1 invalid-reference Invalid reference",
		"a/main.pat.hcl:2:2-2:3 2 unused-local Unused local value",
		"a/new.pat.hcl:0:0-0:14 1 missing-value Missing value of a variable",
		"a/new.pat.hcl:0:0-0:14 2 unused-variable Unused variable",
		"a/patctl.patvars:0:0-0:4 2 undeclared-variable Value for an undeclared variable",
		"m/x.pat.hcl:0:0-0:12 2 no-lifetime Missing expires_in",
		"m/x.pat.hcl:0:0-0:12 2 no-permissions No permissions",
		"m/x.pat.hcl:2:16-2:19 1 invalid-target Invalid resource owner",
	}
	if diff := cmp.Diff(want, shown(got)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	if lists := len(got); lists != 4 {
		t.Errorf("%d files, expected 4", lists)
	}
}

// TestTestFiles: the diagnostics of test files are those that test gives before it runs a case.
func TestTestFiles(t *testing.T) {
	fsys := tree(
		"main.pat.hcl", "template \"a\" {\n  name = \"a\"\n  target_name = \"octo-org\"\n  permissions = { contents = \"read\" }\n  expires_in = var.days\n repositories = [\"x\"]\n}\nvariable \"days\" { default = 30 }\n",
		"tests/a.pattest.hcl", "request \"a\" {\n  permissions = { contents = \"raed\" }\n  expect { verdict = \"conforming\" }\n}\n",
		"b.pattest.hcl", "variables {\n  day = 3\n}\nrequest \"a\" {\n}\n",
	)
	evaluable := func(fsys fs.FS, dir string, values *hcl.InputFile, _ []string) (*hcl.Configuration, diag.Diagnostics) {
		opts := hcl.Options{Evaluate: true}
		if values != nil {
			opts.Inputs.Files = append(opts.Inputs.Files, *values)
		}
		return hcl.Load(fsys, dir, opts)
	}
	got := analysis.New(read).Tests(context.Background(), fsys, ".", &analysis.TestReader{Config: evaluable})
	want := []string{
		"b.pattest.hcl:1:2-1:5 1 undeclared-variable Value for an undeclared variable",
		"b.pattest.hcl:3:0-3:11 1 missing-expect Missing expect block",
		"tests/a.pattest.hcl:1:16-1:37 1 unknown-level Unknown access level",
	}
	if diff := cmp.Diff(want, shown(got)); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	doc := document("a.pattest.hcl", string(fsys["tests/a.pattest.hcl"].Data))
	fixes := analysis.Fixes(doc, got["tests/a.pattest.hcl"], doc.Range(0, doc.Size()))
	if len(fixes) != 1 || !strings.Contains(apply(doc, fixes[0]), `contents = "read"`) {
		t.Errorf("fixes: %+v", fixes)
	}
}

// TestRoots: a module is judged through all roots that use it, and alone if there are none.
func TestRoots(t *testing.T) {
	fsys := tree(
		"a/main.pat.hcl", "module \"m\" {\n  source = \"../m\"\n}\n",
		"b/main.pat.json", `{"module": {"n": {"source": "../n"}}}`,
		"n/x.pat.hcl", "module \"m\" { source = \"../m\" }\n", "m/x.pat.hcl", "", "c/x.pat.hcl", "# module\n", "d/README.md", "",
		"x/1.pat.hcl", `module "y" { source = "../y" }`, "y/1.pat.hcl", `module "x" { source = "../x" }`,
		".hidden/x.pat.hcl", "", "node_modules/x.pat.hcl", "", "ignored/x.pat.hcl", "", "c/.x.pat.hcl", "",
	)
	w := analysis.NewWorkspace(fsys, 1000, func(name string) (bool, error) { return name == "ignored", nil })
	if diff := cmp.Diff([]string{"a", "b", "c", "m", "n", "x", "y"}, w.Directories()); diff != "" {
		t.Errorf("directories (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{
		"m/x.pat.hcl": "a b", "n/x.pat.hcl": "b", "a/new.pat.hcl": "a", "c/patctl.patvars": "c", "x/1.pat.hcl": "x", "new/x.pat.hcl": "new",
		"a/tests/x.pattest.hcl": "a", "m/x.pattest.hcl": "m", "m/tests/x.pattest.hcl": "m", "tests/x.pattest.hcl": "tests",
	} {
		if got := strings.Join(w.Of(name), " "); got != want {
			t.Errorf("%s is judged in %s, expected %s", name, got, want)
		}
	}
	delete(fsys, "a/main.pat.hcl")
	w.Refresh(fsys, "a/main.pat.hcl")
	if got := strings.Join(w.Of("m/x.pat.hcl"), " "); got != "b" {
		t.Errorf("without a file, m is judged in %s, expected b", got)
	}
}

// TestMessages: a message has the summary and the detail, and nothing that a terminal obeys;
// its code leads to the documentation.
func TestMessages(t *testing.T) {
	fsys := tree("main.pat.hcl", "template \"t\" {\n  name = \"t\"\n  permissions = { \"\u202econtents\" = \"read\" }\n}\n")
	for _, d := range analysis.New(read).Read(context.Background(), fsys, ".").Files()["main.pat.hcl"] {
		if d.Code != "unknown-permission" {
			continue
		}
		if want := "Unknown permission\n\nThere is no permission \"\\u202econtents\"."; !strings.HasPrefix(d.Message, want) {
			t.Errorf("message %q, expected %q", d.Message, want)
		}
		if d.Source != "patctl" || d.CodeDescription == nil || d.CodeDescription.Href != "https://github.com/patctl/patctl/blob/main/docs/language.md#template" {
			t.Errorf("source %q, page %+v", d.Source, d.CodeDescription)
		}
		return
	}
	t.Error("no diagnostic about the permission")
}

// TestPages: the sections of the documentation exist, and the codes are reported somewhere.
func TestPages(t *testing.T) {
	var code strings.Builder
	for _, dir := range []string{"diag", "hcl", "check", "testcase"} {
		err := fs.WalkDir(os.DirFS("../.."), dir, func(name string, entry fs.DirEntry, err error) error {
			if err == nil && strings.HasSuffix(name, ".go") {
				src, readErr := os.ReadFile("../../" + name)
				code.Write(src)
				return readErr
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for page, codes := range analysis.Pages {
		file, section, _ := strings.Cut(page, "#")
		text, err := os.ReadFile("../../../docs/" + file)
		if err != nil {
			t.Fatal(err)
		}
		found := slices.ContainsFunc(strings.Split(string(text), "\n"), func(line string) bool {
			return strings.HasPrefix(line, "#") && strings.ToLower(strings.ReplaceAll(strings.TrimLeft(line, "# "), " ", "-")) == section
		})
		if !found {
			t.Errorf("%s has no section %s", file, section)
		}
		for word := range strings.FieldsSeq(codes) {
			if !strings.Contains(code.String(), `"`+word+`"`) && !strings.HasPrefix(word, "unknown-") {
				t.Errorf("nothing reports %s", word)
			}
		}
	}
}

// TestReadQuickly: after an edit within a template of a large configuration, diagnostics, lenses,
// and places are those of reading all; after another edit, all has to be read, and then
// it goes on.
func TestReadQuickly(t *testing.T) {
	ctx, fsys := context.Background(), many(500, 2)
	fsys["f1.pat.hcl"].Data = append(fsys["f1.pat.hcl"].Data, "locals { idle = 1 }\n"...)
	a := analysis.New(read)
	a.Read(ctx, fsys, ".")
	before := string(fsys["f1.pat.hcl"].Data)
	edits := []struct {
		old, new string
		quick    bool
	}{
		{`"service-300"`, `"service-301"`, true},
		{`permissions   = { contents = "write"`, "permissions   = { \n  contnts = \"write\"", true},
		{`"service-310`, `"service-310" "`, false},
		{`name          = "service-301"`, "name = \"service-5\"\n", true},
		{`idle = 1`, `idle = 2`, false},
	}
	for _, e := range edits {
		text := strings.Replace(before, e.old, e.new, 1)
		fsys := overlay.Files(fsys, map[string][]byte{"f1.pat.hcl": []byte(text)})
		got := a.ReadQuickly(ctx, fsys, ".")
		if (got != nil) != e.quick {
			t.Errorf("%s: read quickly: %t, expected %t", e.new, got != nil, e.quick)
			continue
		}
		want := analysis.New(read).Read(ctx, fsys, ".")
		if got == nil { // it is taken back
			continue
		}
		before = text
		if diff := cmp.Diff(want.Files(), got.Files()); diff != "" {
			t.Errorf("%s: diagnostics (-want +got):\n%s", e.new, diff)
		}
		doc := document("f1.pat.hcl", text)
		if diff := cmp.Diff(want.Lenses("f1.pat.hcl", doc), got.Lenses("f1.pat.hcl", doc)); diff != "" {
			t.Errorf("%s: lenses (-want +got):\n%s", e.new, diff)
		}
	}
}
