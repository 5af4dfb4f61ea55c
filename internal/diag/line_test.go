package diag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestPlainLines: a line that is shown as it is looks the same however much of it is prepared.
func TestPlainLines(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := strings.Repeat("x = [f(1), 2] ", chance.IntN(40))
		text = text[:chance.IntN(len(text)+1)]
		f := &file{src: []byte(text)}
		start := chance.IntN(len(text) + 1)
		end := start + chance.IntN(len(text)-start+1)
		width := 10 + chance.IntN(150)
		show := func(limit int) shownLine {
			return f.showPart(0, len(text), start, end, limit).cut(width, start-limit > 0, end+limit < len(text))
		}
		a, b := show(width*plainPerCell), show(width*bytesPerCell)
		if !slices.Equal(a.before, b.before) || !slices.Equal(a.subject, b.subject) || !slices.Equal(a.after, b.after) {
			t.Fatalf("%q from %d to %d in %d columns: %v, and %v", text, start, end, width, a, b)
		}
	}
}

// TestLongLinesAreCheap: what is shown of a line of letters takes memory for what is shown.
func TestLongLinesAreCheap(t *testing.T) {
	f := &file{src: []byte(strings.Repeat("f(1), ", 10_000))}
	if most := testing.AllocsPerRun(10, func() { f.showPart(0, len(f.src), 30_000, 30_010, 100) }); most > 30 {
		t.Errorf("%v allocations", most)
	}
	if !f.isPlain(29_900, 30_110) {
		t.Error("the line is not plain")
	}
}
