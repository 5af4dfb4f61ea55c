package auditreport

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

const markdownColumns = "| Verdict | Subject | Template | Findings | Fix |\n|---|---|---|---|---|\n"

// maxInCell is how many lines and findings of a subject are in its cell.
const maxInCell = 10

// markdownGroups writes a table for each organization within a number of bytes. Each
// organization gets a share of them, so that none hides another.
func (d *Document) markdownGroups(b *bytes.Buffer, room int) {
	all, differ := d.groups(), judged.NewDiffer()
	legend := markdownLegend(usedSymbols(all, differ))
	b.WriteString(legend)
	room -= format.CutNote + len(legend)
	for i, g := range all {
		share := room / (len(all) - i)
		var section bytes.Buffer
		g.markdown(&section, share, differ)
		if section.Len() > share {
			fmt.Fprintf(b, "\n%s not shown, because of the size limit.\n", format.Count(len(all)-i, "more organization"))
			return
		}
		b.WriteString(section.String())
		room -= section.Len()
	}
}

// markdown writes the findings of an organization, the worst subjects first, as
// far as there is room.
func (g *group) markdown(b *bytes.Buffer, room int, differ *judged.Differ) {
	fmt.Fprintf(b, "\n## %s\n\n", format.Clipped(g.login))
	if g.asOf != "" {
		b.WriteString("Compared " + g.asOf + ".\n\n")
	}
	if len(g.gaps) > 0 {
		b.WriteString("**INCOMPLETE**: " + format.Count(len(g.gaps), "part") + " missing.\n\n")
	}
	if g.bare {
		b.WriteString(format.Prose(noTemplates) + "\n\n")
	}
	rows, written := g.countRows(), 0
	if rows == 0 {
		b.WriteString("No findings in the data that was read.\n")
		return
	}
	b.WriteString(markdownColumns)
	for row := range g.markdownRows(differ) {
		if b.Len()+len(row) > room-format.CutNote {
			fmt.Fprintf(b, "\n%d of %s not shown, because of the size limit. Other formats list all of them.\n",
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
	for s := range g.each() {
		if listed(s) {
			n++
		}
	}
	return n
}

// listed reports whether there is something to say about a subject. One may not
// conform without a finding, where others were selected.
func listed(s *judged.Subject) bool { return !silent(s) }

// markdownRows are one for each subject that the report has something to say about.
func (g *group) markdownRows(differ *judged.Differ) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := range g.each() {
			if listed(s) && !yield(markdownRow(s, differ)) {
				return
			}
		}
	}
}

// entry is a line of a cell.
type entry struct {
	text   string
	weight int // 0 for the worst
}

// findingsCell has a subject as a diff, and its other findings. Where there is no
// room for all, the worst stay.
func findingsCell(s *judged.Subject, differ *judged.Differ) string {
	entries := cellEntries(s, differ.Diff(s))
	more := len(entries) - maxInCell
	if more > 0 {
		slices.SortStableFunc(entries, func(a, b entry) int { return a.weight - b.weight })
		entries = append(entries[:maxInCell], entry{text: fmt.Sprintf("and %d more", more)})
	}
	var lines []string
	for _, e := range entries {
		lines = append(lines, e.text)
	}
	return strings.Join(lines, "<br>")
}

func cellEntries(s *judged.Subject, diff *judged.Diff) []entry {
	var out []entry
	for i := range diff.Lines {
		out = append(out, lineEntry(&diff.Lines[i]))
	}
	for _, why := range s.UnjudgedWhy {
		out = append(out, entry{format.CellCode(format.SymbolUnknown) + " could not be fully checked: " + format.Clipped(why), 0})
	}
	for i := range diff.Use {
		if l := &diff.Use[i]; l.Known {
			out = append(out, useEntry(l))
		}
	}
	for i := range diff.Notes {
		note := &diff.Notes[i]
		text := ruleEntry(note.Finding) + ": " + format.Clipped(note.Words)
		if note.Difference != "" {
			text += ", declared " + format.ClippedOr(note.Declared, "nothing") + ", actual " + format.ClippedOr(note.Actual, "nothing")
		}
		out = append(out, entry{text, sarifWeight(note.Finding)})
	}
	return out
}

// lineEntry is a line of a diff with the findings that are about it. One without
// findings says what is beyond the closest template.
func lineEntry(l *judged.DiffLine) entry {
	clipped := *l
	clipped.Before, clipped.Value = format.Clip(l.Before, format.MaxCell/2), format.Clip(l.Value, format.MaxCell)
	out := entry{format.CellCode(clipped.Text()), 0}
	for i, f := range l.Findings {
		out.text += " " + ruleEntry(f)
		if weight := sarifWeight(f); i == 0 || weight < out.weight {
			out.weight = weight
		}
	}
	if l.Comment != "" {
		out.text += ": " + format.Clipped(l.Comment)
	}
	return out
}

// useEntry is what was not used, with the findings about it.
func useEntry(l *judged.UseLine) entry {
	out := entry{format.CellCode(format.Clip(l.Name+" = "+l.Value, format.MaxCell)) + " " + format.Clipped(l.Words), len(judged.Severities)}
	for _, f := range l.Findings {
		out.text += " " + ruleEntry(f)
		out.weight = min(out.weight, sarifWeight(f))
	}
	return out
}

// ruleEntry names a finding with its severity, and the exception that covers it.
func ruleEntry(f *judged.Finding) string {
	out := format.Clipped(f.Rule) + ", " + string(f.Severity)
	if f.ExceptedBy != nil {
		out += ", excepted by " + format.Clipped(*f.ExceptedBy)
	}
	return out
}

// markdownLegend explains the symbols that are in use.
func markdownLegend(used map[string]bool) string {
	var parts []string
	for _, s := range symbols {
		if used[s.symbol] {
			parts = append(parts, format.CellCode(s.symbol)+" "+s.meaning)
		}
	}
	if parts == nil {
		return ""
	}
	return "\n" + strings.Join(parts, "; ") + ".\n"
}

func markdownRow(s *judged.Subject, differ *judged.Differ) string {
	template := format.Clipped(format.OrEmpty(s.Template))
	if s.Template == nil && s.Nearest != nil {
		template = "closest: " + format.Clipped(*s.Nearest)
	}
	cells := []string{string(s.Verdict), format.Clipped(s.Label()), template, findingsCell(s, differ), fixLink(s)}
	return "| " + strings.Join(cells, " | ") + " |\n"
}
