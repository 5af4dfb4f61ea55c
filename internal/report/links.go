package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// LinksFormat is a way to write a report of links.
type LinksFormat struct {
	Name  string
	write func(*LinksDocument, *bytes.Buffer, palette)
}

// linksFormats are the formats in the order of the documentation.
var linksFormats = []LinksFormat{
	{"text", (*LinksDocument).text},
	{"json", func(d *LinksDocument, b *bytes.Buffer, _ palette) { _ = WriteJSON(b, d) }}, // a Buffer takes everything
	{"sarif", (*LinksDocument).sarif},
	{"github", (*LinksDocument).github},
}

// LinksFormatNames returns the names of the formats, the one for people first.
func LinksFormatNames() []string {
	var names []string
	for _, f := range linksFormats {
		names = append(names, f.Name)
	}
	return names
}

// LinksFormatNamed returns the format with exactly that name, or an error in a
// whole sentence that lists those that there are.
func LinksFormatNamed(name string) (LinksFormat, error) {
	for _, f := range linksFormats {
		if f.Name == name {
			return f, nil
		}
	}
	names := LinksFormatNames()
	return LinksFormat{}, fmt.Errorf("there is no format %q for links, only %s.%s",
		name, strings.Join(names, ", "), diag.DidYouMean(name, names))
}

// Render returns the report in the format. Only text heeds the style. The same
// document and style give the same bytes.
func (f LinksFormat) Render(d *LinksDocument, style Style) []byte {
	var b bytes.Buffer
	f.write(d, &b, palette{style})
	return b.Bytes()
}
