package check_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
)

var now = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// run loads and checks files, which are given as name, content, name, content.
func run(t testing.TB, files ...string) (diag.Diagnostics, *hcl.Configuration) {
	t.Helper()
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	cfg, diags := hcl.Load(fsys, ".", hcl.Options{})
	diags = append(diags, check.Run(cfg, now)...)
	diag.Sort(diags)
	return diags, cfg
}

// expectation is what a comment in a fixture says of its line.
type expectation struct {
	line              int
	severity, summary string
	detail            string // a part of it; spaces stand for any white space
}

func (e expectation) String() string {
	return fmt.Sprintf("line %d: %s: %s | %s", e.line, e.severity, e.summary, e.detail)
}

var expected = regexp.MustCompile(`# (ERROR|WARNING): ([^|#]*)(?:\| (.*?))?(?: *# (?:ERROR|WARNING):|$)`)

func expectations(source string) []expectation {
	var out []expectation
	for i, line := range strings.Split(source, "\n") {
		for {
			m := expected.FindStringSubmatchIndex(line)
			if m == nil {
				break
			}
			e := expectation{line: i + 1, severity: line[m[2]:m[3]], summary: strings.TrimSpace(line[m[4]:m[5]])}
			end := m[5]
			if m[6] >= 0 {
				e.detail, end = strings.TrimSpace(line[m[6]:m[7]]), m[7]
			}
			out = append(out, e)
			line = line[end:]
		}
	}
	return out
}

func (e expectation) meets(d *diag.Diagnostic) bool {
	return e.line == d.Subject.Start.Line && e.severity == severity(d) && e.summary == d.Summary &&
		strings.Contains(plain(d.Detail), plain(e.detail))
}

func plain(text string) string { return strings.Join(strings.Fields(text), " ") }

func severity(d *diag.Diagnostic) string {
	if diag.IsError(d) {
		return "ERROR"
	}
	return "WARNING"
}

func fixtures(t testing.TB, pattern string) map[string]string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(names), err)
	}
	out := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = string(data)
	}
	return out
}

func TestMistakes(t *testing.T) {
	for name, source := range fixtures(t, "testdata/err/*.pat.hcl") {
		t.Run(name, func(t *testing.T) {
			diags, _ := run(t, "main.pat.hcl", source)
			missing := expectations(source)
			for _, d := range diags {
				i := slices.IndexFunc(missing, func(e expectation) bool { return e.meets(d) })
				if i < 0 {
					t.Errorf("unexpected: line %d: %s: %s | %s", d.Subject.Start.Line, severity(d), d.Summary, plain(d.Detail))
					continue
				}
				missing = slices.Delete(missing, i, i+1)
			}
			for _, e := range missing {
				t.Errorf("missing: %s", e)
			}
		})
	}
}

func TestNoMistakes(t *testing.T) {
	for name, source := range fixtures(t, "testdata/ok/*.pat.hcl") {
		t.Run(name, func(t *testing.T) {
			diags, cfg := run(t, "main.pat.hcl", source)
			if len(diags) > 0 {
				t.Error(text(t, diags, cfg))
			}
		})
	}
}

// text is what the user sees.
func text(t testing.TB, diags diag.Diagnostics, cfg *hcl.Configuration) string {
	t.Helper()
	var b bytes.Buffer
	printer := diag.Printer{Sources: cfg.Sources}
	if err := printer.Text(&b, diags); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSameEveryTime(t *testing.T) {
	var files []string
	for name, source := range fixtures(t, "testdata/err/*.pat.hcl") {
		files = append(files, name, source)
	}
	first := ""
	for i := range 100 {
		diags, cfg := run(t, files...)
		got := text(t, diags, cfg)
		if i == 0 {
			first = got
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Fatalf("run %d differs from the first:\n%s", i+1, diff)
		}
	}
}

func TestDiagnosticsAreSortedByPlace(t *testing.T) {
	cfg, _ := hcl.Load(os.DirFS("testdata/err"), ".", hcl.Options{})
	diags := check.Run(cfg, now)
	sorted := slices.Clone(diags)
	diag.Sort(sorted)
	if len(diags) < 50 || !slices.Equal(diags, sorted) {
		t.Errorf("%d diagnostics, sorted: %t", len(diags), slices.Equal(diags, sorted))
	}
}
