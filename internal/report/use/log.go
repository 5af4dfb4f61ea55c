package use

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Log says what was read of the use of tokens, and counts those that a report shows.
type Log struct {
	Sources   []Source `json:"sources"`
	Observed  int      `json:"observed_tokens"`  // tokens that a source covers
	Called    int      `json:"called_tokens"`    // of these, those with a call
	Reducible int      `json:"reducible_tokens"` // of these, those with access that was not used
}

// Source is what one source covers.
type Source struct {
	Source       usage.Source `json:"source"`
	Organization *string      `json:"organization"` // null: all of the source
	From         time.Time    `json:"from"`
	To           time.Time    `json:"to"`
	Unbroken     time.Time    `json:"unbroken_since"` // since when it has no gap
	Events       int          `json:"events"`
}

// NewLog returns what a report holds of a log; nil for none. The tokens are not counted yet.
func NewLog(l *usage.Log) *Log {
	if l == nil {
		return nil
	}
	out := &Log{Sources: []Source{}}
	for _, c := range l.Coverage {
		out.Sources = append(out.Sources, Source{c.Source, format.ValidOrNil(c.Organization), c.From.UTC(), c.To.UTC(), c.Unbroken.UTC(), c.Events})
	}
	return out
}

// Count adds a token.
func (l *Log) Count(s *Seen) {
	if l == nil || s == nil {
		return
	}
	l.Observed++
	if s.Calls+s.Refused > 0 {
		l.Called++
	}
	if s.Reducible() {
		l.Reducible++
	}
}

// Fill makes no list nil.
func (l *Log) Fill() {
	if l != nil {
		l.Sources = format.NotNil(l.Sources)
	}
}

// SameCounts reports whether two logs count the same tokens.
func (l *Log) SameCounts(o *Log) bool {
	return (l == nil) == (o == nil) && (l == nil || l.Observed == o.Observed && l.Called == o.Called && l.Reducible == o.Reducible)
}

// Check finds counts that contradict each other.
func (l *Log) Check() error {
	if l != nil && (l.Called < 0 || l.Reducible < 0 || max(l.Called, l.Reducible) > l.Observed) {
		return fmt.Errorf("its counts of observed tokens contradict each other")
	}
	return nil
}

// Lines say what was read, and what it shows of the tokens.
func (l *Log) Lines() []string {
	if l == nil {
		return nil
	}
	var out []string
	for _, s := range l.Sources {
		line := "use: " + diag.Printable(s.Source.Words()) + " " + days(s.From, s.To)
		if s.Organization != nil {
			line += " of " + diag.Printable(*s.Organization)
		}
		if s.Unbroken.After(s.From) {
			line += ", without a gap since " + s.Unbroken.Format(time.DateOnly)
		}
		out = append(out, line)
	}
	return append(out, fmt.Sprintf("observed tokens: %d, %d of them with calls, %d with access that was not used", l.Observed, l.Called, l.Reducible))
}

// days are the days of a time.
func days(from, to time.Time) string {
	first, last := from.Format(time.DateOnly), to.Format(time.DateOnly)
	if first == last {
		return "of " + first
	}
	return "from " + first + " to " + last
}

// BlindSpots are sentences about what the sources cannot show.
func (l *Log) BlindSpots() []string {
	if l == nil {
		return nil
	}
	read := map[usage.Source]bool{}
	for _, s := range l.Sources {
		read[s.Source] = true
	}
	out := usage.NotShown(read)
	if len(out) > 0 {
		out = append(out, "Calls from before the time that these sources cover are unknown.")
	}
	return out
}

// Template is what the tokens of a template used of it.
type Template struct {
	Address  string     `json:"address"`
	Tokens   int        `json:"tokens"`   // that were observed, and have not expired
	Days     int        `json:"days"`     // the most of a token
	Unneeded []Unneeded `json:"unneeded"` // permissions that are more than its tokens used
	Narrower *Narrower  `json:"narrower"` // the template without them; null: there are none
	// Uncovered are the endpoints of the template that Narrower does not cover.
	Uncovered []string `json:"uncovered_endpoints"`
}

