package testcase

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// evaluator evaluates expressions in one configuration, and notes what is wrong with them.
type evaluator struct {
	evaluate func(hcl.Expression) (cty.Value, diag.Diagnostics)
	diags    diag.Diagnostics
}

func (e *evaluator) fail(at hcl.Range, code diag.Code, summary, format string, args ...any) {
	e.diags = append(e.diags, diag.Error(at, code, summary, fmt.Sprintf(format, args...)))
}

// wrong says which values an argument takes.
func (e *evaluator) wrong(a *hcl.Attribute, takes string) {
	e.fail(a.Expr.Range(), "invalid-value", "Invalid value", "The argument %q takes %s.", a.Name, takes)
}

// expression evaluates an expression. Not ok: it has no value that could be used, which is
// reported.
func (e *evaluator) expression(name string, x hcl.Expression) (v cty.Value, ok bool) {
	if constant(x) {
		v, diags := x.Value(nil)
		e.diags = append(e.diags, diags...)
		return v, !diags.HasErrors()
	}
	v, diags := e.evaluate(x)
	e.diags = append(e.diags, diags...)
	switch {
	case diags.HasErrors():
		return v, false
	case v.ContainsMarked():
		e.diags = append(e.diags, sensitive(x.Range(), name))
		return v, false
	case !v.IsWhollyKnown():
		e.fail(x.Range(), "unknown-value", "Unknown value", "The value of %q is not known.", name)
		return v, false
	}
	return v, true
}

// sensitive reports a value that the results would show.
func sensitive(at hcl.Range, name string) *diag.Diagnostic {
	d := diag.Error(at, "sensitive-value", "Sensitive value in an argument",
		fmt.Sprintf("The value of %q is sensitive, or derived from a sensitive variable, but patctl prints arguments of cases in results. "+
			"If it is not a secret, use nonsensitive(...).", name))
	d.Extra = diag.Extra{Code: "sensitive-value", HideSource: true}
	return d
}

// value returns the value of an argument. Not ok: it is not set, or wrong, which is reported.
func (e *evaluator) value(args hcl.Attributes, name string) (a *hcl.Attribute, v cty.Value, ok bool) {
	a, set := args[name]
	if !set {
		return nil, cty.NilVal, false
	}
	v, ok = e.expression(name, a.Expr)
	return a, v, ok && !v.IsNull()
}

// text returns the value of an argument that is a string, or what is taken without it.
func (e *evaluator) text(args hcl.Attributes, name, preset string) (string, *hcl.Attribute) {
	a, v, ok := e.value(args, name)
	switch {
	case !ok:
		return preset, nil
	case v.Type() != cty.String:
		e.wrong(a, "a string")
		return preset, nil
	}
	return v.AsString(), a
}

// number returns the value of an argument that is a whole number from least on.
func (e *evaluator) number(args hcl.Attributes, name string, least, preset int64) (int64, bool) {
	a, v, ok := e.value(args, name)
	if !ok {
		return preset, false
	}
	n, whole := wholeNumber(v)
	if !whole || n < least {
		e.wrong(a, fmt.Sprintf("a whole number of %d or more", least))
		return preset, false
	}
	return n, true
}

func wholeNumber(v cty.Value) (int64, bool) {
	if v.Type() != cty.Number {
		return 0, false
	}
	n, accuracy := v.AsBigFloat().Int64()
	return n, accuracy == 0 && n <= maxNumber
}

// maxNumber bounds numbers: an ID that JSON holds exactly.
const maxNumber = 1 << 53

// list returns the value of an argument that is a list of strings, and nil if it is not set.
func (e *evaluator) list(args hcl.Attributes, name, takes string) ([]string, *hcl.Attribute) {
	a, v, ok := e.value(args, name)
	if !ok {
		return nil, nil
	}
	words, ok := stringsOf(v)
	if !ok {
		e.wrong(a, takes)
		return nil, nil
	}
	return words, a
}

// stringsOf returns the elements of a list, set, or tuple of strings; never nil.
func stringsOf(v cty.Value) ([]string, bool) {
	if t := v.Type(); !t.IsListType() && !t.IsSetType() && !t.IsTupleType() {
		return nil, false
	}
	words := []string{}
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		if element.IsNull() || element.Type() != cty.String {
			return nil, false
		}
		words = append(words, element.AsString())
	}
	return words, true
}

// constant reports whether an expression refers to nothing and calls nothing, so that it has
// the same value everywhere. It is most of what a large test file has.
func constant(x hcl.Expression) bool {
	switch x := x.(type) {
	case *hclsyntax.LiteralValueExpr:
		return true
	case *hclsyntax.TemplateExpr:
		return x.IsStringLiteral()
	case *hclsyntax.TupleConsExpr:
		for _, element := range x.Exprs {
			if !constant(element) {
				return false
			}
		}
		return true
	case *hclsyntax.ObjectConsExpr:
		return constantObject(x)
	}
	return false
}

// constantObject leaves out one with a key that occurs twice, which the configuration reports.
func constantObject(x *hclsyntax.ObjectConsExpr) bool {
	keys := map[string]bool{}
	for _, item := range x.Items {
		key := hcl.ExprAsKeyword(item.KeyExpr)
		if key == "" || keys[key] || !constant(item.ValueExpr) {
			return false
		}
		keys[key] = true
	}
	return true
}
