package expression

import (
	"slices"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
)

// SensitiveContext reports whether an expression could see a sensitive value.
func SensitiveContext(ctx *hcl.EvalContext) bool {
	for ; ctx != nil; ctx = ctx.Parent() {
		for _, v := range ctx.Variables {
			if v.ContainsMarked() {
				return true
			}
		}
	}
	return false
}

// harmless diagnostics never show a value.
var harmless = []diag.Code{"unknown-function", "evaluation-limit"}

// Redact takes out of diagnostics what functions and conversions say about their
// arguments, since it may be a sensitive value. The values that are shown are
// only those of ctx: what "for" takes out of a sensitive collection has lost its
// mark.
func Redact(diags hcl.Diagnostics, ctx *hcl.EvalContext) hcl.Diagnostics {
	out := make(hcl.Diagnostics, len(diags))
	for i, d := range diags {
		clean := *d
		if clean.EvalContext != nil {
			clean.EvalContext = ctx
		}
		if out[i] = &clean; slices.Contains(harmless, diag.CodeOf(d)) {
			continue
		}
		clean.Detail = "The expression could not be evaluated. The reason is not shown, because it could contain a sensitive value."
		clean.Extra = diag.Extra{Code: "sensitive-value"}
	}
	return out
}
