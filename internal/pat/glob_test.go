package pat

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestFitsGlob(t *testing.T) {
	tests := []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true}, {"*", "", true}, {"?", "", false}, {"?", "世", true}, {"??", "世", false}, {"*??", "世", false},
		{"*??", "世界", true}, {"a*b*c", "aXbYbZc", true}, {"a*b*c", "aXbYbZ", false}, {"a", "ab", false}, {"ab", "a", false},
		{"a**", "a", true}, {"*a", "baa", true}, {"?", "\xff", true},
		{strings.Repeat("*a", 30) + "b", strings.Repeat("a", 3000), false}, // must not take forever
	}
	for _, test := range tests {
		if got := FitsGlob(test.pattern, test.s); got != test.want {
			t.Errorf("FitsGlob(%q, %q) = %v", test.pattern, test.s, got)
		}
	}
}

// TestGlobs: of many globs, those that fit a text are always among the candidates, and most others
// are not.
func TestGlobs(t *testing.T) {
	random := rand.New(rand.NewPCG(2026, 1))
	word := func(letters string, most int) string {
		text := make([]byte, random.IntN(most+1))
		for i := range text {
			text[i] = letters[random.IntN(len(letters))]
		}
		return string(text)
	}
	var globs []string
	var index Globs[int]
	for i := range 2000 {
		globs = append(globs, word("aab\xc3\xa9*?", 6))
		index.Add(globs[i], i)
	}
	tried, fitting := 0, 0
	for range 2000 {
		text := word("aab\xc3\xa9", 6)
		candidates := index.Candidates(nil, text)
		tried += len(candidates)
		for i, glob := range globs {
			if !FitsGlob(glob, text) {
				continue
			}
			fitting++
			if !slices.Contains(candidates, i) {
				t.Fatalf("%q fits %q and is no candidate", glob, text)
			}
		}
	}
	if fitting == 0 || tried > 4*fitting {
		t.Errorf("%d are tried and %d fit", tried, fitting)
	}
}
