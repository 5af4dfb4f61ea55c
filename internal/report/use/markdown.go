package use

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// WriteMarkdown writes what was read.
func (l *Log) WriteMarkdown(b *bytes.Buffer) {
	lines := l.Lines()
	for i, line := range lines[:min(len(lines), format.MaxListed)] {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("- " + format.Clipped(line) + "\n")
	}
	if more := len(lines) - format.MaxListed; more > 0 {
		fmt.Fprintf(b, "- and %d more\n", more)
	}
}

// WriteMarkdown writes a table of the templates that grant more than their tokens used.
func WriteMarkdown(b *bytes.Buffer, list []Template) {
	more := wide(list)
	if len(more) == 0 {
		return
	}
	b.WriteString("\n## Templates that grant more than was used\n\n| Template | Tokens | Days | More than was used | Enough |\n|---|--:|--:|---|---|\n")
	for i := range more[:min(len(more), format.MaxListed)] {
		t := &more[i]
		cell := ""
		for k, u := range t.Unneeded {
			if k > 0 {
				cell += "<br>"
			}
			cell += format.Clipped(u.Name+" = "+quoted(string(u.Granted))) + " " + format.Clipped(u.Words())
		}
		fmt.Fprintf(b, "| %s | %d | %d | %s | %s |\n", format.Clipped(t.Address), t.Tokens, t.Days, cell, enough(t))
	}
	if rest := len(more) - format.MaxListed; rest > 0 {
		fmt.Fprintf(b, "\n%s. The JSON has all of them.\n", format.Counted(rest, "more template", "more templates"))
	}
}

// maxLink is the length of a link beyond which it takes too much of the room.
const maxLink = 2000

// enough is the narrower template, with its link where that is safe and short.
func enough(t *Template) string {
	n := t.Narrower
	if n == nil {
		return ""
	}
	out := format.Clipped(diag.Printable(oneLine(n.Permissions)))
	if n.URL != nil && len(*n.URL) <= maxLink && format.SafeLink(*n.URL) != "" {
		out += " [link](" + *n.URL + ")"
	}
	if words := t.EndpointsWords(); words != "" {
		out += "<br>" + format.Clipped(words)
	}
	return out
}
