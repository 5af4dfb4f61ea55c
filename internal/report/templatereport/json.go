package templatereport

import (
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/declared"
)

// Document is the JSON document of a list of templates.
type Document struct {
	FormatVersion string  `json:"format_version"`
	PatctlVersion string  `json:"patctl_version"`
	Templates     []Entry `json:"templates"`
}

// Entry is a template in a JSON document. Slices and maps are never
// null there.
type Entry struct {
	declared.Template                    // what a plan compares
	URL               string             `json:"url"`
	Range             format.SourceRange `json:"range"`
}

// json writes the document.
func (ts Templates) json(b *strings.Builder, _ format.Palette) {
	_ = format.WriteJSON(b, ts.Document()) // a Builder takes everything
}

// Document returns the templates as a JSON document holds them, in their order.
func (ts Templates) Document() Document {
	doc := Document{
		FormatVersion: format.FormatVersion,
		PatctlVersion: ts.Version,
		Templates:     make([]Entry, 0, len(ts.List)),
	}
	for _, t := range ts.List {
		doc.Templates = append(doc.Templates, ts.entry(t))
	}
	return doc
}

func (ts Templates) entry(t *hcl.Template) Entry {
	return Entry{Template: *declared.NewTemplate(&t.Template), URL: ts.link(t), Range: format.NewSourceRange(t.Range)}
}
