package report

import (
	"cmp"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
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
	{ChangeNew, symbolAdd, "new"},
	{ChangeApproved, symbolAdd, "approved"},
	{ChangeRequestedAgain, symbolChange, "requested again"},
	{ChangeVerdict, symbolChange, "another verdict"},
	{ChangeTemplate, symbolChange, "another template"},
	{ChangeFindings, symbolChange, "other findings"},
	{ChangeGone, symbolRemove, "gone"},
}

// comparisonText writes the parts of the section.
type comparisonText struct{ textWriter }

// text writes the section. Coverage is that of the later audit, in words.
func (c *AuditComparison) text(out textWriter, coverage string) {
	w := comparisonText{out}
	w.line("%s", w.heading("Compared with the audit as of "+w.moment(c.With.GeneratedAt)))
	for _, limit := range c.Limits {
		w.line("  %s", w.warning(diag.Printable(limit)))
	}
	w.line("  coverage: %s", c.coverages(coverage))
	w.line("  %s\n", c.Tally())
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
		w.line("  %s", w.warning(diag.Printable(n)))
	}
	if len(c.Changes)+len(c.Organizations) > 0 {
		w.line("")
	}
}

func (w comparisonText) organizationChange(o *ComparedOrganization) {
	for _, address := range o.NewTemplates {
		w.line("  %s template %s, for %s", w.symbol(symbolAdd), diag.Printable(address), diag.Printable(o.Login))
	}
	for _, address := range o.RemovedTemplates {
		w.line("  %s template %s, for %s", w.symbol(symbolRemove), diag.Printable(address), diag.Printable(o.Login))
	}
}

func (w comparisonText) subjectChange(section changeSection, c *AuditChange) {
	w.line("  %s %s: %s: %s", w.symbol(section.symbol), section.title, diag.Printable(c.label()), w.transition(c))
	for _, list := range []struct {
		what     string
		findings []AuditFinding
	}{{"new", c.New}, {"resolved", c.Resolved}, {"not known", c.Undecided}} {
		for _, f := range list.findings {
			w.line("      %s %s %s: %s", list.what, w.severity(f.weight()), ruleLink(w.palette, f.Rule), diag.Printable(f.Message))
		}
	}
}

// label names the request or token, and what it was.
func (c *AuditChange) label() string {
	side := cmp.Or(c.After, c.Before)
	out := side.label() + " in " + c.Organization
	if c.Before != nil && c.After != nil && c.Before.Kind != c.After.Kind {
		return fmt.Sprintf("%s, which was %s %d", out, c.Before.Kind, c.Before.ID)
	}
	return out
}

func (s *ChangeSide) label() string {
	subject := AuditSubject{Kind: s.Kind, ID: s.ID, TokenName: s.TokenName, Owner: s.Owner}
	return subject.label()
}

// transition says which verdict there was, and which there is.
func (w comparisonText) transition(c *AuditChange) string {
	switch {
	case c.Before == nil:
		return w.side(c.After)
	case c.After == nil:
		return "it was " + w.side(c.Before)
	case c.Before.Verdict == c.After.Verdict && c.Change != ChangeTemplate:
		return "still " + w.side(c.After)
	}
	before := *c.Before
	if orEmpty(before.Template) == orEmpty(c.After.Template) {
		before.Template = nil
	}
	return w.side(&before) + " -> " + w.side(c.After)
}

// side is a verdict with the template, and what is not sure about it.
func (w comparisonText) side(s *ChangeSide) string {
	out := w.verdict(s.Verdict)
	if s.Template != nil {
		out += ", " + diag.Printable(*s.Template)
	}
	if s.Unjudged {
		out += w.warning(" (could not be judged in full)")
	}
	return out
}
