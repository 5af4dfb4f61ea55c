package pat

import (
	"strings"
	"testing"
)

// TestFoldLogin: two logins are the same organization as strings.EqualFold says, which finds each
// among very many without comparing it with all of them.
func TestFoldLogin(t *testing.T) {
	logins := []string{"", "octo-org", "OCTO-ORG", "Octo-Org", "octo-orgs", "k", "K", "\u212a", "s", "S", "ſ", "É", "é", "\xff", "ǅ", "ǆ", "Σ", "ς", "σ"}
	for _, a := range logins {
		for _, b := range logins {
			if same := FoldLogin(a) == FoldLogin(b); same != strings.EqualFold(a, b) {
				t.Errorf("%q and %q: %v", a, b, same)
			}
		}
	}
}
