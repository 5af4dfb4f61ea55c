package diag

import (
	"bytes"
	"encoding/json"
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/mutate"
)

var ownSGR = regexp.MustCompile(`\x1b\[(0|1|2|31|33|1;4|1;31|1;33)m`)

// checkNoControl fails where out holds anything that a terminal would obey.
func checkNoControl(t *testing.T, out string, color bool) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Errorf("the output is not UTF-8:\n%q", out)
	}
	if color {
		out = ownSGR.ReplaceAllString(out, "")
	}
	for i, r := range out {
		if r != '\n' && masked(r) {
			t.Fatalf("the output holds %U at byte %d:\n%q", r, i, out)
		}
	}
}

func FuzzPrinter(f *testing.F) {
	mutate.Add(f, "main.pat.hcl", []byte(hostileSource), "Summary", "Detail\n\n  code", 20, 30, 0, 10, 80)
	mutate.Add(f, hostileName, []byte("\xef\xbb\xbf"), "\x1b", "\t\u2028", -1, 1<<40, 5, 2, 0)
	mutate.Add(f, "x.pat.json", []byte(`{"template": {"a": {"b": [1]}}, "x"`), "", "", 20, 3, 0, 0, 1)
	f.Fuzz(func(t *testing.T, name string, src []byte, summary, detail string, start, end, from, to, width int) {
		d := Error(Range{Filename: name, Start: Pos{Line: start, Column: end, Byte: start}, End: Pos{Byte: end}}, "x", summary, detail)
		d.Context = &Range{Filename: name, Start: Pos{Byte: from}, End: Pos{Byte: to}}
		sources := map[string][]byte{name: src}
		for _, color := range []bool{false, true} {
			var out bytes.Buffer
			p := Printer{Sources: sources, Color: color, Width: width}
			if err := p.Text(&out, Diagnostics{d}); err != nil {
				t.Fatal(err)
			}
			checkNoControl(t, out.String(), color)
		}
		doc := NewDocument("1.0", "1.0.0", Diagnostics{d}, sources)
		if _, err := json.Marshal(doc); err != nil {
			t.Fatal(err)
		}
		s := doc.Diagnostics[0].Snippet
		if s != nil && (s.HighlightStartOffset > s.HighlightEndOffset || s.HighlightEndOffset > len(s.Code)) {
			t.Fatalf("highlight %d to %d is not in %q", s.HighlightStartOffset, s.HighlightEndOffset, s.Code)
		}
	})
}
