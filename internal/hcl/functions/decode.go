package functions

import (
	"bytes"
	"encoding/json"
	"fmt"

	ctyyaml "github.com/zclconf/go-cty-yaml"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	ctyjson "github.com/zclconf/go-cty/cty/json"

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

// decodeJSON reads a text once. What go-cty does, which reads each element several times, says what
// is wrong with a text.
func decodeJSON(src []byte) (cty.Value, error) {
	r := jsonReader{decoder: json.NewDecoder(bytes.NewReader(src)), numbers: map[json.Number]cty.Value{}}
	r.decoder.UseNumber()
	if token, err := r.decoder.Token(); err == nil {
		if v, ok := r.value(token); ok && !r.decoder.More() {
			return v, nil
		}
	}
	ty, err := ctyjson.ImpliedType(src)
	if err != nil {
		return cty.NilVal, err
	}
	return ctyjson.Unmarshal(src, ty)
}

// jsonReader reads the values of a text.
type jsonReader struct {
	decoder *json.Decoder
	numbers map[json.Number]cty.Value // some that were read, since a text often has the same ones
}

// maxNumbers is how many different numbers are kept.
const maxNumbers = 1000

// value is the value that begins with a token. It is not ok if something is wrong.
func (r *jsonReader) value(token json.Token) (cty.Value, bool) {
	switch token := token.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType), true
	case bool:
		return cty.BoolVal(token), true
	case string:
		return cty.StringVal(token), true
	case json.Number:
		return r.number(token)
	case json.Delim:
		if token == '{' {
			return r.object()
		}
		if token == '[' {
			return r.tuple()
		}
	}
	return cty.NilVal, false
}

func (r *jsonReader) number(text json.Number) (cty.Value, bool) {
	v, known := r.numbers[text]
	if known {
		return v, true
	}
	v, err := cty.ParseNumberVal(text.String())
	if err == nil && len(r.numbers) < maxNumbers {
		r.numbers[text] = v
	}
	return v, err == nil
}

func (r *jsonReader) tuple() (cty.Value, bool) {
	var elements []cty.Value
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return cty.NilVal, false
		}
		if token == json.Delim(']') {
			return cty.TupleVal(elements), true
		}
		v, ok := r.value(token)
		if !ok {
			return cty.NilVal, false
		}
		elements = append(elements, v)
	}
}

func (r *jsonReader) object() (cty.Value, bool) {
	attributes := map[string]cty.Value{}
	for {
		token, err := r.decoder.Token()
		if err != nil {
			return cty.NilVal, false
		}
		if token == json.Delim('}') {
			return cty.ObjectVal(attributes), true
		}
		name, ok := token.(string)
		if !ok || name != cty.NormalizeString(name) {
			return cty.NilVal, false
		}
		if token, err = r.decoder.Token(); err != nil {
			return cty.NilVal, false
		}
		v, ok := r.value(token)
		if twice, exists := attributes[name]; !ok || exists && !twice.Type().Equals(v.Type()) {
			return cty.NilVal, false
		}
		attributes[name] = v
	}
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
