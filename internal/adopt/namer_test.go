package adopt

import (
	"fmt"
	"testing"
)

// TestNamer: names and labels are numbered without holes, and without comparing each one with
// all others.
func TestNamer(t *testing.T) {
	n := &namer{names: map[string]bool{}, labels: map[string]bool{"a_4": true}, taken: map[string]int{}}
	n.names[nameKey("octo-org", "a-3")] = true
	for i, want := range []string{"a", "a-2", "a-4", "a-5"} {
		if got := n.name("octo-org", "a", func(string) bool { return false }); got != want {
			t.Errorf("name %d is %s, want %s", i, got, want)
		}
	}
	if got := n.name("octo-org", "a", func(name string) bool { return name == "a-6" }); got != "a-7" {
		t.Errorf("a name that is refused is followed by %s", got)
	}
	if got := n.name("octo-org", "a", func(string) bool { return false }); got != "a-6" {
		t.Errorf("a name that was refused once is free for others: %s", got)
	}
	for i, want := range []string{"a", "a_2", "a_3", "a_5"} {
		if got := n.label("a"); got != want {
			t.Errorf("label %d is %s, want %s", i, got, want)
		}
	}
	for i := range 5000 {
		want := "b"
		if i > 0 {
			want = fmt.Sprintf("b-%d", i+1)
		}
		if got := n.name("octo-org", "b", func(string) bool { return false }); got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	}
	if tried := n.taken[nameKey("octo-org", "b")]; tried != 5000 {
		t.Errorf("the next search begins at %d", tried)
	}
}
