package hcl

import (
	"testing"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/functions"
)

// AddUnknownFunctions lets a test's configurations call functions that return
// unknown values without an error, as functions of libraries have done.
func AddUnknownFunctions(t testing.TB) {
	t.Helper()
	for name, ty := range map[string]cty.Type{
		"unknown": cty.DynamicPseudoType, "unknown_string": cty.String, "unknown_bool": cty.Bool,
		"unknown_list": cty.List(cty.String), "unknown_map": cty.Map(cty.String),
	} {
		functions.Unguarded[name] = function.New(&function.Spec{
			Type: function.StaticReturnType(ty),
			Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return cty.UnknownVal(ty), nil },
		})
		t.Cleanup(func() { delete(functions.Unguarded, name) })
	}
}
