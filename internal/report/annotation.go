package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// maxAnnotations is how many errors, and how many warnings, GitHub shows of one step.
//
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
const maxAnnotations = 10

// annotation is a workflow command. Nothing in it is escaped yet.
type annotation struct {
	title   string
	place   *SourceRange // nil: it belongs to no file
	message string
}

// annotations are of each severity the first that GitHub shows, and how many
// there are.
type annotations struct {
	shown map[pat.Severity][]annotation
	total map[pat.Severity]int
}

// newAnnotations returns none yet.
func newAnnotations() annotations {
	return annotations{map[pat.Severity][]annotation{}, map[pat.Severity]int{}}
}

// add counts an annotation, and puts it into words if it will be shown.
func (a annotations) add(severity pat.Severity, words func() annotation) {
	a.total[severity]++
	if a.total[severity] <= maxAnnotations {
		a.shown[severity] = append(a.shown[severity], words())
	}
}

// write writes errors and warnings, and says of which there are more where the
// rest is.
func (a annotations) write(b *bytes.Buffer, rest string) {
	for _, severity := range []pat.Severity{pat.SeverityError, pat.SeverityWarning} {
		for _, shown := range a.shown[severity] {
			shown.write(b, severity)
		}
		if total := a.total[severity]; total > maxAnnotations {
			fmt.Fprintf(b, "Only %d of %s have annotations; %s.\n", maxAnnotations, count(total, string(severity)), rest)
		}
	}
}

func (a annotation) write(b *bytes.Buffer, severity pat.Severity) {
	fmt.Fprintf(b, "::%s title=%s", severity, property(a.title))
	if a.place != nil {
		fmt.Fprintf(b, ",file=%s,line=%d,endLine=%d", property(a.place.Filename), a.place.Start.Line, a.place.End.Line)
	}
	b.WriteString("::" + commandData(a.message) + "\n")
}

// commandData makes text from outside harmless as the message of a workflow command.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(diag.Printable(s))
}

// property makes text from outside harmless as a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
