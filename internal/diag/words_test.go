package diag

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
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

// TestWordsCountTextsOnce: what is in quotes and in comments counts once, as far as it is certain.
func TestWordsCountTextsOnce(t *testing.T) {
	for src, want := range map[string]int{
		`a = "GET /repos/{owner}/{repo}/pulls"`: 5,
		`a = "one \"two\" three" + b`:           9,
		"# one, two, three\na = 1 // it's\n":    7,
		`a = "x ${var.y} z" + b`:                13,
		"a = \"${f(\"x y z\")} b c\"\n":         19, // a quote in an interpolation
		"a = \"open\n}\" b c d\"\n":             12,
		"/* \" */ a b c \" d e\n":               12,
		"# ${\n\" a b c \"\n":                   10,
	} {
		if got, _ := Words([]byte(src)); got != want {
			t.Errorf("%q: %d, want %d", src, got, want)
		}
	}
}

// TestWordsAreNotFewerThanTokens: memory is bounded by words, so no text has many more tokens.
func TestWordsAreNotFewerThanTokens(t *testing.T) {
	for i := range 3000 {
		words := slices.Concat(quoting, quoting, []string{"<<E\n", "E\n", "/*", "*/", "# ", "// "})
		if i%2 == 0 {
			words = quoting
		}
		chance := rand.New(rand.NewPCG(2, uint64(i)))
		var src strings.Builder
		for range 60 {
			src.WriteString(words[chance.IntN(len(words))])
		}
		// A desynchronized count would miss all of these.
		src.WriteString("[" + strings.Repeat("1,", 500) + "]\n")
		tokens, _ := hclsyntax.LexConfig([]byte(src.String()), "x", hcl.InitialPos)
		if got, _ := Words([]byte(src.String())); got < len(tokens)*9/10 {
			t.Fatalf("%q: %d words, %d tokens", src.String(), got, len(tokens))
		}
	}
}

// quoting are words that begin and end texts, or seem to.
var quoting = []string{"\"", "\"", "\\", "${", "%{", "}", "{", "$", "%", "\n", "\r", "a", " ", "\xff", "é"}
