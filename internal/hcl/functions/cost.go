package functions

import (
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// shallowFunctions look at no more than one level of what they are given, so
// that it need not be measured.
var shallowFunctions = []string{"element", "issensitive", "keys", "length", "lookup", "nonsensitive", "sensitive"}

// cost is how many steps a call takes beyond those of reading its arguments and
// its result once.
type cost func(args []cty.Value, extents []budget.Extent) int

// costs are those of the functions that make more of their arguments than these
// are, or read them in a slower way.
var costs = map[string]cost{
	"csvdecode":       func(args []cty.Value, _ []budget.Extent) int { return 5 * countAny(args[0], ",\n") },
	"distinct":        manyTimes(5),
	"element":         func([]cty.Value, []budget.Extent) int { return 1 },
	"format":          func(args []cty.Value, _ []budget.Extent) int { return formatSteps(args[0]) },
	"formatlist":      formatlistSteps,
	"indent":          indentSteps,
	"join":            joinSteps,
	"jsondecode":      func(args []cty.Value, _ []budget.Extent) int { return 6 * countAny(args[0], ",:[{") },
	"jsonencode":      manyTimes(10),
	"keys":            func(args []cty.Value, _ []budget.Extent) int { return 3 * elementsOf(args[0]) },
	"length":          func(args []cty.Value, _ []budget.Extent) int { return characterSteps(args[0]) },
	"lower":           manyTimes(3),
	"matchkeys":       manyTimes(10),
	"replace":         replaceSteps,
	"setintersection": manyTimes(10),
	"setproduct":      setproductSteps,
	"setsubtract":     manyTimes(10),
	"setunion":        manyTimes(10),
	"sort":            func(args []cty.Value, _ []budget.Extent) int { return 4 * budget.SortSteps(elementsOf(args[0])) },
	"split":           func(args []cty.Value, _ []budget.Extent) int { return 4 * count(text(args[1]), text(args[0])) },
	"strrev":          func(args []cty.Value, _ []budget.Extent) int { return characterSteps(args[0]) },
	"substr":          func(args []cty.Value, _ []budget.Extent) int { return characterSteps(args[0]) },
	"sum":             manyTimes(2),
	"title":           manyTimes(5),
	"tolist":          manyTimes(1),
	"tomap":           manyTimes(1),
	"toset":           manyTimes(30),
	"transpose":       manyTimes(10),
	"trim": func(args []cty.Value, _ []budget.Extent) int {
		return budget.Product(len(text(args[0])), 1+len(text(args[1]))/8) / 8
	},
	"upper":      manyTimes(3),
	"urlencode":  manyTimes(3),
	"yamldecode": yamlSteps,
	"yamlencode": func(_ []cty.Value, e []budget.Extent) int { return budget.Product(e[0].Steps, 3+e[0].Depth/8) },
}

func manyTimes(n int) cost {
	return func(_ []cty.Value, extents []budget.Extent) int {
		total := 0
		for _, e := range extents {
			total += budget.Product(n, e.Steps)
		}
		return total
	}
}

// text is the string that a value holds, or "".
func text(v cty.Value) string {
	v, _ = v.Unmark()
	if v.Type() != cty.String || !v.IsKnown() || v.IsNull() {
		return ""
	}
	return v.AsString()
}

// elementsOf is how many elements a value has.
func elementsOf(v cty.Value) int {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.CanIterateElements() {
		return 0
	}
	return v.LengthInt()
}

func count(s, part string) int { return strings.Count(s, part) + 1 }

func countAny(v cty.Value, marks string) int {
	s, n := text(v), 0
	for i := range len(s) {
		if strings.IndexByte(marks, s[i]) >= 0 {
			n++
		}
	}
	return n
}

// characterSteps is what it takes to find the characters of a string, which may
// be several code points each.
func characterSteps(v cty.Value) int { return 1 + len(text(v))/2 }

func indentSteps(args []cty.Value, _ []budget.Extent) int {
	return maxSpaces / 16 * strings.Count(text(args[1]), "\n")
}

func joinSteps(args []cty.Value, _ []budget.Extent) int {
	n := 0
	for _, list := range args[1:] {
		n += elementsOf(list)
	}
	return n + budget.Product(n, len(text(args[0])))/16
}

// replaceSteps is for a text to find; patterns are counted where they match.
func replaceSteps(args []cty.Value, _ []budget.Extent) int {
	return budget.Product(count(text(args[0]), text(args[1])), len(text(args[2])))/16 + len(text(args[0]))/16
}

func setproductSteps(args []cty.Value, _ []budget.Extent) int {
	n := 1
	for _, v := range args {
		n = budget.Product(n, elementsOf(v))
	}
	return budget.Product(10*n, len(args))
}

var formatWidth = lazyregexp.New(`[0-9]+`)

// formatSteps counts the fields of a format with their widths.
func formatSteps(format cty.Value) int {
	total := count(text(format), "%")
	for _, digits := range formatWidth.FindAllString(text(format), -1) {
		if width, err := strconv.Atoi(digits); err == nil && width < 100_000 { // wider ones are refused
			total += width / 4
		}
	}
	return total
}

func formatlistSteps(args []cty.Value, _ []budget.Extent) int {
	rows := 1
	for _, v := range args {
		rows = max(rows, elementsOf(v))
	}
	return budget.Product(rows, 5+formatSteps(args[0]))
}

// aliases are what a YAML document is made larger with.
var aliases = lazyregexp.New(`(?m)(^|[\s,\[{:-])\*\S`)

func yamlSteps(args []cty.Value, _ []budget.Extent) int {
	s := text(args[0])
	n := 6 * countAny(args[0], "\n,:[{-")
	if strings.Contains(s, "*") {
		n += budget.Product(len(aliases.FindAllStringIndex(s, 1+budget.DefaultSteps/(1+len(s)/4))), 1+len(s)/4)
	}
	return n + len(s)/2
}
