package source

import "testing"

// TestAt: a place is found wherever the one before was, and in a text without anything.
func TestAt(t *testing.T) {
	const text = "né\xa9x\n\n/é"
	together := New(text)
	for range 2 {
		for from := range len(text) + 1 {
			for to := range len(text) + 1 {
				together.At(from)
				line, column := together.At(to)
				if wantLine, wantColumn := New(text).At(to); line != wantLine || column != wantColumn {
					t.Errorf("after %d, %d is %d:%d, want %d:%d", from, to, line, column, wantLine, wantColumn)
				}
			}
		}
	}
	empty := New("")
	for range 2 {
		if line, column := empty.At(0); line != 1 || column != 1 {
			t.Errorf("the beginning is %d:%d", line, column)
		}
	}
}
