package cursor_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/lsp/cursor"
)

// TestDeepLine: a line with a bracket at each byte is read in one go, which otherwise takes
// longer than the test can.
func TestDeepLine(t *testing.T) {
	for _, open := range []string{"(", "[", "{a=", `"${`} {
		text := "locals {\n\ta = " + strings.Repeat(open, 1<<20)
		c := cursor.New([]byte(text), len(text), false)
		if len(c.Frames) < 200 || c.At != len(text) {
			t.Errorf("%s: %d frames, at %d", open, len(c.Frames), c.At)
		}
	}
	wide := "locals {\n" + strings.Repeat(" ", 1<<19) + strings.Repeat("[]", 1<<19)
	if c := cursor.New([]byte(wide), len(wide), false); len(c.Frames) != 2 {
		t.Errorf("%d frames", len(c.Frames))
	}
}
