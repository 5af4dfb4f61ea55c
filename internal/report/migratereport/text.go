package migratereport

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
)

// text writes the tokens for people, a section each. The last line is the tally.
func (d *Document) text(b *bytes.Buffer, p format.Palette) {
	w := textWriter{format.TextWriter{Writer: b, Palette: p}, b}
	for i := range d.Tokens {
		w.token(&d.Tokens[i])
	}
	w.sources(d)
	w.Line("%s", d.Tally())
}

// textWriter writes the parts of the text.
type textWriter struct {
	format.TextWriter
	raw *bytes.Buffer
}

func (w textWriter) token(t *Token) {
	w.Line("%s", w.Heading(diag.Printable(capital(t.Title()))))
	if len(t.Organizations) > 0 {
		w.Line("  %s %s", w.Label("Organizations:"), diag.Printable(strings.Join(t.Organizations, ", ")))
	}
	if len(t.Scopes) > 0 {
		w.Line("  %s %s", w.Label("Scopes:"), diag.Printable(t.scopesText()))
		if note := t.undescribed(); note != "" {
			w.Line("    %s", note)
		}
	}
	if t.ExpiresAt != nil {
		w.Line("  %s %s", w.Label("Expires:"), w.Day(*t.ExpiresAt))
	}
	if t.LastUsedAt != nil {
		w.Line("  %s %s", w.Label("Last used:"), w.Day(*t.LastUsedAt))
	}
	for _, remark := range t.Remarks {
		w.Line("  %s", diag.Printable(w.Program.Say(remark)))
	}
	w.Line("")
	for i := range t.Templates {
		w.template(&t.Templates[i])
	}
	w.stuck(w.Bad("Can't move:"), t.CannotMove)
	w.stuck(w.Warning("Unclear:"), t.Unclear)
	w.free(t.Free)
	w.refused(t.Refused)
}

// scopesText lists the scopes, and whether the calls need them.
func (t *Token) scopesText() string {
	var parts []string
	for _, s := range t.Scopes {
		parts = append(parts, s.Name+" ("+s.words()+")")
	}
	return strings.Join(parts, ", ")
}

// undescribed says that a scope that was not seen may be in use all the same, or is "".
func (t *Token) undescribed() string {
	unseen := slices.ContainsFunc(t.Scopes, func(s Scope) bool { return s.State == migrate.ScopeNotSeen })
	if t.Undescribed == 0 || !unseen {
		return ""
	}
	return fmt.Sprintf("GitHub names no scope for %s, so a scope that was not seen may be in use.", kinds(t.Undescribed))
}

// words say whether the calls need a scope.
func (s *Scope) words() string {
	switch {
	case !s.Known:
		return "unknown"
	case s.State == migrate.ScopeUsed:
		return "used"
	case s.State == migrate.ScopeMaybe:
		return "may be used"
	}
	return "not seen"
}

// maxNamed is how many endpoints or repositories one line names.
const maxNamed = 5

// named lists words, the first of them by name.
func named(words []string) string {
	text := strings.Join(words[:min(len(words), maxNamed)], ", ")
	if more := len(words) - maxNamed; more > 0 {
		text += fmt.Sprintf(", and %d more", more)
	}
	return text
}

func (w textWriter) template(t *Template) {
	w.Line("  %s", w.Heading(diag.Printable(fmt.Sprintf("For %s: %s", t.ResourceOwner.text(), kinds(len(t.Calls))))))
	for _, c := range t.Choices {
		w.Line("    %s = %s", diag.Printable(c.Permission), w.Level(c.Level))
		w.Line("      for %s", diag.Printable(named(c.For)))
		if reason := reasonFor(c); reason != "" {
			w.Line("      %s", diag.Printable(reason))
		}
	}
	if text := t.repositoriesText(); text != "" {
		w.Line("    %s %s", w.Label("Repositories:"), diag.Printable(text))
	}
	for _, remark := range t.Remarks {
		w.Line("    %s", diag.Printable(w.Program.Say(remark)))
	}
	w.depends(t.Depends)
	w.Line("")
	w.raw.WriteString(diag.PrintableText(withoutComments(t.HCL)))
	w.Line("\n%s\n", w.Address(t.URL))
}

// withoutComments leaves out the lines above a template, which the text has already.
func withoutComments(source string) string {
	for strings.HasPrefix(source, "#") {
		_, source, _ = strings.Cut(source, "\n")
	}
	return source
}

// text names an owner in a sentence.
func (o ResourceOwner) text() string {
	switch {
	case o.Kind == migrate.UnknownOwner:
		return "an unknown resource owner"
	case o.Login == nil:
		return "the user's own account"
	case o.Kind == migrate.Account:
		return *o.Login + ", the user's own account"
	}
	return *o.Login
}

// repositoriesText says which repositories the calls are about.
func (t *Template) repositoriesText() string {
	switch {
	case t.Repositories.Selection == pat.NoRepositories:
		return ""
	case t.Repositories.Selection == pat.AllRepositories:
		return fmt.Sprintf("all, because %d were seen: %s", len(t.Seen), named(t.Seen))
	case len(t.Seen) == 0:
		return "not shown"
	case t.Unlisted > 0:
		return named(t.Seen) + ", and others that are not shown"
	}
	return named(t.Seen)
}

