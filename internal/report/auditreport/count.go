package auditreport

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/breakdown"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
)

// Summarize puts counts in the place of the subjects and classic tokens. The document then
// has the formats that SummaryFormats names, and cannot be compared.
func (d *Document) Summarize() {
	if d.Breakdown != nil {
		return
	}
	d.Breakdown = breakdown.New(d.Subjects, classic.Findings(d.ClassicTokens))
	d.Subjects, d.ClassicTokens, d.Comparison = judged.NewSubjects(), []classic.Token{}, nil
}

// SummaryFormats are the formats that a document without subjects has: in all
// others it would look as if nothing had been found.
func SummaryFormats() []string { return []string{"text", "json", "markdown"} }

// partial reports whether the subjects are only a part of all subjects.
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
	return fmt.Sprintf("Selected: %s. Not shown: %s with a total of %s.",
		d.Selection.Words(), format.Counted(h.Subjects, "request or token", "requests and tokens"), h.Findings)
}

// headline is the verdict, the first line of a report for people. It begins with
// "Drift" where an audit exits with the status of findings, and with "No drift" only
// where nothing departs.
func (d *Document) headline() string {
	s := &d.Summary
	where := d.where()
	switch departing := d.departing(); {
	case departing == "" && s.Findings.Error > 0:
		return "Drift" + where + ": " + format.Count(s.Findings.Error, "error") + "."
	case s.Findings.Error > 0:
		return "Drift" + where + ": " + departing + " match the templates."
	case departing != "":
		return "No errors" + where + ", but " + departing + " match the templates."
	case s.Requests.Total+s.Tokens.Total == 0:
		return "No drift" + where + ": there are no requests and no tokens."
	}
	return "No drift" + where + ": " + d.matching() + "."
}

// where says what the headline covers, if that is not everything.
func (d *Document) where() string {
	switch {
	case !d.Complete && !d.Selection.IsZero():
		return " in what was selected and could be read"
	case !d.Complete:
		return " in what could be read"
	case !d.Selection.IsZero():
		return " in what was selected"
	}
	return ""
}

// departing counts what does not match, with its verb, or is empty.
func (d *Document) departing() string {
	var parts []string
	n := 0
	add := func(c judged.VerdictCounts, noun string) {
		if departs := c.Drifted + c.Undeclared; departs > 0 {
			parts = append(parts, fmt.Sprintf("%d of %s", departs, format.Count(c.Total, noun)))
			n += departs
		}
	}
	add(d.Summary.Tokens, "token")
	add(d.Summary.Requests, "request")
	switch n {
	case 0:
		return ""
	case 1:
		return parts[0] + " does not"
	}
	return strings.Join(parts, " and ") + " do not"
}

// matching counts what matches, and says what is to be known of it.
func (d *Document) matching() string {
	s := &d.Summary
	out := format.Count(s.Tokens.Total, "token") + " and " + format.Count(s.Requests.Total, "request") + " match the templates"
	if excepted := s.Requests.Excepted + s.Tokens.Excepted; excepted > 0 {
		out += fmt.Sprintf(", %d of them by an exception", excepted)
	}
	unjudged := 0
	for _, s := range d.Subjects.All() {
		if s.Unjudged {
			unjudged++
		}
	}
	if unjudged > 0 {
		out += fmt.Sprintf(", but %d of them could not be fully checked", unjudged)
	}
	if f := s.Findings; f.Warning+f.Notice > 0 {
		out += fmt.Sprintf(", with %s and %s", format.Count(f.Warning, "warning"), format.Count(f.Notice, "notice"))
	}
	return out
}
