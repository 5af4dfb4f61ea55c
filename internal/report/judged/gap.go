package judged

import (
	"bytes"
	"fmt"

	"github.com/patctl/patctl/internal/format"
)

// Gap is a part that could not be read or checked.
type Gap struct {
	Organization string `json:"organization"`
	What         string `json:"what"`
	Why          string `json:"why"`
	Policy       string `json:"policy,omitempty"` // that could not judge some subjects; "": something was not read
}

// MarkdownGaps lists what is missing, within a quotation.
func MarkdownGaps(b *bytes.Buffer, gaps []Gap) {
	for _, gap := range gaps[:min(len(gaps), format.MaxListed)] {
		fmt.Fprintf(b, "> - %s: %s: %s\n", format.Clipped(gap.Organization), format.Clipped(gap.What), format.Clipped(gap.Why))
	}
	if more := len(gaps) - format.MaxListed; more > 0 {
		fmt.Fprintf(b, "> - and %d more\n", more)
	}
	b.WriteString("\n")
}
