package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"
)

// onTerminal returns what a view writes to a terminal of this width.
func onTerminal(width int, write func(v *view)) string {
	var b bytes.Buffer
	out := newStream(&b)
	out.terminal, out.width = true, width
	write(&view{stdout: out, stderr: newStream(&b)})
	out.flush()
	return b.String()
}

var fruit = table{
	columns: []column{
		{title: "NAME"},
		{title: "COLOR", optional: true},
		{title: "TASTE", shrink: true},
	},
	rows: [][]string{
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
		got := onTerminal(width, func(v *view) { v.table(fruit) })
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
			t.Errorf("in %d cells: -want +got:\n%s", width, diff)
		}
		for line := range strings.Lines(got) {
			if width < minFold {
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
	got := onTerminal(1, func(v *view) { v.table(fruit) })
	if !strings.Contains(got, "apple\n  color: green\n") {
		t.Errorf("got:\n%s", got)
	}
}

func TestTableInPipe(t *testing.T) {
	var b bytes.Buffer
	out := newStream(&b)
	(&view{stdout: out}).table(fruit)
	out.flush()
	want := "apple\tgreen\tsour, and sweet when it is ripe\nぶどう\t\tsweet\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
