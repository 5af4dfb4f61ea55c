package functions

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/tree"
)

// oddValues are arguments that few functions are made for.
func oddValues() map[string]cty.Value {
	huge := cty.MustParseNumberVal("1e400")
	long := strings.Repeat("x", 5000)
	return map[string]cty.Value{
		"null":           cty.NullVal(cty.DynamicPseudoType),
		"null string":    cty.NullVal(cty.String),
		"null number":    cty.NullVal(cty.Number),
		"null list":      cty.NullVal(cty.List(cty.String)),
		"null object":    cty.NullVal(cty.EmptyObject),
		"unknown":        cty.DynamicVal,
		"unknown string": cty.UnknownVal(cty.String),
		"unknown list":   cty.UnknownVal(cty.List(cty.String)),
		"unknown part":   cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.UnknownVal(cty.String)}),
		"true":           cty.True,
		"zero":           cty.Zero,
		"one":            cty.NumberIntVal(1),
		"negative":       cty.NumberIntVal(-1),
		"fraction":       cty.NumberFloatVal(-8.5),
		"third":          cty.NumberFloatVal(1.0 / 3),
		"huge":           huge,
		"minus huge":     huge.Negate(),
		"infinite":       cty.PositiveInfinity,
		"empty":          cty.StringVal(""),
		"a":              cty.StringVal("a"),
		"lines":          cty.StringVal("a\nb\n"),
		"long":           cty.StringVal(long),
		"digits":         cty.StringVal("1e99999999"),
		"not UTF-8":      cty.StringVal("\xff\xfe"),
		"pattern":        cty.StringVal("(a*)*(b|$)"),
		"bad pattern":    cty.StringVal("("),
		"slashes":        cty.StringVal("/a*/"),
		"format":         cty.StringVal("%s %d %[2]v %#v %t %5.2f %%"),
		"bad format":     cty.StringVal("%z %[99]s"),
		"time":           cty.StringVal("2026-11-22T00:00:00Z"),
		"date format":    cty.StringVal("YYYY-MM-DD"),
		"JSON":           cty.StringVal(`{"a": [1, null], "b": 1e999}`),
		"YAML":           cty.StringVal("a: &a [1]\nb: *a\n<<: {c: !!binary x}\n"),
		"CSV":            cty.StringVal("a,b\n1\n\"2,3"),
		"path":           cty.StringVal("text"),
		"directory":      cty.StringVal("../.."),
		"glob":           cty.StringVal("**/[a-"),
		"tuple":          cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.NumberIntVal(3), cty.NullVal(cty.DynamicPseudoType)}),
		"empty tuple":    cty.EmptyTupleVal,
		"list":           cty.ListVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a"), cty.StringVal("a")}),
		"list of null":   cty.ListVal([]cty.Value{cty.NullVal(cty.String), cty.StringVal("a")}),
		"empty list":     cty.ListValEmpty(cty.String),
		"set":            cty.SetVal([]cty.Value{cty.StringVal("b"), cty.StringVal("a")}),
		"set of numbers": cty.SetVal([]cty.Value{cty.NumberIntVal(2), huge}),
		"map":            cty.MapVal(map[string]cty.Value{"a": cty.StringVal("x"), "b": cty.NullVal(cty.String)}),
		"empty map":      cty.MapValEmpty(cty.Number),
		"object":         cty.ObjectVal(map[string]cty.Value{"a": cty.NullVal(cty.DynamicPseudoType), "b": cty.EmptyTupleVal}),
		"empty object":   cty.EmptyObjectVal,
		"map of lists":   cty.ObjectVal(map[string]cty.Value{"a": cty.TupleVal([]cty.Value{cty.NullVal(cty.DynamicPseudoType)})}),
		"nested":         cty.TupleVal([]cty.Value{cty.TupleVal([]cty.Value{cty.TupleVal([]cty.Value{cty.StringVal("a")}), cty.EmptyObjectVal})}),
		"sensitive":      cty.StringVal("hush").Mark(budget.Sensitive),
		"sensitive null": cty.NullVal(cty.String).Mark(budget.Sensitive),
		"sensitive part": cty.ObjectVal(map[string]cty.Value{"a": cty.StringVal("hush").Mark(budget.Sensitive), "b": cty.StringVal("x")}),
		"sensitive list": cty.ListVal([]cty.Value{cty.StringVal("hush"), cty.StringVal("x")}).Mark(budget.Sensitive),
	}
}

// internalWords are what no message may hold.
var internalWords = []string{"goroutine", "cty.", "panic", "runtime", "*big", "interface {", "0x", "%!", "NilVal"}

// calls is an expression that calls a function with the variables a0, a1, ...
func calls(t *testing.T, name string, n int) hclsyntax.Expression {
	t.Helper()
	arguments := make([]string, n)
	for i := range arguments {
		arguments[i] = []string{"a0", "a1", "a2", "a3", "a4"}[i]
	}
	e, diags := hclsyntax.ParseExpression([]byte(name+"("+strings.Join(arguments, ", ")+")"), "call", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return e
}

// TestFunctionsWithOddValues: whatever a function is given, it has a value, or an
// error that says no more than what its user can understand.
func TestFunctionsWithOddValues(t *testing.T) {
	budget := budget.New(50_000_000, Shortened)
	files := &tree.Tree{Fsys: fstest.MapFS{"text": {Data: []byte("a ${a} %{ for x in b }${x}%{ endfor }")}}, Dir: "."}
	functions := NewLibrary(budget, files, catalog.Default).Table(".")
	odd := oddValues()
	names := slices.Sorted(maps.Keys(odd))
	random := rand.New(rand.NewPCG(1, 2))
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		for range 250 {
			n := random.IntN(5)
			ctx := &hcl.EvalContext{Functions: functions, Variables: map[string]cty.Value{}}
			var given []string
			known := true
			for i := range n {
				of := names[random.IntN(len(names))]
				given = append(given, of)
				ctx.Variables[[]string{"a0", "a1", "a2", "a3", "a4"}[i]] = odd[of]
				known = known && odd[of].IsWhollyKnown()
			}
			v, diags := budget.Evaluate(budget.Metered(calls(t, name, n)), ctx)
			for _, d := range diags {
				for _, word := range internalWords {
					if strings.Contains(d.Summary+d.Detail, word) {
						t.Errorf("%s(%s): the message holds %q: %s", name, strings.Join(given, ", "), word, d.Detail)
					}
				}
			}
			if known && !v.IsWhollyKnown() && !diags.HasErrors() {
				t.Errorf("%s(%s) has no value and no error", name, strings.Join(given, ", "))
			}
			if budget.UsedUp() {
				t.Fatalf("%s(%s) used up the budget", name, strings.Join(given, ", "))
			}
		}
	}
}
