package check

import (
	"fmt"
	"testing"

	"github.com/patctl/patctl/internal/diag"
)

// TestFindingsAreCounted: of very many findings few are kept, and each is counted once, also where
// it is found again after it was left out.
func TestFindingsAreCounted(t *testing.T) {
	const n = 50_000
	var f findings
	for range 2 {
		for i := range n {
			f.error(nil, diag.Range{Filename: "a", Start: diag.Pos{Line: i + 1, Byte: i}}, "x", "Wrong", fmt.Sprint(i))
		}
	}
	if len(f.found) >= n || len(f.index) != len(f.found) {
		t.Errorf("%d findings are kept, and %d are known", len(f.found), len(f.index))
	}
	diags := f.diagnostics(nil)
	if errors, _ := diag.Count(diags); errors != n || len(diags) > n/4 || diags[0].Detail != "0" {
		t.Errorf("%d errors are counted, and %d diagnostics are kept", errors, len(diags))
	}
}
