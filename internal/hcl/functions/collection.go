package functions

import (
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
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

	// lengthFunc is about the value itself: elements that are sensitive do not
	// make their number so.
	lengthFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowMarked: true}},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			v, marks := args[0].Unmark()
			switch ty := v.Type(); {
			case ty == cty.String:
				n, err := stdlib.Strlen(v)
				return n.WithMarks(marks), err
			case ty.IsObjectType():
				return cty.NumberIntVal(int64(len(ty.AttributeTypes()))).WithMarks(marks), nil
			case v.CanIterateElements():
				return cty.NumberIntVal(int64(v.LengthInt())).WithMarks(marks), nil
			}
			return cty.NilVal, function.NewArgErrorf(0, "a string or a collection is required")
		},
	})

	// lookupFunc has an optional default, which may be null, unlike go-cty's. What
	// is next to the value that it finds does not make it sensitive.
	lookupFunc = function.New(&function.Spec{
		Params: []function.Parameter{
			{Name: "map", Type: cty.DynamicPseudoType, AllowMarked: true},
			{Name: "key", Type: cty.String, AllowMarked: true},
		},
		VarParam: &function.Parameter{Name: "default", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			m, marks := args[0].Unmark()
			key, more := args[1].Unmark()
			v, err := lookup(m, key, args[2:])
			if err != nil {
				return cty.NilVal, err
			}
			return v.WithMarks(marks, more), nil
		},
	})

	// containsFunc takes null as a value to look for, unlike go-cty's.
	containsFunc = function.New(&function.Spec{
		Params: []function.Parameter{listParameter, soughtParameter},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			elements, err := sequence(args[0])
			if err != nil {
				return cty.NilVal, err
			}
			return cty.BoolVal(slices.ContainsFunc(elements, func(v cty.Value) bool { return equal(v, args[1]) })), nil
		},
	})

	// indexFunc finds a value in a list, unlike go-cty's, which takes an element.
	indexFunc = function.New(&function.Spec{
		Params: []function.Parameter{listParameter, soughtParameter},
		Type:   function.StaticReturnType(cty.Number),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			elements, err := sequence(args[0])
			switch {
			case err != nil:
				return cty.NilVal, err
			case args[0].Type().IsSetType():
				return cty.NilVal, function.NewArgErrorf(0, "a list is required: the elements of a set have no order. Use tolist(...) to sort them, or contains(...) to find one")
			}
			if i := slices.IndexFunc(elements, func(v cty.Value) bool { return equal(v, args[1]) }); i >= 0 {
				return cty.NumberIntVal(int64(i)), nil
			}
			return cty.NilVal, errors.New("the list does not contain the value")
		},
	})

	// distinctFunc compares only what has the same hash, unlike go-cty's.
	distinctFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.DynamicPseudoType)}},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl: func(args []cty.Value, want cty.Type) (cty.Value, error) {
			return listOf(newBag(args[0].AsValueSlice()).elements, want), nil
		},
	})

	// mergeFunc says which argument is no map. go-cty's panics at some.
	mergeFunc = function.New(&function.Spec{
		VarParam: stdlib.MergeFunc.VarParam(),
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			var maps []cty.Value
			for i, arg := range args {
				ty := arg.Type()
				if !ty.IsMapType() && !ty.IsObjectType() && ty != cty.DynamicPseudoType {
					return cty.NilVal, function.NewArgErrorf(i, "a map or an object is required, not a %s", ty.FriendlyName())
				}
				if known, _ := arg.Unmark(); !known.IsNull() || ty != cty.DynamicPseudoType {
					maps = append(maps, arg)
				}
			}
			if len(maps) == 0 {
				return cty.EmptyObjectVal, nil
			}
			return stdlib.Merge(maps...)
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
				return cty.NilVal, function.NewArgErrorf(0, "the collection has %d elements, but it must have at most one", len(elements))
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
				if err != nil || n.IsNull() || budget.NumberProblem(n) != "" {
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
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return transpose(args[0]) },
	})
)

var (
	listParameter   = function.Parameter{Name: "list", Type: cty.DynamicPseudoType}
	soughtParameter = function.Parameter{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}
)

