package templatereport

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
)

// WriteFull writes for people everything that the templates declare, and where.
// The result has no control character but line breaks, and escape sequences
// only for what the style asks.
func (ts Templates) WriteFull(w io.Writer, style format.Style) error {
	var b strings.Builder
	for i, t := range ts.List {
		if i > 0 {
			b.WriteString("\n")
		}
		p := format.Palette{Style: style}
		b.WriteString(p.Heading(diag.Printable(t.Address)) + "\n")
		full := textWriter{&b, p}
		full.fields(t.Template)
		full.declared(ts.Catalog, t)
		full.permissions(ts, t)
		full.linkAndSteps(ts, t)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// declared writes what the link does not carry.
func (w textWriter) declared(c *catalog.Catalog, t *hcl.Template) {
	w.field("Repositories", shownList(repositories(t.Repositories), t.Repositories.Patterns != nil))
	w.field("Owners", shownList(t.Owners, false))
	w.field("Justification", diag.Printable(t.Justification))
	w.field("Endpoints", shownList(t.Endpoints, false))
	w.open(c, t)
	w.field("Labels", shownList(pairs(t.Labels), false))
	w.field("Matches", diag.Printable(matches(t)))
	w.field("Module", diag.Printable(t.Module))
	w.field("Declared at", diag.Printable(fmt.Sprintf("%s:%d,%d", t.Range.Filename, t.Range.Start.Line, t.Range.Start.Column)))
}

// open writes what the declared endpoints need under conditions that they don't show, and
// what the template doesn't grant.
func (w textWriter) open(c *catalog.Catalog, t *hcl.Template) {
	holding := c.Holding(t.Permissions)
	for _, text := range t.Endpoints {
		call, err := catalog.ParseCall(text)
		if err != nil {
			continue
		}
		for _, e := range c.Find(call) {
			e = e.For(call.Path, "")
			for _, i := range holding.Open(e) {
				set := e.Sets[i]
				var needs []string
				for _, name := range set.Names() {
					needs = append(needs, fmt.Sprintf("%s = %q", name, set[name]))
				}
				w.field("Not covered", diag.Printable(fmt.Sprintf("%s%s, which requires %s", e, condition.Text(e.Conditions[i]), strings.Join(needs, " and "))))
			}
		}
	}
}

// shownList joins a list. A list that is set but empty is shown as such.
func shownList(list []string, given bool) string {
	if len(list) == 0 && given {
		return "an empty list"
	}
	return diag.Printable(strings.Join(list, ", "))
}

// matches says which tokens claim the template, or nothing where it has no name.
func matches(t *hcl.Template) string {
	name := cmp.Or(t.Match.Name, t.Name)
	if name == "" {
		return ""
	}
	if t.Match.Exact {
		return fmt.Sprintf("tokens named %s, with exactly these permissions", name)
	}
	return fmt.Sprintf("tokens named %s, with at most these permissions", name)
}
