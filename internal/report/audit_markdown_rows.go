package report

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

const markdownColumns = "| Verdict | Subject | Template | Finding | Declared | Actual | Fix |\n|---|---|---|---|---|---|---|\n"

// cutNote is the room that is kept for saying what was cut.
const cutNote = 200

// markdownGroups writes a table for each organization within a number of bytes,
// of which each has its share, so that no organization hides another.
func (d *AuditDocument) markdownGroups(b *bytes.Buffer, room int) {
	all := d.groups()
	room -= cutNote
	for i, g := range all {
		share := room / (len(all) - i)
		var section bytes.Buffer
		g.markdown(&section, share)
		if section.Len() > share {
			fmt.Fprintf(b, "\n%s not shown: there is no room for more.\n", count(len(all)-i, "more organization"))
			return
		}
		b.WriteString(section.String())
		room -= section.Len()
	}
}

// markdown writes the findings of an organization, the worst subjects first, as
// far as there is room.
func (g *auditGroup) markdown(b *bytes.Buffer, room int) {
	fmt.Fprintf(b, "\n## %s\n\n", clipped(g.login))
	if g.asOf != "" {
		b.WriteString("Judged " + g.asOf + ".\n\n")
	}
	if len(g.gaps) > 0 {
		b.WriteString("**INCOMPLETE**: " + count(len(g.gaps), "part") + " missing.\n\n")
	}
	if g.bare {
		b.WriteString(prose(noTemplates) + "\n\n")
	}
	rows, written := g.countRows(), 0
	if rows == 0 {
		b.WriteString("No findings in what was read.\n")
		return
	}
	b.WriteString(markdownColumns)
	for row := range g.markdownRows() {
		if b.Len()+len(row) > room-cutNote {
			fmt.Fprintf(b, "\n%d of %s not shown: there is no room for more. Other formats have all of them.\n",
				rows-written, count(rows, "row"))
			return
		}
		b.WriteString(row)
		written++
	}
}

// countRows returns how many rows there are.
func (g *auditGroup) countRows() int {
	n := 0
	for _, s := range g.subjects {
		n += len(s.Findings)
		if s.bare() {
			n++
		}
	}
	return n
}

// bare reports whether a subject does not conform although it has no findings,
// perhaps since others were selected.
func (s *AuditSubject) bare() bool { return len(s.Findings) == 0 && s.Verdict != pat.Conforming }

// markdownRows are one for each finding, and one for each subject without that
// does not conform.
func (g *auditGroup) markdownRows() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range g.subjects {
			if s.bare() && !yield(markdownRow(s, "", "", "")) {
				return
			}
			for i := range s.Findings {
				if !yield(findingRow(s, &s.Findings[i])) {
					return
				}
			}
		}
	}
}

func findingRow(s *AuditSubject, f *AuditFinding) string {
	finding := string(f.Severity) + " " + cellCode(f.Rule) + "<br>" + clipped(f.Message)
	if f.ExceptedBy != nil {
		finding = "excepted by " + clipped(*f.ExceptedBy) + "<br>" + finding
	}
	return markdownRow(s, finding, clipped(text(f.Declared)), clipped(text(f.Actual)))
}

func markdownRow(s *AuditSubject, finding, declared, actual string) string {
	template := clipped(text(s.Template))
	if s.Template == nil && s.Nearest != nil {
		template = "closest: " + clipped(*s.Nearest)
	}
	cells := []string{string(s.Verdict), clipped(s.label()), template, finding, declared, actual, fixLink(s)}
	return "| " + strings.Join(cells, " | ") + " |\n"
}
