package budget

import (
	"fmt"
	"math/big"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/lazyregexp"
)

const (
	// maxDepth bounds values within values, because everything that reads one
	// is recursive.
	maxDepth = 1000

	// maxBits bounds the exponent of a number: one of 2^30 bits is written out as a
	// string of 300 MB.
	maxBits = 10_000
)

// Extent is what a walk through a value found.
type Extent struct {
	Steps   int
	Depth   int
	Unknown bool
	Problem string // what is wrong with the value, as a sentence without a period
}

// Measure draws what it takes to read a value whole: parts that several others
// share count each time, as they do for everything that reads the value. It is
// not ok where the budget is used up.
func (b *Budget) Measure(v cty.Value) (e Extent, ok bool) {
	ok = b.walk(v, 1, &e)
	return e, ok
}

func (b *Budget) walk(v cty.Value, depth int, e *Extent) bool {
	if v.IsMarked() {
		v, _ = v.Unmark()
	}
	if !v.IsKnown() {
		e.Unknown = true
		return b.count(e, 1)
	}
	if v.IsNull() {
		return b.count(e, 1)
	}
	switch ty := v.Type(); {
	case ty == cty.String:
		if !utf8.ValidString(v.AsString()) {
			e.Problem = "The text is not valid UTF-8"
		}
		return b.count(e, 1+textSteps(v.AsString()))
	case ty == cty.Number:
		if extreme(v.AsBigFloat()) {
			e.Problem = extremeNumber
		}
		return b.count(e, 1+abs(v.AsBigFloat().MantExp(nil))/64)
	case ty.IsObjectType(), ty.IsTupleType(), ty.IsCollectionType():
		e.Depth = max(e.Depth, depth)
		if depth > maxDepth {
			e.Problem = fmt.Sprintf("The value has more than %d objects and lists inside one another", maxDepth)
			return true
		}
		return b.elements(v, depth, e)
	}
	return b.count(e, 1)
}

func (b *Budget) count(e *Extent, n int) bool {
	e.Steps += n
	return b.Draw(n)
}

func (b *Budget) elements(v cty.Value, depth int, e *Extent) bool {
	ty := v.Type()
	if ty.IsObjectType() {
		for name := range ty.AttributeTypes() {
			if !b.count(e, 2+len(name)/16) || !b.walk(v.GetAttr(name), depth+1, e) {
				return false
			}
		}
		return true
	}
	n := v.LengthInt()
	if !b.count(e, 1+2*n) || ty.IsSetType() && !b.count(e, SortSteps(n)*setWeight(ty.ElementType())) {
		return false
	}
	for it := v.ElementIterator(); it.Next(); {
		if _, element := it.Element(); !b.walk(element, depth+1, e) {
			return false
		}
	}
	return true
}

func abs(n int) int { return max(n, -n) }

// setWeight is how much longer it takes to compare elements that are not
// primitive: each comparison writes both out.
func setWeight(element cty.Type) int {
	if element.IsPrimitiveType() {
		return 5
	}
	return 20
}

var extremeNumber = fmt.Sprintf("The number is infinite or has more than %d bits", maxBits)

// extreme reports whether a number would take too long to write out.
func extreme(f *big.Float) bool {
	return f.IsInf() || f.MantExp(nil) > maxBits || f.MantExp(nil) < -maxBits
}

// NumberProblem says what is wrong with a value where a number is calculated
// with, which may be written as a string.
func NumberProblem(v cty.Value) string {
	v, _ = v.Unmark()
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.Number && extreme(v.AsBigFloat()), v.Type() == cty.String && hugeText.MatchString(v.AsString()):
		return extremeNumber
	}
	return ""
}

// hugeText is a number with a large exponent.
var hugeText = lazyregexp.New(`^[+-]?[0-9.]*[eE][+-]?[0-9]{4,}$`)
