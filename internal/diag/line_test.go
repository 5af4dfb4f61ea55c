package diag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestPlainLines: a line looks the same however much of it is prepared.
func TestPlainLines(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	less := 0
	for range 5000 {
		var b strings.Builder
		for range chance.IntN(60) {
			b.WriteString(strings.Repeat("x = [f(1), 2] ", chance.IntN(8)))
			if chance.IntN(20) == 0 {
				b.WriteString([]string{"\t", "é", "e\u0301", "##[", "\x1b", "\xff", "👩\u200d💻", "\n"}[chance.IntN(8)])
			}
		}
		text := b.String()
		f := newFile("", []byte(text))
		start := chance.IntN(len(text) + 1)
		end := start + chance.IntN(min(len(text)-start, 300)+1)
		width := 10 + chance.IntN(100)
		number := f.line(start)
		from, to := f.lineRange(number)
		limit, stop := width*bytesPerCell, min(max(end, from), to)
		whole := f.showPart(from, to, start, stop, limit).cut(width, f.runeStart(start-limit) > from, f.runeStart(stop+limit) < to)
		shown := f.showLine(number, start, end, width)
		if !slices.Equal(shown.before, whole.before) || !slices.Equal(shown.subject, whole.subject) || !slices.Equal(shown.after, whole.after) {
			t.Fatalf("%q from %d to %d in %d columns: %v, want %v", text, start, end, width, shown, whole)
		}
		if few := width * plainPerCell; f.isPlain(start-few, start+few) && f.isPlain(end-few, end+few) {
			less++
		}
	}
	if less < 1000 {
		t.Errorf("of only %d lines less was prepared", less)
	}
}
