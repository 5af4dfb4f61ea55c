package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReflow(t *testing.T) {
	const text = "One two three\nfour five.\n\n  patctl audit --snapshot snapshot.json\n\nSix\nseven.\n"
	const want = "One two\nthree four\nfive.\n\n  patctl audit --snapshot snapshot.json\n\nSix seven."
	if diff := cmp.Diff(want, Reflow(text, 10)); diff != "" {
		t.Error(diff)
	}
}
