package testreport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// text writes a line for each case, below the name of its file, and of those that failed also
// why; then the tally, and what no case depends on.
func (d *Document) text(b *bytes.Buffer, p format.Palette) {
	w := textWriter{format.TextWriter{Writer: b, Palette: p}}
	file := ""
	for i := range d.Cases {
		c := &d.Cases[i]
		if i == 0 || c.File != file {
			file = c.File
			w.Line("%s", w.Heading(notACommand(diag.Printable(file))))
		}
		w.testCase(c)
	}
	w.Line("")
	if d.Summary.Failed > 0 {
		w.Line("%s", w.Label("- expected  + actual"))
	}
	w.tally(d)
	w.untouched(d)
}

// notACommand keeps the log of a workflow from obeying the name of a file at the start of a line.
func notACommand(name string) string {
	if strings.HasPrefix(name, "::") {
		return "./" + name
	}
	return name
}

// textWriter writes the parts of the text.
type textWriter struct{ format.TextWriter }

func (w textWriter) testCase(c *Case) {
	if !c.Failed() {
		w.Line("  %s %s", w.Good("pass"), diag.Printable(c.Title))
		return
	}
	w.Line("  %s %s", w.Bad("FAIL"), diag.Printable(c.Title))
	w.Line("       %s", w.Label(c.Place()))
	if subject := c.subjectText(); subject != "" {
		w.Line("       %s", subject)
	}
	for _, line := range c.differences() {
		paint := w.Good
		if strings.HasPrefix(line, "-") {
			paint = func(s string) string { return w.Paint("31", s) }
		}
		w.Line("       %s", paint(line))
	}
	for _, line := range c.about() {
		w.Line("       %s", line)
	}
}

func (w textWriter) tally(d *Document) {
	if d.Summary.Failed > 0 {
		w.Line("%s", w.Bad(d.Tally()))
		return
	}
	w.Line("%s", w.Good(d.Tally()))
}

// maxUntouched is how many templates a text lists; the JSON document has them all.
const maxUntouched = 10

// untouched says what no case covers.
func (w textWriter) untouched(d *Document) {
	if d.Untouched == nil {
		return
	}
	var lines []string
	lines = append(lines, some(d.Untouched.Templates, "%s", "template")...)
	lines = append(lines, some(d.Untouched.Policies, "policy %q, which no case violates", "policy", "policies")...)
	lines = append(lines, some(d.Untouched.Rules, "rule %q, which finds nothing", "rule")...)
	if len(lines) == 0 {
		return
	}
	w.Line("")
	w.Line("Not covered by a case:")
	for _, line := range lines {
		w.Line("  %s", diag.Printable(line))
	}
}

// some names the first of many.
func some(names []string, layout string, nouns ...string) []string {
	var lines []string
	for _, name := range names[:min(len(names), maxUntouched)] {
		lines = append(lines, fmt.Sprintf(layout, name))
	}
	if more := len(names) - len(lines); more > 0 {
		nouns = append(nouns, nouns[0]+"s")
		lines = append(lines, "... and "+format.Counted(more, "more "+nouns[0], "more "+nouns[1]))
	}
	return lines
}
