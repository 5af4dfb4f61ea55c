package functions

import (
	"encoding/base64"
	"errors"
	"math/big"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// maxSpaces bounds indent: a number of a few digits would take all memory.
const maxSpaces = 1000

// Functions on strings that Terraform has beside go-cty's standard library.
var (
	startswithFunc   = stringTest("prefix", strings.HasPrefix)
	endswithFunc     = stringTest("suffix", strings.HasSuffix)
	strcontainsFunc  = stringTest("substr", strings.Contains)
	urlencodeFunc    = stringFunc(func(s string) (string, error) { return url.QueryEscape(s), nil })
	base64encodeFunc = stringFunc(func(s string) (string, error) {
		return base64.StdEncoding.EncodeToString([]byte(s)), nil
	})
	base64decodeFunc = stringFunc(func(s string) (string, error) {
		b, err := base64.StdEncoding.DecodeString(s)
		if err != nil {
			return "", errors.New("the text is not valid base64")
		}
		if !utf8.Valid(b) {
			return "", errors.New("the decoded text is not valid UTF-8")
		}
		return string(b), nil
	})

	// indentFunc refuses a number of spaces that is negative, at which go-cty
	// panics, or that makes text of nothing.
	indentFunc = function.New(&function.Spec{
		Params: []function.Parameter{{Name: "spaces", Type: cty.Number}, {Name: "str", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			if n, accuracy := args[0].AsBigFloat().Int64(); accuracy != big.Exact || n < 0 || n > maxSpaces {
				return cty.NilVal, function.NewArgErrorf(0, "a whole number from 0 to %d is required", maxSpaces)
			}
			return stdlib.Indent(args[0], args[1])
		},
	})
)

func stringTest(second string, test func(s, other string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}, {Name: second, Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(test(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

func stringFunc(convert func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "str", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := convert(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}
