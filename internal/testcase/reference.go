package testcase

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
)

// template evaluates the argument template of an expect block: a reference to a template,
// its address, or null, which is none. Nil: it is not set, or wrong, which is reported.
func (r *resolver) template(args hcl.Attributes) *string {
	a, set := args["template"]
	if !set {
		return nil
	}
	address, isReference, ok := r.address(a.Expr)
	if !isReference {
		address, ok = r.addressValue(a)
	}
	if plain := strings.TrimSuffix(address, ".address"); slices.Contains(r.known.templates, plain) {
		address = plain
	}
	switch {
	case !ok:
		return nil
	case address != "" && !slices.Contains(r.known.templates, address):
		r.fail(a.Expr.Range(), "unknown-template", "Unknown template", "There is no template %s.%s", address, r.templateMeant(address))
		return nil
	}
	return &address
}

// templateMeant suggests a template for an address that names none.
func (r *resolver) templateMeant(address string) string {
	var instances []string
	for _, known := range r.known.templates {
		if strings.HasPrefix(known, address+"[") {
			instances = append(instances, known)
		}
	}
	if len(instances) > 0 {
		return " It has an instance for each key, such as " + instances[0] + "."
	}
	if meant := diag.Suggest(address, r.known.templates); meant != "" {
		return " Did you mean " + meant + "?"
	}
	return ""
}

// addressValue evaluates an expression that is no plain reference.
func (r *resolver) addressValue(a *hcl.Attribute) (address string, ok bool) {
	v, ok := r.expression(a.Name, a.Expr)
	if !ok {
		return "", false
	}
	if v.IsNull() {
		return "", true
	}
	if t := v.Type(); t.IsObjectType() && t.HasAttribute("address") {
		v = v.GetAttr("address")
	}
	if v.Type() != cty.String || v.IsNull() || v.AsString() == "" {
		r.wrong(a, `a template, such as template.release["api"], or null for none`)
		return "", false
	}
	return v.AsString(), true
}

// address returns the address that a reference to a template is. A template of a module is
// no value of the configuration, and its reference still names it.
func (r *resolver) address(x hcl.Expression) (address string, isReference, ok bool) {
	var steps hcl.Traversal
	switch x := x.(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.address(x.Expression)
	case *hclsyntax.ScopeTraversalExpr:
		root := x.Traversal.RootName()
		if root != "template" && root != "module" {
			return "", false, false
		}
		address, ok, steps = root, true, x.Traversal[1:]
	case *hclsyntax.RelativeTraversalExpr:
		if address, isReference, ok = r.address(x.Source); !isReference {
			return "", false, false
		}
		steps = x.Traversal
	case *hclsyntax.IndexExpr:
		if address, isReference, ok = r.address(x.Collection); !isReference {
			return "", false, false
		}
		key, known := r.expression("template", x.Key)
		if !known || !ok {
			return "", true, false
		}
		return address + keyOf(key), true, true
	default:
		return "", false, false
	}
	for _, step := range steps {
		switch step := step.(type) {
		case hcl.TraverseAttr:
			address += "." + step.Name
		case hcl.TraverseIndex:
			address += keyOf(step.Key)
		}
	}
	return address, true, ok
}

// keyOf writes the key of an instance as addresses have it.
func keyOf(key cty.Value) string {
	if text, err := convert.Convert(key, cty.String); err == nil && text.IsKnown() && !text.IsNull() {
		return (&expression.Each{Name: text.AsString()}).Key()
	}
	return "[...]"
}
