package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// text writes the plan for people, in Terraform's manner. No line begins with
// text from outside. The last line is always the tally.
func (d *PlanDocument) text(b *bytes.Buffer, style PlanStyle) {
	w := planText{textWriter{b, palette{style.Style}}, style.Concise}
	w.banner(d)
	w.line("%s", d.since(diag.Printable))
	w.legend(d)
	w.line("")
	for i := range d.TemplateChanges {
		w.change(&d.TemplateChanges[i])
	}
	if w.concise && len(d.TemplateChanges) > 0 {
		w.line("")
	}
	w.terms(d)
	w.verdicts(d)
	w.reviews(d)
	if len(d.TemplateChanges) == 0 {
		w.line("%s the same as before.\n", counted(d.Summary.Unchanged, "template is", "templates are"))
	}
	w.line("%s", w.heading(d.Tally()))
}

// planText writes the parts of the text.
type planText struct {
	textWriter
	concise bool
}

func (w planText) banner(d *PlanDocument) {
	if d.Complete {
		return
	}
	w.line("%s", w.bad("INCOMPLETE: not every request and token could be read and judged. Others may change their verdicts too."))
	for _, gap := range d.Incomplete {
		w.line("  in %s: %s: %s", diag.Printable(gap.Organization), diag.Printable(gap.What), diag.Printable(gap.Why))
	}
	w.line("")
}

// planActions are the actions in the order of the legend.
var planActions = []struct {
	action         plan.Action
	symbol, legend string
	header         string
}{
	{plan.Create, symbolAdd, "new template", "is new"},
	{plan.Update, symbolChange, "changed template", "changes"},
	{plan.Delete, symbolRemove, "removed template", "is removed"},
}

// legend explains the symbols that are used, and no others.
func (w planText) legend(d *PlanDocument) {
	counts := map[plan.Action]int{plan.Create: d.Summary.Add, plan.Update: d.Summary.Change, plan.Delete: d.Summary.Destroy}
	if len(d.TemplateChanges) == 0 {
		return
	}
	w.line("Templates that apply records as follows (it creates and changes no token):")
	for _, a := range planActions {
		if counts[a.action] > 0 {
			w.line("  %s %s", w.symbol(a.symbol), a.legend)
		}
	}
}

func (w planText) change(c *PlanChange) {
	symbol := ""
	for _, a := range planActions {
		if a.action == c.Action {
			symbol = a.symbol
			w.line("  %s", w.heading("# "+diag.Printable(c.Address)+" "+a.header))
		}
	}
	if c.Why != nil && *c.Why != "" {
		w.line("  # (because %s)", diag.Printable(*c.Why))
	}
	for _, e := range c.Escalations {
		w.line("  # %s %s", w.bad("escalation:"), diag.Printable(e.Message))
	}
	if w.concise {
		return
	}
	w.line("  %s template %s {", w.symbol(symbol), quoted(blockName(c.Address)))
	w.attributes(c)
	w.line("    }\n")
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

func (w planText) attributes(c *PlanChange) {
	changes := plan.Attributes(templateOf(c.Before), templateOf(c.After))
	width := 0
	for _, a := range changes.Changed {
		width = max(width, len(a.Name))
	}
	for _, a := range changes.Changed {
		w.attribute(c, newChangedAttribute(a), width)
	}
	if changes.Unchanged > 0 {
		w.line("        %s", w.label(fmt.Sprintf("# (%s hidden)", count(changes.Unchanged, "unchanged attribute"))))
	}
}

func (w planText) attribute(c *PlanChange, a changedAttribute, width int) {
	head := fmt.Sprintf("      %s %-*s = ", w.symbol(a.symbol), width, a.name)
	if a.open == "" {
		w.line("%s%s%s", head, a.parts[0].text, w.mark(c.escalates(a.name)))
		return
	}
	w.line("%s%s%s", head, a.open, w.mark(c.escalates(a.name)))
	keys := 0
	for _, p := range a.parts {
		keys = max(keys, len(p.key))
	}
	for _, p := range a.parts {
		if a.open == "[" {
			w.line("          %s %s,", w.symbol(p.symbol), p.text)
			continue
		}
		w.line("          %s %-*s = %s%s", w.symbol(p.symbol), keys, p.key, p.text, w.mark(c.escalatesKey(a.name, p.key)))
	}
	if a.unchanged > 0 {
		w.line("            %s", w.label(fmt.Sprintf("# (%s hidden)", count(a.unchanged, "unchanged element"))))
	}
	w.line("        %s", a.close)
}

func (w planText) mark(escalates bool) string {
	if !escalates {
		return ""
	}
	return " " + w.bad("# escalation")
}

// comparesVerdicts reports whether the plan knows what was said of requests and
// tokens before the change.
func (d *PlanDocument) comparesVerdicts() bool {
	return d.Summary.Judged != nil && d.Baseline.Kind == BaselineGit
}

func (w planText) verdicts(d *PlanDocument) {
	if !d.comparesVerdicts() {
		return
	}
	judged := counted(*d.Summary.Judged, "request or token judged", "requests and tokens judged")
	if len(d.VerdictChanges) == 0 {
		w.line("No verdict changes: %s.\n", judged)
		return
	}
	w.line("%s (%s):", w.heading("Verdicts that change"), judged)
	for _, v := range d.VerdictChanges {
		w.line("  %s: %s -> %s", diag.Printable(v.label()), w.verdict(v.Before), w.verdict(v.After))
	}
	w.line("")
}

// label names the request or token.
func (v PlanVerdictChange) label() string {
	return fmt.Sprintf("%s %d %q of %s in %s", v.Kind, v.ID, v.TokenName, v.Owner, v.Organization)
}

// templateOf is template of one that may be nil.
func templateOf(s *PlanTemplate) *pat.Template {
	if s == nil {
		return nil
	}
	t := s.template()
	return &t
}
