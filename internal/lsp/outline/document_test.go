package outline

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/patctl/patctl/internal/lsp/protocol"
)

var heads = []string{"template", "locals", "variable"}

func texts(d *Document) []string {
	var out []string
	for _, p := range d.Parts() {
		out = append(out, string(p.Text()))
	}
	return out
}

// TestParts: a part is a block or an argument with the comments before it. One without an
// end does not take the next with it.
func TestParts(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              {""},
		"a = 1\nb = 2":                  {"a = 1\n", "b = 2"},
		"# one\n\na = {\n b = 1\n}\n\n": {"# one\n\na = {\n b = 1\n}\n", "\n"},
		"template \"a\" {\n  x = [\n\ntemplate \"b\" {\n}\n":                        {"template \"a\" {\n  x = [\n\n", "template \"b\" {\n}\n"},
		"template \"a\" {\n  x = <<E\ntemplate \"b\" {\nE\n}\n# c\ny = 1\n":         {"template \"a\" {\n  x = <<E\ntemplate \"b\" {\nE\n}\n", "# c\ny = 1\n"},
		"template \"a\" {\n  x = \"}${f(\"{\", { a = \"}\" })}\" # }\n}\nlocals {}": {"template \"a\" {\n  x = \"}${f(\"{\", { a = \"}\" })}\" # }\n}\n", "locals {}"},
		"template \"a\" {\n  x = \"open\n}\nlocals {\n}\n":                          {"template \"a\" {\n  x = \"open\n}\n", "locals {\n}\n"},
		"/* {\ntemplate \"a\" {\n*/ a = 1\nb = \"$${\"\n":                           {"/* {\ntemplate \"a\" {\n*/ a = 1\n", "b = \"$${\"\n"},
	} {
		if got := texts(New([]byte(text), heads)); !slices.Equal(got, want) {
			t.Errorf("%q:\n%q, expected\n%q", text, got, want)
		}
	}
}

// TestManyParts: a text of too many parts is one, until an edit makes them fewer.
func TestManyParts(t *testing.T) {
	const line = "a=1\n"
	text := strings.Repeat(line, maxParts)
	for _, d := range []*Document{New([]byte(text+line), heads), New([]byte(text), heads).Replace(7, 7, "\nb")} {
		if got := texts(d); len(got) != 1 || d.Position(d.Size()).Line != maxParts+1 {
			t.Fatalf("a text of %d parts has %d", maxParts+1, len(got))
		}
		if got := texts(d.Replace(0, 4, "")); len(got) != maxParts {
			t.Errorf("a text of %d parts has %d", maxParts, len(got))
		}
	}
}

// TestEditsAsNew: after any edits, the parts and places are those of the text, and a
// position and a byte lead to each other.
func TestEditsAsNew(t *testing.T) {
	pieces := []string{"", "\n", "\r\n", "\r", "{", "}", "\"", "${", "template \"a\" {\n", "  x = 1\n}\n", "# c\n", "/*", "*/", "<<E\n", "E\n", "y = [\"é😀\", 2]\n", "locals {\n", "\\", "\xff", " ", "(", ")"}
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		d, plain := New(nil, heads), ""
		for range 60 {
			start := r.IntN(len(plain) + 1)
			end := min(len(plain), start+r.IntN(1+r.IntN(12)))
			insert := ""
			for range r.IntN(4) {
				insert += pieces[r.IntN(len(pieces))]
			}
			d, plain = d.Replace(start, end, insert), plain[:start]+insert+plain[end:]
			if want := New([]byte(plain), heads); !slices.Equal(texts(d), texts(want)) || !slices.Equal(d.starts, want.starts) {
				t.Fatalf("seed %d: %q\nhas the parts\n%q, expected\n%q", seed, plain, texts(d), texts(want))
			}
		}
		if !bytes.Equal(d.Bytes(), []byte(plain)) {
			t.Fatalf("seed %d: %q, expected %q", seed, d.Bytes(), plain)
		}
		positions(t, d, plain)
	}
}

// positions compares with a plain way to count.
func positions(t *testing.T, d *Document, plain string) {
	t.Helper()
	line, begin := 0, 0
	for i := 0; i < len(plain); i++ {
		want := protocol.Position{Line: line, Character: len(utf16.Encode([]rune(plain[begin:i])))}
		within := plain[i] == '\n' && i > 0 && plain[i-1] == '\r' // in the middle of a line break
		middle := plain[i]&0xc0 == 0x80 && plain[i] != 0xff       // in the middle of a character
		if !within && !middle {
			if got := d.Position(i); got != want {
				t.Fatalf("byte %d of %q is at %v, expected %v", i, plain, got, want)
			}
			if got := d.Offset(want); got != i {
				t.Fatalf("%v of %q is byte %d, expected %d", want, plain, got, i)
			}
		}
		if plain[i] == '\n' || plain[i] == '\r' && !strings.HasPrefix(plain[i+1:], "\n") {
			line, begin = line+1, i+1
		}
	}
}
