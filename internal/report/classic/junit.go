package classic

import (
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/judged"
)

// JUnitCase fails for errors only: a classic token has no verdict.
func (t *Token) JUnitCase() format.JUnitCase {
	c := format.JUnitCase{Class: diag.Printable(t.Organization) + ".classic_token", Name: t.Label()}
	var text strings.Builder
	text.WriteString(t.Facts() + "\n")
	if called := t.Called(); called != "" {
		text.WriteString(called + "\n")
	}
	for i := range t.Findings {
		text.WriteString(t.Findings[i].Line() + "\n")
	}
	if counts := judged.CountFindings(t.Findings); counts.Error > 0 {
		c.Failure = &format.JUnitResult{Message: "classic token: " + counts.String(), Type: "classic_token", Text: text.String()}
		return c
	}
	c.Output = text.String()
	return c
}
