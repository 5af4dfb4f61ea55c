package functions

import (
	"errors"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/patctl/patctl/internal/lazyregexp"
)

var (
	formatFunc     = narrow(stdlib.FormatFunc)
	formatlistFunc = narrow(stdlib.FormatListFunc)
)

// wideField is a verb with a width or a precision of a hundred thousand
// characters or more: one of a few bytes would take all memory.
var wideField = lazyregexp.New(`%[^A-Za-z%]*[0-9]{6}`)

// narrow refuses formats with wide fields.
func narrow(f function.Function) function.Function {
	return function.New(&function.Spec{
		Description: f.Description(),
		Params:      f.Params(),
		VarParam:    f.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			format, _ := args[0].Unmark()
			if format.Type() == cty.String && format.IsKnown() && !format.IsNull() && wideField.MatchString(format.AsString()) {
				return cty.DynamicPseudoType, function.NewArgError(0, errors.New("a field of the format is wider than 99999 characters"))
			}
			return f.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return f.Call(args) },
	})
}
