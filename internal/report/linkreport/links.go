package linkreport

import (
	"bytes"

	"github.com/patctl/patctl/internal/format"
)

// Format is a way to write a report of links.
type Format struct {
	Name  string
	write func(*Document, *bytes.Buffer, format.Palette)
}

// formats are the formats in the order of the documentation.
var formats = []Format{
	{"text", (*Document).text},
	{"json", func(d *Document, b *bytes.Buffer, _ format.Palette) { _ = format.WriteJSON(b, d) }}, // a Buffer takes everything
	{"sarif", (*Document).sarif},
	{"github", (*Document).github},
}

// FormatNames returns the names of the formats, the one for people first.
func FormatNames() []string { return format.Names(formats, nameOf) }

func nameOf(f Format) string { return f.Name }

// FormatNamed returns the format with exactly that name, or an error in a
// sentence that lists the known ones.
func FormatNamed(name string) (Format, error) { return format.Named(formats, nameOf, "links", name) }

// Render returns the report in the format. Only text heeds the style. The same
// document and style give the same bytes.
func (f Format) Render(d *Document, style format.Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, format.Palette{Style: style})
	return b.Bytes()
}
