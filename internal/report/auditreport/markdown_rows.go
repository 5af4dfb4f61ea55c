package auditreport

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/judged"
)

const markdownColumns = "| Verdict | Subject | Template | Findings | Fix |\n|---|---|---|---|---|\n"

// maxInCell is how many findings of a subject are in its cell.
const maxInCell = 10

// markdownGroups writes a table for each organization within a number of bytes,
// of which each has its share, so that no organization hides another.
func (d *Document) markdownGroups(b *bytes.Buffer, room int) {
	all := d.groups()
	room -= format.CutNote
	for i, g := range all {
		share := room / (len(all) - i)
		var section bytes.Buffer
		g.markdown(&section, share)
		if section.Len() > share {
			fmt.Fprintf(b, "\n%s not shown: there is no room for more.\n", format.Count(len(all)-i, "more organization"))
			return
		}
		b.WriteString(section.String())
		room -= section.Len()
	}
}

// markdown writes the findings of an organization, the worst subjects first, as
// far as there is room.
func (g *group) markdown(b *bytes.Buffer, room int) {
	fmt.Fprintf(b, "\n## %s\n\n", format.Clipped(g.login))
	if g.asOf != "" {
		b.WriteString("Judged " + g.asOf + ".\n\n")
	}
	if len(g.gaps) > 0 {
		b.WriteString("**INCOMPLETE**: " + format.Count(len(g.gaps), "part") + " missing.\n\n")
	}
	if g.bare {
		b.WriteString(format.Prose(noTemplates) + "\n\n")
	}
	rows, written := g.countRows(), 0
	if rows == 0 {
		b.WriteString("No findings in what was read.\n")
		return
	}
	b.WriteString(markdownColumns)
	for row := range g.markdownRows() {
		if b.Len()+len(row) > room-format.CutNote {
			fmt.Fprintf(b, "\n%d of %s not shown: there is no room for more. Other formats have all of them.\n",
				rows-written, format.Count(rows, "row"))
			return
		}
		b.WriteString(row)
		written++
	}
}

// countRows returns how many rows there are.
func (g *group) countRows() int {
	n := 0
	for _, s := range g.subjects {
		if listed(s) {
			n++
		}
	}
	return n
}

// listed reports whether there is something to say of a subject. One may not
// conform without a finding, where others were selected.
func listed(s *judged.Subject) bool { return len(s.Findings) > 0 || s.Verdict != pat.Conforming }

// markdownRows are one for each subject that there is something to say of.
func (g *group) markdownRows() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, s := range g.subjects {
			if listed(s) && !yield(markdownRow(s)) {
				return
			}
		}
	}
}

// findingsCell has the findings of a subject, worst first.
func findingsCell(s *judged.Subject) string {
	var lines []string
	for i := range s.Findings[:min(len(s.Findings), maxInCell)] {
		lines = append(lines, findingLine(&s.Findings[i]))
	}
	if more := len(s.Findings) - maxInCell; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "<br>")
}

func findingLine(f *judged.Finding) string {
	line := string(f.Severity) + " " + format.CellCode(f.Rule) + ": " + format.Clipped(f.Message)
	if f.Compares() {
		line += ", declared " + format.ClippedOr(f.Declared, "nothing") + ", actual " + format.ClippedOr(f.Actual, "nothing")
	}
	if f.ExceptedBy != nil {
		line += ", excepted by " + format.Clipped(*f.ExceptedBy)
	}
	return line
}

func markdownRow(s *judged.Subject) string {
	template := format.Clipped(format.OrEmpty(s.Template))
	if s.Template == nil && s.Nearest != nil {
		template = "closest: " + format.Clipped(*s.Nearest)
	}
	cells := []string{string(s.Verdict), format.Clipped(s.Label()), template, findingsCell(s), fixLink(s)}
	return "| " + strings.Join(cells, " | ") + " |\n"
}
