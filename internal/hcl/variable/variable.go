package variable

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/budget"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// Variable is a variable block.
type Variable struct {
	Name        string
	At          hcl.Range // the header
	Body        hcl.Body
	Typ         cty.Type
	Budget      *budget.Budget     // for conversions
	Defaults    *typeexpr.Defaults // of optional attributes; may be nil
	Fallback    *cty.Value         // the default; nil: a value must be given
	Sensitive   bool
	Unclear     bool // whether it is sensitive is not known, which is reported
	NotNull     bool
	Literal     bool // a value from outside is a string rather than an expression
	Validations []*Validation
}

// Validation is a validation block of a variable.
type Validation struct {
	Condition *expression.Expression
	Message   *expression.Expression
}

// Secret reports whether the variable's value must not be shown.
func (v *Variable) Secret() bool { return v.Sensitive || v.Unclear }

// Convert gives a value the variable's type, with the defaults of optional
// attributes, or says where it does not fit.
func (v *Variable) Convert(value cty.Value) (cty.Value, *misfit) {
	if f := FindMisfit(value, v.Typ, nil); f != nil {
		return cty.NilVal, f
	}
	if v.Typ.HasDynamicTypes() && v.Typ != cty.DynamicPseudoType && !v.Budget.Draw(budget.UnifyStepsWithin(value.Type())) {
		return cty.NilVal, &misfit{nil, nil, errors.New("it has too many elements for a type that contains any. Specify the type of the elements")}
	}
	if v.Defaults != nil && !value.IsNull() {
		value = v.Defaults.Apply(value)
	}
	converted, err := convert.Convert(value, v.Typ)
	if err != nil {
		var path cty.Path
		if at := (cty.PathError{}); errors.As(err, &at) {
			path = at.Path
		}
		return cty.NilVal, &misfit{path, path, err}
	}
	return converted, nil
}

// Unknown represents a value that could not be had.
func (v *Variable) Unknown() cty.Value {
	return cty.UnknownVal(v.Typ.WithoutOptionalAttributesDeep())
}

// FromEnvironment begins the place of a value from the environment.
const FromEnvironment = "the environment variable " // begins the place of a value from there

// QuotedText explains, for a text that the shell passed on with its quotes, that they
// are not wanted.
func QuotedText(v *Variable, text, from string) *hcl.Diagnostic {
	detail := "The quotes would become part of the value. Remove them"
	if !v.Secret() {
		detail += fmt.Sprintf(": %s=%s", strings.TrimPrefix(from, FromEnvironment), text[1:len(text)-1])
	}
	return diag.Error(hcl.Range{Filename: from}, "quoted-value", "Quotes in a variable value", detail+".")
}

// StrippedQuotes explains that the shell removed the quotes of an expression.
func StrippedQuotes(v *Variable, src []byte, from string) *hcl.Diagnostic {
	detail := "The value is an expression, and strings in expressions require quotes. The shell removes quotes that are not quoted themselves."
	if !v.Secret() {
		detail = fmt.Sprintf("The value is %s, and its strings have no quotes. The shell removes quotes that are not quoted themselves.", src)
	}
	example := `["a", "b"]`
	if v.Typ.IsMapType() || v.Typ.IsObjectType() {
		example = `{ a = "b" }`
	}
	at := syntax.StartOf(from)
	at.End = hcl.Pos{Line: 1, Column: 1 + utf8.RuneCount(src), Byte: len(src)}
	return diag.Error(at, "stripped-quotes", "Missing quotes",
		fmt.Sprintf("%s Put the whole argument in single quotes:\n\n  --var '%s=%s'", detail, v.Name, example))
}

// TypeWords are the words of type constraints.
//
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
var TypeWords = []string{"any", "bool", "list", "map", "number", "object", "set", "string", "tuple"}

// BareTypes are constructors of types that may stand without the type of their elements.
var BareTypes = map[string]cty.Type{
	"list": cty.List(cty.DynamicPseudoType),
	"map":  cty.Map(cty.DynamicPseudoType),
}

// ReservedArgument reports whether an argument of module blocks has a name, which no variable can have then.
func ReservedArgument(name string) bool { return name == "source" || name == "for_each" }

// ValidKeyword reports whether text could be the name of a variable.
func ValidKeyword(text string) bool { return hclsyntax.ValidIdentifier(text) }
