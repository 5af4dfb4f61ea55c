package diag

import (
	"fmt"
	"io"
	"strings"
)

const (
	// textWidth is how wide text is set at most: longer lines are hard to read.
	textWidth = 78
	minWidth  = 40
	maxWidth  = 1 << 16 // no terminal is wider: what says so is mistaken
	// sourceWidth is where source lines are cut if the width is not known, as
	// in a log: far enough for lines that people write.
	sourceWidth = 160
	// workingDirectory is the place of a diagnostic about the directory as a
	// whole. There is nothing to point at, and the text says which one it is.
	workingDirectory = "."
	// maxLines is how many source lines one diagnostic shows at most.
	maxLines = 8
)

// Printer writes diagnostics for people. Whatever the sources and the
// diagnostics hold, it writes no control characters but line breaks and, with
// Color, its own SGR sequences.
type Printer struct {
	Sources map[string][]byte // the files, by the names in ranges
	Color   bool              // with a box and colours; otherwise with carets
	Width   int               // of the terminal in columns; 0: there is none
	Program Program           // whose commands the diagnostics name
}

// Text writes diags in their order, a blank line after each. Of more than 10,000 errors, it writes
// the first 10,000 and how many more there are, and the same of warnings.
func (p *Printer) Text(w io.Writer, diags Diagnostics) error {
	sources := newFiles(p.Sources)
	for _, d := range Limit(diags) {
		block := textBlock{printer: p, d: d}
		block.compose(sources)
		if _, err := io.WriteString(w, block.String()); err != nil {
			return err
		}
	}
	return nil
}

// available returns the columns of a line beside the box.
func (p *Printer) available() int {
	width := p.Width - 1 // some terminals break a line that is full
	if p.Width <= 0 {
		width = sourceWidth
	}
	if p.Color {
		width -= len("| ")
	}
	return min(max(width, minWidth), maxWidth)
}

// textBlock is one diagnostic as lines of text.
type textBlock struct {
	printer *Printer
	d       *Diagnostic
	lines   []string
}

func (b *textBlock) compose(sources *files) {
	b.add(b.title())
	if b.d.Subject != nil && b.d.Subject.Filename != workingDirectory {
		b.add("")
		b.place(sources.file(b.d.Subject.Filename))
	}
	if b.d.Detail != "" {
		b.add("")
		b.lines = append(b.lines, wrap(PrintableText(b.printer.Program.Say(strings.Trim(b.d.Detail, "\r\n"))), min(b.printer.available(), textWidth))...)
	}
}

func (b *textBlock) add(lines ...string) { b.lines = append(b.lines, lines...) }

// severity returns the word for the severity, and its colour as SGR.
func (b *textBlock) severity() (word, color string) {
	if IsError(b.d) {
		return "Error", "31"
	}
	return "Warning", "33"
}

func (b *textBlock) title() string {
	word, color := b.severity()
	return b.paint("1;"+color, word+": ") + b.paint("1", Printable(b.printer.Program.Say(b.d.Summary)))
}

// place adds where the subject is, the source there, and the values behind it.
func (b *textBlock) place(f *file) {
	on := "  on " + Printable(Place(*b.d.Subject))
	if b.d.Subject.Start.Line <= 0 { // a file or a flag as a whole
		b.add(on)
		return
	}
	if f == nil {
		b.add(on + ":")
		b.add("  (the source is not available)")
		return
	}
	x := f.excerptOf(b.d)
	if name := f.contexts.at(x.start); name != "" {
		on += ", in " + Printable(name)
	}
	b.add(on + ":")
	if hidesSource(b.d) {
		b.add("  (the source line is not shown: it may contain a sensitive value)")
		return
	}
	b.source(x)
	b.values()
}

// source adds the lines of the excerpt, as many as are fit to be read.
func (b *textBlock) source(x excerpt) {
	first := max(x.first, x.subjectFirst-maxLines/2)
	last := min(x.last, first+maxLines-1)
	for i := first; i <= last; i++ {
		number := fmt.Sprintf("%4d: ", i+1)
		line := x.file.showLine(i, x.start, x.end, b.printer.available()-len(number))
		b.sourceLine(number, line, x.subjectFirst == i)
	}
	if last < x.last {
		b.add(fmt.Sprintf("      (and %d more lines)", x.last-last))
	}
}

func (b *textBlock) sourceLine(number string, l shownLine, first bool) {
	carets := max(1, cellsWidth(l.subject))
	if first && len(l.subject) == 0 {
		l = l.pointing()
	}
	before, subject, after := cellsText(l.before), cellsText(l.subject), cellsText(l.after)
	b.add(number + before + b.paint("1;4", subject) + after)
	if first && !b.printer.Color {
		indent := len(number) + cellsWidth(l.before)
		b.add(strings.Repeat(" ", indent) + strings.Repeat("^", carets))
	}
}

// pointing returns l with the character that follows as its subject, for a
// subject that is empty: the place where something is missing.
func (l shownLine) pointing() shownLine {
	if len(l.after) == 0 {
		return shownLine{l.before, []cell{{" ", 1}}, nil}
	}
	return shownLine{l.before, l.after[:1], l.after[1:]}
}

func (b *textBlock) values() {
	values := valuesOf(b.d)
	if len(values) == 0 {
		return
	}
	b.add("    " + b.paint("2", "├"+strings.Repeat("─", 16)))
	for _, v := range values {
		b.add("    " + b.paint("2", "│ ") + b.paint("1", v.Traversal) + " " + v.Statement)
	}
}

func (b *textBlock) paint(sgr, text string) string {
	if !b.printer.Color || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// String returns the lines, in a box where there is colour.
func (b *textBlock) String() string {
	var out strings.Builder
	left := ""
	if b.printer.Color {
		_, color := b.severity()
		out.WriteString(b.paint(color, "╷") + "\n")
		left = b.paint(color, "│")
	}
	for _, line := range b.lines {
		if left != "" && line != "" {
			line = " " + line
		}
		out.WriteString(left + strings.TrimRight(line, " ") + "\n")
	}
	if b.printer.Color {
		_, color := b.severity()
		out.WriteString(b.paint(color, "╵") + "\n")
		return out.String()
	}
	return out.String() + "\n"
}
