package diagnosticreport

import (
	"bytes"

	"github.com/patctl/patctl/internal/format"
)

// github writes workflow commands, and the tally.
func (d *Document) github(b *bytes.Buffer, _ format.Style) {
	all := format.NewAnnotations()
	for _, of := range d.Diagnostics {
		all.Add(severity(of), func() format.Annotation {
			return format.Annotation{Title: of.Summary, Place: d.place(of), Message: message(of)}
		})
	}
	all.Write(b, "the text of patctl validate has all of them")
	b.WriteString(d.Tally() + "\n")
}
