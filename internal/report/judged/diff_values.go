package judged

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
)

// Quoted writes text from outside as HCL writes a string.
func Quoted(s string) string {
	return `"` + strings.ReplaceAll(diag.Printable(s), `"`, `\"`) + `"`
}

// plainValue leaves out the quotation marks of a number.
func plainValue(s string) string {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return Quoted(s)
	}
	return s
}

// selectionValue writes a choice of repositories: a word, or a list.
func selectionValue(s string) string {
	if s == "subset" { // as GitHub calls it
		return Quoted("selected")
	}
	if !strings.Contains(s, "/") && !strings.Contains(s, ", ") {
		return Quoted(s)
	}
	return listValue(s)
}

// listValue writes a list that a finding joins with commas. A part with a blank is no name: it says
// how many more there are.
func listValue(s string) string {
	var b strings.Builder
	for i, part := range strings.Split(s, ", ") {
		if i > 0 {
			b.WriteString(", ")
		}
		if strings.Contains(part, " ") {
			b.WriteString(diag.Printable(part))
			continue
		}
		b.WriteString(Quoted(part))
	}
	return "[" + b.String() + "]"
}
