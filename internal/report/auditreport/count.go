package auditreport

import (
	"fmt"

	"github.com/patctl/patctl/internal/format"
)

// partial reports whether the subjects are not all that there are.
func (d *Document) partial() bool { return !d.Complete || !d.Selection.IsZero() }

// Tally is the last line of a report for people.
func (d *Document) Tally() string {
	s := d.Summary
	line := fmt.Sprintf("%s and %s: %s.", format.Count(s.Requests.Total, "request"), format.Count(s.Tokens.Total, "token"), s.Findings)
	if !d.Complete {
		line += fmt.Sprintf(" INCOMPLETE: %s.", format.Count(len(d.Incomplete), "part")+" missing")
	}
	return line
}

// coverage gives the coverage in words.
func (d *Document) coverage() string { return d.Summary.Coverage(d.Complete, d.Selection) }

// hidden says what the selection leaves out, or is empty.
func (d *Document) hidden() string {
	if d.Selection.IsZero() {
		return ""
	}
	h := d.Summary.Hidden
	return fmt.Sprintf("Selected: %s. Not shown: %s with, all in all, %s.",
		d.Selection.Words(), format.Count(h.Subjects, "subject"), h.Findings)
}

// conclusion is said instead of findings where there are none. It is only
// called well where everything was looked at.
func (d *Document) conclusion() string {
	s := d.Summary
	switch {
	case s.Findings.Total() > 0 || !d.Complete:
		return ""
	case s.Requests.Total+s.Tokens.Total == 0 && d.Selection.IsZero():
		return "There are no requests and no tokens."
	case !d.Selection.IsZero():
		return "There are no findings in what was selected."
	case s.Requests.Conforming+s.Tokens.Conforming == s.Requests.Total+s.Tokens.Total:
		return "Every request and token conforms to its template."
	}
	return "There are no findings."
}
