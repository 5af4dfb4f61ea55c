package rows

import (
	"fmt"
	"io"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// packedColumns are the columns of a page with packed rows, see format.Packer. Names
// are texts in which marks represent numbers, from 1, and 0 is the name of the last row
// with the same place in Alike. These numbers, the findings of all rows, and the numbers of
// all findings are in columns of their own. The token ID is the difference to the ID, from 1,
// and times are differences to the time of the report, from 1: 0 is nothing.
var packedColumns = []string{
	"id", "token", "name", "nameNumbers", "owner", "alike", "expires", "used", "count", "kinds", "numbers", "deny", "reason",
	"flags", "unjudged", "change", "use",
}

// The places in packedColumns.
const (
	columnID = iota
	columnToken
	columnName
	columnNameNumbers
	columnOwner
	columnAlike
	columnExpires
	columnUsed
	columnCount
	columnKinds
	columnNumbers
	columnDeny
	columnReason
	columnFlags
	columnUnjudged
	columnChange
	columnUse
)

// packedData is what follows the rows: what pageData has but for them, and the lists
// that only packed rows have.
type packedData struct {
	pageData
	Kinds   [][4]int `json:"kinds"`   // of findings: a shape, texts: declared, actual, permission
	Places  [][5]any `json:"places"`  // texts: a template, a rule, a permission, and the file, and line of findings that don't say another place
	Unknown [][]int  `json:"unknown"` // texts: why some could not be fully checked; an earlier version did not say it if there are none
	Exact   [][]any  `json:"exact"`   // a row, and its ID and token ID if a script would round one of them
}

// packer writes the rows of an audit.
type packer struct {
	dataWriter
	packed  *judged.PackedRows
	out     *format.Packer
	row     int
	names   map[int]string // the last name of each alike
	unknown format.NumberedRows[int]
	exact   [][]any
}

// Pack writes the rows as JSON in which they are compressed. It doesn't look at errors
// of w, which has to keep them.
func (a *Audit) Pack(w io.Writer) {
	_, _ = fmt.Fprintf(w, `{"rows":%d,"width":%d,"packed":"`, a.Total, len(packedColumns))
	a.pack(w)
	_, _ = io.WriteString(w, `"}`)
}

func (a *Audit) pack(w io.Writer) {
	rows := judged.NewPackedRows(a.Directory, a.At)
	p := packer{
		dataWriter: dataWriter{PageRows: rows.PageRows, changes: a.Comparison.Rows(rows.PageRows), uses: [][]any{}, at: a.At},
		packed:     rows, names: map[int]string{},
		out: format.NewPacker(w, len(packedColumns)), unknown: format.NewNumberedRows[int](), exact: [][]any{},
	}
	for s := range a.Subjects {
		p.subject(s)
		p.out.EndRow()
	}
	gone := p.changes.GoneRows()
	p.out.Close(packedData{
		pageData: pageData{
			At: a.At.Unix(), Texts: p.Texts.List, Rules: p.Rules.List, Alike: p.Alike.List, Shapes: p.Shapes.List,
			Columns: packedColumns, Subjects: [][]any{}, Findings: p.Findings.Rows, Changes: p.changes.Changes(), Uses: p.uses, Gone: gone,
		},
		Kinds: rows.Kinds.List, Places: rows.Places, Unknown: p.unknown.Rows, Exact: p.exact,
	})
}

func (p *packer) subject(s *judged.Subject) {
	own := judged.NewMarks(s)
	p.ids(s)
	alike := p.alike(s)
	p.add(columnAlike, alike)
	p.name(s, alike)
	p.add(columnOwner, p.Text(s.Owner))
	p.out.Add(columnExpires, p.moment(s.ExpiresAt))
	p.out.Add(columnUsed, p.moment(s.LastUsedAt))
	p.add(columnCount, len(s.Findings))
	marks := p.packed.Marks(s, own)
	for i := range s.Findings {
		kind, numbers := p.packed.Kind(&s.Findings[i], &marks)
		p.add(columnKinds, kind)
		p.addAll(columnNumbers, numbers)
	}
	p.add(columnDeny, p.Texts.Place(own.Reason(s)))
	p.add(columnReason, p.Texts.Place(own.Replace(diag.PrintableText(format.OrEmpty(s.Reason)))))
	p.add(columnFlags, judged.Flag(s.Expired))
	p.add(columnUnjudged, p.unjudgedList(s))
	p.add(columnChange, p.changes.Change(s, own))
	use := 0
	if p.use(s) != nil {
		use = len(p.uses)
	}
	p.add(columnUse, use)
	p.row++
}

// name writes 0 for the name of the last row with the same place in Alike: tokens that
// a template matches by name have one name.
func (p *packer) name(s *judged.Subject, alike int) {
	name := format.OrEmpty(s.TokenName)
	if last, ok := p.names[alike]; ok && last == name {
		p.add(columnName, 0)
		return
	}
	p.names[alike] = name
	text, numbers := judged.WithoutNumbers(diag.Printable(name))
	p.add(columnName, 1+p.Texts.Place(text))
	p.addAll(columnNameNumbers, numbers)
}

func (p *packer) add(column, n int) { p.out.Add(column, uint64(n)) } //nolint:gosec // places and counts

func (p *packer) addAll(column int, numbers []int64) {
	for _, n := range numbers {
		p.out.Add(column, uint64(n)) //nolint:gosec // numbers of texts have no sign
	}
}

// ids writes the IDs, or that they are in the list of those that a script would round.
func (p *packer) ids(s *judged.Subject) {
	token := int64(0)
	if s.TokenID != nil {
		token = *s.TokenID
	}
	if !small(s.ID) || !small(token) || s.ID < 0 || s.TokenID != nil && token == 0 {
		p.exact = append(p.exact, []any{p.row, judged.ExactInteger(s.ID), tokenID(s)})
		p.add(columnID, 0)
		p.add(columnToken, 0)
		return
	}
	p.out.Add(columnID, uint64(s.ID)) //nolint:gosec // not negative
	if s.TokenID == nil {
		p.add(columnToken, 0)
		return
	}
	p.out.Add(columnToken, 1+format.Unsigned(token-s.ID))
}

// small reports whether a script holds a number, and the double of it, exactly.
func small(n int64) bool { return n < 1<<50 && n > -1<<50 }

// moment is 0 for no time.
func (p *packer) moment(t *time.Time) uint64 {
	if t == nil {
		return 0
	}
	return 1 + format.Unsigned(t.Unix()-p.at.Unix())
}

// unjudgedList is 0 for what was judged in full, or the place of the list of what was
// not known, from 1.
func (p *packer) unjudgedList(s *judged.Subject) int {
	if !s.Unjudged {
		return 0
	}
	places := []int{}
	for _, why := range s.UnjudgedWhy {
		places = append(places, p.Text(why))
	}
	return 1 + p.unknown.Add(places)
}
