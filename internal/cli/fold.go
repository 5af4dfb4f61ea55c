package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// MinFold is the width in columns below which lines are broken no further.
const MinFold = 30

// sequences are the escape sequences that patctl itself writes: colours and
// hyperlinks. They take no room on a terminal.
var sequences = lazyregexp.New(`\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b\s]*\x1b\\`)

// seen is text as a terminal shows it.
func seen(text string) string {
	if !strings.Contains(text, "\x1b") {
		return text
	}
	return sequences.ReplaceAllString(text, "")
}

// fold breaks the lines of a text at spaces where they are wider than the
// terminal, and indents what follows. For another program it changes nothing.
// A word that is too long, as a link is, stays whole, so that it can be copied.
func (s *Stream) fold(text []byte) []byte {
	if !s.Terminal {
		return text
	}
	var b bytes.Buffer
	f := folder{out: &b, width: max(s.Width, MinFold)}
	_, _ = f.Write(text) // a Buffer takes everything
	_ = f.Flush()
	return b.Bytes()
}

// folder folds text while it is written, line by line.
type folder struct {
	out   io.Writer
	width int    // 0: nothing is folded
	line  []byte // that has no end yet
}

// folder returns what folds a text for the stream. It is to be flushed at the end.
func (s *Stream) folder() *folder {
	if !s.Terminal {
		return &folder{out: s}
	}
	return &folder{out: s, width: max(s.Width, MinFold)}
}

func (f *folder) Write(p []byte) (int, error) {
	if f.width == 0 {
		return f.out.Write(p)
	}
	for line := range bytes.Lines(p) {
		f.line = append(f.line, line...)
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		if err := f.Flush(); err != nil {
			return 0, err
		}
	}
	return len(p), nil
}

// Flush writes the line that was begun.
func (f *folder) Flush() error {
	line := string(f.line)
	f.line = f.line[:0]
	if len(line) <= f.width || uniseg.StringWidth(seen(strings.TrimSuffix(line, "\n"))) <= f.width {
		_, err := io.WriteString(f.out, line)
		return err
	}
	var b strings.Builder
	foldLine(&b, line, f.width)
	_, err := io.WriteString(f.out, b.String())
	return err
}

// foldLine writes a line, which may end in a line break, in several. Spaces
// before a break, or for which there is no room, are left out.
func foldLine(b *strings.Builder, line string, width int) {
	hang := strings.Repeat(" ", hangOf(seen(line), width))
	used, gap, begun := 0, 0, false // cells in this line; spaces after them; whether there is a word
	for i, word := range strings.Split(line, " ") {
		if i > 0 {
			gap++
		}
		if word == "" {
			continue
		}
		visible := seen(strings.TrimSuffix(word, "\n"))
		w := uniseg.StringWidth(visible)
		switch fits := used+gap+w <= width; {
		case !fits && visible == "": // a line break, or an escape sequence
		case !fits && begun && (len(hang)+w <= width || used > width/2):
			b.WriteString("\n" + hang)
			used = len(hang)
		default:
			b.WriteString(strings.Repeat(" ", gap))
			used += gap
		}
		b.WriteString(word)
		used, gap, begun = used+w, 0, begun || w > 0
	}
	if used+gap <= width {
		b.WriteString(strings.Repeat(" ", gap))
	}
}

// valueColumn is a label at the beginning of a line with its value in a column
// of its own.
var valueColumn = lazyregexp.New(`^ *[A-Z][A-Za-z ]*: {2,}`)

// hangOf returns how far the lines after the first are indented: to the column
// of the value, or a little more than the first line.
func hangOf(line string, width int) int {
	if column := len(valueColumn.FindString(line)); column > 0 && column <= width/2 {
		return column
	}
	leading := len(line) - len(strings.TrimLeft(line, " "))
	return min(leading+2, width/2)
}
