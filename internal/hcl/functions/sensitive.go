package functions

import (
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/budget"
)

// Functions that set, take away and ask for the mark of sensitive values.
var (
	sensitiveFunc = markFunc(func(v cty.Value) cty.Value { return v.Mark(budget.Sensitive) })

	// nonsensitiveFunc takes the mark from the value itself, as in Terraform: what is
	// sensitive within an object stays so.
	nonsensitiveFunc = markFunc(func(v cty.Value) cty.Value {
		v, _ = v.Unmark()
		return v
	})

	issensitiveFunc = function.New(&function.Spec{
		Params: []function.Parameter{anyValue},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(args[0].IsMarked()), nil
		},
	})
)

var anyValue = function.Parameter{
	Name: "value", Type: cty.DynamicPseudoType,
	AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
}

func markFunc(change func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anyValue},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return change(args[0]), nil },
	})
}
