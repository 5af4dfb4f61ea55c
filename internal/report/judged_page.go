package report

import (
	"fmt"
	"math"
	"path"
	"strconv"

	"github.com/patctl/patctl/internal/diag"
)

// pageRows writes what pages have of requests and tokens as rows of numbers: what
// many of them have in common stands once in a list, and rows have its place.
// Texts may be shown as they are; in them marks stand for what differs from one
// request or token to the next (see marks).
type pageRows struct {
	directory string // of the configuration, for the places of findings
	texts     numbered[string]
	alike     numbered[[7]int]
	shapes    numbered[[5]int]
	rules     numbered[[4]string]
	findings  numberedRows[int64]
}

// newPageRows returns a writer without rows.
func newPageRows(directory string) *pageRows {
	return &pageRows{
		directory: directory, texts: newTexts(), alike: newNumbered[[7]int](), shapes: newNumbered[[5]int](), rules: newNumbered[[4]string](),
		findings: newNumberedRows[int64](),
	}
}

// text returns the place of a text.
func (w *pageRows) text(s string) int { return w.texts.place(diag.Printable(s)) }

// optional is text, or the place of no text.
func (w *pageRows) optional(s *string) int { return w.text(orEmpty(s)) }

// findingPlaces writes findings, from 1.
func (w *pageRows) findingPlaces(findings []AuditFinding, own marks) []int {
	var places []int
	for i := range findings {
		places = append(places, 1+w.finding(&findings[i], own))
	}
	return places
}

func (w *pageRows) finding(f *AuditFinding, own marks) int {
	w.rule(f.Rule)
	of := own.of(f)
	message, numbers := withoutNumbers(of.replace(diag.Printable(f.Message)))
	out := []int64{
		int64(w.shapes.place([5]int{
			w.text(f.Rule), w.text(string(f.Severity)), w.texts.place(message), w.texts.place(w.place(f)), w.optional(f.ExceptedBy),
		})),
		int64(w.texts.place(own.replace(diag.Printable(orEmpty(f.Declared))))), int64(w.texts.place(own.replace(diag.Printable(orEmpty(f.Actual))))),
		int64(w.optional(f.Permission)),
	}
	return w.findings.add(append(out, numbers...))
}

// rule explains a rule.
func (w *pageRows) rule(name string) {
	about, page := describeRule(name)
	w.rules.place([4]string{diag.Printable(name), about.what, about.todo, safeLink(page)})
}

// place is where a finding departs from, below the top of the repository.
func (w *pageRows) place(f *AuditFinding) string {
	if f.Range == nil {
		return ""
	}
	return diag.Printable(fmt.Sprintf("%s:%d", path.Join(w.directory, f.Range.Filename), f.Range.Start.Line))
}

// compact writes an empty list as 0 and leaves out what is nothing at the end.
func compact(row []any) []any {
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

// exactInteger writes a number that a script would round as text.
func exactInteger(n int64) any {
	if math.Abs(float64(n)) > maxExact {
		return strconv.FormatInt(n, 10)
	}
	return n
}

// flag is 1 for true.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
