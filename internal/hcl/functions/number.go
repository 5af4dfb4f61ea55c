package functions

import (
	"errors"
	"math"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// maxDigits bounds the digits of parseint, which takes their square.
const maxDigits = 1000

// Functions on numbers that go-cty's standard library has with gaps.
var (
	powFunc = realFunc("num", "power", math.Pow)
	logFunc = realFunc("num", "base", func(n, base float64) float64 { return math.Log(n) / math.Log(base) })

	parseintFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "number", Type: cty.String}, {Name: "base", Type: cty.Number}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if len(args[0].AsString()) > maxDigits {
				return cty.NilVal, function.NewArgErrorf(0, "the number has more than %d digits", maxDigits)
			}
			return stdlib.ParseInt(args[0], args[1])
		},
	})
)

// realFunc is a function of two numbers that is not defined for all of them.
func realFunc(first, second string, of func(a, b float64) float64) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: first, Type: cty.Number}, {Name: second, Type: cty.Number}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			a, _ := args[0].AsBigFloat().Float64()
			b, _ := args[1].AsBigFloat().Float64()
			n := of(a, b)
			switch {
			case math.IsNaN(n):
				return cty.NilVal, errors.New("the result is not a real number")
			case math.IsInf(n, 0):
				return cty.NilVal, errors.New("the result is infinite or too large")
			}
			return cty.NumberFloatVal(n), nil
		},
	})
}
