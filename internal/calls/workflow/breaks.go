package workflow

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/calls/reading"
)

// otherBreaks are characters that end a line only in YAML. Elsewhere, only a line feed does.
const otherBreaks = "\r\u0085\u2028\u2029"

// start is where a line of YAML begins in the text: a line and a column, from 1.
type start struct{ line, column int }

// linesOf splits a text into the lines of YAML.
func linesOf(text string) (lines []string, starts []start) {
	for i, line := range strings.Split(text, "\n") {
		column := 1
		for {
			starts = append(starts, start{i + 1, column})
			at := strings.IndexAny(line, otherBreaks)
			if at < 0 {
				break
			}
			_, size := utf8.DecodeRuneInString(line[at:])
			lines = append(lines, line[:at])
			column += utf8.RuneCountInString(line[:at]) + 1
			line = line[at+size:]
		}
		lines = append(lines, line)
	}
	return lines, starts
}

// inText converts places in lines of YAML to places in the text.
func inText(found *reading.Reading, starts []start) {
	move := func(line, column *int) {
		s := starts[min(max(*line, 1), len(starts))-1]
		*line, *column = s.line, s.column+*column-1
	}
	for i := range found.Calls {
		move(&found.Calls[i].Line, &found.Calls[i].Column)
	}
	for i := range found.Unclear {
		move(&found.Unclear[i].Line, &found.Unclear[i].Column)
	}
	for i := range found.Accepted {
		move(&found.Accepted[i].Line, &found.Accepted[i].Column)
	}
	for i := range found.Integration {
		column := 1
		move(&found.Integration[i], &column)
	}
	for i := range found.Runs {
		move(&found.Runs[i].Line, &found.Runs[i].Column)
	}
	found.Unclear = slices.CompactFunc(found.Unclear, func(a, b reading.Unclear) bool { return a.Line == b.Line && a.Call == b.Call })
}
