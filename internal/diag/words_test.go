package diag

import (
	"strings"
	"testing"
)

// TestWordsOfBrokenText: bytes that are errors of their own count.
func TestWordsOfBrokenText(t *testing.T) {
	for src, want := range map[string]int{"a\r\nb\r\n": 4, "\r\r\r": 3, "\xff\xc0\xff": 4, "a = \"\u00e9\"\n": 6} {
		if got, _ := Words([]byte(src)); got != want {
			t.Errorf("%q: %d, want %d", src, got, want)
		}
	}
}

// TestContextsOfManyWords: the block of a place is not looked for in a file with very many tokens.
func TestContextsOfManyWords(t *testing.T) {
	block := "template \"t\" {\n}\n"
	if at := newContexts([]byte(block), false).at(1); at != `template "t"` {
		t.Errorf("a short file: %q", at)
	}
	// The tokens of this text take 100 MB.
	if at := newContexts([]byte(block+strings.Repeat("[", maxContextWords)), false).at(1); at != "" {
		t.Errorf("a crowded file: %q", at)
	}
}
