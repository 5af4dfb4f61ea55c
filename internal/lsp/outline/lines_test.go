package outline

import "testing"

// TestLines: the index gives the positions that the document gives.
func TestLines(t *testing.T) {
	for _, text := range []string{"", "a", "a\n", "é😀\r\nb\rc\n\n\xffd", "\r\n\r\n", "\n\r"} {
		d, l := New([]byte(text), nil), NewLines([]byte(text))
		for i := -1; i <= len(text)+1; i++ {
			if got, want := l.Position(i), d.Position(i); got != want {
				t.Errorf("byte %d of %q is at %v, expected %v", i, text, got, want)
			}
		}
	}
}
