package auditreport

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/breakdown"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/report/use"
)

// stickyMarker begins the report, so that who posts it as a comment finds the
// last one and writes over it.
const stickyMarker = "<!-- patctl:audit -->"

// markdown writes the audit for a comment or the summary of a workflow. Rows
// that do not fit are cut, and counted.
func (d *Document) markdown(b *bytes.Buffer, p format.Palette) {
	var head, foot bytes.Buffer
	d.markdownHead(&head, p)
	d.markdownFoot(&foot)
	b.WriteString(head.String())
	if d.Breakdown == nil {
		d.markdownGroups(b, format.MaxMarkdown-head.Len()-foot.Len())
	}
	b.WriteString(foot.String())
}

func (d *Document) markdownHead(b *bytes.Buffer, p format.Palette) {
	b.WriteString(stickyMarker + "\n# Audit of fine-grained personal access tokens\n\n")
	b.WriteString("**" + format.Prose(d.headline()) + "**\n\n")
	d.markdownDates(b, p)
	if !d.Complete {
		b.WriteString("> **INCOMPLETE: not everything could be read and checked.** Missing parts may contain findings.\n>\n")
		judged.MarkdownGaps(b, d.Incomplete)
	}
	b.WriteString("| | Total | Conforming | Drifted | Undeclared | Excepted |\n|---|--:|--:|--:|--:|--:|\n")
	for _, row := range summaryRows(&d.Summary) {
		b.WriteString("| " + row.name)
		for _, n := range row.counts.List() {
			fmt.Fprintf(b, " | %d", n)
		}
		b.WriteString(" |\n")
	}
	b.WriteString("\nCoverage: " + d.coverage() + "\n")
	d.Use.WriteMarkdown(b)
	if !d.Selection.IsZero() {
		h := d.Summary.Hidden
		fmt.Fprintf(b, "\nSelected: %s. Not shown: %s with a total of %s.\n", format.Clipped(d.Selection.Words()), format.Counted(h.Subjects, "request or token", "requests and tokens"), h.Findings)
	}
	d.counts().WriteMarkdown(b)
	if d.Comparison != nil {
		d.Comparison.WriteMarkdown(b, d.coverage())
	}
}

// counts are the counts by rule, or all counts of a summary.
func (d *Document) counts() *breakdown.Breakdown {
	if d.Breakdown != nil {
		return d.Breakdown
	}
	return breakdown.OfRules(d.Subjects, classic.Findings(d.ClassicTokens))
}

func (d *Document) markdownFoot(b *bytes.Buffer) {
	use.WriteMarkdown(b, d.TemplateUse)
	classic.WriteMarkdown(b, d.ClassicTokens, d.Summary.ClassicTokens)
	d.markdownExceptions(b)
	for _, blind := range d.BlindSpots[:min(len(d.BlindSpots), format.MaxListed)] {
		b.WriteString("\n" + format.Prose(format.Clip(diag.Printable(blind), 5*format.MaxCell)) + "\n")
	}
	if c := d.calls(); c != "" {
		b.WriteString("\n" + c + "\n")
	}
	b.WriteString("\n**" + d.Tally() + "**\n")
}

func (d *Document) markdownExceptions(b *bytes.Buffer) {
	if len(d.Exceptions) == 0 {
		return
	}
	b.WriteString("\n## Exceptions\n\n")
	for _, e := range d.Exceptions[:min(len(d.Exceptions), format.MaxListed)] {
		fmt.Fprintf(b, "- %s %s: %s\n", format.Clipped(e.Name), format.Prose(e.state()), format.Clipped(e.Reason))
	}
	if more := len(d.Exceptions) - format.MaxListed; more > 0 {
		fmt.Fprintf(b, "- and %d more\n", more)
	}
}

// maxLink is the length of a link beyond which it takes too much of the room.
const maxLink = 2000

// fixLink is a link to the form, or nothing where it would not be safe or short.
// The column of the template says whether it is only the closest one.
func fixLink(s *judged.Subject) string {
	label := "link"
	_, url := s.Link()
	if url == nil && s.Use != nil && s.Use.Narrower != nil {
		label, url = "narrower link", s.Use.Narrower.URL
	}
	if url == nil || len(*url) > maxLink || format.SafeLink(*url) == "" {
		return ""
	}
	return "[" + label + "](" + *url + ")"
}
