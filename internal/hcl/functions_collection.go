package hcl

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Functions on collections that Terraform has beside go-cty's standard library.
var (
	alltrueFunc = quantifier(func(bools []bool) bool { return !slices.Contains(bools, false) })
	anytrueFunc = quantifier(func(bools []bool) bool { return slices.Contains(bools, true) })

	// coalesceFunc skips empty strings, unlike go-cty's.
	coalesceFunc = function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "values", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
		Type:     stdlib.CoalesceFunc.ReturnTypeForValues,
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			for _, arg := range args {
				v, err := convert.Convert(arg, want)
				switch {
				case err != nil:
					return cty.NilVal, err
				case !v.IsKnown():
					return cty.UnknownVal(want), nil
				case v.IsNull(), v.Type() == cty.String && v.AsString() == "":
					continue
				}
				return v, nil
			}
			return cty.NilVal, errors.New("every argument is null or an empty string")
		},
	})

	lengthFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v := args[0]
			switch ty := v.Type(); {
			case ty == cty.String:
				return stdlib.Strlen(v)
			case ty.IsObjectType():
				return cty.NumberIntVal(int64(len(ty.AttributeTypes()))), nil
			case v.CanIterateElements():
				return cty.NumberIntVal(int64(v.LengthInt())), nil
			}
			return cty.NilVal, function.NewArgErrorf(0, "a string or a collection is required")
		},
	})

	// lookupFunc has an optional default, unlike go-cty's.
	lookupFunc = function.New(&function.Spec{
		Params:   []function.Parameter{{Name: "map", Type: cty.DynamicPseudoType}, {Name: "key", Type: cty.String}},
		VarParam: &function.Parameter{Name: "default", Type: cty.DynamicPseudoType, AllowNull: true},
		Type:     lookupType,
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			v, err := lookupValue(args)
			if err != nil {
				return cty.NilVal, err
			}
			return convert.Convert(v, want)
		},
	})

	// indexFunc finds a value in a list, unlike go-cty's, which takes an element.
	indexFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			elements, err := sequence(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			for i, element := range elements {
				if equal, err := stdlib.Equal(element, args[1]); err == nil && equal.IsKnown() && equal.True() {
					return cty.NumberIntVal(int64(i)), nil
				}
			}
			return cty.NilVal, errors.New("the list does not hold the value")
		},
	})

	oneFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:   oneType,
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			elements, err := sequence(args[0])
			switch {
			case err != nil:
				return cty.NilVal, err
			case len(elements) > 1:
				return cty.NilVal, function.NewArgErrorf(0, "the collection has %d elements, and only none or one is allowed", len(elements))
			case len(elements) == 0:
				return cty.NullVal(want), nil
			}
			return elements[0], nil
		},
	})

	sumFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			elements, err := sequence(args[0])
			if err != nil || len(elements) == 0 {
				return cty.NilVal, function.NewArgErrorf(0, "a list with at least one number is required")
			}
			total := cty.Zero
			for _, element := range elements {
				n, err := convert.Convert(element, cty.Number)
				if err != nil || n.IsNull() {
					return cty.NilVal, function.NewArgErrorf(0, "every element must be a number")
				}
				total = total.Add(n)
			}
			return total, nil
		},
	})

	matchkeysFunc = function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "values", Type: cty.List(cty.DynamicPseudoType)},
			{Name: "keys", Type: cty.List(cty.DynamicPseudoType)},
			{Name: "searchset", Type: cty.List(cty.DynamicPseudoType)},
		},
		Type: func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl: matchkeys,
	})

	transposeFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "map", Type: cty.Map(cty.List(cty.String))}},
		Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			lists := map[string][]cty.Value{}
			for it := args[0].ElementIterator(); it.Next(); {
				key, list := it.Element()
				for _, element := range list.AsValueSlice() {
					lists[element.AsString()] = append(lists[element.AsString()], key)
				}
			}
			out := make(map[string]cty.Value, len(lists))
			for _, key := range slices.Sorted(maps.Keys(lists)) {
				out[key] = cty.ListVal(lists[key])
			}
			if len(out) == 0 {
				return cty.MapValEmpty(cty.List(cty.String)), nil
			}
			return cty.MapVal(out), nil
		},
	})
)

func quantifier(of func([]bool) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var bools []bool
			for _, v := range args[0].AsValueSlice() {
				if !v.IsKnown() {
					return cty.UnknownVal(cty.Bool), nil
				}
				bools = append(bools, !v.IsNull() && v.True())
			}
			return cty.BoolVal(of(bools)), nil
		},
	})
}

// sequence returns the elements of a list, a tuple or a set.
func sequence(v cty.Value) ([]cty.Value, error) {
	if ty := v.Type(); !ty.IsListType() && !ty.IsTupleType() && !ty.IsSetType() {
		return nil, function.NewArgErrorf(0, "a list or a set is required, not a %s", ty.FriendlyName())
	}
	return v.AsValueSlice(), nil
}

func oneType(args []cty.Value) (cty.Type, error) {
	ty := args[0].Type()
	switch {
	case ty.IsListType() || ty.IsSetType():
		return ty.ElementType(), nil
	case ty.IsTupleType() && ty.Length() == 1:
		return ty.TupleElementType(0), nil
	}
	return cty.DynamicPseudoType, nil
}

func lookupType(args []cty.Value) (cty.Type, error) {
	ty := args[0].Type()
	switch {
	case len(args) > 3:
		return cty.NilType, fmt.Errorf("lookup takes a map, a key and one default")
	case ty.IsMapType():
		return ty.ElementType(), nil
	case !ty.IsObjectType():
		return cty.NilType, function.NewArgErrorf(0, "a map or an object is required")
	case !args[1].IsKnown():
		return cty.DynamicPseudoType, nil
	case ty.HasAttribute(args[1].AsString()):
		return ty.AttributeType(args[1].AsString()), nil
	case len(args) == 3:
		return args[2].Type(), nil
	}
	return cty.NilType, function.NewArgErrorf(1, "the object has no such key, and no default was given")
}

func lookupValue(args []cty.Value) (cty.Value, error) {
	m, key := args[0], args[1].AsString()
	switch {
	case m.Type().IsObjectType() && m.Type().HasAttribute(key):
		return m.GetAttr(key), nil
	case m.Type().IsMapType() && m.HasIndex(args[1]).True():
		return m.Index(args[1]), nil
	case len(args) == 3:
		return args[2], nil
	}
	return cty.NilVal, function.NewArgErrorf(1, "the map has no such key, and no default was given")
}

func matchkeys(args []cty.Value, want cty.Type) (cty.Value, error) {
	values, keys, search := args[0].AsValueSlice(), args[1].AsValueSlice(), args[2].AsValueSlice()
	if len(values) != len(keys) {
		return cty.NilVal, errors.New("the lists of values and of keys must have the same length")
	}
	var out []cty.Value
	for i, key := range keys {
		if slices.ContainsFunc(search, func(s cty.Value) bool {
			equal, err := stdlib.Equal(key, s)
			return err == nil && equal.IsKnown() && equal.True()
		}) {
			out = append(out, values[i])
		}
	}
	if len(out) == 0 {
		return cty.ListValEmpty(want.ElementType()), nil
	}
	return cty.ListVal(out), nil
}
