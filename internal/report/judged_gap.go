package report

import (
	"bytes"
	"fmt"
)

// AuditGap is a part that could not be read or judged.
type AuditGap struct {
	Organization string `json:"organization"`
	What         string `json:"what"`
	Why          string `json:"why"`
	Policy       string `json:"policy,omitempty"` // that could not judge some subjects; "": something was not read
}

// markdownGaps lists what is missing, within a quotation.
func markdownGaps(b *bytes.Buffer, gaps []AuditGap) {
	for _, gap := range gaps[:min(len(gaps), maxListed)] {
		fmt.Fprintf(b, "> - %s: %s: %s\n", clipped(gap.Organization), clipped(gap.What), clipped(gap.Why))
	}
	if more := len(gaps) - maxListed; more > 0 {
		fmt.Fprintf(b, "> - and %d more\n", more)
	}
	b.WriteString("\n")
}
