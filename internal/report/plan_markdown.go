package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/plan"
)

// planMarker begins a plan, so that who posts it as a comment finds the last one
// and writes over it.
const planMarker = "<!-- patctl:plan -->"

// maxAttributeLines is how many lines the cell of a change has.
const maxAttributeLines = 25

// planTable is a part of the plan in Markdown: its rows are cut where there is
// no room.
type planTable struct {
	title, header string
	rows          []string
}

// markdown writes the plan for a comment on a pull request. What is granted
// comes first. Rows that do not fit are cut, and counted.
func (d *PlanDocument) markdown(b *bytes.Buffer, _ PlanStyle) {
	d.markdownHead(b)
	room := maxMarkdown - b.Len()
	tables := []planTable{d.escalationTable(), d.termTable(), d.verdictTable(), d.leftOutTable(), d.reviewTable(), d.changeTable()}
	for i, t := range tables {
		share := room / (len(tables) - i)
		before := b.Len()
		t.write(b, share)
		room -= b.Len() - before
	}
}

func (d *PlanDocument) markdownHead(b *bytes.Buffer) {
	b.WriteString(planMarker + "\n# Plan of token templates\n\n")
	if !d.Complete {
		b.WriteString("> **INCOMPLETE: not every request and token could be read and judged.** Others may change their verdicts too.\n>\n")
		markdownGaps(b, d.Incomplete)
	}
	b.WriteString("**" + d.Tally() + "**\n\n" + d.since(clipped) + "\n")
	if d.comparesVerdicts() && len(d.VerdictChanges) == 0 {
		fmt.Fprintf(b, "\nNo verdict changes: %s.\n", counted(*d.Summary.Judged, "request or token judged", "requests and tokens judged"))
	}
	if d.Summary.Judged != nil {
		fmt.Fprintf(b, "\nReviews: %s.\n", d.reviewTally())
	}
	for _, exceeded := range d.Exceeded() {
		fmt.Fprintf(b, "\n> **LIMIT:** %s Apply will do none of them.\n", clipped(exceeded))
	}
}

// write writes the table within a number of bytes.
func (t planTable) write(b *bytes.Buffer, room int) {
	if len(t.rows) == 0 {
		return
	}
	end := b.Len() + room - cutNote
	fmt.Fprintf(b, "\n## %s\n\n%s", t.title, t.header)
	for i, row := range t.rows {
		if b.Len()+len(row) > end {
			fmt.Fprintf(b, "\n%d of %s not shown: there is no room for more. Other formats have all of them.\n", len(t.rows)-i, count(len(t.rows), "row"))
			return
		}
		b.WriteString(row)
	}
}

func (d *PlanDocument) escalationTable() planTable {
	t := planTable{title: "Escalations", header: "| Template | What is gained |\n|---|---|\n"}
	for i := range d.TemplateChanges {
		c := &d.TemplateChanges[i]
		for _, e := range c.Escalations {
			t.rows = append(t.rows, "| "+clipped(c.Address)+" | "+clipped(e.Message)+" |\n")
		}
	}
	return t
}

func (d *PlanDocument) verdictTable() planTable {
	t := planTable{title: "Verdicts that change", header: "| Request or token | Before | After |\n|---|---|---|\n"}
	for _, v := range d.VerdictChanges {
		t.rows = append(t.rows, fmt.Sprintf("| %s | %s | %s |\n", clipped(v.label()), clipped(string(v.Before)), clipped(string(v.After))))
	}
	return t
}

func (d *PlanDocument) changeTable() planTable {
	t := planTable{title: "Templates", header: "| | Template | Attributes |\n|---|---|---|\n"}
	for i := range d.TemplateChanges {
		c := &d.TemplateChanges[i]
		t.rows = append(t.rows, "| "+string(c.Action)+" | "+clipped(c.Address)+" | "+strings.Join(c.markdownLines(), "<br>")+" |\n")
	}
	return t
}

// markdownLines are the lines of the cell of a change, each a code span.
func (c *PlanChange) markdownLines() []string {
	var lines []string
	if c.Why != nil && *c.Why != "" {
		lines = append(lines, "because "+clipped(*c.Why))
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
		lines = append(lines, clipped(p.symbol+" "+name+" = "+p.text))
	}
	return lines
}
