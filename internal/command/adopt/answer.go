package adopt

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/prefill"
)

// answerMarker begins the answer, so that the next one can take its place.
const answerMarker = "<!-- patctl:import -->"

// answer is what the person who asked for a token is told.
type answer struct {
	out     *adopt.RequestOutput // nil: the request has mistakes
	diags   diag.Diagnostics
	catalog *catalog.Catalog
}

// writeAnswer writes the answer to a file.
func writeAnswer(e *cli.Env, name string, a answer) error {
	if err := e.CheckOutput(e.Path(name)); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(name), err)
	}
	if err := cli.WriteFile(e.Path(name), []byte(a.markdown())); err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(name), err)
	}
	return nil
}

// markdown writes the answer for a comment. Text that is not patctl's own is written as
// code, in which Markdown finds no markup and GitHub no mention.
func (a answer) markdown() string {
	var b strings.Builder
	b.WriteString(answerMarker + "\n")
	if a.out == nil {
		b.WriteString("## The token request has mistakes\n\nEdit the issue to correct these mistakes:\n\n")
		a.problems(&b)
		return b.String()
	}
	b.WriteString("## Template for this token request\n\n")
	fmt.Fprintf(&b, "A maintainer reviews this template and adds it to the configuration:\n\n```hcl\n%s```\n\n", a.out.Source)
	fmt.Fprintf(&b, "After that, [create the token](%s).", a.out.URL)
	if steps := prefill.Steps(a.out.Template.Template, a.catalog); len(steps) > 0 {
		b.WriteString(" In the form:\n\n")
		for _, s := range steps {
			fmt.Fprintf(&b, "- %s\n", stepText(s))
		}
	} else {
		b.WriteString("\n")
	}
	if len(a.diags) > 0 {
		b.WriteString("\nFor the maintainer:\n\n")
		a.problems(&b)
	}
	return b.String()
}

// problems lists the diagnostics, with their lines in the issue.
func (a answer) problems(b *strings.Builder) {
	for _, d := range a.diags {
		place := ""
		if d.Subject != nil {
			place = fmt.Sprintf("Line %d: ", d.Subject.Start.Line)
		}
		fmt.Fprintf(b, "- %s**%s**: %s\n", place, format.Prose(d.Summary), format.Code(strings.Join(strings.Fields(d.Detail), " ")))
	}
}

// stepText says what to do by hand in the form.
func stepText(s prefill.Step) string {
	return strings.TrimRight("**"+s.Label+"**: "+format.Prose(s.Text)+" "+format.Codes(s.Values), " ")
}