// Unneeded is a permission of a template.
type Unneeded struct {
	Name    string     `json:"name"`
	Granted pat.Level  `json:"granted"`
	Seen    *pat.Level `json:"seen"` // the highest level that a token used; null: none did
}

// NewTemplates returns what a report holds of templates.
func NewTemplates(list []audit.TemplateUse) []Template {
	out := make([]Template, 0, len(list))
	for _, t := range list {
		shown := Template{Address: format.Valid(t.Template.Address), Tokens: t.Tokens, Days: t.Days, Unneeded: []Unneeded{}, Narrower: newNarrower(t.Narrower), Uncovered: []string{}}
		for _, e := range t.Uncovered {
			shown.Uncovered = append(shown.Uncovered, format.Valid(e))
		}
		for _, u := range t.Unneeded {
			unneeded := Unneeded{Name: format.Valid(u.Name), Granted: level(u.Granted)}
			if u.Seen != pat.NoAccess {
				seen := level(u.Seen)
				unneeded.Seen = &seen
			}
			shown.Unneeded = append(shown.Unneeded, unneeded)
		}
		out = append(out, shown)
	}
	return out
}

// FillTemplates makes no list nil.
func FillTemplates(list []Template) []Template {
	list = format.NotNil(list)
	for i := range list {
		list[i].Unneeded = format.NotNil(list[i].Unneeded)
		list[i].Narrower.fill()
		list[i].Uncovered = format.NotNil(list[i].Uncovered)
	}
	return list
}

// wide returns the templates that grant more than their tokens used.
func wide(list []Template) []Template {
	return slices.DeleteFunc(slices.Clone(list), func(t Template) bool { return len(t.Unneeded) == 0 })
}

// Words say what was seen of a permission of a template.
func (u *Unneeded) Words() string {
	if u.Seen == nil {
		return "not used by any of its tokens"
	}
	return "only " + quoted(string(*u.Seen)) + " used by its tokens"
}

// EndpointsWords say which endpoints have to leave a template together with its
// permissions, or are empty.
func (t *Template) EndpointsWords() string {
	if len(t.Uncovered) == 0 {
		return ""
	}
	these := "these endpoints"
	if len(t.Uncovered) == 1 {
		these = "this endpoint"
	}
	return fmt.Sprintf("Also remove %s from the template: %s", these, named(t.Uncovered))
}

// Title names a template, and how its tokens were observed.
func (t *Template) Title() string {
	return fmt.Sprintf("%s of %s, observed for %s", format.Count(t.Tokens, "token"), diag.Printable(t.Address), format.Count(t.Days, "day"))
}

// WriteText writes the templates that grant more than their tokens used.
func WriteText(w format.TextWriter, list []Template) {
	more := wide(list)
	if len(more) == 0 {
		return
	}
	w.Line("%s", w.Heading("Templates that grant more than was used"))
	for i := range more {
		t := &more[i]
		w.Line("  %s", t.Title())
		width := 0
		for _, u := range t.Unneeded {
			width = max(width, len(Argument(u.Name)))
		}
		for k := range t.Unneeded {
			u := &t.Unneeded[k]
			w.Line("      %-*s = %-7s  %s", width, Argument(u.Name), quoted(string(u.Granted)), u.Words())
		}
		if t.Narrower == nil {
			continue
		}
		w.Line("      %s %s", w.Label("Enough for its tokens:"), diag.Printable(oneLine(t.Narrower.Permissions)))
		if words := t.EndpointsWords(); words != "" {
			w.Line("      %s", words)
		}
		if t.Narrower.URL != nil {
			w.Line("      %s %s", w.Label("Link of the narrower template:"), w.Address(*t.Narrower.URL))
		}
	}
	w.Line("")
}

// oneLine writes permissions as HCL in one line.
func oneLine(p pat.Permissions) string {
	var parts []string
	for _, name := range p.Names() {
		parts = append(parts, Argument(name)+" = "+quoted(string(p[name])))
	}
	if parts == nil {
		return "permissions = {}"
	}
	return "permissions = { " + strings.Join(parts, ", ") + " }"
}
