package language_test

import (
	"context"
	"testing"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/lsp/language"
	"github.com/patctl/patctl/internal/lsp/outline"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/mutate"
)

// FuzzAnswers: every text has answers at every place, and what they are about is in it.
func FuzzAnswers(f *testing.F) {
	for _, file := range []string{"testdata/values.txt", "testdata/halfwritten.txt", "testdata/json.txt", "testdata/hover.txt", "testdata/tests.txt"} {
		for i, c := range readCases(f, file) {
			if i%4 == 0 {
				mutate.AddFew(f, c.file, c.text, 10)
			}
		}
	}
	f.Fuzz(func(t *testing.T, file, text string, offset int) {
		const long = 1 << 12
		if len(text) > long {
			return
		}
		name := []string{"a.pat.hcl", "a.pat.json", "a.pattest.hcl", "a.patvars", "a.patvars.json"}[(len(file)+offset&0xff)%5]
		ms := load(t)
		m := ms["."]
		d := outline.New([]byte(text), language.Heads(name))
		m.Set(name, d)
		ctx := context.Background()
		for _, at := range []int{offset, offset % (len(text) + 1), len(text) / 2, len(text)} {
			for _, item := range m.Complete(ctx, name, at).Items {
				inside(t, d, item.TextEdit.Range)
				if r := item.TextEdit.Range; r.Start.Line != r.End.Line {
					t.Errorf("%q at %d of %q replaces %v, which is not on one line", item.Label, at, text, r)
				}
			}
			if h := m.Hover(ctx, name, at); h != nil {
				inside(t, d, *h.Range)
				if utf8.ValidString(text) && !utf8.ValidString(h.Contents.Value) {
					t.Errorf("the hover at %d of %q is not UTF-8", at, text)
				}
			}
			if s := m.Signature(name, at); s != nil && s.ActiveParameter < 0 {
				t.Errorf("parameter %d at %d of %q", s.ActiveParameter, at, text)
			}
		}
		symbolsInside(t, d, m.Symbols(name))
		if n := len(m.Tokens(ctx, name).Data); n%5 != 0 {
			t.Errorf("%d numbers for the tokens of %q", n, text)
		}
	})
}

func inside(t *testing.T, d *outline.Document, r protocol.Range) {
	t.Helper()
	start, end := d.Offset(r.Start), d.Offset(r.End)
	if start > end || d.Position(start) != r.Start || d.Position(end) != r.End {
		t.Errorf("the range %v is not one of %q", r, d.Bytes())
	}
}

func symbolsInside(t *testing.T, d *outline.Document, symbols []protocol.DocumentSymbol) {
	t.Helper()
	for _, s := range symbols {
		inside(t, d, s.Range)
		inside(t, d, s.SelectionRange)
		if a, b := d.Offset(s.SelectionRange.End), d.Offset(s.Range.End); a > b || s.Name == "" {
			t.Errorf("the symbol %q of %q is selected behind its end, or has no name", s.Name, d.Bytes())
		}
		symbolsInside(t, d, s.Children)
	}
}
