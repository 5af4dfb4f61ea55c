package expression

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/patctl/patctl/internal/diag"
)

// ObjectLiterals are the objects that an expression writes out, at any depth,
// and that have more than one item. In JSON hcl itself refuses what is twice.
func ObjectLiterals(e hcl.Expression) []*hclsyntax.ObjectConsExpr {
	node, native := e.(hclsyntax.Node)
	if !native {
		return nil
	}
	var out []*hclsyntax.ObjectConsExpr
	hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if object, ok := n.(*hclsyntax.ObjectConsExpr); ok && len(object.Items) > 1 {
			out = append(out, object)
		}
		return nil
	})
	return out
}

// DuplicateKeys reports keys that an object has twice. hcl silently
// takes the last: the wrong level of a permission could be granted. Without a
// context only keys are compared that need none; computed ones are left out.
func DuplicateKeys(objects []*hclsyntax.ObjectConsExpr, ctx *hcl.EvalContext) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, object := range objects {
		seen := make(map[string]hcl.Range, len(object.Items))
		for _, item := range object.Items {
			key, ok := KeyOf(item.KeyExpr, ctx)
			if !ok {
				continue
			}
			at := item.KeyExpr.Range()
			if first, twice := seen[key]; twice {
				diags = append(diags, diag.Error(at, "duplicate-key", "Duplicate key in an object",
					fmt.Sprintf("The key %q is already set at %s. Only one of the two values can take effect. Remove one of them.", key, diag.Place(first))))
				continue
			}
			seen[key] = at
		}
	}
	return diags
}

// KeyOf is the key of an item of an object, if it can be evaluated.
func KeyOf(e hcl.Expression, ctx *hcl.EvalContext) (string, bool) {
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return "", false // the evaluation of the object says what is wrong
	}
	v, _ = v.Unmark() // what is said of it is redacted
	key, err := convert.Convert(v, cty.String)
	if err != nil || key.IsNull() || !key.IsKnown() {
		return "", false
	}
	return key.AsString(), true
}

// withComputedKeys are those of the objects whose keys are known only in a context.
func withComputedKeys(objects []*hclsyntax.ObjectConsExpr) []*hclsyntax.ObjectConsExpr {
	var out []*hclsyntax.ObjectConsExpr
	for _, object := range objects {
		for _, item := range object.Items {
			if _, ok := KeyOf(item.KeyExpr, nil); !ok {
				out = append(out, object)
				break
			}
		}
	}
	return out
}
