package comparison

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/report/judged"
)

const comparisonColumns = "| Change | Subject | Before | Now | Findings |\n|---|---|---|---|---|\n"

// maxComparison is the room in bytes for the changes: what there is now is what
// a report is read for, and needs the rest.
const maxComparison = format.MaxMarkdown / 4

// WriteMarkdown writes the section. Coverage is that of the later audit, in words.
func (c *Section) WriteMarkdown(b *bytes.Buffer, coverage string) {
	fmt.Fprintf(b, "\n## Compared with the audit as of %s\n\n", format.Palette{}.Moment(c.With.GeneratedAt))
	for _, limit := range c.Limits {
		b.WriteString("> **" + sentence(limit) + "**\n>\n")
	}
	fmt.Fprintf(b, "\nCoverage: %s.\n\n%s\n", c.coverages(coverage), c.Tally())
	c.markdownLists(b)
	c.markdownRows(b)
}

// plainWords is a sentence in which Markdown sees only words.
var plainWords = lazyregexp.New(`^[A-Za-z0-9-]+[,.:;]?( [A-Za-z0-9-]+[,.:;]?)*$`)

// sentence writes a sentence of patctl's that may hold names, and that comes
// from a document: as it is where nothing in it can be more than words.
func sentence(s string) string {
	s = format.Clip(diag.Printable(s), 5*format.MaxCell)
	if plainWords.MatchString(s) && !strings.Contains(strings.ToLower(s), "gh-") { // which refers to an issue
		return s
	}
	return format.CellCode(s)
}

// markdownLists writes what is not about one subject.
func (c *Section) markdownLists(b *bytes.Buffer) {
	var items []string
	for _, o := range c.Organizations {
		for _, t := range o.NewTemplates {
			items = append(items, "new template "+format.Clipped(t)+" for "+format.Clipped(o.Login))
		}
		for _, t := range o.RemovedTemplates {
			items = append(items, "removed template "+format.Clipped(t)+" for "+format.Clipped(o.Login))
		}
	}
	for _, n := range c.notSeen() {
		items = append(items, sentence(n))
	}
	if items == nil {
		return
	}
	b.WriteString("\n")
	for _, item := range items[:min(len(items), format.MaxListed)] {
		b.WriteString("- " + item + "\n")
	}
	if more := len(items) - format.MaxListed; more > 0 {
		fmt.Fprintf(b, "- and %d more\n", more)
	}
}

// markdownRows writes a row for each change, as far as there is room.
func (c *Section) markdownRows(b *bytes.Buffer) {
	var rows []string
	for _, section := range changeSections {
		for i := range c.Changes {
			if c.Changes[i].Change == section.kind {
				rows = append(rows, c.Changes[i].markdownRow(section.title))
			}
		}
	}
	if rows == nil {
		return
	}
	b.WriteString("\n" + comparisonColumns)
	room := maxComparison
	for i, row := range rows {
		if room -= len(row); room < 0 {
			fmt.Fprintf(b, "\n%d of %s not shown, because of the size limit. Other formats list all of them.\n", len(rows)-i, format.Count(len(rows), "change"))
			return
		}
		b.WriteString(row)
	}
}

// maxFindings is how many findings of one change its row has.
const maxFindings = 10

func (c *Change) markdownRow(title string) string {
	var findings []string
	for _, list := range []struct {
		what     string
		findings []judged.Finding
	}{{"new", c.New}, {"resolved", c.Resolved}, {"unknown", c.Undecided}} {
		for i := range list.findings {
			f := &list.findings[i]
			findings = append(findings, list.what+" "+f.Weight()+" "+format.CellCode(format.Clip(diag.Printable(f.Rule), format.MaxCell)))
		}
	}
	if more := len(findings) - maxFindings; more > 0 {
		findings = append(findings[:maxFindings], fmt.Sprintf("and %d more", more))
	}
	cells := []string{title, format.Clipped(c.label()), c.Before.markdown(), c.After.markdown(), strings.Join(findings, "<br>")}
	return "| " + strings.Join(cells, " | ") + " |\n"
}

// markdown is a verdict with its template, or nothing for no subject.
func (s *ChangeSide) markdown() string {
	if s == nil {
		return ""
	}
	out := string(s.Verdict)
	if s.Template != nil {
		out += " " + format.Clipped(*s.Template)
	}
	if s.Unjudged {
		out += " (could not be fully checked)"
	}
	return out
}
