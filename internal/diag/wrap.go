package diag

import (
	"strings"

	"github.com/rivo/uniseg"
)

// wrap returns the lines of text, broken at spaces so that none is wider than
// width columns where that is possible. Lines that begin with two spaces are
// commands or code to copy, and stay whole.
func wrap(text string, width int) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \n")
		if strings.HasPrefix(line, "  ") {
			lines = append(lines, line)
			continue
		}
		lines = append(lines, wrapLine(line, width)...)
	}
	return lines
}

// Reflow sets the paragraphs of a text anew in lines of at most width columns
// where that is possible. Indented lines stay as they are.
func Reflow(text string, width int) string {
	var out, paragraph []string
	end := func() {
		if paragraph != nil {
			out = append(out, wrapLine(strings.Join(paragraph, " "), width)...)
			paragraph = nil
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if line != "" && !strings.HasPrefix(line, " ") {
			paragraph = append(paragraph, line)
			continue
		}
		end()
		out = append(out, line)
	}
	end()
	return strings.Join(out, "\n")
}

func wrapLine(line string, width int) []string {
	var (
		lines []string
		b     strings.Builder
		used  int
	)
	for i, word := range strings.Split(line, " ") {
		w := uniseg.StringWidth(word)
		switch {
		case i == 0:
		case used+1+w > width:
			lines = append(lines, b.String())
			b.Reset()
			used = 0
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += w
	}
	return append(lines, b.String())
}
