package report

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
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

// TemplateMatch says which tokens claim a template.
type TemplateMatch struct {
	Name        *string `json:"name"`        // null: the name of the template, ignoring case
	Permissions string  `json:"permissions"` // at_most or exact
}

// SourceRange is a place in a file of the configuration, as Terraform writes it.
type SourceRange struct {
	Filename string         `json:"filename"`
	Start    SourcePosition `json:"start"`
	End      SourcePosition `json:"end"`
}

// SourcePosition counts lines and columns from 1, bytes from 0.
type SourcePosition struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	Byte   int `json:"byte"`
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

func templateMatch(m pat.Match) TemplateMatch {
	out := TemplateMatch{Permissions: matchAtMost}
	if m.Name != "" {
		out.Name = &m.Name
	}
	if m.Exact {
		out.Permissions = matchExact
	}
	return out
}

// The ways to match permissions.
const (
	matchAtMost = "at_most"
	matchExact  = "exact"
)

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func sourceRange(r diag.Range) SourceRange {
	return SourceRange{r.Filename, SourcePosition(r.Start), SourcePosition(r.End)}
}
