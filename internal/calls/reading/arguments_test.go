package reading

import (
	"slices"
	"testing"
)

func TestArguments(t *testing.T) {
	if _, known := Arguments("").Words(); known {
		t.Error("the zero value is known")
	}
	for _, want := range [][]string{{}, {""}, {"--org", "octo org", ""}, {"a\nb"}} {
		got, known := NewArguments(want...).Words()
		if !known || !slices.Equal(got, want) {
			t.Errorf("the words of %q are %q, %t", want, got, known)
		}
	}
}
