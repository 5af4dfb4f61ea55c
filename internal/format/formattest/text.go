package formattest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// Golden holds text against a file of testdata.
func Golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Error(diff)
	}
}

// Hostile holds what terminals, spreadsheets, Markdown and GitHub act upon.
const Hostile = "=1|\x1b[31m\u202e\r\n\t\x00\xff,\";`'``` <b><!-- ![x](//x) [x](//x) https://example.com @octocat a/b#1 :tada: $x$ \\| \\"

// Strangers is what people may call their tokens.
var Strangers = []string{
	Hostile, "\n::error::x", "::error::x", "##[error]x", "%0A::error::x", "a,b:c%", "|", `\|`, "<script>alert(1)</script>",
	`=HYPERLINK("https://example.com","x")`, "@octocat", "\u202eabc", "\xff\xfe", "[a](https://example.com)", "]]>", "<!-- x", "-->",
	"`", "\\", " ", "\x00", strings.Repeat("x", 5000), "{0} [x](1)",
}

// CheckPlain finds what a terminal would obey or hide.
func CheckPlain(t *testing.T, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar) {
			t.Fatalf("%U at byte %d of %q", r, i, text)
		}
	}
}
