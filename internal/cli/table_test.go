package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
)

// OnTerminal returns what a view writes to a terminal of this width.
func OnTerminal(width int, write func(v *View)) string {
	var b bytes.Buffer
	out := NewStream(&b)
	out.Terminal, out.Width = true, width
	write(&View{Stdout: out, Stderr: NewStream(&b)})
	out.Flush()
	return b.String()
}

var fruit = Table{
	Columns: []Column{
		{Title: "NAME"},
		{Title: "COLOR", Optional: true},
		{Title: "TASTE", Shrink: true},
	},
	Rows: [][]string{
		{"apple", "green", "sour, and sweet when it is ripe"},
		{"ぶどう", "", "sweet"},
	},
}

func TestTableOnTerminal(t *testing.T) {
	for width, want := range map[int]string{
		60: `
NAME    COLOR  TASTE
apple   green  sour, and sweet when it is ripe
ぶどう         sweet
`,
		36: `
NAME    COLOR  TASTE
apple   green  sour, and sweet wh...
ぶどう         sweet
`,
		28: `
NAME    TASTE
apple   sour, and sweet w...
ぶどう  sweet
`,
		23: `
apple
  color: green
  taste: sour, and sweet when
    it is ripe
ぶどう
  taste: sweet
`,
	} {
		got := OnTerminal(width, func(v *View) { v.Table(fruit) })
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
			t.Errorf("in %d cells: -want +got:\n%s", width, diff)
		}
		for line := range strings.Lines(got) {
			if width < MinFold {
				continue
			}
			if w := uniseg.StringWidth(strings.TrimSuffix(line, "\n")); w > width {
				t.Errorf("in %d cells: %q takes %d", width, line, w)
			}
		}
	}
}

// A column that must not be cut or left out is whole on any terminal.
func TestTableOnNarrowTerminal(t *testing.T) {
	got := OnTerminal(1, func(v *View) { v.Table(fruit) })
	if !strings.Contains(got, "apple\n  color: green\n") {
		t.Errorf("got:\n%s", got)
	}
}

func TestTableInPipe(t *testing.T) {
	var b bytes.Buffer
	out := NewStream(&b)
	(&View{Stdout: out}).Table(fruit)
	out.Flush()
	want := "apple\tgreen\tsour, and sweet when it is ripe\nぶどう\t\tsweet\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
