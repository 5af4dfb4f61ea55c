package literal

import (
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// logCommand begins a command that the log of a GitHub workflow obeys anywhere
// in a line. Printable masks it with an escape that HCL does not have.
const (
	logCommand       = "##["
	quotedLogCommand = `#\u0023[`
)

// Quote returns a string as HCL writes it. Nothing in it ends the string or
// begins a template. Invisible characters are written as escapes, which HCL
// and Printable write alike.
func Quote(s string) string {
	tokens := hclwrite.TokensForValue(cty.StringVal(strings.ToValidUTF8(s, "\uFFFD")))
	return diag.Printable(strings.ReplaceAll(string(tokens.Bytes()), logCommand, quotedLogCommand))
}
