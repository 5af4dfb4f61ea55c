package planreport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/format"
)

// Format is a way to write a plan.
type Format struct {
	Name  string
	write func(*Document, *bytes.Buffer, Style)
}

// Style says how a plan is written for people. The other formats ignore it.
type Style struct {
	format.Style
	Concise bool // a line for each change, without its attributes
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", func(d *Document, b *bytes.Buffer, _ Style) { _ = format.WriteJSON(b, d) }}, // a Buffer takes everything
	{"markdown", (*Document).markdown},
}

// FormatNames returns the names of the formats of plans, the one for people
// first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a
// sentence that lists the known ones.
func FormatNamed(name string) (Format, error) { return format.Named(formats, nameOf, "plans", name) }

// Render returns the plan in the format. Only text is ever coloured. The same
// document gives the same bytes.
func (f Format) Render(d *Document, style Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, style)
	return b.Bytes()
}

// Tally is the line that sums the plan up.
func (d *Document) Tally() string {
	s := d.Summary
	line := fmt.Sprintf("Plan: %d to add, %d to change, %d to destroy", s.Add, s.Change, s.Destroy)
	switch {
	case !d.HasChanges():
		line = "No changes."
	case s.Escalations > 0:
		line += "; " + format.Count(s.Escalations, "escalation") + "."
	default:
		line += "."
	}
	if n := len(d.TermChanges); n > 0 {
		line = strings.TrimSuffix(line, ".") + "; " + format.Count(n, "other block") + " changed."
	}
	if !d.Complete {
		line += " INCOMPLETE: " + format.Count(len(d.Incomplete), "part") + " missing."
	}
	return line
}

// since names the baseline, with names from outside as show gives them.
func (d *Document) since(show func(string) string) string {
	b := d.Baseline
	switch b.Kind {
	case BaselineGit:
		return "Compared with the configuration at " + show(format.OrEmpty(b.Revision)) + " (commit " + show(shortCommit(format.OrEmpty(b.Commit))) + ")."
	case BaselineInventory:
		return "Compared with the inventory " + show(format.OrEmpty(b.File)) + "."
	}
	return "Compared with nothing, because there is no inventory yet. To compare with a Git revision, use --base REF."
}

// shortCommit is as much of the name of a commit as people need.
func shortCommit(name string) string { return name[:min(len(name), 12)] }
