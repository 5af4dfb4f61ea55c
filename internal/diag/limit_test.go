package diag

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// numbered is a list with a number of errors, one in each line.
func numbered(n int) Diagnostics {
	var out Diagnostics
	for i := range n {
		out = append(out, Error(Range{Filename: "a", Start: Pos{Line: n - i, Byte: n - i}}, "x", "Wrong", fmt.Sprint(n-i)))
	}
	return out
}

// TestCutter: of a list that grows, the first by place are kept, in whichever order they come, and
// those that are left out are counted once each.
func TestCutter(t *testing.T) {
	const errors = 5*maxKept + 1
	var (
		c     Cutter
		diags Diagnostics
	)
	for range 2 {
		for _, d := range numbered(errors) {
			if diags = c.Cut(append(diags, d)); len(diags) > 4*maxKept {
				t.Fatalf("%d are kept", len(diags))
			}
		}
	}
	diags = c.Finish(append(diags, Warning(Range{Filename: "b"}, "x", "Odd", "")))
	if got, warnings := Count(diags); got != errors || warnings != 1 {
		t.Errorf("%d errors and %d warnings, want %d and 1", got, warnings, errors)
	}
	if len(diags) != maxKept+2 || diags[0].Detail != "1" || diags[maxKept-1].Detail != fmt.Sprint(maxKept) {
		t.Errorf("%d are kept, from %q to %q", len(diags), diags[0].Detail, diags[maxKept-1].Detail)
	}
	if want := "patctl found 50001 errors, and shows the first 10000. Correct them, and run the command again."; diags[len(diags)-1].Detail != want {
		t.Errorf("the last is %q, not %q", diags[len(diags)-1].Detail, want)
	}
}

// TestLimitCountsWhatIsLeftOut: lists that were limited can be put together and be limited again.
func TestLimitCountsWhatIsLeftOut(t *testing.T) {
	diags := append(Limit(numbered(maxKept+7)), Limit(numbered(2*maxKept))...)
	Sort(diags)
	diags = Limit(diags)
	again := Limit(append(Diagnostics{}, diags...))
	if errors, _ := Count(diags); errors != 3*maxKept+7 || len(diags) != maxKept+1 {
		t.Errorf("%d errors in %d diagnostics", errors, len(diags))
	}
	if diff := cmp.Diff(diags[maxKept].Detail, again[maxKept].Detail); diff != "" {
		t.Error(diff)
	}
}

// TestLimitLeavesShortListsAlone: with 10,000 errors and 10,000 warnings, nothing is left out.
func TestLimitLeavesShortListsAlone(t *testing.T) {
	diags := numbered(maxKept)
	for range maxKept {
		diags = append(diags, Warning(Range{Filename: "b"}, "x", "Odd", ""))
	}
	if got := Limit(diags); len(got) != 2*maxKept {
		t.Errorf("%d of %d are left", len(got), 2*maxKept)
	}
}
