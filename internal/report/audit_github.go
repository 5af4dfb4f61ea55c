package report

import (
	"bytes"

	"github.com/patctl/patctl/internal/pat"
)

// github writes workflow commands, the worst first, and the tally. What is
// beyond the number that GitHub shows is left to the summary of the step,
// which is the format markdown.
func (d *AuditDocument) github(b *bytes.Buffer, _ palette) {
	writeAnnotations(b, d.annotations(), "the summary of the step has more")
	if hidden := d.hidden(); hidden != "" {
		b.WriteString(hidden + "\n")
	}
	b.WriteString(d.Tally() + "\n")
}

// annotations are what is missing, then the findings that no exception covers,
// of the worst subjects first.
func (d *AuditDocument) annotations() []annotation {
	var out []annotation
	for _, gap := range d.Incomplete {
		out = append(out, annotation{pat.SeverityError, "The audit is incomplete", nil, gap.Organization + ": " + gap.What + ": " + gap.Why})
	}
	for _, g := range d.groups() {
		for _, s := range g.subjects {
			out = append(out, d.annotationsOf(s)...)
		}
	}
	return out
}

func (d *AuditDocument) annotationsOf(s *AuditSubject) []annotation {
	var out []annotation
	for _, f := range s.Findings {
		if f.ExceptedBy != nil || f.Severity == pat.SeverityNotice {
			continue
		}
		place := d.place(s.Organization, f.Range)
		out = append(out, annotation{f.Severity, f.Rule, &place, s.label() + " in " + s.Organization + ": " + printable(f.Message) + f.difference()})
	}
	return out
}
