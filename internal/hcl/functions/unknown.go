package functions

import (
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/diag"
)

// NameFunctions words anew that a function does not exist: hcl picks one of the
// near names at random, and none where an expression has references.
func NameFunctions(diags hcl.Diagnostics, table map[string]function.Function) hcl.Diagnostics {
	for i, d := range diags {
		unknown, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d)
		if !ok {
			continue
		}
		name := unknown.CalledFunctionNamespace() + unknown.CalledFunctionName()
		names := slices.Sorted(maps.Keys(table))
		diags[i] = diag.Error(*d.Subject, "unknown-function", "Call to unknown function",
			fmt.Sprintf("There is no function named %q.", name)+diag.DidYouMean(name, names))
	}
	return diags
}
