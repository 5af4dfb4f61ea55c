package format

import (
	"encoding/xml"
	"io"
	"strings"
)

// XMLWriter writes an indented document element by element. It leaves errors to
// its writer, which has to keep them.
type XMLWriter struct{ *xml.Encoder }

// NewXMLWriter returns a writer to w.
func NewXMLWriter(w io.Writer) XMLWriter {
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	return XMLWriter{enc}
}

// NewXMLPart returns a writer of elements that follow others, some levels deep in a document.
func NewXMLPart(w io.Writer, depth int) XMLWriter {
	_, _ = io.WriteString(w, "\n")
	enc := xml.NewEncoder(w)
	enc.Indent(strings.Repeat("  ", depth), "  ")
	return XMLWriter{enc}
}

// NewXMLAttr returns an attribute without a name space.
func NewXMLAttr(name, value string) xml.Attr {
	return xml.Attr{Name: xml.Name{Local: name}, Value: value}
}

// Start begins an element.
func (w XMLWriter) Start(name string, attributes []xml.Attr) {
	_ = w.EncodeToken(xml.StartElement{Name: xml.Name{Local: name}, Attr: attributes})
}

// End ends an element.
func (w XMLWriter) End(name string) {
	_ = w.EncodeToken(xml.EndElement{Name: xml.Name{Local: name}})
}

// Element writes a whole element.
func (w XMLWriter) Element(name string, value any) {
	_ = w.EncodeElement(value, xml.StartElement{Name: xml.Name{Local: name}})
}

// Flush writes what is kept.
func (w XMLWriter) Flush() { _ = w.Encoder.Flush() }
