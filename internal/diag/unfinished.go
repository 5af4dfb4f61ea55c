package diag

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
)

// unfinished are the mistakes in syntax after which the parser returns what is not written to its
// end: a block without a body as an empty one, and a string up to the end of the file.
var unfinished = []string{"Invalid block definition", "Unterminated template string", "Missing expression"}

// WithoutConsequences leaves out what is only wrong because the rest of the line is not written
// yet, such as all that is missing in a block without a body.
func WithoutConsequences(diags Diagnostics) Diagnostics {
	type line struct {
		file string
		line int
	}
	at := func(r *hcl.Range) line { return line{r.Filename, r.Start.Line} }
	causes := map[line]bool{}
	for _, d := range diags {
		if d.Subject != nil && slices.Contains(unfinished, d.Summary) {
			causes[at(d.Subject)] = true
		}
	}
	if len(causes) == 0 {
		return diags
	}
	return slices.DeleteFunc(diags, func(d *hcl.Diagnostic) bool {
		if d.Subject == nil {
			return false
		}
		return causes[at(d.Subject)] && !slices.Contains(unfinished, d.Summary)
	})
}
