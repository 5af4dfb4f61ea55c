package planreport

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/declared"
)

// text writes the plan for people, in Terraform's manner. No line begins with
// text from outside. The last line is always the tally.
func (d *Document) text(b *bytes.Buffer, style Style) {
	w := textWriter{format.TextWriter{Writer: b, Palette: format.Palette{Style: style.Style}}, style.Concise}
	w.banner(d)
	w.Line("%s", d.since(diag.Printable))
	w.legend(d)
	w.Line("")
	for i := range d.TemplateChanges {
		w.change(&d.TemplateChanges[i])
	}
	if w.concise && len(d.TemplateChanges) > 0 {
		w.Line("")
	}
	w.terms(d)
	w.verdicts(d)
	w.reviews(d)
	if len(d.TemplateChanges) == 0 {
		w.Line("%s unchanged.\n", format.Counted(d.Summary.Unchanged, "template is", "templates are"))
	}
	w.Line("%s", w.Heading(d.Tally()))
}

// textWriter writes the parts of the text.
type textWriter struct {
	format.TextWriter
	concise bool
}

func (w textWriter) banner(d *Document) {
	if d.Complete {
		return
	}
	w.Line("%s", w.Bad("INCOMPLETE: some requests or tokens could not be read or checked. Their verdicts may change too."))
	for _, gap := range d.Incomplete {
		w.Line("  in %s: %s: %s", diag.Printable(gap.Organization), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.Line("")
}

// actions are the actions in the order of the legend.
var actions = []struct {
	action         plan.Action
	symbol, legend string
	header         string
}{
	{plan.Create, format.SymbolAdd, "new template", "is new"},
	{plan.Update, format.SymbolChange, "changed template", "changes"},
	{plan.Delete, format.SymbolRemove, "removed template", "is removed"},
}

// legend explains the symbols that are used, and no others.
func (w textWriter) legend(d *Document) {
	counts := map[plan.Action]int{plan.Create: d.Summary.Add, plan.Update: d.Summary.Change, plan.Delete: d.Summary.Destroy}
	if len(d.TemplateChanges) == 0 {
		return
	}
	w.Line("Changes to templates that apply records (it creates and changes no tokens):")
	for _, a := range actions {
		if counts[a.action] > 0 {
			w.Line("  %s %s", w.Symbol(a.symbol), a.legend)
		}
	}
}

func (w textWriter) change(c *Change) {
	symbol := ""
	for _, a := range actions {
		if a.action == c.Action {
			symbol = a.symbol
			w.Line("  %s", w.Heading("# "+diag.Printable(c.Address)+" "+a.header))
		}
	}
	if c.Why != nil && *c.Why != "" {
		w.Line("  # (because %s)", diag.Printable(*c.Why))
	}
	for _, e := range c.Escalations {
		w.Line("  # %s %s", w.Bad("escalation:"), diag.Printable(e.Message))
	}
	if w.concise {
		return
	}
	w.Line("  %s template %s {", w.Symbol(symbol), quoted(blockName(c.Address)))
	w.attributes(c)
	w.Line("    }\n")
}

// blockName is the label of the block that declares a template.
func blockName(address string) string {
	name := address[strings.LastIndex(withoutKeys(address), ".")+1:]
	name, _, _ = strings.Cut(name, "[")
	return name
}

// withoutKeys masks the keys of an address, which may hold anything.
func withoutKeys(address string) string {
	masked := []byte(address)
	inKey, escaped := false, false
	for i, b := range masked {
		switch {
		case escaped:
			escaped = false
		case inKey && b == '\\':
			escaped = true
		case b == '"':
			inKey = !inKey
		}
		if inKey {
			masked[i] = '_'
		}
	}
	return string(masked)
}

func (w textWriter) attributes(c *Change) {
	changes := plan.Attributes(templateOf(c.Before), templateOf(c.After))
	width := 0
	for _, a := range changes.Changed {
		width = max(width, len(a.Name))
	}
	for _, a := range changes.Changed {
		w.attribute(c, newChangedAttribute(a), width)
	}
	if changes.Unchanged > 0 {
		w.Line("        %s", w.Label(fmt.Sprintf("# (%s hidden)", format.Count(changes.Unchanged, "unchanged attribute"))))
	}
}

func (w textWriter) attribute(c *Change, a changedAttribute, width int) {
	head := fmt.Sprintf("      %s %-*s = ", w.Symbol(a.symbol), width, a.name)
	if a.open == "" {
		w.Line("%s%s%s", head, a.parts[0].text, w.mark(c.escalates(a.name)))
		return
	}
	w.Line("%s%s%s", head, a.open, w.mark(c.escalates(a.name)))
	keys := 0
	for _, p := range a.parts {
		keys = max(keys, len(p.key))
	}
	for _, p := range a.parts {
		if a.open == "[" {
			w.Line("          %s %s,", w.Symbol(p.symbol), p.text)
			continue
		}
		w.Line("          %s %-*s = %s%s", w.Symbol(p.symbol), keys, p.key, p.text, w.mark(c.escalatesKey(a.name, p.key)))
	}
	if a.unchanged > 0 {
		w.Line("            %s", w.Label(fmt.Sprintf("# (%s hidden)", format.Count(a.unchanged, "unchanged element"))))
	}
	w.Line("        %s", a.close)
}

func (w textWriter) mark(escalates bool) string {
	if !escalates {
		return ""
	}
	return " " + w.Bad("# escalation")
}

// comparesVerdicts reports whether the plan knows what was said about requests and
// tokens before the change.
func (d *Document) comparesVerdicts() bool {
	return d.Summary.Judged != nil && d.Baseline.Kind == BaselineGit
}

func (w textWriter) verdicts(d *Document) {
	if !d.comparesVerdicts() {
		return
	}
	judged := format.Counted(*d.Summary.Judged, "request or token compared", "requests and tokens compared")
	if len(d.VerdictChanges) == 0 {
		w.Line("No verdict changes: %s.\n", judged)
		return
	}
	w.Line("%s (%s):", w.Heading("Changed verdicts"), judged)
	for _, v := range d.VerdictChanges {
		w.Line("  %s: %s -> %s", diag.Printable(v.label()), w.Verdict(v.Before), w.Verdict(v.After))
	}
	w.Line("")
}

// label names the request or token.
func (v VerdictChange) label() string {
	return fmt.Sprintf("%s %d %q of %s in %s", v.Kind, v.ID, v.TokenName, v.Owner, v.Organization)
}

// templateOf is template of one that may be nil.
func templateOf(s *declared.Template) *pat.Template {
	if s == nil {
		return nil
	}
	t := s.Pat()
	return &t
}
