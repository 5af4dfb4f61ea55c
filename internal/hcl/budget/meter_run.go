package budget

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
)

// Evaluate is the Value of a metered expression. When the budget is used up, the
// value is unknown, and each evaluation from then on gives the same diagnostic.
func (b *Budget) Evaluate(e hcl.Expression, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics) {
	if b.UsedUp() {
		return cty.DynamicVal, hcl.Diagnostics{b.diagnostic(e.Range())}
	}
	b.begin()
	b.Protect(func() { v, diags = e.Value(ctx) })
	if b.UsedUp() {
		return cty.DynamicVal, hcl.Diagnostics{b.diagnostic(e.Range())}
	}
	return v, diags
}

// Protect does what evaluates metered expressions. When the budget is used up,
// it ends in the midst.
func (b *Budget) Protect(do func()) {
	defer func() {
		p := recover()
		if _, ours := p.(unwinding); p != nil && !ours {
			panic(p)
		}
	}()
	do()
}

// Literal evaluates an expression that can refer to nothing.
func (b *Budget) Literal(e hcl.Expression) (cty.Value, hcl.Diagnostics) {
	return b.Evaluate(b.native(e, false), nil)
}

// Metered is e with meters. What JSON says becomes an expression of native syntax.
func (b *Budget) Metered(e hcl.Expression) hcl.Expression { return b.native(e, true) }

func (b *Budget) native(e hcl.Expression, templates bool) hcl.Expression {
	x, ok := e.(hclsyntax.Expression)
	if !ok && templates {
		x = fromJSON(e)
	} else if !ok {
		return e
	}
	m := Meter{Budget: b}
	return m.Top(x)
}

// fromJSON is an expression of JSON syntax in native syntax. Its strings are
// templates, which hcl would parse each time anew.
func fromJSON(e hcl.Expression) hclsyntax.Expression {
	if pairs, diags := hcl.ExprMap(e); !diags.HasErrors() {
		object := &hclsyntax.ObjectConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, pair := range pairs {
			object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: fromJSON(pair.Key), ValueExpr: fromJSON(pair.Value)})
		}
		return &jsonObject{object}
	}
	if elements, diags := hcl.ExprList(e); !diags.HasErrors() {
		tuple := &hclsyntax.TupleConsExpr{SrcRange: e.Range(), OpenRange: e.StartRange()}
		for _, element := range elements {
			tuple.Exprs = append(tuple.Exprs, fromJSON(element))
		}
		return tuple
	}
	v, diags := e.Value(nil)
	if v.Type() == cty.String && v.IsKnown() && !v.IsNull() && !diags.HasErrors() {
		return fromTemplate(v.AsString(), e.Range())
	}
	return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: e.Range()}
}

// fromTemplate parses what stands between quotes at a range.
func fromTemplate(text string, at hcl.Range) hclsyntax.Expression {
	start := at.Start
	start.Byte, start.Column = start.Byte+1, start.Column+1
	x, diags := hclsyntax.ParseTemplate([]byte(text), at.Filename, start)
	if diags.HasErrors() {
		return &unparsed{&hclsyntax.ExprSyntaxError{Placeholder: cty.DynamicVal, SrcRange: at}, diags}
	}
	return x
}

// unparsed is a template that could not be parsed.
type unparsed struct {
	*hclsyntax.ExprSyntaxError
	diags hcl.Diagnostics
}

// Value returns what is wrong with the template.
func (u *unparsed) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return cty.DynamicVal, u.diags
}

// jsonObject is an object in JSON syntax, in which no name may stand twice.
type jsonObject struct{ *hclsyntax.ObjectConsExpr }

// Value evaluates the object. The names are evaluated twice.
func (o *jsonObject) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	seen := map[string]hcl.Range{}
	var twice hcl.Diagnostics
	for _, item := range o.Items {
		name, _ := item.KeyExpr.Value(ctx)
		name, _ = name.Unmark()
		name, err := convert.Convert(name, cty.String)
		if err != nil || name.IsNull() || !name.IsKnown() {
			continue // reported by the object
		}
		if first, ok := seen[name.AsString()]; ok {
			at := item.KeyExpr.Range()
			twice = append(twice, diag.Error(at, "duplicate-declaration", "Duplicate object attribute",
				fmt.Sprintf("An attribute named %q was already defined at %s.", name.AsString(), first)))
		}
		seen[name.AsString()] = item.KeyExpr.Range()
	}
	v, diags := o.ObjectConsExpr.Value(ctx)
	return v, append(diags, twice...)
}
