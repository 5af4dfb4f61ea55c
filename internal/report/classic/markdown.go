package classic

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// WriteMarkdown writes the section. A summary has counts in the place of the tokens.
func WriteMarkdown(b *bytes.Buffer, list []Token, counts *judged.ClassicCounts) {
	if counts == nil {
		return
	}
	b.WriteString("\n## Classic tokens\n\n")
	if len(list) == 0 {
		fmt.Fprintf(b, "%s: %s.\n", format.Count(counts.Total, "token"), counts.Findings)
		return
	}
	b.WriteString("| Organization | Token | Known | Calls | Findings |\n|---|---|---|---|---|\n")
	for i := range list[:min(len(list), format.MaxListed)] {
		t := &list[i]
		var findings []string
		for k := range t.Findings {
			f := &t.Findings[k]
			text := format.Clipped(f.Rule) + ", " + string(f.Severity)
			if f.ExceptedBy != nil {
				text += ", excepted by " + format.Clipped(*f.ExceptedBy)
			}
			findings = append(findings, text)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s |\n", cell(t.Organization), cell(t.Label()), cell(t.Facts()), cell(t.Called()), strings.Join(findings, "<br>"))
	}
	if rest := len(list) - format.MaxListed; rest > 0 {
		fmt.Fprintf(b, "\n%s. Other formats list all of them.\n", format.Counted(rest, "more classic token", "more classic tokens"))
	}
	if counts.Findings.Total() > 0 {
		b.WriteString("\n" + Migrate + "\n")
	}
}

// cell is text in a cell, which may be empty.
func cell(s string) string {
	if s == "" {
		return ""
	}
	return format.Clipped(s)
}
