package syntax

import (
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// TestValidName: the short way gives the answer of hcl, and takes no memory.
func TestValidName(t *testing.T) {
	for _, word := range []string{"", "a", "_", "A9", "a-b_c", "-", "9", "9a", "a.b", "a b", "é", "aé", "true", "for", "a\x00", "Z-", "__", "\xff"} {
		if got, want := ValidName(word), hclsyntax.ValidIdentifier(word); got != want {
			t.Errorf("ValidName(%q) = %t, want %t", word, got, want)
		}
	}
	if n := testing.AllocsPerRun(10, func() { ValidName("plain_name-1") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
