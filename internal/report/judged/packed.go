package judged

import (
	"path"
	"strconv"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// PackedRows writes findings for a page with millions of them. More marks than in
// other pages represent what a finding has in common with its subject.
type PackedRows struct {
	*PageRows
	At     time.Time               // of the report
	Kinds  format.Numbered[[4]int] // of findings: a shape, texts: declared, actual, permission
	Places [][5]any                // texts: a template, a rule, a permission, a file; and a line
	places map[placeKey]sourcePlace
}

// placeKey has the numbers of three texts. Findings for which they are equal mostly have one place in the configuration.
type placeKey struct{ template, rule, permission int }

type sourcePlace struct {
	file string
	line int
}

// NewPackedRows returns a writer without rows.
func NewPackedRows(directory string, at time.Time) *PackedRows {
	return &PackedRows{
		PageRows: NewPageRows(directory), At: at, Kinds: format.NewNumbered[[4]int](), Places: [][5]any{}, places: map[placeKey]sourcePlace{},
	}
}

// The marks that only packed findings have.
const (
	markDaysUnused = "\x11"
	markDaysLeft   = "\x12"
	markExpires    = "\x13"
)

// PackedMarks are the marks for the findings of a subject.
type PackedMarks struct {
	own                  Marks
	template             int // or the nearest one: a text
	expires              string
	daysUnused, daysLeft string // "": none
}

// Marks returns the marks for the findings of a subject. own are those for its other texts.
func (w *PackedRows) Marks(s *Subject, own Marks) PackedMarks {
	m := PackedMarks{own: own, template: w.Optional(s.Template)}
	if m.template == 0 {
		m.template = w.Optional(s.Nearest)
	}
	const day = 24 * 60 * 60
	if s.LastUsedAt != nil {
		m.daysUnused = strconv.FormatInt((w.At.Unix()-s.LastUsedAt.Unix())/day, 10)
	}
	if s.ExpiresAt != nil {
		m.daysLeft = strconv.FormatInt((s.ExpiresAt.Unix()-w.At.Unix()+day-1)/day, 10)
		m.expires = s.ExpiresAt.UTC().Format(time.RFC3339)
	}
	return m
}

// Kind writes what a finding has in common with others, and returns its place among
// the kinds, and the numbers in what is actual and in its message.
func (w *PackedRows) Kind(f *Finding, m *PackedMarks) (kind int, numbers []int64) {
	w.rule(f.Rule)
	declared, whole := diag.Printable(format.OrEmpty(f.Declared)), diag.Printable(format.OrEmpty(f.Actual))
	days := [][2]string{{m.daysUnused, markDaysUnused}, {m.daysLeft, markDaysLeft}}
	actual, numbers := WithoutNumbers(Marks{}.with(m.expires, markExpires).ready().Replace(m.own.Replace(whole)), days...)
	own := Marks{}.with(whole, markActual).with(declared, markDeclared).with(format.OrEmpty(f.Permission), markPermission).with(m.expires, markExpires)
	own.pairs = append(own.pairs, m.own.pairs...)
	message, more := WithoutNumbers(own.ready().Replace(diag.Printable(f.Message)), append([][2]string{{whole, markActual}, {declared, markDeclared}}, days...)...)
	key := placeKey{m.template, w.Text(f.Rule), w.Optional(f.Permission)}
	return w.Kinds.Place([4]int{
		w.Shapes.Place([5]int{key.rule, w.Text(string(f.Severity)), w.Texts.Place(message), w.placeOf(f, key), w.Optional(f.ExceptedBy)}),
		w.Texts.Place(m.own.Replace(declared)), w.Texts.Place(actual), key.permission,
	}), append(numbers, more...)
}

// placeOf is a text: the place of a finding, or a mark for the one that its kind of
// finding has had before.
func (w *PackedRows) placeOf(f *Finding, key placeKey) int {
	if f.Range == nil {
		return w.Texts.Place("")
	}
	at := sourcePlace{f.Range.Filename, f.Range.Start.Line}
	known, ok := w.places[key]
	if !ok {
		w.places[key], known = at, at
		w.Places = append(w.Places, [5]any{key.template, key.rule, key.permission, w.Text(path.Join(w.directory, at.file)), at.line})
	}
	if known != at {
		return w.Texts.Place(w.place(f))
	}
	return w.Texts.Place(markTemplate)
}
