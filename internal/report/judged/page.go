package judged

import (
	"fmt"
	"math"
	"path"
	"strconv"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// PageRows writes what pages have of requests and tokens as rows of numbers: what
// many of them have in common stands once in a list, and rows have its place.
// Texts may be shown as they are; marks in them represent what differs from one
// request or token to the next (see Marks).
type PageRows struct {
	directory string // of the configuration, for the places of findings
	Texts     format.Numbered[string]
	Alike     format.Numbered[[7]int]
	Shapes    format.Numbered[[5]int]
	Rules     format.Numbered[[4]string]
	Findings  format.NumberedRows[int64]
	explained map[string]bool // names of rules
}

// NewPageRows returns a writer without rows.
func NewPageRows(directory string) *PageRows {
	return &PageRows{
		directory: directory, Texts: format.NewTexts(), Alike: format.NewNumbered[[7]int](), Shapes: format.NewNumbered[[5]int](), Rules: format.NewNumbered[[4]string](),
		Findings: format.NewNumberedRows[int64](), explained: map[string]bool{},
	}
}

// Text returns the place of a text.
func (w *PageRows) Text(s string) int { return w.Texts.Place(diag.Printable(s)) }

// Optional is text, or the place of no text.
func (w *PageRows) Optional(s *string) int { return w.Text(format.OrEmpty(s)) }

// FindingPlaces writes findings, from 1.
func (w *PageRows) FindingPlaces(findings []Finding, own Marks) []int {
	var places []int
	for i := range findings {
		places = append(places, 1+w.finding(&findings[i], own))
	}
	return places
}

func (w *PageRows) finding(f *Finding, own Marks) int {
	w.rule(f.Rule)
	of := own.of(f)
	message, numbers := WithoutNumbers(of.Replace(diag.Printable(f.Message)))
	out := []int64{
		int64(w.Shapes.Place([5]int{
			w.Text(f.Rule), w.Text(string(f.Severity)), w.Texts.Place(message), w.Texts.Place(w.place(f)), w.Optional(f.ExceptedBy),
		})),
		int64(w.Texts.Place(own.Replace(diag.Printable(format.OrEmpty(f.Declared))))), int64(w.Texts.Place(own.Replace(diag.Printable(format.OrEmpty(f.Actual))))),
		int64(w.Optional(f.Permission)),
	}
	return w.Findings.Add(append(out, numbers...))
}

// rule explains a rule, once.
func (w *PageRows) rule(name string) {
	if w.explained[name] {
		return
	}
	w.explained[name] = true
	about, page := DescribeRule(name)
	w.Rules.Place([4]string{diag.Printable(name), about.What, about.Todo, format.SafeLink(page)})
}

// place is where a finding departs from, below the top of the repository.
func (w *PageRows) place(f *Finding) string {
	if f.Range == nil {
		return ""
	}
	return diag.Printable(fmt.Sprintf("%s:%d", path.Join(w.directory, f.Range.Filename), f.Range.Start.Line))
}

// Compact writes an empty list as 0 and leaves out what is nothing at the end.
func Compact(row []any) []any {
	for i := range row {
		if list, ok := row[i].([]int); ok && len(list) == 0 {
			row[i] = 0
		}
	}
	for len(row) > 0 && (row[len(row)-1] == nil || row[len(row)-1] == 0) {
		row = row[:len(row)-1]
	}
	return row
}

// maxExact is the largest integer that a script holds exactly.
const maxExact = 1<<53 - 1

// ExactInteger writes a number that a script would round as text.
func ExactInteger(n int64) any {
	if math.Abs(float64(n)) > maxExact {
		return strconv.FormatInt(n, 10)
	}
	return n
}

// Flag is 1 for true.
func Flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