// equal reports whether two values are the same, as == does; null is equal to null.
func equal(a, b cty.Value) bool {
	if a.IsNull() || b.IsNull() {
		return a.IsNull() && b.IsNull()
	}
	same, err := stdlib.Equal(a, b)
	return err == nil && same.IsKnown() && same.True()
}

func transpose(m cty.Value) (cty.Value, error) {
	lists := map[string][]cty.Value{}
	for it := m.ElementIterator(); it.Next(); {
		key, list := it.Element()
		if list.IsNull() {
			return cty.NilVal, function.NewArgErrorf(0, "the list of %q is null", key.AsString())
		}
		for _, element := range list.AsValueSlice() {
			if element.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "the list of %q contains null", key.AsString())
			}
			lists[element.AsString()] = append(lists[element.AsString()], key)
		}
	}
	out := make(map[string]cty.Value, len(lists))
	for key, list := range lists {
		out[key] = cty.ListVal(list)
	}
	if len(out) == 0 {
		return cty.MapValEmpty(cty.List(cty.String)), nil
	}
	return cty.MapVal(out), nil
}

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
		return nil, function.NewArgErrorf(0, "a list or a set is required, not %s", diag.WithArticle(ty.FriendlyName()))
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

// lookup finds a key in a map or an object without marks.
func lookup(m, key cty.Value, otherwise []cty.Value) (cty.Value, error) {
	ty := m.Type()
	switch {
	case len(otherwise) > 1:
		return cty.NilVal, errors.New("lookup takes a map, a key, and one default")
	case ty.IsMapType() && m.HasIndex(key).True():
		return m.Index(key), nil
	case ty.IsObjectType() && ty.HasAttribute(key.AsString()):
		return m.GetAttr(key.AsString()), nil
	case !ty.IsMapType() && !ty.IsObjectType():
		return cty.NilVal, function.NewArgErrorf(0, "a map or an object is required")
	case len(otherwise) == 0:
		return cty.NilVal, function.NewArgErrorf(1, "the map has no such key, and no default was given")
	case ty.IsMapType():
		return convert.Convert(otherwise[0], ty.ElementType())
	}
	return otherwise[0], nil
}

func matchkeys(args []cty.Value, want cty.Type) (cty.Value, error) {
	values, keys, search := args[0].AsValueSlice(), args[1].AsValueSlice(), args[2].AsValueSlice()
	if len(values) != len(keys) {
		return cty.NilVal, errors.New("the lists of values and of keys must have the same length")
	}
	ty, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type().ElementType(), args[2].Type().ElementType()})
	if ty == cty.NilType {
		return cty.NilVal, errors.New("the keys and the search set have different types")
	}
	sought := newBag(converted(search, ty))
	var out []cty.Value
	for i, key := range converted(keys, ty) {
		if sought.Has(key) {
			out = append(out, values[i])
		}
	}
	return listOf(out, want), nil
}

// converted are values of a type, without those that cannot have it.
func converted(values []cty.Value, want cty.Type) []cty.Value {
	out := make([]cty.Value, len(values))
	for i, v := range values {
		out[i] = cty.DynamicVal // equal to nothing
		if c, err := convert.Convert(v, want); err == nil {
			out[i] = c
		}
	}
	return out
}

func listOf(elements []cty.Value, want cty.Type) cty.Value {
	if len(elements) == 0 {
		return cty.ListValEmpty(want.ElementType())
	}
	return cty.ListVal(elements)
}

// bag holds values, each once, in the order in which they came.
type bag struct {
	elements []cty.Value
	byHash   map[int][]cty.Value
}

func newBag(values []cty.Value) *bag {
	b := &bag{byHash: make(map[int][]cty.Value, len(values))}
	for _, v := range values {
		if !b.Has(v) {
			b.elements = append(b.elements, v)
			b.byHash[v.Hash()] = append(b.byHash[v.Hash()], v)
		}
	}
	return b
}

func (b *bag) Has(v cty.Value) bool {
	return slices.ContainsFunc(b.byHash[v.Hash()], func(other cty.Value) bool { return equal(v, other) })
}
