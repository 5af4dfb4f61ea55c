package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/prefill"
)

// Templates are templates to be written, in the order of List.
type Templates struct {
	Version string // of patctl
	Host    string // whose form the links open; empty: pat.DefaultHost
	Catalog *catalog.Catalog
	List    []*hcl.Template
}

// link returns the link of one of the templates.
func (ts Templates) link(t *hcl.Template) string {
	return prefill.URL(ts.Host, t.Template, ts.Catalog)
}

// TemplateFormat is a way to write templates.
type TemplateFormat struct {
	Name  string
	write func(Templates, *strings.Builder, palette)
}

// templateFormats are the formats in the order of the documentation.
var templateFormats = []TemplateFormat{
	{"text", Templates.text},
	{"url", Templates.urls},
	{"json", Templates.json},
	{"csv", Templates.csv},
	{"markdown", Templates.markdown},
	{"html", Templates.html},
}

// TemplateFormatNames returns the names of the formats of templates, the one
// for people first.
func TemplateFormatNames() []string {
	var names []string
	for _, f := range templateFormats {
		names = append(names, f.Name)
	}
	return names
}

// TemplateFormatNamed returns the format with exactly that name, or an error
// in a whole sentence that lists those that there are.
func TemplateFormatNamed(name string) (TemplateFormat, error) {
	for _, f := range templateFormats {
		if f.Name == name {
			return f, nil
		}
	}
	names := TemplateFormatNames()
	return TemplateFormat{}, fmt.Errorf("there is no format %q for templates, only %s.%s",
		name, strings.Join(names, ", "), diag.DidYouMean(name, names))
}

// Write writes the templates. Only text heeds the style. The same templates and
// style give the same bytes; an error is one of w.
func (f TemplateFormat) Write(w io.Writer, ts Templates, style Style) error {
	var b strings.Builder
	f.write(ts, &b, palette{style})
	_, err := io.WriteString(w, b.String())
	return err
}

// urls writes a link a line, and nothing else.
func (ts Templates) urls(b *strings.Builder, _ palette) {
	for _, t := range ts.List {
		b.WriteString(ts.link(t) + "\n")
	}
}
