package diag

import (
	"bytes"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// TestTooMany: of very many diagnostics the first are written, an error behind many warnings too,
// and how many more there are.
func TestTooMany(t *testing.T) {
	var diags Diagnostics
	for range maxKept + 7 {
		d := *General("Odd name", "")
		d.Severity = hcl.DiagWarning
		diags = append(diags, &d)
	}
	for range maxKept + 1 {
		diags = append(diags, General("Wrong name", ""))
	}
	var out bytes.Buffer
	if err := (&Printer{}).Text(&out, diags); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]int{"Warning: Odd name\n": maxKept, "Error: Wrong name\n": maxKept, "patctl found 10001 errors": 1, "patctl found 10007 warnings": 1, "Error: Too many errors": 1, "Warning: Too many warnings": 1} {
		if got := strings.Count(out.String(), text); got != want {
			t.Errorf("%q is written %d times, not %d", text, got, want)
		}
	}
}
