package planreport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/judged"
)

// marker begins a plan, so that who posts it as a comment finds the last one
// and writes over it.
const marker = "<!-- patctl:plan -->"

// maxAttributeLines is how many lines the cell of a change has.
const maxAttributeLines = 25

// table is a part of the plan in Markdown: its rows are cut where there is
// no room.
type table struct {
	title, header string
	rows          []string
}

// markdown writes the plan for a comment on a pull request. What is granted
// comes first. Rows that do not fit are cut, and counted.
func (d *Document) markdown(b *bytes.Buffer, _ Style) {
	d.markdownHead(b)
	room := format.MaxMarkdown - b.Len()
	tables := []table{d.escalationTable(), d.termTable(), d.verdictTable(), d.leftOutTable(), d.reviewTable(), d.changeTable()}
	for i, t := range tables {
		share := room / (len(tables) - i)
		before := b.Len()
		t.write(b, share)
		room -= b.Len() - before
	}
}

func (d *Document) markdownHead(b *bytes.Buffer) {
	b.WriteString(marker + "\n# Plan for token templates\n\n")
	if !d.Complete {
		b.WriteString("> **INCOMPLETE: some requests or tokens could not be read or checked.** Their verdicts may change too.\n>\n")
		judged.MarkdownGaps(b, d.Incomplete)
	}
	b.WriteString("**" + d.Tally() + "**\n\n" + d.since(format.Clipped) + "\n")
	if d.comparesVerdicts() && len(d.VerdictChanges) == 0 {
		fmt.Fprintf(b, "\nNo verdict changes: %s.\n", format.Counted(*d.Summary.Judged, "request or token compared", "requests and tokens compared"))
	}
	if d.Summary.Judged != nil {
		fmt.Fprintf(b, "\nReviews: %s.\n", d.reviewTally())
	}
	for _, exceeded := range d.Exceeded() {
		fmt.Fprintf(b, "\n> **LIMIT:** %s Apply will perform none of them.\n", format.Clipped(exceeded))
	}
}

// write writes the table within a number of bytes.
func (t table) write(b *bytes.Buffer, room int) {
	if len(t.rows) == 0 {
		return
	}
	end := b.Len() + room - format.CutNote
	fmt.Fprintf(b, "\n## %s\n\n%s", t.title, t.header)
	for i, row := range t.rows {
		if b.Len()+len(row) > end {
			fmt.Fprintf(b, "\n%d of %s not shown, because of the size limit. Other formats list all of them.\n", len(t.rows)-i, format.Count(len(t.rows), "row"))
			return
		}
		b.WriteString(row)
	}
}

func (d *Document) escalationTable() table {
	t := table{title: "Escalations", header: "| Template | Added access |\n|---|---|\n"}
	for i := range d.TemplateChanges {
		c := &d.TemplateChanges[i]
		for _, e := range c.Escalations {
			t.rows = append(t.rows, "| "+format.Clipped(c.Address)+" | "+format.Clipped(e.Message)+" |\n")
		}
	}
	return t
}

func (d *Document) verdictTable() table {
	t := table{title: "Changed verdicts", header: "| Request or token | Before | After |\n|---|---|---|\n"}
	for _, v := range d.VerdictChanges {
		t.rows = append(t.rows, fmt.Sprintf("| %s | %s | %s |\n", format.Clipped(v.label()), format.Clipped(string(v.Before)), format.Clipped(string(v.After))))
	}
	return t
}

func (d *Document) changeTable() table {
	t := table{title: "Templates", header: "| | Template | Attributes |\n|---|---|---|\n"}
	for i := range d.TemplateChanges {
		c := &d.TemplateChanges[i]
		t.rows = append(t.rows, "| "+string(c.Action)+" | "+format.Clipped(c.Address)+" | "+strings.Join(c.markdownLines(), "<br>")+" |\n")
	}
	return t
}

// markdownLines are the lines of the cell of a change, each a code span.
func (c *Change) markdownLines() []string {
	var lines []string
	if c.Why != nil && *c.Why != "" {
		lines = append(lines, "because "+format.Clipped(*c.Why))
	}
	if c.Action == plan.Delete {
		return lines
	}
	for _, a := range plan.Attributes(templateOf(c.Before), templateOf(c.After)).Changed {
		lines = append(lines, newChangedAttribute(a).markdownLines()...)
	}
	if more := len(lines) - maxAttributeLines; more > 0 {
		lines = append(lines[:maxAttributeLines], fmt.Sprintf("and %d more", more))
	}
	return lines
}

func (a changedAttribute) markdownLines() []string {
	var lines []string
	for _, p := range a.parts {
		name := a.name
		if p.key != "" {
			name += "." + p.key
		}
		lines = append(lines, format.Clipped(p.symbol+" "+name+" = "+p.text))
	}
	return lines
}
