package comparison

import (
	"cmp"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// changeSection is the changes of one kind, as people read them.
type changeSection struct {
	kind   ChangeKind
	symbol string
	title  string
}

// changeSections are the kinds in the order in which they are shown. Those that
// were not seen are counted, not listed.
var changeSections = []changeSection{
	{ChangeNew, format.SymbolAdd, "new"},
	{ChangeApproved, format.SymbolAdd, "approved"},
	{ChangeRequestedAgain, format.SymbolChange, "requested again"},
	{ChangeVerdict, format.SymbolChange, "changed verdict"},
	{ChangeTemplate, format.SymbolChange, "changed template"},
	{ChangeFindings, format.SymbolChange, "changed findings"},
	{ChangeGone, format.SymbolRemove, "gone"},
}

// textWriter writes the parts of the section.
type textWriter struct{ format.TextWriter }

// WriteText writes the section. Coverage is that of the later audit, in words.
func (c *Section) WriteText(out format.TextWriter, coverage string) {
	w := textWriter{out}
	w.Line("%s", w.Heading("Compared with the audit as of "+w.Moment(c.With.GeneratedAt)))
	for _, limit := range c.Limits {
		w.Line("  %s", w.Warning(diag.Printable(limit)))
	}
	w.Line("  coverage: %s", c.coverages(coverage))
	w.Line("  %s\n", c.Tally())
	for _, o := range c.Organizations {
		w.organizationChange(&o)
	}
	for _, section := range changeSections {
		for i := range c.Changes {
			if c.Changes[i].Change == section.kind {
				w.subjectChange(section, &c.Changes[i])
			}
		}
	}
	notSeen := c.notSeen()
	for _, n := range notSeen {
		w.Line("  %s", w.Warning(diag.Printable(n)))
	}
	if len(c.Changes)+len(c.Organizations) > 0 {
		w.Line("")
	}
}

func (w textWriter) organizationChange(o *Organization) {
	for _, address := range o.NewTemplates {
		w.Line("  %s template %s, for %s", w.Symbol(format.SymbolAdd), diag.Printable(address), diag.Printable(o.Login))
	}
	for _, address := range o.RemovedTemplates {
		w.Line("  %s template %s, for %s", w.Symbol(format.SymbolRemove), diag.Printable(address), diag.Printable(o.Login))
	}
}

func (w textWriter) subjectChange(section changeSection, c *Change) {
	w.Line("  %s %s: %s: %s", w.Symbol(section.symbol), section.title, diag.Printable(c.label()), w.transition(c))
	for _, list := range []struct {
		what     string
		findings []judged.Finding
	}{{"new", c.New}, {"resolved", c.Resolved}, {"unknown", c.Undecided}} {
		for _, f := range list.findings {
			w.Line("      %s %s %s: %s", list.what, w.Severity(f.Weight()), judged.RuleLink(w.Palette, f.Rule), diag.Printable(f.Message))
		}
	}
}

// label names the request or token, and what it was.
func (c *Change) label() string {
	side := cmp.Or(c.After, c.Before)
	out := side.label() + " in " + c.Organization
	if c.Before != nil && c.After != nil && c.Before.Kind != c.After.Kind {
		return fmt.Sprintf("%s, which was %s %d", out, c.Before.Kind, c.Before.ID)
	}
	return out
}

func (s *ChangeSide) label() string {
	subject := judged.Subject{Kind: s.Kind, ID: s.ID, TokenName: s.TokenName, Owner: s.Owner}
	return subject.Label()
}

// transition says which verdict there was, and which there is.
func (w textWriter) transition(c *Change) string {
	switch {
	case c.Before == nil:
		return w.side(c.After)
	case c.After == nil:
		return "it was " + w.side(c.Before)
	case c.Before.Verdict == c.After.Verdict && c.Change != ChangeTemplate:
		return "still " + w.side(c.After)
	}
	before := *c.Before
	if format.OrEmpty(before.Template) == format.OrEmpty(c.After.Template) {
		before.Template = nil
	}
	return w.side(&before) + " -> " + w.side(c.After)
}

// side is a verdict with the template, and what is not sure about it.
func (w textWriter) side(s *ChangeSide) string {
	out := w.Verdict(s.Verdict)
	if s.Template != nil {
		out += ", " + diag.Printable(*s.Template)
	}
	if s.Unjudged {
		out += w.Warning(" (could not be fully checked)")
	}
	return out
}
