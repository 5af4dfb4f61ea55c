package budget

import (
	"maps"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// fewTypes is how many types are worth to be told apart.
const fewTypes = 8

// OfOneType makes a list of a tuple, or a map of an object, if their elements have
// few types that can become one. Other values it returns as they are.
func OfOneType(v cty.Value) cty.Value {
	if v.IsMarked() || v.IsNull() || !v.IsKnown() {
		return v
	}
	types, ok := distinctTypes(partTypes(v.Type()))
	if !ok || len(types) == 0 {
		return v
	}
	want, _ := convert.UnifyUnsafe(types)
	if want == cty.NilType || want.HasDynamicTypes() {
		return v
	}
	return CollectionOf(v, want)
}

// ElementType is the type of the elements of a collection, where it is settled.
func ElementType(ty cty.Type) cty.Type {
	if !ty.IsCollectionType() || ty.ElementType().HasDynamicTypes() {
		return cty.NilType
	}
	return ty.ElementType()
}

// CollectionOf makes a list of a tuple, or a map of an object, with elements of a
// type. Other values, and those with an element that cannot have the type, it
// returns as they are.
func CollectionOf(v cty.Value, want cty.Type) cty.Value {
	if v.IsMarked() || v.IsNull() || !v.IsKnown() || len(partTypes(v.Type())) == 0 {
		return v
	}
	if v.Type().IsTupleType() {
		return listOfType(v, want)
	}
	elements := v.AsValueMap()
	for name, element := range elements {
		one, err := convert.Convert(element, want)
		if err != nil {
			return v
		}
		elements[name] = one
	}
	return cty.MapVal(elements)
}

func listOfType(v cty.Value, want cty.Type) cty.Value {
	elements := v.AsValueSlice()
	for i, element := range elements {
		one, err := convert.Convert(element, want)
		if err != nil {
			return v
		}
		elements[i] = one
	}
	return cty.ListVal(elements)
}

// partTypes are those of the elements of a tuple or of the attributes of an object.
func partTypes(ty cty.Type) []cty.Type {
	switch {
	case ty.IsTupleType():
		return ty.TupleElementTypes()
	case ty.IsObjectType():
		return slices.Collect(maps.Values(ty.AttributeTypes()))
	}
	return nil
}

func distinctTypes(types []cty.Type) ([]cty.Type, bool) {
	var out []cty.Type
	for _, ty := range types {
		if slices.ContainsFunc(out, ty.Equals) {
			continue
		}
		if len(out) == fewTypes || ty.HasDynamicTypes() {
			return nil, false
		}
		out = append(out, ty)
	}
	return out, true
}

// UnifySteps is what it takes to find one type for the elements of a tuple or an object.
func UnifySteps(ty cty.Type) int {
	n := len(partTypes(ty))
	return Product(n, n) / 2
}

// UnifyStepsWithin is unifySteps for all tuples and objects within a type.
func UnifyStepsWithin(ty cty.Type) int {
	n := UnifySteps(ty)
	for _, part := range partTypes(ty) {
		n += UnifyStepsWithin(part)
	}
	return n
}
