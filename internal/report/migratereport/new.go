package migratereport

import (
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// Input is what is reported.
type Input struct {
	Version   string
	Log       *usage.Log
	Gaps      []Gap    // beside those of the log
	NotShown  []string // in sentences, beside what sources of their kinds don't show
	Migration *migrate.Migration
	Written   []Written // of all templates, in their order
	Source    []byte    // nil: there are no templates
}

// Written is a template as configuration.
type Written struct {
	pat.Template
	HCL []byte
	URL string
}

// NewDocument reports a migration.
func NewDocument(in Input) *Document {
	d := &Document{
		FormatVersion: format.FormatVersion, PatctlVersion: in.Version,
		Incomplete: []Gap{}, Coverage: []Coverage{}, NotShown: append(format.ValidTexts(in.NotShown), notShown(in.Log)...), Tokens: []Token{}, Others: []Other{},
	}
	for _, g := range in.Gaps {
		d.Incomplete = append(d.Incomplete, Gap{g.Source, g.File, format.Valid(g.What), format.Valid(g.Why)})
	}
	for _, g := range in.Log.Gaps {
		source := g.Source
		d.Incomplete = append(d.Incomplete, Gap{&source, format.ValidOrNil(g.File), format.Valid(g.What), format.Valid(g.Why)})
	}
	d.Complete = len(d.Incomplete) == 0
	for _, c := range in.Log.Coverage {
		d.Coverage = append(d.Coverage, Coverage{c.Source, format.ValidOrNil(c.Organization), moment(c.From), moment(c.To), moment(c.Unbroken), c.Events})
	}
	written := in.Written
	for _, t := range in.Migration.Tokens {
		n := len(t.Templates)
		d.Tokens = append(d.Tokens, newToken(t, written[:n]))
		written = written[n:]
	}
	for _, o := range in.Migration.Others {
		d.Others = append(d.Others, Other(o))
	}
	if in.Source != nil {
		text := string(in.Source)
		d.HCL = &text
	}
	d.count()
	return d
}

// moment is a time in UTC, or nil for the zero time.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// notShown says what the sources do not show.
func notShown(log *usage.Log) []string {
	read := map[usage.Source]bool{}
	for _, c := range log.Coverage {
		read[c.Source] = true
	}
	return append(usage.NotShown(read), "Calls before or after the time that the sources cover. A program that runs once a year may not be among them.")
}

func newToken(t *migrate.Token, written []Written) Token {
	out := Token{
		TokenID: format.IDOrNil(t.ID), CredentialID: format.IDOrNil(t.CredentialID), Owner: format.ValidOrNil(t.User), Name: format.ValidOrNil(t.Name),
		Organizations: format.ValidTexts(t.Organizations), Status: statusOf(t), ExpiresAt: format.UTC(t.ExpiresAt), LastUsedAt: format.UTC(t.LastUsedAt), UnseenAt: format.UTC(t.UnseenAt),
		Sources: append([]usage.Source{}, t.Sources...), Scopes: []Scope{}, Undescribed: t.Undescribed, Remarks: format.ValidTexts(t.Remarks),
		Templates: []Template{}, Free: []Free{}, CannotMove: newStuck(t.Closed), Unclear: newStuck(t.Unclear), Refused: newCalls(t.Refused),
	}
	for _, s := range t.Scopes {
		out.Scopes = append(out.Scopes, Scope{format.Valid(s.Name), s.State, s.Calls, s.Known})
	}
	for i, p := range t.Templates {
		out.Templates = append(out.Templates, newTemplate(p, written[i]))
	}
	for _, f := range t.Free {
		more := f.More
		if more == nil {
			more = pat.Permissions{}
		}
		out.Free = append(out.Free, Free{newCall(f.Call), more})
	}
	return out
}

func statusOf(t *migrate.Token) Status {
	switch {
	case !t.Seen():
		return NotSeen
	case t.Moves():
		return Moves
	}
	return Partly
}

func newTemplate(p *migrate.Template, w Written) Template {
	out := Template{
		ResourceOwner: ResourceOwner{p.Owner.Kind, format.ValidOrNil(p.Owner.Login)}, Address: w.Address, Name: w.Name, Description: w.Description,
		TargetName: format.ValidOrNil(w.TargetName), ExpiresIn: w.ExpiresIn, Permissions: w.Permissions, Repositories: w.Repositories,
		Seen: format.ValidTexts(p.Seen), Unlisted: p.Unlisted, Owners: format.ValidTexts(w.Owners), Endpoints: format.ValidTexts(w.Endpoints), Choices: []Choice{},
		Calls: newCalls(p.Evidence), Depends: []Depends{}, Remarks: format.ValidTexts(p.Remarks), URL: w.URL, HCL: string(w.HCL),
	}
	for _, c := range p.Choices {
		choice := Choice{Permission: c.Permission, Level: c.Level, For: []string{}, Why: c.Why, Rival: c.Rival}
		for _, e := range c.For {
			choice.For = append(choice.For, format.Valid(e.String()))
		}
		slices.Sort(choice.For)
		choice.For = slices.Compact(choice.For)
		out.Choices = append(out.Choices, choice)
	}
	for _, o := range p.Open {
		out.Depends = append(out.Depends, Depends{format.Valid(o.Call), format.ValidOrNil(o.Condition), whenText(o), append([]pat.Permissions{}, o.Sets...)})
	}
	return out
}

// whenText says in words when a call may need something in addition.
func whenText(o migrate.Open) string {
	if o.Condition != "" {
		return strings.TrimSpace(condition.Text(o.Condition))
	}
	return format.Valid(o.When)
}

func newStuck(list []migrate.Stuck) []Stuck {
	out := []Stuck{}
	for _, s := range list {
		out = append(out, Stuck{newCall(s.Call), s.Reason, format.Valid(s.Why), format.Valid(s.Next)})
	}
	return out
}

func newCalls(list []migrate.Call) []Call {
	out := []Call{}
	for _, c := range list {
		out = append(out, newCall(c))
	}
	return out
}

func newCall(c migrate.Call) Call {
	return Call{
		Call: format.Valid(c.String()), Method: format.ValidOrNil(c.Method), Route: format.ValidOrNil(c.Route), Is: format.ValidTexts(c.Is),
		Organization: format.ValidOrNil(c.Organization), Repository: format.ValidOrNil(c.Repository),
		Public: answer(c.Public), Workflow: answer(c.Workflow), Media: format.ValidOrNil(c.Media),
		Count: c.Count, Refused: c.Refused, FirstAt: moment(c.FirstAt), LastAt: moment(c.LastAt),
	}
}

func answer(a usage.Answer) *usage.Answer {
	if a == usage.Unsaid {
		return nil
	}
	return &a
}

// count fills in the summary.
func (d *Document) count() {
	s := &d.Summary
	s.Tokens = len(d.Tokens)
	for i := range d.Tokens {
		t := &d.Tokens[i]
		switch t.Status {
		case Moves:
			s.Move++
		case Partly:
			s.Partly++
		default:
			s.NotSeen++
		}
		for _, p := range t.Templates {
			s.Covered += len(p.Calls)
		}
		s.Templates += len(t.Templates)
		s.Free, s.CannotMove, s.Unclear, s.Refused = s.Free+len(t.Free), s.CannotMove+len(t.CannotMove), s.Unclear+len(t.Unclear), s.Refused+len(t.Refused)
	}
}

// reasonFor is why a permission was chosen, in a sentence.
func reasonFor(c Choice) string {
	rival := setText(c.Rival)
	switch c.Why {
	case catalog.WhyOnly:
		return ""
	case catalog.WhyFewer:
		return "Without it, more permissions would be needed: " + rival + "."
	case catalog.WhyLower:
		return "Without it, a higher level would be needed: " + rival + "."
	}
	return "With " + rival + ", it would work too."
}

// setText writes permissions as "contents = write and issues = read".
func setText(set pat.Permissions) string {
	var texts []string
	for _, name := range set.Names() {
		texts = append(texts, name+" = "+string(set[name]))
	}
	return strings.Join(texts, " and ")
}
