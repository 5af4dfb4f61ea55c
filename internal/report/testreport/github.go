package testreport

import (
	"bytes"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
)

// github writes a workflow command for each case that failed, and the tally.
func (d *Document) github(b *bytes.Buffer, _ format.Palette) {
	all := format.NewAnnotations()
	for i := range d.Cases {
		c := &d.Cases[i]
		if !c.Failed() {
			continue
		}
		all.Add(pat.SeverityError, func() format.Annotation {
			place := d.place(c)
			return format.Annotation{Title: "Test failed", Place: &place, Message: c.Title + ": " + c.sentence()}
		})
	}
	all.Write(b, "the text of patctl test has all of them")
	b.WriteString(d.Tally() + "\n")
}

// sentence says what is not as expected on one line.
func (c *Case) sentence() string {
	var parts []string
	for _, d := range c.Differences {
		parts = append(parts, "expected "+d.Attribute+" = "+d.Expected+", got "+d.Actual)
	}
	return strings.Join(append(parts, c.about()...), "; ")
}
