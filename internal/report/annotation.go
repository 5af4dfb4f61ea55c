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

// writeAnnotations writes as many errors and warnings as GitHub shows, and says
// of which there are more where the rest is.
func writeAnnotations(b *bytes.Buffer, all []annotation, rest string) {
	for _, severity := range []pat.Severity{pat.SeverityError, pat.SeverityWarning} {
		of := slices.DeleteFunc(slices.Clone(all), func(a annotation) bool { return a.severity != severity })
		for _, a := range of[:min(len(of), maxAnnotations)] {
			a.write(b)
		}
		if len(of) > maxAnnotations {
			fmt.Fprintf(b, "Only %d of %s have annotations; %s.\n", maxAnnotations, count(len(of), string(severity)), rest)
		}
	}
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
