package report

import (
	"bytes"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// github writes the date, workflow commands, the worst first, and the tally. What is
// beyond the number that GitHub shows is left to the summary of the step,
// which is the format markdown.
func (d *AuditDocument) github(b *bytes.Buffer, p palette) {
	b.WriteString(d.asOf(palette{}) + "\n")
	d.annotations(d.OldData(p.Run)).write(b, "the summary of the step has more")
	if hidden := d.hidden(); hidden != "" {
		b.WriteString(hidden + "\n")
	}
	b.WriteString(d.Tally() + "\n")
}

// annotations are what is missing, that the data is old, then the findings that no exception covers,
// of the worst subjects first.
func (d *AuditDocument) annotations(old string) annotations {
	out := newAnnotations()
	if old != "" {
		out.add(pat.SeverityWarning, func() annotation { return annotation{title: "Old data", message: old} })
	}
	for _, gap := range d.Incomplete {
		out.add(pat.SeverityError, func() annotation {
			return annotation{"The audit is incomplete", nil, gap.Organization + ": " + gap.What + ": " + gap.Why}
		})
	}
	for _, g := range d.groups() {
		for _, s := range g.subjects {
			d.annotate(out, s)
		}
	}
	return out
}

func (d *AuditDocument) annotate(out annotations, s *AuditSubject) {
	for i := range s.Findings {
		f := &s.Findings[i]
		if f.ExceptedBy != nil {
			continue
		}
		out.add(f.Severity, func() annotation {
			place := d.place(s.Organization, f.Range)
			return annotation{f.Rule, &place, s.label() + " in " + s.Organization + ": " + diag.Printable(f.Message) + f.difference()}
		})
	}
}
