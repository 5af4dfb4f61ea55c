package program

import "testing"

// TestAddressWithHalfABrace: a host in which a brace opens and none closes.
func TestAddressWithHalfABrace(t *testing.T) {
	for _, text := range []string{"https://{team.example.com/repos/o/r", "https://{/repos/o/r", "//{x.github.com/user"} {
		if got := ReadAddress(text); got.Owner == API {
			t.Errorf("%s is taken for GitHub's API: %+v", text, got)
		}
	}
}
