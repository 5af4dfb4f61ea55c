package report

import (
	"strings"

	"github.com/patctl/patctl/internal/hcl"
)

// TemplatesDocument is the JSON document of a list of templates.
type TemplatesDocument struct {
	FormatVersion string          `json:"format_version"`
	PatctlVersion string          `json:"patctl_version"`
	Templates     []TemplateEntry `json:"templates"`
}

// TemplateEntry is a template in a JSON document. Slices and maps are never
// null there.
type TemplateEntry struct {
	PlanTemplate             // what a plan compares
	URL          string      `json:"url"`
	Range        SourceRange `json:"range"`
}

// json writes the document.
func (ts Templates) json(b *strings.Builder, _ palette) {
	_ = WriteJSON(b, ts.Document()) // a Builder takes everything
}

// Document returns the templates as a JSON document holds them, in their order.
func (ts Templates) Document() TemplatesDocument {
	doc := TemplatesDocument{
		FormatVersion: FormatVersion,
		PatctlVersion: ts.Version,
		Templates:     make([]TemplateEntry, 0, len(ts.List)),
	}
	for _, t := range ts.List {
		doc.Templates = append(doc.Templates, ts.entry(t))
	}
	return doc
}

func (ts Templates) entry(t *hcl.Template) TemplateEntry {
	return TemplateEntry{PlanTemplate: *planTemplate(&t.Template), URL: ts.link(t), Range: sourceRange(t.Range)}
}
