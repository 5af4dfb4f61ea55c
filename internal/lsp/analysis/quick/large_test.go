package quick_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/lsp/analysis/quick"
)

// TestLargeStaysLarge: after an edit, a configuration is large because of what is not read again.
func TestLargeStaysLarge(t *testing.T) {
	template := func(name, inside string) string {
		return "# A template.\ntemplate \"" + name + "\" {\n  name = \"" + name + "\"\n  expires_in = 30\n  permissions = { gists = \"write\" }\n" + inside + "}\n"
	}
	fsys := fstest.MapFS{
		"a.pat.hcl": {Data: []byte(template("a", ""))},
		"b.pat.hcl": {Data: []byte(template("b", "  /*"+strings.Repeat("-", 1_000_000)+"*/\n"))},
	}
	cfg, diags := read(fsys, ".")
	base := quick.New(fsys, ".", cfg, diags)
	for _, days := range []string{"60", "600"} {
		fsys["a.pat.hcl"] = &fstest.MapFile{Data: []byte(strings.Replace(template("a", ""), "30", days, 1))}
		got := base.Read(read, fsys)
		if got == nil || got.Next == nil {
			t.Fatal("all is read again")
		}
		_, whole := read(fsys, ".")
		if got, want := shown(got.Diagnostics), shown(whole); got != want || !strings.Contains(want, "large-configuration") {
			t.Errorf("the diagnostics are\n%s\nexpected\n%s", got, want)
		}
		base = got.Next
	}
	many := diag.Limit(slices.Repeat(diag.Diagnostics{diag.Warning(diag.Range{Filename: "a.pat.hcl"}, "x", "Odd", "")}, 10_001))
	if quick.New(fsys, ".", cfg, many) != nil {
		t.Error("of a configuration with too many warnings, it is not known which templates have some")
	}
}