func (w textWriter) depends(list []Depends) {
	if len(list) == 0 {
		return
	}
	w.Line("    %s", w.Label("May need more:"))
	for _, d := range list {
		w.Line("      %s", diag.Printable(d.text()))
	}
}

// text says what a call may need in addition.
func (d *Depends) text() string {
	var sets []string
	for _, set := range d.PermissionSets {
		sets = append(sets, setText(set))
	}
	needs := strings.Join(sets, ", or ")
	if needs == "" {
		needs = "unknown permissions"
	}
	return d.Call + ": " + needs + " " + d.When
}

// stuck lists calls that can't move or are unclear, by the reason.
func (w textWriter) stuck(title string, list []Stuck) {
	if len(list) == 0 {
		return
	}
	w.Line("  %s", title)
	for _, group := range grouped(list) {
		for _, c := range group.calls {
			w.Line("    %s", diag.Printable(c.text()))
		}
		w.Line("      %s", diag.Printable(group.why))
		w.Line("      %s", diag.Printable(w.Program.Say(group.next)))
	}
	w.Line("")
}

// stuckGroup are calls with one reason.
type stuckGroup struct {
	why, next string
	calls     []*Call
}

// grouped puts calls with one reason together, in the order of the first of each.
func grouped(list []Stuck) []*stuckGroup {
	var groups []*stuckGroup
	of := map[[2]string]*stuckGroup{}
	for i := range list {
		s := &list[i]
		key := [2]string{s.Why, s.Next}
		if of[key] == nil {
			of[key] = &stuckGroup{why: s.Why, next: s.Next}
			groups = append(groups, of[key])
		}
		of[key].calls = append(of[key].calls, &s.Call)
	}
	return groups
}

// text names a call, its repository, and how often it was made.
func (c *Call) text() string {
	text := c.Call
	if text == "" {
		text = "an unknown call"
	}
	if c.Repository != nil {
		text += " in " + *c.Repository
	}
	counts := []string{}
	if c.Count > 0 || c.Refused == 0 {
		counts = append(counts, format.Count(c.Count, "call"))
	}
	if c.Refused > 0 {
		counts = append(counts, fmt.Sprintf("%d refused", c.Refused))
	}
	return text + " (" + strings.Join(counts, ", ") + ")"
}

func (w textWriter) free(list []Free) {
	if len(list) == 0 {
		return
	}
	w.Line("  %s", w.Label("Needs no permission:"))
	for i := range list {
		f := &list[i]
		w.Line("    %s", diag.Printable(f.text()))
		if len(f.More) > 0 {
			w.Line("      %s", diag.Printable(f.moreText()))
		}
	}
	w.Line("")
}

// moreText says with which permissions the answer has more in it.
func (f *Free) moreText() string {
	var names []string
	for _, name := range f.More.Names() {
		names = append(names, name+" = "+string(f.More[name]))
	}
	return "GitHub may leave parts of the answer out without " + strings.Join(names, ", or ") + "."
}

func (w textWriter) refused(list []Call) {
	if len(list) == 0 {
		return
	}
	w.Line("  %s", w.Label("Refused by GitHub, so no template covers them:"))
	for i := range list {
		w.Line("    %s", diag.Printable(list[i].text()))
	}
	w.Line("")
}

// sources says what the log covers, and what it does not show.
func (w textWriter) sources(d *Document) {
	if len(d.Coverage) > 0 {
		w.Line("%s", w.Heading("Sources"))
	}
	for i := range d.Coverage {
		w.Line("  %s", diag.Printable(d.Coverage[i].text()))
	}
	for _, o := range d.Others {
		w.Line("  %s", diag.Printable(o.text()))
	}
	for _, g := range d.Incomplete {
		w.Line("  %s %s", w.Bad("Missing:"), diag.Printable(g.text()))
	}
	if len(d.Coverage)+len(d.Others)+len(d.Incomplete) > 0 {
		w.Line("")
	}
	w.Line("%s", w.Heading("Not shown"))
	for _, text := range d.NotShown {
		w.Line("  %s", diag.Printable(w.Program.Say(text)))
	}
	w.Line("")
}

// text says what a source covers.
func (c *Coverage) text() string {
	text := capital(c.Source.Named())
	if c.Organization != nil {
		text += " of " + *c.Organization
	}
	if c.From != nil && c.To != nil {
		text += fmt.Sprintf(": %s to %s", format.Minute(*c.From), format.Minute(*c.To))
	}
	return text + ", " + format.Count(c.Events, "event")
}

// text says what tokens of another kind did.
func (o *Other) text() string {
	if o.Kind == record.OtherAuthorize {
		return fmt.Sprintf("%s of %s are left out, because the sources don't show what kind of token it was. Some may be classic.", format.Count(o.Calls, "call"), format.Count(o.Tokens, "token"))
	}
	return fmt.Sprintf("%s of %s (%s) are left out: only classic tokens are migrated.", capital(format.Count(o.Calls, "call")), format.Count(o.Tokens, "other token"), o.Kind)
}

// text says what is missing.
func (g *Gap) text() string {
	text := g.What + ": " + g.Why
	if g.File != nil {
		text = *g.File + ", " + text
	}
	return text
}
