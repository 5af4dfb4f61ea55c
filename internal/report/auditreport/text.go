package auditreport

import (
	"bufio"
	"fmt"
	"sync/atomic"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// text writes the audit for people as a diff: the verdict, as of when it is, what
// is missing, and the counts; then each organization with its worst first. The
// last line is the tally.
func (d *Document) text(b *bufio.Writer, p format.Palette) {
	w := textWriter{format.TextWriter{Writer: b, Palette: p}, judged.NewDiffer()}
	w.head(d)
	if d.Comparison != nil {
		d.Comparison.WriteText(w.TextWriter, d.coverage())
	}
	w.subjects(b, d)
	use.WriteText(w.TextWriter, d.TemplateUse)
	classic.WriteText(w.TextWriter, d.ClassicTokens, d.Summary.ClassicTokens)
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
func (w textWriter) subjects(b *bufio.Writer, d *Document) {
	if d.Breakdown != nil {
		d.Breakdown.WriteText(w.TextWriter)
		return
	}
	groups := d.groups()
	w.legend(groups)
	for _, g := range groups {
		w.group(b, g)
	}
}

// noTemplates is the message for an organization without templates.
const noTemplates = "No template has this organization as its target_name, so none of its requests and tokens can match."

// textWriter writes the parts of the text.
type textWriter struct {
	format.TextWriter
	differ *judged.Differ
}

// head is the verdict, the dates, the gaps and the counts.
func (w textWriter) head(d *Document) {
	if !d.Complete {
		w.Line("%s", w.Bad(incomplete))
	}
	w.Line("%s", w.verdict(d))
	w.dateLines(d)
	for _, gap := range d.Incomplete {
		where := "in "
		if gap.Organization == "" {
			where = "missing: "
		}
		w.Line("  %s%s", where, gap.Words())
	}
	if !d.Complete {
		w.Line("")
	}
	w.summary(d)
}

// incomplete begins the report of an audit that is not complete.
const incomplete = "INCOMPLETE: not everything could be read and checked. Missing parts may contain findings."

// verdict is the line that says what was found, in its color.
func (w textWriter) verdict(d *Document) string {
	switch d.tone() {
	case "good":
		return w.Good(d.headline())
	case "bad":
		return w.Bad(d.headline())
	}
	return w.Warning(d.headline())
}

func (w textWriter) group(b *bufio.Writer, g *group) {
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
	var quiet, unjudged atomic.Int32
	format.InOrder(b, len(g.subjects), func(b *bufio.Writer, from, to int) {
		part := textWriter{format.TextWriter{Writer: b, Palette: w.Palette}, judged.NewDiffer()}
		for i := from; i < to; i++ {
			switch s := g.at(i); {
			case !silent(s):
				part.subject(s)
			case s.Unjudged:
				unjudged.Add(1)
				fallthrough
			default:
				quiet.Add(1)
			}
		}
	})
	w.quiet(int(quiet.Load()), int(unjudged.Load()))
}

// quiet says how many subjects nothing was said about.
func (w textWriter) quiet(quiet, unjudged int) {
	switch {
	case unjudged > 0:
		w.Line("%s without findings. %d of them could not be fully checked.\n", format.Counted(quiet, "conforming request or token", "conforming requests and tokens"), unjudged)
	case quiet > 0:
		w.Line("%s without findings.\n", format.Counted(quiet, "conforming request or token", "conforming requests and tokens"))
	}
}

func (w textWriter) summary(d *Document) {
	w.counts(summaryRows(&d.Summary))
	w.Line("  coverage: %s", d.coverage())
	w.Line("  findings: %s", d.Summary.Findings)
	for _, line := range d.Use.Lines() {
		w.Line("  %s", line)
	}
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

// state says what happened to an exception.
func (e *Exception) state() string {
	covered := format.Count(e.Covered, "finding")
	switch {
	case e.Lapsed && e.Covered == 0:
		return "expired after " + diag.Printable(e.Expires) + " and is no longer needed"
	case e.Lapsed:
		return fmt.Sprintf("expired after %s and no longer covers %s", diag.Printable(e.Expires), covered)
	case e.Unused:
		return "covers nothing (in effect until " + diag.Printable(e.Expires) + ")"
	case e.Soon:
		return fmt.Sprintf("covers %s, and expires soon, after %s", covered, diag.Printable(e.Expires))
	}
	return fmt.Sprintf("covers %s until %s", covered, diag.Printable(e.Expires))
}

// calls says what reading cost, or is empty.
func (d *Document) calls() string {
	c := d.Summary.Calls
	if c == nil {
		return ""
	}
	words := fmt.Sprintf("API calls: %d, %d of them from the cache", c.Made, c.NotModified)
	if c.Remaining != nil {
		words += fmt.Sprintf("; %d remaining", *c.Remaining)
		if c.ResetsAt != nil {
			words += " until " + c.ResetsAt.UTC().Format("15:04:05") + " UTC"
		}
	}
	return words + "."
}
