package functions

import (
	"bytes"
	"fmt"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/json"

	"github.com/patctl/patctl/internal/hcl/syntax"
)

// Functions that decode a text, which go-cty does by recursion as deep as the
// text is nested.
var (
	jsondecodeFunc = decodeFunc(decodeJSON, func(src []byte) string {
		problem, _ := syntax.JsonProblem(src, func(string) string { return "" })
		return problem
	})
	// To ask for the type first would compare the types of what aliases make,
	// which may be of any size.
	yamldecodeFunc = decodeFunc(func(src []byte) (cty.Value, error) {
		return ctyyaml.Standard.Unmarshal(src, cty.DynamicPseudoType)
	}, yamlProblem)
)

// decodeFunc is decode, rejecting the texts that problem reports.
func decodeFunc(decode func([]byte) (cty.Value, error), problem func([]byte) string) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "src", Type: cty.String}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			src := []byte(args[0].AsString())
			if what := problem(src); what != "" {
				return cty.NilVal, function.NewArgErrorf(0, "%s", what)
			}
			return decode(src)
		},
	})
}

func decodeJSON(src []byte) (cty.Value, error) {
	ty, err := json.ImpliedType(src)
	if err != nil {
		return cty.NilVal, err
	}
	return json.Unmarshal(src, ty)
}

// yamlProblem bounds the brackets of a YAML text, and the indicators of sequences
// and of keys on a line. Nesting by indentation takes so much text that the size
// of a file bounds its depth.
func yamlProblem(src []byte) string {
	if n := bytes.Count(src, []byte("[")) + bytes.Count(src, []byte("{")); n > syntax.HarmlessBrackets {
		return fmt.Sprintf("The text has more than %d brackets.", syntax.HarmlessBrackets)
	}
	for line := range bytes.Lines(src) {
		if bytes.Count(line, []byte("-"))+bytes.Count(line, []byte("?")) > syntax.MaxOperators {
			return fmt.Sprintf("A line has more than %d hyphens and question marks.", syntax.MaxOperators)
		}
	}
	return ""
}
