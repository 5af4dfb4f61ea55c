package hcl

import (
	"bytes"
	"fmt"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// Functions that decode a text, which go-cty does by recursion as deep as the
// text is nested.
var (
	jsondecodeFunc = decodeFunc(stdlib.JSONDecodeFunc, func(src []byte) string {
		problem, _ := jsonProblem(src, func(string) string { return "" })
		return problem
	})
	yamldecodeFunc = decodeFunc(ctyyaml.YAMLDecodeFunc, yamlProblem)
)

// decodeFunc is decode, refusing the texts of which problem says something.
func decodeFunc(decode function.Function, problem func([]byte) string) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "src", Type: cty.String}},
		Type: func(args []cty.Value) (cty.Type, error) {
			if !args[0].IsKnown() {
				return cty.DynamicPseudoType, nil
			}
			if what := problem([]byte(args[0].AsString())); what != "" {
				return cty.NilType, function.NewArgErrorf(0, "%s", what)
			}
			return decode.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return decode.Call(args) },
	})
}

// yamlProblem bounds the brackets of a YAML text, and the indicators of sequences
// and of keys on a line. Nesting by indentation takes so much text that the size
// of a file bounds its depth.
func yamlProblem(src []byte) string {
	if n := bytes.Count(src, []byte("[")) + bytes.Count(src, []byte("{")); n > harmlessBrackets {
		return fmt.Sprintf("The text has more than %d brackets.", harmlessBrackets)
	}
	for line := range bytes.Lines(src) {
		if bytes.Count(line, []byte("-"))+bytes.Count(line, []byte("?")) > maxOperators {
			return fmt.Sprintf("A line has more than %d hyphens and question marks.", maxOperators)
		}
	}
	return ""
}
