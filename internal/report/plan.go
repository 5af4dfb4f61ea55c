package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// PlanFormat is a way to write a plan.
type PlanFormat struct {
	Name  string
	write func(*PlanDocument, *bytes.Buffer, PlanStyle)
}

// PlanStyle says how a plan is written for people. The other formats ignore it.
type PlanStyle struct {
	Style
	Concise bool // a line for each change, without its attributes
}

// planFormats are the formats in the order of the documentation.
var planFormats = []PlanFormat{
	{"text", (*PlanDocument).text},
	{"json", func(d *PlanDocument, b *bytes.Buffer, _ PlanStyle) { _ = WriteJSON(b, d) }}, // a Buffer takes everything
	{"markdown", (*PlanDocument).markdown},
}

// PlanFormatNames returns the names of the formats of plans, the one for people
// first.
func PlanFormatNames() []string {
	var names []string
	for _, f := range planFormats {
		names = append(names, f.Name)
	}
	return names
}

// PlanFormatNamed returns the format with exactly that name, or an error in a
// whole sentence that lists those that there are.
func PlanFormatNamed(name string) (PlanFormat, error) {
	for _, f := range planFormats {
		if f.Name == name {
			return f, nil
		}
	}
	names := PlanFormatNames()
	return PlanFormat{}, fmt.Errorf("there is no format %q for plans, only %s.%s",
		name, strings.Join(names, ", "), diag.DidYouMean(name, names))
}

// Render returns the plan in the format. Only text is ever coloured. The same
// document gives the same bytes.
func (f PlanFormat) Render(d *PlanDocument, style PlanStyle) []byte {
	var b bytes.Buffer
	f.write(d, &b, style)
	return b.Bytes()
}

// Tally is the line that sums the plan up.
func (d *PlanDocument) Tally() string {
	s := d.Summary
	line := fmt.Sprintf("Plan: %d to add, %d to change, %d to destroy", s.Add, s.Change, s.Destroy)
	switch {
	case !d.HasChanges():
		line = "No changes."
	case s.Escalations > 0:
		line += "; " + count(s.Escalations, "escalation") + "."
	default:
		line += "."
	}
	if n := len(d.TermChanges); n > 0 {
		line = strings.TrimSuffix(line, ".") + "; " + count(n, "other block") + " changed."
	}
	if !d.Complete {
		line += " INCOMPLETE: " + count(len(d.Incomplete), "part") + " missing."
	}
	return line
}

// since names the baseline, with names from outside as show gives them.
func (d *PlanDocument) since(show func(string) string) string {
	b := d.Baseline
	switch b.Kind {
	case BaselineGit:
		return "Compared with the configuration at " + show(orEmpty(b.Revision)) + " (commit " + show(shortCommit(orEmpty(b.Commit))) + ")."
	case BaselineInventory:
		return "Compared with the inventory " + show(orEmpty(b.File)) + "."
	}
	return "Compared with nothing, because there is no inventory yet. To compare with a Git revision, use --base REF."
}

// shortCommit is as much of the name of a commit as people need.
func shortCommit(name string) string { return name[:min(len(name), 12)] }
