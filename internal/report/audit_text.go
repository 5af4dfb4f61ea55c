package report

import (
	"bufio"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// text writes the audit for people: as of when it is, what is missing, then each
// organization with its worst first, then the sums. The last line is the tally.
func (d *AuditDocument) text(b *bufio.Writer, p palette) {
	w := auditText{textWriter{b, p}}
	w.dateLines(d)
	w.banner(d)
	if d.Comparison != nil {
		d.Comparison.text(w.textWriter, d.coverage())
	}
	w.subjects(d)
	if c := d.conclusion(); c != "" {
		w.line("%s\n", c)
	}
	w.summary(d)
	w.exceptions(d)
	for _, blind := range d.BlindSpots {
		w.line("%s\n", diag.Printable(blind))
	}
	if c := d.calls(); c != "" {
		w.line("%s\n", c)
	}
	w.line("%s", d.Tally())
}

// subjects are those of each organization, or counts in their place.
func (w auditText) subjects(d *AuditDocument) {
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

// auditText writes the parts of the text.
type auditText struct{ textWriter }

func (w auditText) banner(d *AuditDocument) {
	if d.Complete {
		return
	}
	w.line("%s", w.bad("INCOMPLETE: not everything could be read and judged. What is missing here is not clear of findings."))
	for _, gap := range d.Incomplete {
		w.line("  in %s: %s: %s", diag.Printable(gap.Organization), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.line("")
}

func (w auditText) group(g *auditGroup) {
	title := fmt.Sprintf("%s: %s, %s", diag.Printable(g.login), count(g.counts.Requests.Total, "request"), count(g.counts.Tokens.Total, "token"))
	if g.asOf != "" {
		title += ", " + g.asOf
	}
	if len(g.gaps) > 0 {
		title += w.bad(", INCOMPLETE")
	}
	w.line("organization %s\n", w.heading(title))
	if g.bare {
		w.line("%s\n", w.warning(noTemplates))
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
		w.line("%s without findings, %d of which could not be judged in full.\n", count(silent, "conforming subject"), unjudged)
	case silent > 0:
		w.line("%s without findings.\n", count(silent, "conforming subject"))
	}
}

func (w auditText) subject(s *AuditSubject) {
	w.line("%s %s%s", w.verdict(s.Verdict), diag.Printable(s.label()), diag.Printable(fit(s)))
	for _, f := range s.Findings {
		w.finding(f)
	}
	if s.Reason != nil && *s.Reason != "" {
		w.line("  %s %s", w.label("reason:"), diag.Printable(*s.Reason))
	}
	for _, why := range s.UnjudgedWhy {
		w.line("  %s %s", w.bad("could not be judged in full:"), diag.Printable(why))
	}
	if label, url := s.link(); url != nil {
		w.line("  %s %s", w.label(label+":"), w.address(*url))
	}
	w.line("")
}

// fit says in words which template a subject has.
func fit(s *AuditSubject) string {
	switch {
	case s.Template != nil && s.MatchedBy != nil:
		return ", " + *s.Template + " by " + *s.MatchedBy
	case s.Nearest != nil:
		return ", closest template " + *s.Nearest
	}
	return ""
}

func (w auditText) finding(f AuditFinding) {
	w.line("  %s %s: %s", w.severity(f.weight()), ruleLink(w.palette, f.Rule), diag.Printable(f.Message))
	if f.compares() {
		w.line("    declared %s / actual %s", shownOr(f.Declared, "nothing"), shownOr(f.Actual, "nothing"))
	}
	if f.ExceptedBy != nil {
		w.line("    a finding of severity %s that the exception %s covers", f.Severity, diag.Printable(*f.ExceptedBy))
	}
}

func (w auditText) summary(d *AuditDocument) {
	w.line("%s", w.heading("Summary"))
	w.counts(summaryRows(&d.Summary))
	w.line("  coverage: %s", d.coverage())
	if hidden := d.hidden(); hidden != "" {
		w.line("  %s", hidden)
	}
	w.line("")
}

// widthOfCounts is that of the table of counts in columns.
const widthOfCounts = 64

// counts writes a table, or where it does not fit a line for each row.
func (w auditText) counts(rows []countRow) {
	const row = "  %-10s %8v %11v %8v %11v %9v"
	narrow := w.Width > 0 && w.Width < widthOfCounts
	if !narrow {
		w.line(row, "", "total", "conforming", "drifted", "undeclared", "excepted")
	}
	for _, r := range rows {
		c := r.counts
		if narrow {
			w.line("  %s: %d total, %d conforming, %d drifted, %d undeclared, %d excepted", r.name, c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted)
			continue
		}
		w.line(row, r.name, c.Total, c.Conforming, c.Drifted, c.Undeclared, c.Excepted)
	}
}

// countRow is a line of the summary.
type countRow struct {
	name   string
	counts VerdictCounts
}

func summaryRows(s *AuditSummary) []countRow {
	return []countRow{{"requests", s.Requests}, {"tokens", s.Tokens}}
}

func (w auditText) exceptions(d *AuditDocument) {
	if len(d.Exceptions) == 0 {
		return
	}
	w.line("%s", w.heading("Exceptions"))
	for _, e := range d.Exceptions {
		state := e.state()
		if e.Lapsed || e.Soon || e.Unused {
			state = w.warning(state)
		}
		state = w.dated(state, e.Expires)
		w.line("  exception %s %s: %s", diag.Printable(e.Name), state, diag.Printable(e.Reason))
	}
	w.line("")
}

// state says what became of an exception.
func (e *AuditException) state() string {
	covered := count(e.Covered, "finding")
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
func (d *AuditDocument) calls() string {
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
