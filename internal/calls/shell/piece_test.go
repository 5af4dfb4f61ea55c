package shell

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

// TestPlaceholders: names in angle brackets are found as by an expression.
func TestPlaceholders(t *testing.T) {
	expression := regexp.MustCompile(`(^|[^<])<([A-Za-z][\w-]*)>`)
	chance := rand.New(rand.NewPCG(1, 2))
	parts := []string{"<", ">", "<a>", "<<E", "é", "\xff", "\n", " ", "-", "_9", "<Owner-1_x>", "<9>", "x"}
	for range 20_000 {
		var text strings.Builder
		for range chance.IntN(8) {
			text.WriteString(parts[chance.IntN(len(parts))])
		}
		if got, want := withoutPlaceholders(text.String()), expression.ReplaceAllString(text.String(), "$1{$2}"); got != want {
			t.Fatalf("%q became %q, not %q", text.String(), got, want)
		}
	}
}
