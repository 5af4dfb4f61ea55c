package rows

import (
	"iter"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/comparison"
	"github.com/patctl/patctl/internal/report/judged"
)

// pageData is what the script of the drift report draws. Texts are places in
// Texts, 0 for none. Marks in them represent what differs from one subject to the
// next, so that thousands share a text. All may be shown as it is.
type pageData struct {
	At       int64       `json:"at"` // seconds since 1970
	Texts    []string    `json:"texts"`
	Rules    [][4]string `json:"rules"`  // name, what it looks for, what to do, page
	Alike    [][7]int    `json:"alike"`  // texts: verdict, kind, organization, template, how it matched, nearest, link; or see the package comparison
	Shapes   [][5]int    `json:"shapes"` // texts: rule, severity, message, place, exception
	Columns  []string    `json:"columns"`
	Subjects [][]any     `json:"subjects"` // in the order of Columns, without what is nothing at the end
	Findings [][]int64   `json:"findings"` // a shape, texts: declared, actual, permission; then the numbers of the message
	Changes  [][]any     `json:"changes"`  // since an earlier audit, see the package comparison
	Uses     [][]any     `json:"uses"`     // what tokens used, see the package use
	Gone     [][]any     `json:"gone"`     // what only that audit holds, see the package comparison
}

// dataColumns are what the page has of a subject alone: what it has in
// common with others is in Alike. Times are seconds from the time of the report;
// findings are places in the list of findings, from 1.
var dataColumns = []string{
	"id", "name", "owner", "alike", "expires", "used", "token", "findings", "deny", "reason", "expired", "unjudged", "change", "use",
}

// dataWriter writes the rows of an audit.
type dataWriter struct {
	*judged.PageRows
	changes *comparison.Rows
	uses    [][]any
	at      time.Time // of the report
}

// Audit is what the rows of an audit are made of.
type Audit struct {
	Directory  string // of the configuration, for the places of findings
	At         time.Time
	Comparison *comparison.Section       // nil: it is compared with none
	Subjects   iter.Seq[*judged.Subject] // in the order of the page; each only until the next
	Total      int                       // of the subjects
}

// Plain returns the rows as data that is written as JSON.
func (a *Audit) Plain() any {
	rows := judged.NewPageRows(a.Directory)
	w := dataWriter{PageRows: rows, changes: a.Comparison.Rows(rows), uses: [][]any{}, at: a.At}
	subjects := make([][]any, 0, a.Total)
	for s := range a.Subjects {
		subjects = append(subjects, w.subject(s))
	}
	gone := w.changes.GoneRows()
	return pageData{
		At: a.At.Unix(), Texts: w.Texts.List, Rules: w.Rules.List, Alike: w.Alike.List, Shapes: w.Shapes.List,
		Columns: dataColumns, Subjects: subjects, Findings: w.Findings.Rows, Changes: w.changes.Changes(), Uses: w.uses, Gone: gone,
	}
}

// subject writes a subject in the order of dataColumns.
func (w *dataWriter) subject(s *judged.Subject) []any {
	own := judged.NewMarks(s)
	return judged.Compact([]any{
		judged.ExactInteger(s.ID), w.Optional(s.TokenName), w.Text(s.Owner), w.alike(s),
		w.seconds(s.ExpiresAt), w.seconds(s.LastUsedAt), tokenID(s), w.FindingPlaces(s.Findings, own),
		w.Texts.Place(own.Reason(s)),
		w.Texts.Place(own.Replace(diag.PrintableText(format.OrEmpty(s.Reason)))), judged.Flag(s.Expired), w.unjudged(s), w.changes.Change(s, own), w.use(s),
	})
}

// alike is the place of what a subject has in common with others.
func (w *dataWriter) alike(s *judged.Subject) int {
	_, url := s.Link()
	return w.Alike.Place([7]int{
		w.Text(string(s.Verdict)), w.Text(string(s.Kind)), w.Text(s.Organization), w.Optional(s.Template), w.Optional(s.MatchedBy),
		w.Optional(s.Nearest), w.Optional(url),
	})
}

// use is the place of what a token used, from 1, or nothing.
func (w *dataWriter) use(s *judged.Subject) any {
	row := s.Use.Row(w.Text)
	if row == nil {
		return nil
	}
	w.uses = append(w.uses, row)
	return len(w.uses)
}

// unjudged is 0 for what was judged in full. Otherwise it is what was not known,
// as texts, or 1 where an earlier version did not say it.
func (w *dataWriter) unjudged(s *judged.Subject) any {
	if !s.Unjudged || len(s.UnjudgedWhy) == 0 {
		return judged.Flag(s.Unjudged)
	}
	var places []int
	for _, why := range s.UnjudgedWhy {
		places = append(places, w.Text(why))
	}
	return places
}

// seconds counts from the time of the report. No time is nil.
func (w *dataWriter) seconds(t *time.Time) any {
	if t == nil {
		return nil
	}
	return t.Unix() - w.at.Unix()
}

func tokenID(s *judged.Subject) any {
	if s.TokenID == nil {
		return nil
	}
	return judged.ExactInteger(*s.TokenID)
}
