package hcl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/hcl/variable"
)

var (
	variableSchema   = schema.Variable.Body()
	validationSchema = schema.Validation.Body()
)

func (l *loader) decodeVariable(s *source, b *hcl.Block) {
	var first *hcl.Range
	if other, ok := s.variables[b.Labels[0]]; ok {
		first = &other.At
	}
	if first != nil {
		// Which of the two is meant is not known, and one may be sensitive.
		l.hide(syntax.PlacesOfValues(s.variables[b.Labels[0]].Body)...)
		l.hide(syntax.PlacesOfValues(b.Body)...)
	}
	if !l.named("variable", b, first) {
		return
	}
	v := &variable.Variable{Name: b.Labels[0], At: b.DefRange, Body: b.Body, Typ: cty.DynamicPseudoType, Budget: l.budget, Literal: true}
	s.variables[v.Name] = v
	if variable.ReservedArgument(v.Name) {
		l.add(diag.Error(b.LabelRanges[0], "invalid-name", "Reserved variable name",
			fmt.Sprintf("The name %q is reserved for an argument of module blocks. Use a different name.", v.Name)))
	}
	content, diags := syntax.ContentOf(b.Body, variableSchema)
	l.add(diags...)
	l.decodeSensitive(v, content.Attributes["sensitive"], diags.HasErrors())
	v.NotNull = !l.literalBool(content.Attributes["nullable"], true)
	l.literalText(content.Attributes["description"])
	l.decodeType(v, content.Attributes["type"])
	l.decodeDefault(v, content.Attributes["default"])
	for _, inner := range content.Blocks {
		l.decodeValidation(s, v, inner)
	}
}

// decodeSensitive finds out whether a variable is sensitive. If that cannot be
// read, as where the word is misspelled, it is treated as if it were.
func (l *loader) decodeSensitive(v *variable.Variable, a *hcl.Attribute, broken bool) {
	value, ok := l.Literal(a, cty.Bool)
	v.Sensitive = ok && value.True()
	v.Unclear = !ok && (broken || a != nil && !l.isNull(a))
	if v.Sensitive || v.Unclear {
		l.hide(syntax.PlacesOfValues(v.Body)...)
	}
}

func (l *loader) isNull(a *hcl.Attribute) bool {
	v, diags := l.budget.Literal(a.Expr)
	return !diags.HasErrors() && v.IsNull()
}

func (l *loader) decodeType(v *variable.Variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	// As in Terraform, where old files have them.
	if element, ok := variable.BareTypes[hcl.ExprAsKeyword(a.Expr)]; ok {
		v.Typ, v.Literal = element, false
		return
	}
	typ, defaults, diags := typeexpr.TypeConstraintWithDefaults(a.Expr)
	for _, d := range diags {
		word, _ := l.written(*d.Subject)
		d.Detail += diag.DidYouMean(strings.Trim(word, `"`), variable.TypeWords)
	}
	l.add(diags...)
	if diags.HasErrors() {
		return
	}
	l.add(expression.DuplicateKeys(expression.ObjectLiterals(a.Expr), nil)...) // in defaults of optional attributes
	v.Typ, v.Defaults = typ, defaults
	v.Literal = typ.IsPrimitiveType()
}

func (l *loader) decodeDefault(v *variable.Variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	value := l.constant(a.Expr, v.Secret())
	if v.Unclear {
		value = cty.DynamicVal
	}
	if value.IsNull() && v.NotNull {
		l.add(diag.Error(a.Expr.Range(), "invalid-default", "Invalid variable default",
			fmt.Sprintf("The variable %q is not nullable, so its default cannot be null.", v.Name)))
		value = cty.DynamicVal
	}
	converted, wrong := v.Convert(value)
	if wrong != nil {
		if v.Secret() {
			wrong = variable.HiddenMisfit
		}
		l.add(diag.Error(variable.RangeOfPart(a.Expr, wrong.Place), "invalid-default", "Invalid variable default",
			fmt.Sprintf("The default of the variable %q does not match its type: %s", v.Name, wrong.Words(v.Name))))
		converted = v.Unknown()
	}
	v.Fallback = &converted
}

// constant evaluates an expression that can refer to nothing. What goes wrong is
// reported, of a secret without its reason, and the value is then unknown.
func (l *loader) constant(e hcl.Expression, secret bool) cty.Value {
	value, diags := l.budget.Literal(e)
	l.budget.Protect(func() { diags = append(diags, expression.DuplicateKeys(expression.ObjectLiterals(e), nil)...) })
	if secret {
		diags = expression.Redact(diags, nil)
	}
	l.add(diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	l.addUnknown(value, e.Range())
	return value
}

func (l *loader) decodeValidation(s *source, v *variable.Variable, b *hcl.Block) {
	content, diags := syntax.ContentOf(b.Body, validationSchema)
	l.add(diags...)
	condition, message := content.Attributes["condition"], content.Attributes["error_message"]
	if condition == nil || message == nil {
		return
	}
	out := &variable.Validation{
		Condition: s.Quietly(v.Name, condition.Expr),
		Message:   s.Quietly(v.Name, message.Expr),
	}
	if !expression.RefersTo(out.Condition, v.Name) {
		l.add(diag.Error(condition.Expr.Range(), "invalid-validation", "Condition does not use variable",
			fmt.Sprintf("The condition must refer to var.%s.", v.Name)))
		return
	}
	v.Validations = append(v.Validations, out)
}

// literalBool reads an argument that must be written out.
func (l *loader) literalBool(a *hcl.Attribute, otherwise bool) bool {
	v, ok := l.Literal(a, cty.Bool)
	if !ok {
		return otherwise
	}
	return v.True()
}

func (l *loader) literalText(a *hcl.Attribute) string {
	v, ok := l.Literal(a, cty.String)
	if !ok {
		return ""
	}
	return v.AsString()
}

// requiredText is literalText for an argument that cannot be null; what is wrong
// with one that is not ok is reported.
func (l *loader) requiredText(a *hcl.Attribute) (text string, ok bool) {
	v, ok := l.required(a, cty.String)
	if !ok {
		return "", false
	}
	return v.AsString(), true
}

// required is literal for an argument that cannot be null.
func (l *loader) required(a *hcl.Attribute, want cty.Type) (cty.Value, bool) {
	before := len(l.diags)
	v, ok := l.Literal(a, want)
	if !ok && len(l.diags) == before {
		l.add(diag.Error(a.Expr.Range(), "null-argument", "Required argument is null",
			fmt.Sprintf("The argument %q is required, so it cannot be null. Set a value.", a.Name)))
	}
	return v, ok
}

func (l *loader) Literal(a *hcl.Attribute, want cty.Type) (cty.Value, bool) {
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := l.budget.Literal(a.Expr)
	l.add(diags...)
	if !diags.HasErrors() {
		l.addUnknown(v, a.Expr.Range())
	}
	if diags.HasErrors() || v.IsNull() || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	converted, err := convert.Convert(v, want)
	if err != nil {
		l.add(expression.WrongType(a.Name, a.Expr.Range(), err))
		return cty.NilVal, false
	}
	return converted, true
}

// addUnknown reports a value that is unknown without a mistake that explains it:
// a syntax error leaves unknown values behind.
func (l *loader) addUnknown(v cty.Value, at hcl.Range) {
	if !v.IsWhollyKnown() && !l.diags.HasErrors() {
		l.add(expression.UnknownValue(at))
	}
}
