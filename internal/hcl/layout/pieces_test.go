package layout

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A large file is formatted in pieces. Cut wherever it can be, it must come
// out the same as in one piece.
func TestFormatPieces(t *testing.T) {
	var all []byte
	for _, name := range formatCorpus(t) {
		src := readFormatFile(t, name)
		compareFormatPieces(t, filepath.Base(name), src)
		if pieces := split(src, 1); len(pieces) > 1 && !bytes.HasPrefix(src, []byte("\ufeff")) {
			all = append(append(all, src...), '\n')
		}
	}
	compareFormatPieces(t, "all together", all)
	compareFormatPieces(t, "a brace in a heredoc", []byte("a {\nb = <<E\n}\nc=1\nE\n}\nd {\n  }\n"))
	compareFormatPieces(t, "a brace in a comment", []byte("a {\n/*\n}\n*/\n}\nd {\n  }\n"))
	compareFormatPieces(t, "a byte order mark in the middle", []byte("a {\n}\n\ufeffb {\n}\n"))
	compareFormatPieces(t, "one argument in two pieces", []byte("a = {\n}\na = {\n}\n"))
}

func compareFormatPieces(t *testing.T, name string, src []byte) {
	t.Helper()
	whole, _, diags := formatWhole(src, "")
	pieces := split(src, 1)
	if joined := slices.Concat(pieces...); !bytes.Equal(joined, src) {
		t.Errorf("%s: the pieces are not the whole", name)
	}
	got, ok := formatPieces(pieces)
	if ok && diags.HasErrors() {
		t.Errorf("%s: the pieces hide a mistake: %v", name, diags)
	}
	if ok && !bytes.Equal(got, whole) {
		t.Errorf("%s (-whole +pieces):\n%s", name, cmp.Diff(string(whole), string(got)))
	}
}

func TestFormatLargeFile(t *testing.T) {
	src := largeSource(2000)
	if n := len(split(src, pieceSize)); n < 3 {
		t.Fatalf("the file is cut into %d pieces only", n)
	}
	want, _, _ := formatWhole(src, "")
	if got := formatted(t, string(src)); got != string(want) {
		t.Error("the file comes out otherwise than in one piece")
	}
	broken := append(src, "x = \n"...)
	out, diags := Format(broken, "main.pat.hcl")
	requireFormatErrors(t, diags)
	if line, want := diags[0].Subject.Start.Line, bytes.Count(broken, []byte("\n")); line != want {
		t.Errorf("the mistake is reported in line %d, not in %d", line, want)
	}
	if !bytes.Equal(out, broken) {
		t.Error("the source with a mistake was changed")
	}
}

func largeSource(templates int) []byte {
	var b bytes.Buffer
	for i := range templates {
		fmt.Fprintf(&b, "template reader-%d {\nname=\"reader-%d\"\n  expires_in = 90 # days\n  target_name = \"${var.org}\"\n"+
			"permissions = merge(local.read_repo,{contents=\"write\",pull_requests=\"write\"})\n\n"+
			"  repositories = [\"octo-org/${each.key}\"]\n  match {\n    name = \"reader-%d*\"\n    permissions = \"at_most\"\n  }\n}\n\n", i, i, i)
	}
	return b.Bytes()
}

func BenchmarkFormat(b *testing.B) {
	src := largeSource(10_000)
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, diags := Format(src, "main.pat.hcl"); diags.HasErrors() {
			b.Fatal(diags)
		}
	}
}
