package hcl_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

// A fixture is a file, or the files of a txtar archive. What is wrong is said
// on the line itself:
//
//	contents = local.nothing # ERROR: Summary | part of the detail
//
// The comment of an archive says it for files that cannot, such as JSON:
//
//	main.pat.json:3: ERROR: Summary | part of the detail
//
// The file "inputs" of an archive holds lines of "env NAME=VALUE", "var
// NAME=VALUE" and "var-file NAME"; the file of that name is in the archive too.
type fixture struct {
	files  fstest.MapFS
	inputs hcl.Inputs
	want   []expectation
}

// expectation is a diagnostic that a fixture announces.
type expectation struct {
	place  string // FILE:LINE
	title  string // ERROR: Summary
	detail string // a part of it
}

func (e expectation) String() string { return e.place + ": " + e.title }

var (
	inlineExpectation  = regexp.MustCompile(`# ((?:ERROR|WARNING): .+)$`)
	commentExpectation = regexp.MustCompile(`^(.+:\d+): ((?:ERROR|WARNING): .+)$`)
)

func readFixture(t testing.TB, path string) fixture {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f := fixture{files: fstest.MapFS{}}
	if !strings.HasSuffix(path, ".txtar") {
		f.addFile(filepath.Base(path), src)
		return f
	}
	archive := txtar.Parse(src)
	for line := range strings.Lines(string(archive.Comment)) {
		if m := commentExpectation.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			f.want = append(f.want, newExpectations(m[1], m[2])...)
		}
	}
	for _, file := range archive.Files {
		if file.Name != "inputs" {
			f.addFile(file.Name, file.Data)
		}
	}
	for _, file := range archive.Files {
		if file.Name == "inputs" {
			f.addInputs(t, string(file.Data))
		}
	}
	return f
}

func (f *fixture) addFile(name string, src []byte) {
	f.files[name] = &fstest.MapFile{Data: src, Mode: 0o644}
	number := 0
	for line := range strings.Lines(string(src)) {
		number++
		if m := inlineExpectation.FindStringSubmatch(strings.TrimRight(line, "\r\n")); m != nil {
			f.want = append(f.want, newExpectations(fmt.Sprintf("%s:%d", name, number), m[1])...)
		}
	}
}

// newExpectations reads "ERROR: Summary | detail", several separated by " # ".
func newExpectations(place, text string) []expectation {
	var out []expectation
	for _, one := range strings.Split(text, " # ") {
		title, detail, _ := strings.Cut(one, " | ")
		out = append(out, expectation{place, strings.TrimSpace(title), strings.TrimSpace(detail)})
	}
	return out
}

func (f *fixture) addInputs(t testing.TB, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		kind, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch kind {
		case "env":
			f.inputs.Environ = append(f.inputs.Environ, rest)
		case "var":
			f.inputs.Assignments = append(f.inputs.Assignments, rest)
		case "var-file":
			f.inputs.Files = append(f.inputs.Files, hcl.InputFile{Name: rest, Data: f.files[rest].Data})
		default:
			t.Fatalf("inputs: unknown line %q", line)
		}
	}
}

func (f fixture) load() (*hcl.Configuration, diag.Diagnostics) {
	return hcl.Load(f.files, ".", hcl.Options{Version: "0.3.0", Inputs: f.inputs})
}

func fixtures(t testing.TB, dir string) []string {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.pat.hcl", "*.pat.json", "*.txtar"} {
		found, err := filepath.Glob(filepath.Join("testdata", dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) == 0 {
		t.Fatalf("testdata/%s has no fixtures", dir)
	}
	return names
}

func TestFixturesWithoutMistakes(t *testing.T) {
	for _, path := range fixtures(t, "ok") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			cfg, diags := readFixture(t, path).load()
			if len(diags) > 0 {
				t.Errorf("the fixture is not silent:\n%s", text(t, cfg, diags))
			}
			if len(cfg.Templates)+len(cfg.Organizations)+len(cfg.Policies) == 0 {
				t.Error("nothing was read from the fixture")
			}
		})
	}
}

func TestFixturesWithMistakes(t *testing.T) {
	for _, path := range fixtures(t, "err") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f := readFixture(t, path)
			cfg, diags := f.load()
			if len(f.want) == 0 {
				t.Error("the fixture expects nothing")
			}
			compare(t, f.want, diags)
			if t.Failed() {
				t.Logf("printed:\n%s", text(t, cfg, diags))
			}
		})
	}
}

// compare holds diagnostics against what a fixture announces.
func compare(t *testing.T, want []expectation, diags diag.Diagnostics) {
	t.Helper()
	var wanted, got []string
	for _, e := range want {
		wanted = append(wanted, e.String())
	}
	for _, d := range diags {
		got = append(got, title(d))
	}
	slices.Sort(wanted)
	slices.Sort(got)
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
	for _, e := range want {
		if !slices.ContainsFunc(diags, func(d *diag.Diagnostic) bool {
			return title(d) == e.String() && strings.Contains(d.Detail, e.detail)
		}) {
			t.Errorf("no detail of %s holds %q", e, e.detail)
		}
	}
}

func title(d *diag.Diagnostic) string {
	word := "WARNING"
	if diag.IsError(d) {
		word = "ERROR"
	}
	if d.Subject == nil {
		return fmt.Sprintf("(nowhere): %s: %s", word, d.Summary)
	}
	return fmt.Sprintf("%s:%d: %s: %s", d.Subject.Filename, d.Subject.Start.Line, word, d.Summary)
}

// codesOfPackage are those in the calls of diag.Error and diag.Warning.
var codesOfPackage = regexp.MustCompile(`diag\.(?:Error|Warning)\([^"]*"([a-z-]+)", "`)

// TestEveryCodeHasFixture keeps the fixtures complete: what the package and those
// below it can say is shown by one of them, or by the test that is named here.
func TestEveryCodeHasFixture(t *testing.T) {
	elsewhere := map[string]string{
		"unreadable-file":      "TestUnreadable",
		"unreadable-directory": "TestUnreadable",
		"unknown-value":        "TestUnknownValues",
		"too-many-references":  "TestTooComplex",
		"too-many-instances":   "TestModulesThatDouble",
		"large-configuration":  "TestLargeConfiguration",
	}
	seen := map[diag.Code]bool{}
	for _, path := range fixtures(t, "err") {
		_, diags := readFixture(t, path).load()
		for _, d := range diags {
			seen[diag.CodeOf(d)] = true
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	below, err := filepath.Glob("*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	sources = append(sources, below...)
	for _, name := range sources {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "layout"+string(filepath.Separator)) {
			continue // what Format says is shown by its own tests
		}
		for _, m := range codesOfPackage.FindAllStringSubmatch(string(src), -1) {
			if !seen[diag.Code(m[1])] && elsewhere[m[1]] == "" {
				t.Errorf("%s: no fixture in testdata/err shows the code %s", name, m[1])
			}
		}
	}
}

// TestSameBytes: maps are walked in many places, and none of it may be seen.
func TestSameBytes(t *testing.T) {
	for _, path := range fixtures(t, "err") {
		f := readFixture(t, path)
		cfg, diags := f.load()
		want := text(t, cfg, diags)
		for range 100 {
			cfg, diags := f.load()
			if diff := cmp.Diff(want, text(t, cfg, diags)); diff != "" {
				t.Fatalf("%s: another run says something else:\n%s", path, diff)
			}
		}
	}
}
