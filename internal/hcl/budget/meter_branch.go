package budget

import "github.com/zclconf/go-cty/cty"

// longTuple is from how many elements on the types in a tuple are looked at before
// go-cty compares each with each other.
const longTuple = 100

// asBranch is the value of a branch of a conditional. The branches get one type, and
// go-cty compares the types of all elements with each other for that, unless a long
// tuple with elements of one type is a list already.
func (m *Metered) asBranch(v cty.Value) cty.Value {
	if !v.Type().IsTupleType() || v.IsMarked() || v.IsNull() || !v.IsKnown() || v.LengthInt() < longTuple {
		return v
	}
	if types, ok := distinctTypes(partTypes(v.Type())); ok && len(types) == 1 {
		return listOfType(v, types[0])
	}
	if !m.budget.Draw(UnifySteps(v.Type())) {
		m.budget.unwind(m.SrcRange)
	}
	return v
}
