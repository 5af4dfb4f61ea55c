package auditreport

import (
	"bytes"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/classic"
	"github.com/patctl/patctl/internal/report/judged"
)

// github writes the date, workflow commands, the worst first, and the tally. What is
// beyond the number that GitHub shows is left to the summary of the step,
// which is the format markdown.
func (d *Document) github(b *bytes.Buffer, p format.Palette) {
	b.WriteString(d.asOf(format.Palette{}) + "\n")
	d.annotations(d.OldData(p.Run)).Write(b, "the job summary has more")
	if hidden := d.hidden(); hidden != "" {
		b.WriteString(hidden + "\n")
	}
	b.WriteString(d.Tally() + "\n")
}

// annotations are what is missing, that the data is old, then the findings that no exception covers,
// of the worst subjects first.
func (d *Document) annotations(old string) format.Annotations {
	out := format.NewAnnotations()
	if old != "" {
		out.Add(pat.SeverityWarning, func() format.Annotation { return format.Annotation{Title: "Old data", Message: old} })
	}
	for _, gap := range d.Incomplete {
		out.Add(pat.SeverityError, func() format.Annotation {
			return format.Annotation{Title: "The audit is incomplete", Place: nil, Message: gap.Words()}
		})
	}
	for _, g := range d.groups() {
		for s := range g.each() {
			d.annotate(out, s)
		}
	}
	for i := range d.ClassicTokens {
		d.annotateClassic(out, &d.ClassicTokens[i])
	}
	return out
}

func (d *Document) annotateClassic(out format.Annotations, t *classic.Token) {
	for i := range t.Findings {
		if f := &t.Findings[i]; f.ExceptedBy == nil {
			out.Add(f.Severity, func() format.Annotation {
				place := d.place(t.Organization, f.Range)
				return format.Annotation{Title: f.Rule, Place: &place, Message: t.Label() + t.Place() + ": " + diag.Printable(f.Message)}
			})
		}
	}
}

func (d *Document) annotate(out format.Annotations, s *judged.Subject) {
	for i := range s.Findings {
		f := &s.Findings[i]
		if f.ExceptedBy != nil {
			continue
		}
		out.Add(f.Severity, func() format.Annotation {
			place := d.place(s.Organization, f.Range)
			return format.Annotation{Title: f.Rule, Place: &place, Message: s.Label() + " in " + s.Organization + ": " + diag.Printable(f.Message) + f.Difference()}
		})
	}
}
