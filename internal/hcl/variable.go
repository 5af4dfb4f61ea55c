package hcl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
)

// variable is a variable block.
type variable struct {
	name        string
	at          hcl.Range // the header
	typ         cty.Type
	defaults    *typeexpr.Defaults // of optional attributes; may be nil
	fallback    *cty.Value         // the default; nil: a value must be given
	sensitive   bool
	notNull     bool
	literal     bool // a value from outside is a string rather than an expression
	validations []*validation
}

// validation is a validation block of a variable.
type validation struct {
	condition *expression
	message   *expression
}

var (
	variableSchema = &hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{
			{Name: "type"}, {Name: "default"}, {Name: "description"}, {Name: "sensitive"}, {Name: "nullable"},
		},
		Blocks: []hcl.BlockHeaderSchema{{Type: "validation"}},
	}
	validationSchema = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "condition", Required: true}, {Name: "error_message", Required: true},
	}}
)

func (l *loader) decodeVariable(s *source, b *hcl.Block) {
	var first *hcl.Range
	if other, ok := s.variables[b.Labels[0]]; ok {
		first = &other.at
	}
	if !l.named("variable", b, first) {
		return
	}
	v := &variable{name: b.Labels[0], at: b.DefRange, typ: cty.DynamicPseudoType, literal: true}
	s.variables[v.name] = v
	if reservedArgument(v.name) {
		l.add(diag.Error(b.LabelRanges[0], "invalid-name", "Reserved name of a variable",
			fmt.Sprintf("A module block has an argument %q of its own: no variable can have this name.", v.name)))
	}
	content, diags := b.Body.Content(variableSchema)
	l.add(diags...)
	v.sensitive = l.literalBool(content.Attributes["sensitive"], false)
	v.notNull = !l.literalBool(content.Attributes["nullable"], true)
	l.literalText(content.Attributes["description"])
	l.decodeType(v, content.Attributes["type"])
	l.decodeDefault(v, content.Attributes["default"])
	for _, inner := range content.Blocks {
		l.decodeValidation(s, v, inner)
	}
}

func reservedArgument(name string) bool { return name == "source" || name == "for_each" }

// typeWords are the words of type constraints.
//
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
var typeWords = []string{"any", "bool", "list", "map", "number", "object", "set", "string", "tuple"}

func (l *loader) decodeType(v *variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	for _, d := range diags {
		word, _ := l.written(*d.Subject)
		d.Detail += diag.DidYouMean(strings.Trim(word, `"`), typeWords)
	}
	l.add(diags...)
	if diags.HasErrors() {
		return
	}
	v.typ, v.defaults = typ, defaults
	v.literal = typ.IsPrimitiveType()
}

func (l *loader) decodeDefault(v *variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	if v.sensitive {
		l.hide(a.Range)
	}
	value, diags := a.Expr.Value(nil)
	if v.sensitive {
		diags = redact(diags, nil)
	}
	l.add(diags...)
	if diags.HasErrors() {
		value = cty.DynamicVal
	}
	if value.IsNull() && v.notNull {
		l.add(diag.Error(a.Expr.Range(), "invalid-default", "Invalid default of a variable",
			fmt.Sprintf("The variable %q is not nullable: its default cannot be null.", v.name)))
		value = cty.DynamicVal
	}
	converted, err := v.convert(value)
	if err != nil {
		l.add(diag.Error(a.Expr.Range(), "invalid-default", "Invalid default of a variable",
			fmt.Sprintf("The default of the variable %q does not fit its type: %s.", v.name, err)))
		converted = v.unknown()
	}
	v.fallback = &converted
}

// convert gives a value the variable's type, with the defaults of optional attributes.
func (v *variable) convert(value cty.Value) (cty.Value, error) {
	if v.defaults != nil && !value.IsNull() {
		value = v.defaults.Apply(value)
	}
	return convert.Convert(value, v.typ)
}

func (l *loader) decodeValidation(s *source, v *variable, b *hcl.Block) {
	content, diags := b.Body.Content(validationSchema)
	l.add(diags...)
	condition, message := content.Attributes["condition"], content.Attributes["error_message"]
	if condition == nil || message == nil {
		return
	}
	out := &validation{
		condition: s.quietly(v.name, condition.Expr),
		message:   s.quietly(v.name, message.Expr),
	}
	if !refersTo(out.condition, v.name) && !s.broken() {
		l.add(diag.Error(condition.Expr.Range(), "invalid-validation", "Condition without the variable",
			fmt.Sprintf("The condition must refer to var.%s, which it is there to check.", v.name)))
		return
	}
	v.validations = append(v.validations, out)
}

// quietly registers an expression whose references to the variable itself do not count as use.
func (s *source) quietly(name string, e hcl.Expression) *expression {
	before := len(s.unresolved)
	x := s.expression(e, scopeNames)
	if len(s.unresolved) > before {
		s.unresolved[before].except = "var." + name
	}
	return x
}

func refersTo(x *expression, name string) bool {
	for _, ref := range x.refs {
		if ref.root == "var" && ref.name == name {
			return true
		}
	}
	return false
}

// literalBool reads an argument that must be written out.
func (l *loader) literalBool(a *hcl.Attribute, otherwise bool) bool {
	v, ok := l.literal(a, cty.Bool)
	if !ok {
		return otherwise
	}
	return v.True()
}

func (l *loader) literalText(a *hcl.Attribute) string {
	v, ok := l.literal(a, cty.String)
	if !ok {
		return ""
	}
	return v.AsString()
}

func (l *loader) literal(a *hcl.Attribute, want cty.Type) (cty.Value, bool) {
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := a.Expr.Value(nil)
	l.add(diags...)
	if diags.HasErrors() || v.IsNull() || !v.IsWhollyKnown() {
		return cty.NilVal, false // an unknown value is what is left of a syntax error
	}
	converted, err := convert.Convert(v, want)
	if err != nil {
		l.add(wrongType(a.Name, a.Expr.Range(), err))
		return cty.NilVal, false
	}
	return converted, true
}

func wrongType(name string, at hcl.Range, err error) *hcl.Diagnostic {
	return diag.Error(at, "incorrect-type", "Incorrect type of an argument",
		fmt.Sprintf("Inappropriate value for the argument %q: %s.", name, err))
}

// validKeyword reports whether text could be the name of a variable.
func validKeyword(text string) bool { return hclsyntax.ValidIdentifier(text) }
