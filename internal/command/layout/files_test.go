package layout

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/diag"
)

// TestLargeFile: that a file is so large that formatting takes time is a warning, and the file is formatted.
func TestLargeFile(t *testing.T) {
	f := fmtFile{name: "x.pat.hcl"}
	f.format([]byte(strings.Repeat("/* a comment of four words */\n", 95_000) + "locals {\nx=1\n}\n"))
	if len(f.diags) != 1 || diag.CodeOf(f.diags[0]) != "large-configuration" || !f.changed() {
		t.Errorf("changed %t: %v", f.changed(), f.diags)
	}
}
