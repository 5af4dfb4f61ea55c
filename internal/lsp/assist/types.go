package assist

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// attributesOfType are the attributes of an object type after some steps.
func attributesOfType(t cty.Type, steps []string) []option {
	for _, step := range steps {
		switch {
		case strings.HasPrefix(step, "[") && (t.IsMapType() || t.IsListType()):
			t = t.ElementType()
		case t.IsMapType():
			t = t.ElementType()
		case t.IsObjectType() && t.HasAttribute(strings.Trim(step, `[]"`)):
			t = t.AttributeType(strings.Trim(step, `[]"`))
		default:
			return nil
		}
	}
	if t == cty.NilType || !t.IsObjectType() {
		return nil
	}
	var out []option
	for name, inner := range t.AttributeTypes() {
		out = append(out, option{text: name, detail: typeName(inner), kind: protocol.CompletionField})
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.text, b.text) })
	return out
}

func typeName(t cty.Type) string {
	if t == cty.DynamicPseudoType {
		return ""
	}
	return t.FriendlyName()
}

// typ is the type of a declaration as far as its text says it.
func (d Known) typ() cty.Type {
	if d.Expr == nil {
		return cty.DynamicPseudoType
	}
	if d.Root == "var" {
		if t, _, diags := typeexpr.TypeConstraintWithDefaults(d.Expr); !diags.HasErrors() {
			return t
		}
		return cty.DynamicPseudoType
	}
	return shapeOf(d.Expr, 0)
}

// shapeOf is the type of an object that is written out.
func shapeOf(x hcl.Expression, depth int) cty.Type {
	const deep = 20
	pairs, diags := hcl.ExprMap(x)
	if diags.HasErrors() || depth > deep {
		return cty.DynamicPseudoType
	}
	attributes := map[string]cty.Type{}
	for _, pair := range pairs {
		name := hcl.ExprAsKeyword(pair.Key)
		if text, ok := LiteralText(pair.Key); ok && name == "" {
			name = text
		}
		if name != "" {
			attributes[name] = shapeOf(pair.Value, depth+1)
		}
	}
	return cty.Object(attributes)
}

// elementType is the type of each.value.
func (k *completer) elementType() cty.Type {
	if k.ForEach == nil {
		return cty.DynamicPseudoType
	}
	x := k.ForEach()
	if x == nil {
		return cty.DynamicPseudoType
	}
	steps := hcl.Traversal{}
	if t, diags := hcl.AbsTraversalForExpr(x); !diags.HasErrors() {
		steps = t
	}
	t := shapeOf(x, 0)
	if len(steps) == 2 { // var.NAME, local.NAME
		if d, ok := k.module.find(steps.RootName(), subject.StepName(steps[1])); ok {
			t = d.typ()
		}
	}
	switch {
	case t.IsMapType():
		return t.ElementType()
	case t.IsObjectType():
		for _, inner := range t.AttributeTypes() { // they are alike, if each.value is to be used
			return inner
		}
	}
	return cty.DynamicPseudoType
}

// types completes a type constraint.
func (k *completer) types() {
	top := k.c.Top()
	if top.Operand || top.Opener == cursor.InObject && !top.Value {
		return
	}
	for _, word := range []string{"string", "number", "bool", "any"} {
		k.add(item{option: option{text: word, kind: protocol.CompletionKeyword}, insert: word})
	}
	for _, t := range [][2]string{
		{"list(…)", "list($1)"}, {"set(…)", "set($1)"}, {"map(…)", "map($1)"}, {"object({…})", "object({ $1 })"}, {"tuple([…])", "tuple([$1])"},
	} {
		word, _, _ := strings.Cut(t[0], "(")
		k.add(item{option: option{text: t[0], kind: protocol.CompletionKeyword}, insert: t[1], snippet: true, filter: word})
	}
	if top.Opener == cursor.InObject {
		k.add(item{option: option{text: "optional(…)", detail: "an attribute that can be left out, with its default", kind: protocol.CompletionKeyword}, insert: "optional($1)", snippet: true, filter: "optional"})
	}
}
