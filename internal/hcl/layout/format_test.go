package layout

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/diag"
)

// formatCorpus returns the inputs of testdata/fmt, whose outputs terraform fmt made.
func formatCorpus(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "fmt", "*.in.*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 45 {
		t.Fatalf("testdata/fmt holds %d inputs, want at least 45", len(files))
	}
	return files
}

func readFormatFile(t testing.TB, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// formatted formats what must be without a mistake.
func formatted(t testing.TB, src string) string {
	t.Helper()
	out, diags := Format([]byte(src), "main.pat.hcl")
	if len(diags) > 0 {
		t.Fatalf("Format(%q): %v", src, diags)
	}
	return string(out)
}

func TestFormatLikeTerraform(t *testing.T) {
	for _, name := range formatCorpus(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			want := string(readFormatFile(t, strings.Replace(name, ".in.", ".out.", 1)))
			got := formatted(t, string(readFormatFile(t, name)))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("terraform fmt gives another layout (-terraform +patctl):\n%s", diff)
			}
			if again := formatted(t, got); again != got {
				t.Errorf("formatting a second time changes it:\n%s", cmp.Diff(got, again))
			}
		})
	}
}

// Here terraform fmt 1.11.4 loses something or writes what it cannot read.
func TestFormatKeepsWhatTerraformLoses(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"a comment before a label", "policy /* c */ x {}\n", "policy /* c */ \"x\" {}\n"},
		{"a comment between labels", "a \"b\" /* c */ \"d\" {}\n", "a \"b\" /* c */ \"d\" {}\n"},
		{"a label that escapes a template", "policy \"$${x}\" {}\n", "policy \"$${x}\" {}\n"},
		{"a comment that ends a line before a value", "a = \"${# c\nb}\"\n", "a = \"${ # c\nb}\"\n"},
		{"a comment that ends a line before an operator", "a = \"${b # c\n+ d}\"\n", "a = \"${b # c\n+ d}\"\n"},
		{"two pairs of parentheses", "a = \"${(b)\n+ (c)}\"\n", "a = \"${(b)\n+ (c)}\"\n"},
		{"a heredoc before a comment", "a = \"${<<E\nx\nE\n}\" # c\n", "a = \"${<<E\nx\nE\n}\" # c\n"},
		{"a byte order mark alone", "\ufeff", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, formatted(t, tt.src)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// terraform fmt takes one layer off a value at a time, and so does Format.
func TestFormatUnwrapsOneLayer(t *testing.T) {
	once := formatted(t, `a = "${"${"${b}"}"}"`)
	if want := `a = "${"${b}"}"`; once != want {
		t.Errorf("got %s, want %s", once, want)
	}
}

func TestFormatMistakes(t *testing.T) {
	tests := []struct{ name, src, summary string }{
		{"an open block", "template \"a\" {\n", "Unclosed configuration block"},
		{"no value", "a =\n", "Invalid expression"},
		{"bytes that are not UTF-8", "a = \"\xff\"\n", "Invalid character encoding"},
		{"an argument twice", "a = 1\na = 2\n", "Attribute redefined"},
		{"brackets too deep", "a = " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "\n", "Source too complex"},
		{"brackets that never close", strings.Repeat("{", 100_000), "Source too complex"},
		{"a heredoc of many lines", "a = <<E\n" + strings.Repeat("x\n", 500_000) + "E\n", "Text too long"},
		{"a string of many signs", `a = "` + strings.Repeat("$", 100_000) + "\"\n", "Text too long"},
		{"a string of many escapes", `a = "` + strings.Repeat("%%{", 100_000) + "\"\n", "Text too long"},
		{"a large file", strings.Repeat("# comment\n", 2<<20), "File too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out, diags := Format([]byte(tt.src), "main.pat.hcl")
			if string(out) != tt.src {
				t.Error("the source was changed")
			}
			requireFormatErrors(t, diags)
			if got := diags[0].Summary; got != tt.summary {
				t.Errorf("summary %q, want %q", got, tt.summary)
			}
			if got := diags[0].Subject.Filename; got != "main.pat.hcl" {
				t.Errorf("subject in file %q", got)
			}
		})
	}
}

// What is long without being hostile is formatted.
func TestFormatLongTexts(t *testing.T) {
	for _, src := range []string{
		"a = <<E\n" + strings.Repeat("x\n", 4000) + "E\n",
		"a = <<E\n" + strings.Repeat("x ${y}\n", 4000) + "E\n",
		`a = "` + strings.Repeat("x", 1_000_000) + "\"\n",
		`a = "` + strings.Repeat("${x}", 4000) + "\"\n",
		"a = [\n" + strings.Repeat("  \"x\",\n", 100_000) + "]\n",
	} {
		if got := formatted(t, src); got != src {
			t.Errorf("%.20q... was changed", src)
		}
	}
}

func requireFormatErrors(t *testing.T, diags diag.Diagnostics) {
	t.Helper()
	if !diags.HasErrors() {
		t.Fatal("no error was reported")
	}
	for _, d := range diags {
		if d.Subject == nil {
			t.Errorf("no subject: %v", d)
		}
	}
}
