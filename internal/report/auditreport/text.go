package auditreport

import (
	"bufio"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

// text writes the audit for people: as of when it is, what is missing, then each
// organization with its worst first, then the sums. The last line is the tally.
func (d *Document) text(b *bufio.Writer, p format.Palette) {
	w := textWriter{format.TextWriter{Writer: b, Palette: p}}
	w.dateLines(d)
	w.banner(d)
	if d.Comparison != nil {
		d.Comparison.WriteText(w.TextWriter, d.coverage())
	}
	w.subjects(d)
	if c := d.conclusion(); c != "" {
		w.Line("%s\n", c)
	}
	w.summary(d)
	w.exceptions(d)
	for _, blind := range d.BlindSpots {
		w.Line("%s\n", diag.Printable(blind))
	}
	if c := d.calls(); c != "" {
		w.Line("%s\n", c)
	}
	w.Line("%s", d.Tally())
}

// subjects are those of each organization, or counts in their place.
func (w textWriter) subjects(d *Document) {
	if d.Breakdown != nil {
		w.breakdown(d)
		return
	}
	for _, g := range d.groups() {
		w.group(g)
	}
}

// shownOr is text from outside as it may be shown, or a word for nothing.
func shownOr(s *string, nothing string) string {
	if s == nil {
		return nothing
	}
	return diag.Printable(*s)
}

// noTemplates is said of an organization that no template is for.
const noTemplates = "No template has this organization as its target_name, so that nothing in it can conform."

// textWriter writes the parts of the text.
type textWriter struct{ format.TextWriter }

func (w textWriter) banner(d *Document) {
	if d.Complete {
		return
	}
	w.Line("%s", w.Bad("INCOMPLETE: not everything could be read and judged. What is missing here is not clear of findings."))
	for _, gap := range d.Incomplete {
		w.Line("  in %s: %s: %s", diag.Printable(gap.Organization), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.Line("")
}

func (w textWriter) group(g *group) {
	title := fmt.Sprintf("%s: %s, %s", diag.Printable(g.login), format.Count(g.counts.Requests.Total, "request"), format.Count(g.counts.Tokens.Total, "token"))
	if g.asOf != "" {
		title += ", " + g.asOf
	}
	if len(g.gaps) > 0 {
		title += w.Bad(", INCOMPLETE")
	}
	w.Line("organization %s\n", w.Heading(title))
	if g.bare {
		w.Line("%s\n", w.Warning(noTemplates))
	}
	silent, unjudged := 0, 0
	for _, s := range g.subjects {
		if len(s.Findings) == 0 && s.Verdict == pat.Conforming {
			silent++
			if s.Unjudged {
				unjudged++
			}
			continue
		}
		w.subject(s)
	}
	switch {
	case unjudged > 0:
		w.Line("%s without findings, %d of which could not be judged in full.\n", format.Count(silent, "conforming subject"), unjudged)
	case silent > 0:
		w.Line("%s without findings.\n", format.Count(silent, "conforming subject"))
	}
}

func (w textWriter) subject(s *judged.Subject) {
	w.Line("%s %s%s", w.Verdict(s.Verdict), diag.Printable(s.Label()), diag.Printable(fit(s)))
	for _, f := range s.Findings {
		w.finding(f)
	}
	if s.Reason != nil && *s.Reason != "" {
		w.Line("  %s %s", w.Label("reason:"), diag.Printable(*s.Reason))
	}
	for _, why := range s.UnjudgedWhy {
		w.Line("  %s %s", w.Bad("could not be judged in full:"), diag.Printable(why))
	}
	if label, url := s.Link(); url != nil {
		w.Line("  %s %s", w.Label(label+":"), w.Address(*url))
	}
	w.Line("")
}

// fit says in words which template a subject has.
func fit(s *judged.Subject) string {
	switch {
	case s.Template != nil && s.MatchedBy != nil:
		return ", " + *s.Template + " by " + *s.MatchedBy
	case s.Nearest != nil:
		return ", closest template " + *s.Nearest
	}
	return ""
}

func (w textWriter) finding(f judged.Finding) {
	w.Line("  %s %s: %s", w.Severity(f.Weight()), judged.RuleLink(w.Palette, f.Rule), diag.Printable(f.Message))
	if f.Compares() {
		w.Line("    declared %s / actual %s", shownOr(f.Declared, "nothing"), shownOr(f.Actual, "nothing"))
	}
	if f.ExceptedBy != nil {
		w.Line("    a finding of severity %s that the exception %s covers", f.Severity, diag.Printable(*f.ExceptedBy))
	}
}

func (w textWriter) summary(d *Document) {
	w.Line("%s", w.Heading("Summary"))
	w.counts(summaryRows(&d.Summary))
	w.Line("  coverage: %s", d.coverage())
	if hidden := d.hidden(); hidden != "" {
		w.Line("  %s", hidden)
	}
	w.Line("")
}

// widthOfCounts is that of the table of counts in columns.
const widthOfCounts = 64

// counts writes a table, or where it does not fit a line for each row.
func (w textWriter) counts(rows []countRow) {
	const row = "  %-10s %8v %11v %8v %11v %9v"
	narrow := w.Width > 0 && w.Width < widthOfCounts
	if !narrow {
		w.Line(row, "", "total", "conforming", "drifted", "undeclared", "excepted")
	}
	for _, r := range rows {
		c := r.counts
		if narrow {
			w.Line("  %s: %d total, %d conforming, %d drifted, %d undeclared, %d excepted", r.name, c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted)
			continue
		}
		w.Line(row, r.name, c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted)
	}
}

// countRow is a line of the summary.
type countRow struct {
	name   string
	counts judged.VerdictCounts
}

func summaryRows(s *judged.Summary) []countRow {
	return []countRow{{"requests", s.Requests}, {"tokens", s.Tokens}}
}

func (w textWriter) exceptions(d *Document) {
	if len(d.Exceptions) == 0 {
		return
	}
	w.Line("%s", w.Heading("Exceptions"))
	for _, e := range d.Exceptions {
		state := e.state()
		if e.Lapsed || e.Soon || e.Unused {
			state = w.Warning(state)
		}
		state = w.Dated(state, e.Expires)
		w.Line("  exception %s %s: %s", diag.Printable(e.Name), state, diag.Printable(e.Reason))
	}
	w.Line("")
}

// state says what became of an exception.
func (e *Exception) state() string {
	covered := format.Count(e.Covered, "finding")
	switch {
	case e.Lapsed && e.Covered == 0:
		return "lapsed after " + diag.Printable(e.Expires) + " and is needed no more"
	case e.Lapsed:
		return fmt.Sprintf("lapsed after %s and covers no longer %s", diag.Printable(e.Expires), covered)
	case e.Unused:
		return "covers nothing (in force until " + diag.Printable(e.Expires) + ")"
	case e.Soon:
		return fmt.Sprintf("covers %s, and lapses soon, after %s", covered, diag.Printable(e.Expires))
	}
	return fmt.Sprintf("covers %s until %s", covered, diag.Printable(e.Expires))
}

// calls says what reading cost, or is empty.
func (d *Document) calls() string {
	c := d.Summary.Calls
	if c == nil {
		return ""
	}
	words := fmt.Sprintf("Calls of the API: %d, of which %d answered that nothing had changed", c.Made, c.NotModified)
	if c.Remaining != nil {
		words += fmt.Sprintf("; %d left", *c.Remaining)
		if c.ResetsAt != nil {
			words += " until " + c.ResetsAt.UTC().Format("15:04:05") + " UTC"
		}
	}
	return words + "."
}
