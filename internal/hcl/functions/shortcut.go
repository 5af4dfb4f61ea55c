package functions

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// shortcut is a call of a function that looks at one element of what it is
// given. go-cty would look through all of it for marks each time, so that a
// lookup in an object of all services took as long as there are services, for
// each of them.
type shortcut struct {
	*hclsyntax.FunctionCallExpr
	of func(args []cty.Value) (cty.Value, bool)
}

var shortcuts = map[string]func(args []cty.Value) (cty.Value, bool){
	"length": func(args []cty.Value) (cty.Value, bool) {
		if len(args) != 1 || !plain(args[0]) || !args[0].CanIterateElements() || args[0].Type().IsObjectType() {
			return cty.NilVal, false
		}
		return cty.NumberIntVal(int64(args[0].LengthInt())), true
	},
	"lookup": func(args []cty.Value) (cty.Value, bool) {
		if len(args) < 2 || !plain(args[0]) || !plain(args[1]) || args[1].Type() != cty.String {
			return cty.NilVal, false
		}
		v, err := lookup(args[0], args[1], args[2:])
		return v, err == nil
	},
}

func plain(v cty.Value) bool { return !v.IsMarked() && v.IsKnown() && !v.IsNull() }

// Shortened is a call, with a shortcut where there is one.
func Shortened(e *hclsyntax.FunctionCallExpr) hclsyntax.Expression {
	if of, ok := shortcuts[e.Name]; ok && !e.ExpandFinal {
		return &shortcut{e, of}
	}
	return e
}

// Value takes the shortcut, or the long way for all that is not plain.
func (s *shortcut) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	args := make([]cty.Value, len(s.Args))
	for i, arg := range s.Args {
		v, diags := arg.Value(ctx)
		if len(diags) > 0 || ctx == nil {
			return s.FunctionCallExpr.Value(ctx)
		}
		args[i] = v
	}
	if v, ok := s.of(args); ok {
		return v, nil
	}
	return s.FunctionCallExpr.Value(ctx)
}
