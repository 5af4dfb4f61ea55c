package report

// subjectRef names a subject of a document. A foreign document may hold several
// of one name.
type subjectRef struct {
	organization, kind string
	id                 int64
}

func refOf(s *AuditSubject) subjectRef {
	return subjectRef{loginKey(s.Organization), string(s.Kind), s.ID}
}

// subject is one of the sides of a change, as far as the change knows it.
func (c *AuditChange) subject(side *ChangeSide) *AuditSubject {
	return &AuditSubject{
		Kind: side.Kind, Organization: c.Organization, ID: side.ID, TokenID: side.TokenID, TokenName: side.TokenName, Owner: side.Owner,
		Verdict: side.Verdict, Unjudged: side.Unjudged, Template: side.Template,
	}
}

// changeRows writes the changes of a comparison among the rows of a page.
type changeRows struct {
	*pageRows
	c       *AuditComparison // nil: there is none, and nothing changed
	changes numberedRows[any]
	changed map[subjectRef][]*AuditChange // of what the later audit holds; those that are not written yet
}

// changeRows returns a writer of the changes among the rows of a page. The
// comparison may be nil.
func (c *AuditComparison) changeRows(rows *pageRows) *changeRows {
	w := &changeRows{rows, c, newNumberedRows[any](), map[subjectRef][]*AuditChange{}}
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

// rows are the changes that were written.
func (w *changeRows) rows() [][]any { return w.changes.rows }

// change writes what happened to a subject, from 1; 0 is nothing.
func (w *changeRows) change(s *AuditSubject, own marks) int {
	ref := refOf(s)
	changes := w.changed[ref]
	if len(changes) == 0 {
		return 0
	}
	w.changed[ref] = changes[1:]
	return 1 + w.changes.add(w.changeRow(changes[0], own))
}

// changeRow is a change in the order that the script reads: texts for its kind,
// its title, why it was not seen, the verdict and the template before, and the
// kind before where it is another; its id then; findings that are new, resolved
// and not known; and whether a policy could not judge it before.
func (w *changeRows) changeRow(c *AuditChange, own marks) []any {
	row := []any{w.text(string(c.Change)), w.text(titleOf(c.Change)), w.optional(c.Why), 0, 0, 0, nil}
	if c.Before != nil {
		row[3], row[4] = w.text(string(c.Before.Verdict)), w.optional(c.Before.Template)
		if c.Before.Kind != c.After.Kind {
			row[5], row[6] = w.text(string(c.Before.Kind)), exactInteger(c.Before.ID)
		}
		row = append(row, w.findingPlaces(c.New, own), w.findingPlaces(c.Resolved, own), w.findingPlaces(c.Undecided, own), flag(c.Before.Unjudged))
	}
	return compact(row)
}

// goneRows are what only the earlier audit holds: first what is gone, then what
// this one did not see.
func (w *changeRows) goneRows() [][]any {
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
// the organization, the template, what became of it and why it was not seen, and
// whether a policy could not judge it.
func (w *changeRows) goneRow(c *AuditChange) []any {
	s := c.subject(c.Before)
	return compact([]any{
		exactInteger(s.ID), w.optional(s.TokenName), w.text(s.Owner), w.alike.place([7]int{
			w.text(string(s.Verdict)), w.text(string(s.Kind)), w.text(s.Organization), w.optional(s.Template),
			w.text(titleOf(c.Change)), w.optional(c.Why), flag(s.Unjudged),
		}), w.findingPlaces(c.Resolved, newMarks(s)),
	})
}
