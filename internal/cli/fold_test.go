package cli

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rivo/uniseg"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/mutate"
)

func terminalOf(width int) *Stream {
	s := NewStream(io.Discard)
	s.Terminal, s.Width = true, width
	return s
}

func TestFold(t *testing.T) {
	link := "https://github.com/settings/personal-access-tokens/new?name=reader&contents=read"
	for _, test := range []struct{ in, want string }{
		{"short\n", "short\n"},
		{"  error rule: one two three four five six seven\n", "  error rule: one two three four five\n    six seven\n"},
		{"  Description:    one two three four five six\n", "  Description:    one two three four\n                  five six\n"},
		{"  fix: " + link + " and more words\n", "  fix: " + link + "\n    and more words\n"},
		{link + "\n\nnext\n", link + "\n\nnext\n"},
		{"\x1b[31mred\x1b[0m \x1b]8;;" + link + "\x1b\\words\x1b]8;;\x1b\\ that are not wide at all\n", "\x1b[31mred\x1b[0m \x1b]8;;" + link + "\x1b\\words\x1b]8;;\x1b\\ that are not wide at all\n"},
		{"ぶどうぶどう ぶどうぶどう ぶどうぶどう ぶどう", "ぶどうぶどう ぶどうぶどう ぶどうぶどう\n  ぶどう"},
	} {
		if diff := cmp.Diff(test.want, string(terminalOf(40).fold([]byte(test.in)))); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.in, diff)
		}
	}
	long := strings.Repeat("word ", 100)
	if got := string(NewStream(io.Discard).fold([]byte(long))); got != long {
		t.Errorf("a pipe got %q", got)
	}
}

// TestFolderFoldsWhatComesInPieces: where a text is cut does not matter.
func TestFolderFoldsWhatComesInPieces(t *testing.T) {
	text := strings.Repeat("  error rule: one two three four five six seven\n\nshort\n", 3) + "and an end without a line break"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		s := NewStream(&out)
		s.Terminal, s.Width = true, 40
		f := s.folder()
		for piece := range slices.Chunk([]byte(text), size) {
			_, _ = f.Write(piece)
		}
		if err := f.Flush(); err != nil {
			t.Fatal(err)
		}
		s.Flush()
		if diff := cmp.Diff(string(s.fold([]byte(text))), out.String()); diff != "" {
			t.Fatalf("in pieces of %d bytes: %s", size, diff)
		}
	}
}

// FuzzFold: folding adds and removes only space, as a terminal shows the text,
// and lines fit where their words do.
func FuzzFold(f *testing.F) {
	mutate.Add(f, "  one two  three\n\n four", 30)
	mutate.Add(f, "one \x00\x01re and more words that are \x1b[0m ", 0)
	mutate.Add(f, "\x1b[1mbold\x1b[0m words "+strings.Repeat("and more ", 20), 31)
	f.Fuzz(func(t *testing.T, text string, width int) {
		width = MinFold + (width&0x7fffffff)%200
		got := string(terminalOf(width).fold([]byte(text)))
		if !slices.Equal(strings.Fields(seen(got)), strings.Fields(seen(text))) {
			t.Fatalf("%q became %q", text, got)
		}
		if !slices.Equal(sequences.FindAllString(got, -1), sequences.FindAllString(text, -1)) {
			t.Fatalf("%q became %q, with other escape sequences", text, got)
		}
		for line := range strings.Lines(got) {
			line = strings.TrimSuffix(line, "\n")
			if len(strings.Split(strings.TrimSpace(line), " ")) > 1 && uniseg.StringWidth(seen(line)) > width && fitsWords(line, width/2) {
				t.Fatalf("%q is wider than %d", line, width)
			}
		}
	})
}

// fitsWords reports whether a line is of plain short words: anything else may be
// wider than the sum of its parts, or begin with more space than there is.
func fitsWords(line string, width int) bool {
	if strings.HasPrefix(line, strings.Repeat(" ", width)) || strings.Contains(line, "  ") {
		return false
	}
	for _, r := range line {
		if r < ' ' || r > '~' {
			return false
		}
	}
	for word := range strings.FieldsSeq(line) {
		if len(word) > width {
			return false
		}
	}
	return true
}

func TestHyperlinks(t *testing.T) {
	for _, test := range []struct {
		environ string
		pipe    bool
		want    bool
	}{
		{"", false, false},
		{"TERM=xterm-256color", false, false},
		{"TERM=xterm-kitty", false, true},
		{"TERM=foot-extra", false, true},
		{"TERM_PROGRAM=WezTerm", false, true},
		{"TERM_PROGRAM=Apple_Terminal", false, false},
		{"WT_SESSION=1", false, true},
		{"WT_SESSION=1", true, false},
		{"WT_SESSION=1 CI=true", false, false},
		{"WT_SESSION=1 CI=false", false, true},
		{"WT_SESSION=1 TERM=dumb", false, false},
		{"WT_SESSION=1 NO_COLOR=1", false, false},
		{"WT_SESSION=1 FORCE_HYPERLINK=0", false, false},
		{"VTE_VERSION=7200", false, true},
		{"VTE_VERSION=4600", false, false},
		{"VTE_VERSION=x", false, false},
		{"FORCE_HYPERLINK=1", false, true},
		{"FORCE_HYPERLINK=1", true, false},
		{"FORCE_HYPERLINK=1 CLICOLOR_FORCE=1", true, false},
		{"FORCE_HYPERLINK=1 CI=1", false, false},
	} {
		e := &Env{Stdout: NewStream(io.Discard), Stderr: NewStream(io.Discard), Now: func() time.Time { return time.Time{} }}
		e.Environ = strings.Fields(test.environ)
		e.Stdout.Terminal = !test.pipe
		e.SetStyle()
		if e.Stdout.links != test.want {
			t.Errorf("%+v: links %t", test, e.Stdout.links)
		}
	}
}

// TestHyperlinkIsHarmless: no text of a stranger gets into an escape sequence
// that could end it, or show another address than it opens.
func TestHyperlinkIsHarmless(t *testing.T) {
	for _, address := range []string{
		"", "http://example.com", "javascript:alert(1)", "https://example.com/\x1b\\x", "https://example.com/\a", "https://example.com/ x",
		"https://example.com/\u202e", "https://ex\u0430mple.com", "https://example.com/\xff", "https://example.com/" + strings.Repeat("x", 2000), "file:///etc/passwd",
	} {
		if got := format.Hyperlink(address, "text"); got != "text" {
			t.Errorf("%q became %q", address, got)
		}
	}
	if got := format.Hyperlink("https://github.com/a?b=c", "text"); got != "\x1b]8;;https://github.com/a?b=c\x1b\\text\x1b]8;;\x1b\\" {
		t.Errorf("%q", got)
	}
}
