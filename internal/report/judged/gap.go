package judged

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

// Gap is a part that could not be read or checked.
type Gap struct {
	Organization string `json:"organization"` // "": it belongs to none
	What         string `json:"what"`
	Why          string `json:"why"`
	Policy       string `json:"policy,omitempty"` // that could not judge some subjects; "": something was not read
}

// Words say what is missing and why, safe to show.
func (g *Gap) Words() string {
	out := diag.Printable(g.What) + ": " + diag.Printable(g.Why)
	if g.Organization == "" {
		return out
	}
	return diag.Printable(g.Organization) + ": " + out
}

// MarkdownGaps lists what is missing, within a quotation.
func MarkdownGaps(b *bytes.Buffer, gaps []Gap) {
	for _, gap := range gaps[:min(len(gaps), format.MaxListed)] {
		where := ""
		if gap.Organization != "" {
			where = format.Clipped(gap.Organization) + ": "
		}
		fmt.Fprintf(b, "> - %s%s: %s\n", where, format.Clipped(gap.What), format.Clipped(gap.Why))
	}
	if more := len(gaps) - format.MaxListed; more > 0 {
		fmt.Fprintf(b, "> - and %d more\n", more)
	}
	b.WriteString("\n")
}
