package functions

import (
	"errors"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// guarded is a function as expressions call it. It draws on the budget, never
// panics, and has a value for arguments that are known, or an error.
type guarded struct {
	function.Function
	name   string
	budget *budget.Budget
}

// guard makes a function of a library fit to be called.
func guard(b *budget.Budget, name string, f function.Function) function.Function {
	g := guarded{f, name, b}
	spec := &function.Spec{
		Description: f.Description(),
		Type:        function.StaticReturnType(cty.DynamicPseudoType),
		Impl:        func(args []cty.Value, _ cty.Type) (cty.Value, error) { return g.call(args) },
	}
	for _, p := range f.Params() {
		spec.Params = append(spec.Params, anything(p))
	}
	if p := f.VarParam(); p != nil {
		p := anything(*p)
		spec.VarParam = &p
	}
	return function.New(spec)
}

// anything is a parameter that takes every value, since the guard checks them: go-cty
// makes an unknown value of what a parameter does not allow, without an error,
// and converts arguments without a limit.
func anything(p function.Parameter) function.Parameter {
	if closure(p) {
		return p
	}
	return function.Parameter{
		Name: p.Name, Type: cty.DynamicPseudoType,
		AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
	}
}

// closure reports whether a parameter takes an expression rather than its value.
func closure(p function.Parameter) bool {
	return customdecode.CustomExpressionDecoderForType(p.Type) != nil
}

func (g guarded) parameter(i int) function.Parameter {
	if params := g.Params(); i < len(params) {
		return params[i]
	}
	return *g.VarParam()
}

var errStopped = errors.New("evaluation was stopped")

func (g guarded) call(args []cty.Value) (cty.Value, error) {
	args = slices.Clone(args)
	extents := make([]budget.Extent, len(args))
	for i := range args {
		var err error
		if extents[i], err = g.argument(i, &args[i]); err != nil {
			return cty.NilVal, err
		}
	}
	if cost, ok := costs[g.name]; ok && !g.budget.Draw(cost(args, extents)) {
		return cty.NilVal, errStopped
	}
	v, err := g.Call(args)
	if err != nil {
		return cty.NilVal, plainly(err)
	}
	e, ok := g.budget.Measure(v)
	switch {
	case !ok:
		return cty.NilVal, errStopped
	case v.IsNull() && (g.name == "templatefile" || g.name == "templatestring"):
		return cty.NilVal, errors.New("the template evaluates to null, and a string is required")
	case e.Problem != "":
		return cty.NilVal, errors.New(lowerFirst(e.Problem))
	case e.Unknown && !g.excused(args):
		return cty.NilVal, errors.New(noValue)
	}
	return v, nil
}

// argument measures an argument, and converts it to the type of its parameter.
func (g guarded) argument(i int, arg *cty.Value) (budget.Extent, error) {
	p := g.parameter(i)
	if closure(p) {
		return budget.Extent{}, nil
	}
	var (
		e  budget.Extent
		ok bool
	)
	if slices.Contains(shallowFunctions, g.name) {
		ok = g.budget.Draw(1)
	} else {
		e, ok = g.budget.Measure(*arg)
	}
	if !ok {
		return e, errStopped
	}
	if e.Problem != "" {
		return e, function.NewArgErrorf(i, "%s", lowerFirst(e.Problem))
	}
	if problem := budget.NumberProblem(*arg); problem != "" && (p.Type == cty.Number || strings.HasPrefix(g.name, "format")) {
		return e, function.NewArgErrorf(i, "%s", lowerFirst(problem))
	}
	if known := budget.ElementType(p.Type); known != cty.NilType {
		*arg = budget.CollectionOf(*arg, known)
	}
	if g.unifies(p) {
		*arg = budget.OfOneType(*arg)
		if !g.budget.Draw(budget.UnifySteps(arg.Type())) {
			return e, errStopped
		}
	}
	v, err := convert.Convert(*arg, p.Type)
	switch {
	case err != nil:
		return e, function.NewArgError(i, plainly(err))
	case v.IsNull() && !p.AllowNull:
		return e, function.NewArgErrorf(i, "argument must not be null")
	case v.IsNull() && v.Type() == cty.DynamicPseudoType && !p.AllowDynamicType:
		v = cty.NullVal(cty.String).WithSameMarks(v)
	}
	*arg = v
	return e, nil
}

// excused reports whether a result may be unknown: an argument is, since what it
// depends on is reported already.
func (g guarded) excused(args []cty.Value) bool {
	return slices.ContainsFunc(args, func(v cty.Value) bool {
		return v.Type().IsCapsuleType() || !v.IsWhollyKnown()
	})
}

// noValue is the message if a library has no better one.
const noValue = "it has no value for these arguments"

// internals are words that only who works on patctl understands.
var internals = lazyregexp.New(`goroutine|\bcty\.|panic|runtime|\*?\b(big|reflect|json|yaml)\.[A-Z]|interface ?\{|0x[0-9a-f]{6}|%!|\bnil\b`)

// plainly is an error in words for those who write configurations.
func plainly(err error) error {
	var argument function.ArgError
	text := strings.TrimSuffix(strings.TrimSpace(err.Error()), ".")
	if errors.As(err, new(function.PanicError)) || text == "" || internals.MatchString(text) {
		text = noValue
	}
	if errors.As(err, &argument) {
		return function.NewArgErrorf(argument.Index, "%s", text)
	}
	return errors.New(text)
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// unifies reports whether the elements of an argument get one type. go-cty compares
// each type with each other then, also when all are the same.
func (g guarded) unifies(p function.Parameter) bool {
	if p.Type.IsCollectionType() {
		return p.Type.ElementType() == cty.DynamicPseudoType
	}
	return g.name == "tolist" || g.name == "toset" || g.name == "tomap"
}
