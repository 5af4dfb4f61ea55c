package hcl

import (
	"errors"
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
	body        hcl.Body
	typ         cty.Type
	budget      *budget            // for conversions
	defaults    *typeexpr.Defaults // of optional attributes; may be nil
	fallback    *cty.Value         // the default; nil: a value must be given
	sensitive   bool
	unclear     bool // whether it is sensitive is not known, which is reported
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
	if first != nil {
		// Which of the two is meant is not known, and one may be sensitive.
		l.hide(placesOfValues(s.variables[b.Labels[0]].body)...)
		l.hide(placesOfValues(b.Body)...)
	}
	if !l.named("variable", b, first) {
		return
	}
	v := &variable{name: b.Labels[0], at: b.DefRange, body: b.Body, typ: cty.DynamicPseudoType, budget: l.budget, literal: true}
	s.variables[v.name] = v
	if reservedArgument(v.name) {
		l.add(diag.Error(b.LabelRanges[0], "invalid-name", "Reserved name of a variable",
			fmt.Sprintf("A module block has an argument %q of its own: no variable can have this name.", v.name)))
	}
	content, diags := contentOf(b.Body, variableSchema)
	l.add(diags...)
	l.decodeSensitive(v, content.Attributes["sensitive"], diags.HasErrors())
	v.notNull = !l.literalBool(content.Attributes["nullable"], true)
	l.literalText(content.Attributes["description"])
	l.decodeType(v, content.Attributes["type"])
	l.decodeDefault(v, content.Attributes["default"])
	for _, inner := range content.Blocks {
		l.decodeValidation(s, v, inner)
	}
}

// decodeSensitive finds out whether a variable is sensitive. If that cannot be
// read, as where the word is misspelled, it is treated as if it were.
func (l *loader) decodeSensitive(v *variable, a *hcl.Attribute, broken bool) {
	value, ok := l.literal(a, cty.Bool)
	v.sensitive = ok && value.True()
	v.unclear = !ok && (broken || a != nil && !l.isNull(a))
	if v.sensitive || v.unclear {
		l.hide(placesOfValues(v.body)...)
	}
}

func (l *loader) isNull(a *hcl.Attribute) bool {
	v, diags := l.budget.literal(a.Expr)
	return !diags.HasErrors() && v.IsNull()
}

func reservedArgument(name string) bool { return name == "source" || name == "for_each" }

// typeWords are the words of type constraints.
//
// https://developer.hashicorp.com/terraform/language/expressions/type-constraints
var typeWords = []string{"any", "bool", "list", "map", "number", "object", "set", "string", "tuple"}

// secret reports whether the variable's value must not be shown.
func (v *variable) secret() bool { return v.sensitive || v.unclear }

// bareTypes are constructors of types that may stand without the type of their elements.
var bareTypes = map[string]cty.Type{
	"list": cty.List(cty.DynamicPseudoType),
	"map":  cty.Map(cty.DynamicPseudoType),
}

func (l *loader) decodeType(v *variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	// As in Terraform, where old files have them.
	if element, ok := bareTypes[hcl.ExprAsKeyword(a.Expr)]; ok {
		v.typ, v.literal = element, false
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
	l.add(duplicateKeys(objectLiterals(a.Expr), nil)...) // in defaults of optional attributes
	v.typ, v.defaults = typ, defaults
	v.literal = typ.IsPrimitiveType()
}

func (l *loader) decodeDefault(v *variable, a *hcl.Attribute) {
	if a == nil {
		return
	}
	value := l.constant(a.Expr, v.secret())
	if v.unclear {
		value = cty.DynamicVal
	}
	if value.IsNull() && v.notNull {
		l.add(diag.Error(a.Expr.Range(), "invalid-default", "Invalid default of a variable",
			fmt.Sprintf("The variable %q is not nullable: its default cannot be null.", v.name)))
		value = cty.DynamicVal
	}
	converted, wrong := v.convert(value)
	if wrong != nil {
		if v.secret() {
			wrong = hiddenMisfit
		}
		l.add(diag.Error(rangeOfPart(a.Expr, wrong.place), "invalid-default", "Invalid default of a variable",
			fmt.Sprintf("The default of the variable %q does not fit its type: %s", v.name, wrong.words(v.name))))
		converted = v.unknown()
	}
	v.fallback = &converted
}

// constant evaluates an expression that can refer to nothing. What goes wrong is
// reported, of a secret without its reason, and the value is then unknown.
func (l *loader) constant(e hcl.Expression, secret bool) cty.Value {
	value, diags := l.budget.literal(e)
	l.budget.protect(func() { diags = append(diags, duplicateKeys(objectLiterals(e), nil)...) })
	if secret {
		diags = redact(diags, nil)
	}
	l.add(diags...)
	if diags.HasErrors() {
		return cty.DynamicVal
	}
	l.addUnknown(value, e.Range())
	return value
}

// convert gives a value the variable's type, with the defaults of optional
// attributes, or says where it does not fit.
func (v *variable) convert(value cty.Value) (cty.Value, *misfit) {
	if f := findMisfit(value, v.typ, nil); f != nil {
		return cty.NilVal, f
	}
	if v.typ.HasDynamicTypes() && v.typ != cty.DynamicPseudoType && !v.budget.draw(unifyStepsWithin(value.Type())) {
		return cty.NilVal, &misfit{nil, nil, errors.New("it has too many elements for a type with any in it: name their type")}
	}
	if v.defaults != nil && !value.IsNull() {
		value = v.defaults.Apply(value)
	}
	converted, err := convert.Convert(value, v.typ)
	if err != nil {
		var path cty.Path
		if at := (cty.PathError{}); errors.As(err, &at) {
			path = at.Path
		}
		return cty.NilVal, &misfit{path, path, err}
	}
	return converted, nil
}

func (l *loader) decodeValidation(s *source, v *variable, b *hcl.Block) {
	content, diags := contentOf(b.Body, validationSchema)
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
	v, ok := l.literal(a, want)
	if !ok && len(l.diags) == before {
		l.add(diag.Error(a.Expr.Range(), "null-argument", "Required argument is null",
			fmt.Sprintf("The argument %q is required, so it cannot be null. Give it a value.", a.Name)))
	}
	return v, ok
}

func (l *loader) literal(a *hcl.Attribute, want cty.Type) (cty.Value, bool) {
	if a == nil {
		return cty.NilVal, false
	}
	v, diags := l.budget.literal(a.Expr)
	l.add(diags...)
	if !diags.HasErrors() {
		l.addUnknown(v, a.Expr.Range())
	}
	if diags.HasErrors() || v.IsNull() || !v.IsWhollyKnown() {
		return cty.NilVal, false
	}
	converted, err := convert.Convert(v, want)
	if err != nil {
		l.add(wrongType(a.Name, a.Expr.Range(), err))
		return cty.NilVal, false
	}
	return converted, true
}

// addUnknown reports a value that is unknown without a mistake that explains it:
// a syntax error leaves unknown values behind.
func (l *loader) addUnknown(v cty.Value, at hcl.Range) {
	if !v.IsWhollyKnown() && !l.diags.HasErrors() {
		l.add(unknownValue(at))
	}
}

func wrongType(name string, at hcl.Range, err error) *hcl.Diagnostic {
	return diag.Error(at, "incorrect-type", "Incorrect type of an argument",
		fmt.Sprintf("Inappropriate value for the argument %q: %s.", name, err))
}

// validKeyword reports whether text could be the name of a variable.
func validKeyword(text string) bool { return hclsyntax.ValidIdentifier(text) }
