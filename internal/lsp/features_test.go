package lsp

import (
	"math/rand/v2"
	"testing"

	"github.com/patctl/patctl/internal/lsp/outline"
)

// TestEdits: the edit between two texts makes the one of the other, wherever they differ.
func TestEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	random := func() string {
		text := ""
		for range r.IntN(6) {
			text += []string{"\n", "\r\n", "a", "é", "😀", " "}[r.IntN(6)]
		}
		return text
	}
	for range 20_000 {
		begin, end := random(), random()
		before, after := begin+random()+end, begin+random()+end
		d := outline.New([]byte(before), []string{"a"})
		got := d
		for _, e := range edits(d, []byte(before), []byte(after)) {
			got = d.Replace(d.Offset(e.Range.Start), d.Offset(e.Range.End), e.NewText)
		}
		if string(got.Bytes()) != after {
			t.Fatalf("the edit makes %q of %q, expected %q", got.Bytes(), before, after)
		}
	}
}
