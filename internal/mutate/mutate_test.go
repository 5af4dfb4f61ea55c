package mutate

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestVariationsAreRepeatable: what a run of continuous integration finds, the
// next run finds too, and other seeds and targets have other variations.
func TestVariationsAreRepeatable(t *testing.T) {
	seed := []any{"a text", []byte("and bytes"), 7, true}
	several := func(name string, seed []any) (out [][]any) {
		random := source(name, seed)
		for range 100 {
			out = append(out, variation(random, seed))
		}
		return out
	}
	first := several("FuzzA", seed)
	if diff := cmp.Diff(first, several("FuzzA", seed)); diff != "" {
		t.Error(diff)
	}
	if cmp.Equal(first, several("FuzzB", seed)) {
		t.Error("two targets have the same variations")
	}
	changed := 0
	for _, v := range first {
		if !cmp.Equal(v, seed) {
			changed++
		}
	}
	if changed < 80 {
		t.Errorf("only %d of 100 variations differ from their seed", changed)
	}
	if diff := cmp.Diff([]any{"a text", []byte("and bytes"), 7, true}, seed); diff != "" {
		t.Errorf("a variation changed its seed: %s", diff)
	}
}

func TestVariations(t *testing.T) {
	for value, want := range map[string]int{"": 0, "0": 0, "200": 200, "-1": -1, "many": -1} {
		got, err := variations(value)
		if err != nil {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %d (%v), want %d", value, got, err, want)
		}
	}
}
