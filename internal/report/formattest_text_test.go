package report_test

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

// golden holds text against a file of testdata.
func golden(t *testing.T, name, got string) {
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

// hostile holds what terminals, spreadsheets, Markdown and GitHub act upon.
const hostile = "=1|\x1b[31m\u202e\r\n\t\x00\xff,\";`'``` <b><!-- ![x](//x) [x](//x) https://example.com @octocat a/b#1 :tada: $x$ \\| \\"

// strangers is what people may call their tokens.
var strangers = []string{
	hostile, "\n::error::x", "::error::x", "##[error]x", "%0A::error::x", "a,b:c%", "|", `\|`, "<script>alert(1)</script>",
	`=HYPERLINK("https://example.com","x")`, "@octocat", "\u202eabc", "\xff\xfe", "[a](https://example.com)", "]]>", "<!-- x", "-->",
	"`", "\\", " ", "\x00", strings.Repeat("x", 5000), "{0} [x](1)",
}

// checkPlain finds what a terminal would obey or hide.
func checkPlain(t *testing.T, text string) {
	t.Helper()
	for i, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar) {
			t.Fatalf("%U at byte %d of %q", r, i, text)
		}
	}
}
