package templatereport

import (
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// markdown writes an overview as a table, then what belongs to each template.
func (ts Templates) markdown(b *strings.Builder, _ format.Palette) {
	b.WriteString("# Fine-grained personal access tokens\n\n")
	if len(ts.List) == 0 {
		b.WriteString("There are no templates.\n")
		return
	}
	b.WriteString("| Template | Name | Resource owner | Lifetime | Permissions | Form |\n")
	b.WriteString("|---|---|---|---|---|---|\n")
	for _, t := range ts.List {
		ts.markdownRow(b, t)
	}
	for _, t := range ts.List {
		ts.markdownSection(b, t)
	}
}

func (ts Templates) markdownRow(b *strings.Builder, t *hcl.Template) {
	var permissions []string
	for _, p := range pairs(t.Permissions) {
		permissions = append(permissions, format.CellCode(p))
	}
	cells := []string{
		format.CellCode(t.Address), format.CellCode(t.Name), markdownOwner(t.Template, format.CellCode), lifetime(t.ExpiresIn),
		strings.Join(permissions, "<br>"), ts.markdownLink(t),
	}
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func markdownOwner(t pat.Template, escape func(string) string) string {
	if t.TargetName == "" {
		return ownAccount
	}
	return escape(t.TargetName)
}

// markdownLink needs no escaping: a link holds nothing that Markdown looks at.
func (ts Templates) markdownLink(t *hcl.Template) string {
	return "[Create token](" + ts.link(t) + ")"
}

func (ts Templates) markdownSection(b *strings.Builder, t *hcl.Template) {
	b.WriteString("\n## " + format.Code(t.Address) + "\n\n")
	markdownField(b, "Name", format.Code(t.Name))
	markdownField(b, "Description", format.Code(t.Description))
	markdownField(b, "Resource owner", markdownOwner(t.Template, format.Code))
	markdownField(b, "Lifetime", lifetime(t.ExpiresIn))
	for _, section := range groups(t.Permissions, ts.Catalog) {
		markdownField(b, section.title, markdownGrants(section.permissions))
	}
	b.WriteString("\n" + ts.markdownLink(t) + " and, in the form:\n\n")
	for _, s := range prefill.Steps(t.Template, ts.Catalog) {
		markdownField(b, s.Label, strings.TrimRight(format.Prose(s.Text)+" "+format.Codes(s.Values), " "))
	}
}

// markdownField writes an item of a list. Without a value it writes nothing.
func markdownField(b *strings.Builder, label, value string) {
	if value != "" {
		b.WriteString("- **" + label + "**: " + value + "\n")
	}
}

func markdownGrants(grants []grant) string {
	var list []string
	for _, g := range grants {
		list = append(list, format.Code(g.label+": "+string(g.level)))
	}
	return strings.Join(list, ", ")
}
