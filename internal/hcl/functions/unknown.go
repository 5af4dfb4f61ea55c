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

// maxMeant bounds the names that are compared with all functions. Nobody reads more suggestions
// for one expression.
const maxMeant = 100

// NameFunctions words anew that a function does not exist: hcl picks one of the
// near names at random, and none where an expression has references.
func NameFunctions(diags hcl.Diagnostics, table map[string]function.Function) hcl.Diagnostics {
	var names []string
	meant := map[string]string{}
	for i, d := range diags {
		unknown, ok := hcl.DiagnosticExtra[hclsyntax.FunctionCallUnknownDiagExtra](d)
		if !ok {
			continue
		}
		name := unknown.CalledFunctionNamespace() + unknown.CalledFunctionName()
		if names == nil {
			names = slices.Sorted(maps.Keys(table))
		}
		if _, known := meant[name]; !known && len(meant) < maxMeant {
			meant[name] = diag.DidYouMean(name, names)
		}
		diags[i] = diag.Error(*d.Subject, "unknown-function", "Call to unknown function",
			fmt.Sprintf("There is no function named %q.", name)+meant[name])
	}
	return diags
}
