package plan

import (
	"math/rand/v2"
	"slices"
	"strings"
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

// TestBeyond: of very many patterns, those are gained that none of the others covers.
func TestBeyond(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	some := func() []string {
		out := make([]string, r.IntN(8))
		for i := range out {
			for range r.IntN(5) {
				out[i] += string("abB*?"[r.IntN(5)])
			}
		}
		return out
	}
	for range 20_000 {
		allowed, patterns := some(), some()
		var want []string
		for _, p := range patterns {
			if !slices.ContainsFunc(allowed, func(a string) bool { return covers(strings.ToLower(a), strings.ToLower(p)) }) {
				want = append(want, p)
			}
		}
		if got := beyond(allowed, slices.Clone(patterns)); !slices.Equal(got, want) {
			t.Fatalf("%q beyond %q: %q instead of %q", patterns, allowed, got, want)
		}
	}
}
