package plan

import (
	"math/rand/v2"
	"testing"

	"github.com/patctl/patctl/internal/pat"
)

// TestCoversNeverHidesAGain looks for a name that fits the inner glob and not
// the outer one, where covers says that there is none.
func TestCoversNeverHidesAGain(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	word := func(letters string, most int) string {
		b := make([]byte, r.IntN(most+1))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	said := 0
	for range 100000 {
		outer, inner, name := word("ab*?", 5), word("ab*?", 5), word("ab", 6)
		if !covers(outer, inner) {
			continue
		}
		said++
		if pat.FitsGlob(inner, name) && !pat.FitsGlob(outer, name) {
			t.Fatalf("%q covers %q, but %q fits the second only", outer, inner, name)
		}
	}
	if said < 1000 {
		t.Errorf("only %d covered: the test asks little", said)
	}
}

func TestCovers(t *testing.T) {
	for _, test := range []struct {
		outer, inner string
		want         bool
	}{
		{"*", "a*", true}, {"a*", "*", false}, {"?", "*", false}, {"*", "**", true}, {"a", "a", true}, {"a?", "ab", true},
		{"ab", "a?", false}, {"*a*", "ba?", true}, {"", "", true}, {"", "*", false}, {"é*", "é?", true},
	} {
		if got := covers(test.outer, test.inner); got != test.want {
			t.Errorf("covers(%q, %q) = %v", test.outer, test.inner, got)
		}
	}
}
