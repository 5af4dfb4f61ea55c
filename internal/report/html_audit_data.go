package report

import (
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

// auditDataWriter writes the rows of an audit.
type auditDataWriter struct {
	*pageRows
	changes *changeRows
	at      time.Time // of the report
}

func (d *AuditDocument) htmlData() auditData {
	rows := newPageRows(d.Configuration.Directory)
	w := auditDataWriter{rows, d.Comparison.changeRows(rows), d.GeneratedAt}
	subjects := make([][]any, 0, len(d.Subjects))
	for _, g := range d.groups() {
		for _, s := range g.subjects {
			subjects = append(subjects, w.subject(s))
		}
	}
	gone := w.changes.goneRows()
	return auditData{
		At: d.GeneratedAt.Unix(), Texts: w.texts.list, Rules: w.rules.list, Alike: w.alike.list, Shapes: w.shapes.list,
		Columns: auditDataColumns, Subjects: subjects, Findings: w.findings.rows, Changes: w.changes.rows(), Gone: gone,
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
		w.texts.place(own.replace(diag.PrintableText(orEmpty(s.Reason)))), flag(s.Expired), w.unjudged(s), w.changes.change(s, own),
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

// seconds counts from the time of the report. No time is nil.
func (w *auditDataWriter) seconds(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.Unix() - w.at.Unix()
}

func tokenID(s *AuditSubject) any {
	if s.TokenID == nil {
		return nil
	}
	return exactInteger(*s.TokenID)
}
