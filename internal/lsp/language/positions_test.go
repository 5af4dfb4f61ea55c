package language

import (
	"testing"

	"github.com/patctl/patctl/internal/lsp/outline"
)

// TestPositions: the index gives the positions that the document gives.
func TestPositions(t *testing.T) {
	for _, text := range []string{"", "a", "a\n", "é😀\r\nb\rc\n\n\xffd", "\r\n\r\n", "\n\r"} {
		d, p := outline.New([]byte(text), nil), newPositions([]byte(text))
		for i := -1; i <= len(text)+1; i++ {
			if got, want := p.at(i), d.Position(i); got != want {
				t.Errorf("byte %d of %q is at %v, expected %v", i, text, got, want)
			}
		}
	}
}
