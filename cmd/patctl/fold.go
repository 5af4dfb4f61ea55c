package main

import (
	"regexp"
	"strings"

	"github.com/rivo/uniseg"
)

// minFold is the width in columns below which lines are broken no further.
const minFold = 30

// sequences are the escape sequences that patctl itself writes: colours and
// hyperlinks. They take no room on a terminal.
var sequences = regexp.MustCompile(`\x1b\[[0-9;]*m|\x1b\]8;;[^\x1b]*\x1b\\`)

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
func (s *stream) fold(text []byte) []byte {
	if !s.terminal {
		return text
	}
	width := max(s.width, minFold)
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if len(line) <= width || uniseg.StringWidth(seen(strings.TrimSuffix(line, "\n"))) <= width {
			b.WriteString(line)
			continue
		}
		foldLine(&b, line, width)
	}
	return []byte(b.String())
}

// foldLine writes a line, which may end in a line break, in several.
func foldLine(b *strings.Builder, line string, width int) {
	hang := strings.Repeat(" ", hangOf(seen(line), width))
	used, begun := 0, false // cells in this line; whether there is a word in it
	for i, word := range strings.Split(line, " ") {
		w := uniseg.StringWidth(seen(strings.TrimSuffix(word, "\n")))
		switch {
		case i == 0:
		case begun && word != "" && used+1+w > width && (len(hang)+w <= width || used > width/2):
			b.WriteString("\n" + hang)
			used, begun = len(hang), false
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used, begun = used+w, begun || w > 0
	}
}

// valueColumn is a label at the beginning of a line with its value in a column
// of its own.
var valueColumn = regexp.MustCompile(`^ *[A-Z][A-Za-z ]*: {2,}`)

// hangOf returns how far the lines after the first are indented: to the column
// of the value, or a little more than the first line.
func hangOf(line string, width int) int {
	if column := len(valueColumn.FindString(line)); column > 0 && column <= width/2 {
		return column
	}
	leading := len(line) - len(strings.TrimLeft(line, " "))
	return min(leading+2, width/2)
}
