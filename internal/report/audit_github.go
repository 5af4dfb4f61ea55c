package report

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// maxAnnotations is how many errors, and how many warnings, GitHub shows of one step.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
const maxAnnotations = 10

// annotation is a workflow command. Nothing in it is escaped yet.
type annotation struct {
	severity pat.Severity
	title    string
	place    *SourceRange // nil: it belongs to no file
	message  string
}

// github writes workflow commands, the worst first, and the tally. What is
// beyond the number that GitHub shows is left to the summary of the step,
// which is the format markdown.
func (d *AuditDocument) github(b *bytes.Buffer, _ palette) {
	all := d.annotations()
	for _, severity := range []pat.Severity{pat.SeverityError, pat.SeverityWarning} {
		of := slices.DeleteFunc(slices.Clone(all), func(a annotation) bool { return a.severity != severity })
		for _, a := range of[:min(len(of), maxAnnotations)] {
			a.write(b)
		}
		if len(of) > maxAnnotations {
			fmt.Fprintf(b, "Only %d of %s have annotations; the summary of the step has more.\n", maxAnnotations, count(len(of), string(severity)))
		}
	}
	if hidden := d.hidden(); hidden != "" {
		b.WriteString(strings.ReplaceAll(hidden, "##[", `#\x23[`) + "\n")
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

func (a annotation) write(b *bytes.Buffer) {
	fmt.Fprintf(b, "::%s title=%s", a.severity, property(a.title))
	if a.place != nil {
		fmt.Fprintf(b, ",file=%s,line=%d,endLine=%d", property(a.place.Filename), a.place.Start.Line, a.place.End.Line)
	}
	b.WriteString("::" + commandData(a.message) + "\n")
}

// commandData makes text from outside harmless as the message of a workflow command.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(printable(s))
}

// property makes text from outside harmless as a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
