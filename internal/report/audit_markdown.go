package report

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
)

// stickyMarker begins the report, so that who posts it as a comment finds the
// last one and writes over it.
const stickyMarker = "<!-- patctl:audit -->"

// markdown writes the audit for a comment or the summary of a workflow. Rows
// that do not fit are cut, and counted.
func (d *AuditDocument) markdown(b *bytes.Buffer, p palette) {
	var head, foot bytes.Buffer
	d.markdownHead(&head, p)
	d.markdownFoot(&foot)
	b.WriteString(head.String())
	if d.Breakdown == nil {
		d.markdownGroups(b, maxMarkdown-head.Len()-foot.Len())
	}
	b.WriteString(foot.String())
}

func (d *AuditDocument) markdownHead(b *bytes.Buffer, p palette) {
	b.WriteString(stickyMarker + "\n# Audit of fine-grained personal access tokens\n\n")
	d.markdownDates(b, p)
	if !d.Complete {
		b.WriteString("> **INCOMPLETE: not everything could be read and judged.** What is missing here is not clear of findings.\n>\n")
		markdownGaps(b, d.Incomplete)
	}
	b.WriteString("| | Total | Conforming | Drifted | Undeclared | Excepted |\n|---|--:|--:|--:|--:|--:|\n")
	for _, row := range summaryRows(&d.Summary) {
		b.WriteString("| " + row.name)
		for _, n := range row.counts.list() {
			fmt.Fprintf(b, " | %d", n)
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\nCoverage: " + d.coverage() + "\n")
	if c := d.conclusion(); c != "" {
		b.WriteString("\n" + c + "\n")
	}
	if !d.Selection.IsZero() {
		h := d.Summary.Hidden
		fmt.Fprintf(b, "\nSelected: %s. Not shown: %s with, all in all, %s.\n", clipped(d.Selection.words()), count(h.Subjects, "subject"), h.Findings)
	}
	for _, t := range d.markdownCounts() {
		t.markdown(b)
	}
	if d.Comparison != nil {
		d.Comparison.markdown(b, d.coverage())
	}
}

// markdownCounts are the counts by rule, and of a summary all that there are.
func (d *AuditDocument) markdownCounts() []countTable {
	if d.Breakdown != nil {
		return d.Breakdown.tables()
	}
	rules := AuditBreakdown{Rules: countRules(d.Subjects)}
	return []countTable{rules.ruleTable()}
}

func (d *AuditDocument) markdownFoot(b *bytes.Buffer) {
	d.markdownExceptions(b)
	for _, blind := range d.BlindSpots[:min(len(d.BlindSpots), maxListed)] {
		b.WriteString("\n" + prose(clip(diag.Printable(blind), 5*maxCell)) + "\n")
	}
	if c := d.calls(); c != "" {
		b.WriteString("\n" + c + "\n")
	}
	b.WriteString("\n**" + d.Tally() + "**\n")
}

func (d *AuditDocument) markdownExceptions(b *bytes.Buffer) {
	if len(d.Exceptions) == 0 {
		return
	}
	b.WriteString("\n## Exceptions\n\n")
	for _, e := range d.Exceptions[:min(len(d.Exceptions), maxListed)] {
		fmt.Fprintf(b, "- %s %s: %s\n", clipped(e.Name), prose(e.state()), clipped(e.Reason))
	}
	if more := len(d.Exceptions) - maxListed; more > 0 {
		fmt.Fprintf(b, "- and %d more\n", more)
	}
}

// maxLink is the length of a link beyond which it takes too much of the room.
const maxLink = 2000

// fixLink is a link to the form, or nothing where it would not be safe or short.
func fixLink(s *AuditSubject) string {
	_, url := s.link()
	if url == nil || len(*url) > maxLink || safeLink(*url) == "" {
		return ""
	}
	if s.FixURL == nil {
		return "[closest template](" + *url + ")"
	}
	return "[new token](" + *url + ")"
}
