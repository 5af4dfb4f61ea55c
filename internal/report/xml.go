package report

import (
	"encoding/xml"
	"io"
)

// xmlWriter writes an indented document element by element. It leaves errors to
// its writer, which has to keep them.
type xmlWriter struct{ *xml.Encoder }

// newXMLWriter returns a writer to w.
func newXMLWriter(w io.Writer) xmlWriter {
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	return xmlWriter{enc}
}

// newXMLAttr returns an attribute without a name space.
func newXMLAttr(name, value string) xml.Attr {
	return xml.Attr{Name: xml.Name{Local: name}, Value: value}
}

// start begins an element.
func (w xmlWriter) start(name string, attributes []xml.Attr) {
	_ = w.EncodeToken(xml.StartElement{Name: xml.Name{Local: name}, Attr: attributes})
}

// end ends an element.
func (w xmlWriter) end(name string) {
	_ = w.EncodeToken(xml.EndElement{Name: xml.Name{Local: name}})
}

// element writes a whole element.
func (w xmlWriter) element(name string, value any) {
	_ = w.EncodeElement(value, xml.StartElement{Name: xml.Name{Local: name}})
}

// flush writes what is kept.
func (w xmlWriter) flush() { _ = w.Encoder.Flush() }
