package templatereport

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// labelWidth is that of the longest label with its colon, and a space.
const labelWidth = len("Resource owner: ")

// text writes the templates for people, a paragraph each.
func (ts Templates) text(b *strings.Builder, p format.Palette) {
	for i, t := range ts.List {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(p.Heading(diag.Printable(t.Address)) + "\n")
		w := textWriter{b, p}
		w.fields(t.Template)
		w.permissions(ts, t)
		w.linkAndSteps(ts, t)
	}
}

// textWriter writes the parts of one template.
type textWriter struct {
	*strings.Builder
	format.Palette
}

// field writes a label and a value that is safe to show. Without a value it
// writes nothing.
func (w textWriter) field(label, value string) {
	if value == "" {
		return
	}
	padding := strings.Repeat(" ", max(labelWidth-len(label)-1, 1))
	w.WriteString("  " + w.Label(label+":") + padding + value + "\n")
}

func (w textWriter) fields(t pat.Template) {
	w.field("Name", diag.Printable(t.Name))
	w.field("Description", diag.Printable(t.Description))
	w.field("Resource owner", owner(t))
	w.field("Lifetime", w.lifetime(t.ExpiresIn))
}

func (w textWriter) lifetime(e pat.Expiry) string {
	if e.Never {
		return w.Warning(lifetime(e))
	}
	return lifetime(e)
}

func (w textWriter) permissions(ts Templates, t *hcl.Template) {
	sections := groups(t.Permissions, ts.Catalog)
	if sections == nil {
		w.field("Permissions", "none")
		return
	}
	for _, section := range sections {
		w.WriteString("  " + w.Label(section.title+":") + "\n")
		for _, g := range section.permissions {
			w.WriteString("    " + diag.Printable(g.label) + ": " + w.Level(g.level) + "\n")
		}
	}
}

// linkAndSteps writes the link on a line of its own, so that it can be copied
// whole, and what the link cannot do.
func (w textWriter) linkAndSteps(ts Templates, t *hcl.Template) {
	w.WriteString("\n" + w.Address(ts.link(t)) + "\n\n")
	w.WriteString("  " + w.Label("In the form:") + "\n")
	for _, s := range prefill.Steps(t.Template, ts.Catalog) {
		w.WriteString("    " + s.Label + ": " + stepText(s) + "\n")
	}
}
