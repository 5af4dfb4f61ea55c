package hcl_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// directory makes a file system of names and texts.
func directory(files map[string]string) fstest.MapFS {
	out := fstest.MapFS{}
	for name, src := range files {
		out[name] = &fstest.MapFile{Data: []byte(src), Mode: 0o644}
	}
	return out
}

func load(fsys fs.FS) (*hcl.Configuration, diag.Diagnostics) {
	return hcl.Load(fsys, ".", hcl.Options{})
}

// loadText loads a configuration of the one file main.pat.hcl.
func loadText(src string) (*hcl.Configuration, diag.Diagnostics) {
	return load(directory(map[string]string{"main.pat.hcl": src}))
}

// mustLoad fails where loading gives an error.
func mustLoad(t *testing.T, src string) *hcl.Configuration {
	t.Helper()
	cfg, diags := loadText(src)
	if diags.HasErrors() {
		t.Fatalf("loading gives errors:\n%s", text(t, cfg, diags))
	}
	return cfg
}

// text is what people see of diagnostics.
func text(t testing.TB, cfg *hcl.Configuration, diags diag.Diagnostics) string {
	t.Helper()
	var out strings.Builder
	p := diag.Printer{Sources: cfg.Sources}
	if err := p.Text(&out, diags); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// both is what people and machines see of diagnostics.
func both(t testing.TB, cfg *hcl.Configuration, diags diag.Diagnostics) string {
	t.Helper()
	doc, err := json.Marshal(diag.NewDocument("1.0", "0.3.0", diags, cfg.Sources))
	if err != nil {
		t.Fatal(err)
	}
	return text(t, cfg, diags) + string(doc)
}

func addresses(cfg *hcl.Configuration) []string {
	var out []string
	for _, template := range cfg.Templates {
		out = append(out, template.Address)
	}
	return out
}

// summaries are those of the diagnostics, sorted, each once.
func summaries(diags diag.Diagnostics) []string {
	var out []string
	for _, d := range diags {
		out = append(out, d.Summary)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func wantSummaries(t *testing.T, cfg *hcl.Configuration, diags diag.Diagnostics, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, summaries(diags)); diff != "" {
		t.Errorf("summaries (-want +got):\n%s\n%s", diff, text(t, cfg, diags))
	}
}

func TestDeclaredAddresses(t *testing.T) {
	cfg, _ := load(directory(map[string]string{
		"main.pat.hcl": `
template "one" {
  name = "one"
}
template "none" {
  for_each = toset([])
  name     = "none"
}
module "ci" {
  for_each = toset(["x"])
  source   = "./ci"
}
module "off" {
  for_each = toset([])
  source   = "./ci"
}
`,
		"ci/main.pat.hcl": "template \"in\" {\n  for_each = { y = 1 }\n  name = each.key\n}\n",
	}))
	want := map[string]bool{
		"template.one": true, "template.none": true, "module.ci": true, `module.ci["x"]`: true, `module.ci["x"].template.in`: true, "module.off": true,
	}
	if diff := cmp.Diff(want, cfg.Declared); diff != "" {
		t.Error(diff)
	}
}

// TestBrokenFiles: what is wrong in one file does not depend on where another one breaks off, or on
// which of them is first.
func TestBrokenFiles(t *testing.T) {
	const whole = "variable \"org\" {\n  default = \"octo-org\"\n  validation {\n    condition     = length(\"abc\") > 5\n    error_message = \"No.\"\n  }\n}\n"
	const broken = "locals {\n  a = var.org\n  b =\n"
	for _, files := range []map[string]string{{"a.pat.hcl": whole, "b.pat.hcl": broken}, {"a.pat.hcl": broken, "b.pat.hcl": whole}, {"a.pat.hcl": whole + broken}} {
		cfg, diags := load(directory(files))
		wantSummaries(t, cfg, diags, "Condition does not use variable", "Invalid expression")
	}
}

// TestCarriageReturns: a checkout with the line breaks of Windows means the same.
func TestCarriageReturns(t *testing.T) {
	const src = "template \"t\" {\n  name = \"t\"\n  justification = <<-EOT\n    one\n    two\n  EOT\n  owners = split(\"\\n\", chomp(<<-EOT\n    mona\n    octocat\n  EOT\n  ))\n  labels = { text = <<EOT\na\nb\nEOT\n  }\n}\n"
	unix, windows := mustLoad(t, src).Templates[0], mustLoad(t, strings.ReplaceAll(src, "\n", "\r\n")).Templates[0]
	if diff := cmp.Diff(unix.Template, windows.Template); diff != "" {
		t.Errorf("with carriage returns (-without +with):\n%s", diff)
	}
}

// TestMistakesAreCounted: of very many mistakes, those that come first are kept, and all are counted.
func TestMistakesAreCounted(t *testing.T) {
	const n = 50_000
	var src strings.Builder
	src.WriteString("locals {\n")
	for i := range n {
		fmt.Fprintf(&src, "l%d = local.m%d\n", i, i)
	}
	src.WriteString("}\n")
	_, diags := loadText(src.String())
	// For a hundred of them, a suggestion uses a local value.
	if errors, warnings := diag.Count(diags); errors != n || warnings < n-100 || warnings > n {
		t.Errorf("%d errors and %d warnings", errors, warnings)
	}
	if len(diags) > 20_002 || diags[0].Subject.Start.Line > 3 {
		t.Errorf("%d diagnostics are kept, from line %d", len(diags), diags[0].Subject.Start.Line)
	}
}
