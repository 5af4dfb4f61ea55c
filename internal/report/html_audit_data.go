package report

import (
	"fmt"
	"math"
	"path"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
)

// auditData is what the script of the drift report draws. Texts are places in
// Texts, 0 for none. In them marks stand for what differs from one subject to the
// next, so that thousands share a text. All may be shown as it is.
type auditData struct {
	At       int64       `json:"at"` // seconds since 1970
	Texts    []string    `json:"texts"`
	Rules    [][4]string `json:"rules"`  // name, what it looks for, what to do, page
	Alike    [][7]int    `json:"alike"`  // texts: verdict, kind, organization, template, how it matched, nearest, link; or see goneRow
	Shapes   [][5]int    `json:"shapes"` // texts: rule, severity, message, place, exception
	Columns  []string    `json:"columns"`
	Subjects [][]any     `json:"subjects"` // in the order of Columns, without what is nothing at the end
	Findings [][]int64   `json:"findings"` // a shape, texts: declared, actual, permission; then the numbers of the message
	Changes  [][]any     `json:"changes"`  // since an earlier audit, see changeRow
	Gone     [][]any     `json:"gone"`     // what only that audit holds, see goneRow
}

// auditDataColumns are what the page has of a subject alone: what it has in
// common with others is in Alike. Times are seconds from the time of the report;
// findings are places in the list of findings, from 1.
var auditDataColumns = []string{
	"id", "name", "owner", "alike", "expires", "used", "token", "findings", "deny", "reason", "expired", "unjudged", "change",
}

// auditDataWriter numbers what subjects have in common.
type auditDataWriter struct {
	d        *AuditDocument
	texts    numbered[string]
	alike    numbered[[7]int]
	shapes   numbered[[5]int]
	rules    numbered[[4]string]
	findings numberedRows[int64]
	changes  numberedRows[any]
	changed  map[subjectRef][]*AuditChange // that are not written yet
}

func (d *AuditDocument) htmlData() auditData {
	w := auditDataWriter{
		d: d, texts: newTexts(), alike: newNumbered[[7]int](), shapes: newNumbered[[5]int](), rules: newNumbered[[4]string](),
		findings: newNumberedRows[int64](), changes: newNumberedRows[any](), changed: d.Comparison.changesBySubject(),
	}
	subjects := make([][]any, 0, len(d.Subjects))
	for _, g := range d.groups() {
		for _, s := range g.subjects {
			subjects = append(subjects, w.subject(s))
		}
	}
	gone := w.goneRows()
	return auditData{
		At: d.GeneratedAt.Unix(), Texts: w.texts.list, Rules: w.rules.list, Alike: w.alike.list, Shapes: w.shapes.list,
		Columns: auditDataColumns, Subjects: subjects, Findings: w.findings.rows, Changes: w.changes.rows, Gone: gone,
	}
}

// subject writes a subject in the order of auditDataColumns.
func (w *auditDataWriter) subject(s *AuditSubject) []any {
	own := newMarks(s)
	_, url := s.link()
	return compact([]any{
		exactInteger(s.ID), w.optional(s.TokenName), w.text(s.Owner), w.alike.place([7]int{
			w.text(string(s.Verdict)), w.text(string(s.Kind)), w.text(s.Organization), w.optional(s.Template), w.optional(s.MatchedBy),
			w.optional(s.Nearest), w.optional(url),
		}),
		w.seconds(s.ExpiresAt), w.seconds(s.LastUsedAt), tokenID(s), w.findingPlaces(s.Findings, own),
		w.texts.place(own.replace(own.messages(diag.PrintableText(orEmpty(s.DenyReason)), s))),
		w.texts.place(own.replace(diag.PrintableText(orEmpty(s.Reason)))), flag(s.Expired), w.unjudged(s), w.change(s, own),
	})
}

// unjudged is 0 for what was judged in full. Otherwise it is what was not known,
// as texts, or 1 where an earlier version did not say it.
func (w *auditDataWriter) unjudged(s *AuditSubject) any {
	if !s.Unjudged || len(s.UnjudgedWhy) == 0 {
		return flag(s.Unjudged)
	}
	var places []int
	for _, why := range s.UnjudgedWhy {
		places = append(places, w.text(why))
	}
	return places
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

func (w *auditDataWriter) text(s string) int      { return w.texts.place(diag.Printable(s)) }
func (w *auditDataWriter) optional(s *string) int { return w.text(orEmpty(s)) }

// findingPlaces writes findings, from 1.
func (w *auditDataWriter) findingPlaces(findings []AuditFinding, own marks) []int {
	var places []int
	for i := range findings {
		places = append(places, 1+w.finding(&findings[i], own))
	}
	return places
}

func (w *auditDataWriter) finding(f *AuditFinding, own marks) int {
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
func (w *auditDataWriter) rule(name string) {
	about, page := describeRule(name)
	w.rules.place([4]string{diag.Printable(name), about.what, about.todo, safeLink(page)})
}

// place is where a finding departs from, below the top of the repository.
func (w *auditDataWriter) place(f *AuditFinding) string {
	if f.Range == nil {
		return ""
	}
	return diag.Printable(fmt.Sprintf("%s:%d", path.Join(w.d.Configuration.Directory, f.Range.Filename), f.Range.Start.Line))
}

// seconds counts from the time of the report. No time is nil.
func (w *auditDataWriter) seconds(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.Unix() - w.d.GeneratedAt.Unix()
}

func tokenID(s *AuditSubject) any {
	if s.TokenID == nil {
		return nil
	}
	return exactInteger(*s.TokenID)
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

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
