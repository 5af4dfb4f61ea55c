package format

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

// Annotation is a workflow command. Nothing in it is escaped yet.
type Annotation struct {
	Title   string
	Place   *SourceRange // nil: it belongs to no file
	Message string
}

// Annotations are of each severity the first that GitHub shows, and how many
// there are.
type Annotations struct {
	shown map[pat.Severity][]Annotation
	total map[pat.Severity]int
}

// NewAnnotations returns none yet.
func NewAnnotations() Annotations {
	return Annotations{map[pat.Severity][]Annotation{}, map[pat.Severity]int{}}
}

// Add counts an annotation, and puts it into words if it will be shown.
func (a Annotations) Add(severity pat.Severity, words func() Annotation) {
	a.total[severity]++
	if a.total[severity] <= maxAnnotations {
		a.shown[severity] = append(a.shown[severity], words())
	}
}

// Write writes errors and warnings, and says which ones there are more of where the
// rest is.
func (a Annotations) Write(b *bytes.Buffer, rest string) {
	for _, severity := range []pat.Severity{pat.SeverityError, pat.SeverityWarning} {
		for _, shown := range a.shown[severity] {
			shown.write(b, severity)
		}
		if total := a.total[severity]; total > maxAnnotations {
			fmt.Fprintf(b, "Only %d of %s have annotations; %s.\n", maxAnnotations, Count(total, string(severity)), rest)
		}
	}
}

func (a Annotation) write(b *bytes.Buffer, severity pat.Severity) {
	fmt.Fprintf(b, "::%s title=%s", severity, property(a.Title))
	if a.Place != nil {
		fmt.Fprintf(b, ",file=%s,line=%d,endLine=%d", property(a.Place.Filename), a.Place.Start.Line, a.Place.End.Line)
	}
	b.WriteString("::" + commandData(a.Message) + "\n")
}

// commandData makes text from outside harmless as the message of a workflow command.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(diag.Printable(s))
}

// property makes text from outside harmless as a property of a workflow command.
func property(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}
