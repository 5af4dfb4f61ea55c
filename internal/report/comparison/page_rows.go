package comparison

import (
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// subjectRef names a subject of a document. A foreign document may hold several
// of one name.
type subjectRef struct {
	organization, kind string
	id                 int64
}

func refOf(s *judged.Subject) subjectRef {
	return subjectRef{loginKey(s.Organization), string(s.Kind), s.ID}
}

// subject is one of the sides of a change, as far as the change knows it.
func (c *Change) subject(side *ChangeSide) *judged.Subject {
	return &judged.Subject{
		Kind: side.Kind, Organization: c.Organization, ID: side.ID, TokenID: side.TokenID, TokenName: side.TokenName, Owner: side.Owner,
		Verdict: side.Verdict, Unjudged: side.Unjudged, Template: side.Template,
	}
}

// Rows writes the changes of a comparison among the rows of a page.
type Rows struct {
	*judged.PageRows
	c       *Section // nil: there is none, and nothing changed
	changes format.NumberedRows[any]
	changed map[subjectRef][]*Change // of what the later audit holds; those that are not written yet
}

// Rows returns a writer of the changes among the rows of a page. The
// comparison may be nil.
func (c *Section) Rows(rows *judged.PageRows) *Rows {
	w := &Rows{rows, c, format.NewNumberedRows[any](), map[subjectRef][]*Change{}}
	if c == nil {
		return w
	}
	for i := range c.Changes {
		change := &c.Changes[i]
		if change.After != nil {
			ref := refOf(change.subject(change.After))
			w.changed[ref] = append(w.changed[ref], change)
		}
	}
	return w
}

// Changes are the changes that were written.
func (w *Rows) Changes() [][]any { return w.changes.Rows }

// Change writes what happened to a subject, from 1; 0 is nothing.
func (w *Rows) Change(s *judged.Subject, own judged.Marks) int {
	ref := refOf(s)
	changes := w.changed[ref]
	if len(changes) == 0 {
		return 0
	}
	w.changed[ref] = changes[1:]
	return 1 + w.changes.Add(w.changeRow(changes[0], own))
}

// changeRow is a change in the order that the script reads: texts for its kind,
// its title, why it was not seen, the verdict and the template before, and the
// kind before where it is another; its id then; findings that are new, resolved
// and not known; and whether a policy could not judge it before.
func (w *Rows) changeRow(c *Change, own judged.Marks) []any {
	row := []any{w.Text(string(c.Change)), w.Text(titleOf(c.Change)), w.Optional(c.Why), 0, 0, 0, nil}
	if c.Before != nil {
		row[3], row[4] = w.Text(string(c.Before.Verdict)), w.Optional(c.Before.Template)
		if c.Before.Kind != c.After.Kind {
			row[5], row[6] = w.Text(string(c.Before.Kind)), judged.ExactInteger(c.Before.ID)
		}
		row = append(row, w.FindingPlaces(c.New, own), w.FindingPlaces(c.Resolved, own), w.FindingPlaces(c.Undecided, own), judged.Flag(c.Before.Unjudged))
	}
	return judged.Compact(row)
}

// GoneRows are what only the earlier audit holds: first what is gone, then what
// this one did not see.
func (w *Rows) GoneRows() [][]any {
	rows := [][]any{}
	if w.c == nil {
		return rows
	}
	for _, kind := range []ChangeKind{ChangeGone, ChangeNotSeenNow} {
		for i := range w.c.Changes {
			if c := &w.c.Changes[i]; c.Change == kind {
				rows = append(rows, w.goneRow(c))
			}
		}
	}
	return rows
}

// goneRow is the id, texts for its name and owner, what it has in common with
// others, and its findings then. In common are texts for the verdict, the kind,
// the organization, the template, what happened to it and why it was not seen, and
// whether a policy could not judge it.
func (w *Rows) goneRow(c *Change) []any {
	s := c.subject(c.Before)
	return judged.Compact([]any{
		judged.ExactInteger(s.ID), w.Optional(s.TokenName), w.Text(s.Owner), w.Alike.Place([7]int{
			w.Text(string(s.Verdict)), w.Text(string(s.Kind)), w.Text(s.Organization), w.Optional(s.Template),
			w.Text(titleOf(c.Change)), w.Optional(c.Why), judged.Flag(s.Unjudged),
		}), w.FindingPlaces(c.Resolved, judged.NewMarks(s)),
	})
}
