package templatereport

import (
	"io"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/format"
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

// Format is a way to write templates.
type Format struct {
	Name  string
	write func(Templates, *strings.Builder, format.Palette)
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", Templates.text},
	{"url", Templates.urls},
	{"json", Templates.json},
	{"csv", Templates.csv},
	{"markdown", Templates.markdown},
	{"html", Templates.html},
}

// FormatNames returns the names of the formats of templates, the one
// for people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error
// in a sentence that lists the known ones.
func FormatNamed(name string) (Format, error) {
	return format.Named(formats, nameOf, "templates", name)
}

// Write writes the templates. Only text heeds the style. The same templates and
// style give the same bytes; an error is one of w.
func (f Format) Write(w io.Writer, ts Templates, style format.Style) error {
	var b strings.Builder
	f.write(ts, &b, format.Palette{Style: style})
	_, err := io.WriteString(w, b.String())
	return err
}

// urls writes a link a line, and nothing else.
func (ts Templates) urls(b *strings.Builder, _ format.Palette) {
	for _, t := range ts.List {
		b.WriteString(ts.link(t) + "\n")
	}
}
