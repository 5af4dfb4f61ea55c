package breakdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// maxShares is how many rows of a table of counts are shown; JSON has all.
const maxShares = 20

// countTable is a table of counts: a name, and numbers.
type countTable struct {
	title   string
	columns []string
	rows    []countLine
	more    int // rows that are left out
}

type countLine struct {
	name    string // safe to show
	numbers []int
}

// tables are the counts as tables.
func (b *Breakdown) tables() []countTable {
	return []countTable{
		b.ruleTable(),
		shareTable("Template", b.Templates, "no template"),
		shareTable("Owner", b.Owners, ""),
		shareTable("Organization", b.Organizations, ""),
	}
}

func (b *Breakdown) ruleTable() countTable {
	t := countTable{title: "Rule", columns: []string{"errors", "warnings", "notices", "excepted", "subjects"}}
	for _, r := range b.Rules {
		f := r.Findings
		t.rows = append(t.rows, countLine{diag.Printable(r.Rule), []int{f.Error, f.Warning, f.Notice, f.Excepted, r.Subjects}})
	}
	return t
}

func shareTable(title string, shares []Share, nothing string) countTable {
	t := countTable{title: title, columns: []string{"total", "conforming", "drifted", "undeclared", "excepted", "errors"}}
	t.more = max(0, len(shares)-maxShares)
	for i := range shares[:len(shares)-t.more] {
		s := &shares[i]
		verdicts := s.verdicts()
		t.rows = append(t.rows, countLine{nameOr(s.Name, nothing), append(verdicts.List(), s.Findings.Error)})
	}
	return t
}

// nameOr is text from outside as it may be shown, or a word for nothing.
func nameOr(s *string, nothing string) string {
	if s == nil {
		return nothing
	}
	return diag.Printable(*s)
}

// rest says how many rows are left out, or is empty.
func (t *countTable) rest() string {
	if t.more == 0 {
		return ""
	}
	return fmt.Sprintf("%d more. The JSON has all of them.", t.more)
}

// WriteText writes the tables, or on a narrow terminal a line for each row.
func (b *Breakdown) WriteText(w format.TextWriter) {
	for _, t := range b.tables() {
		if len(t.rows) == 0 {
			continue
		}
		w.Line("%s", w.Heading("By "+strings.ToLower(t.title)))
		t.text(w)
		if rest := t.rest(); rest != "" {
			w.Line("  %s", rest)
		}
		w.Line("")
	}
}

func (t *countTable) text(w format.TextWriter) {
	width := 0
	for _, r := range t.rows {
		width = max(width, utf8.RuneCountInString(r.name))
	}
	titles := ""
	for _, c := range t.columns {
		titles += "  " + c
	}
	if w.Width > 0 && 2+width+len(titles) > w.Width {
		for _, r := range t.rows {
			var cells []string
			for i, n := range r.numbers {
				cells = append(cells, fmt.Sprintf("%d %s", n, t.columns[i]))
			}
			w.Line("  %s: %s", r.name, strings.Join(cells, ", "))
		}
		return
	}
	w.Line("  %*s%s", width, "", titles)
	for _, r := range t.rows {
		cells := ""
		for i, n := range r.numbers {
			cells += fmt.Sprintf("  %*d", len(t.columns[i]), n)
		}
		w.Line("  %-*s%s", width, r.name, cells)
	}
}

// WriteMarkdown writes the tables.
func (b *Breakdown) WriteMarkdown(out *bytes.Buffer) {
	for _, t := range b.tables() {
		t.markdown(out)
	}
}

// markdown writes a table of counts.
func (t *countTable) markdown(b *bytes.Buffer) {
	if len(t.rows) == 0 {
		return
	}
	b.WriteString("\n| " + t.title)
	for _, c := range t.columns {
		b.WriteString(" | " + strings.ToUpper(c[:1]) + c[1:])
	}
	b.WriteString(" |\n|---" + strings.Repeat("|--:", len(t.columns)) + "|\n")
	for _, r := range t.rows {
		b.WriteString("| " + format.Clipped(r.name))
		for _, n := range r.numbers {
			b.WriteString(" | " + strconv.Itoa(n))
		}
		b.WriteString(" |\n")
	}
	if rest := t.rest(); rest != "" {
		b.WriteString("\n" + rest + "\n")
	}
}
