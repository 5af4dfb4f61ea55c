package expression

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/budget"
)

// KeyRange finds the last item with a key in the objects that an expression
// writes out: the last one counts in a merge too.
func KeyRange(e hcl.Expression, key string) (found hcl.Range, ok bool) {
	node, native := e.(hclsyntax.Node)
	if !native {
		return jsonKeyRange(e, key)
	}
	hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		object, is := n.(*hclsyntax.ObjectConsExpr)
		if !is {
			return nil
		}
		for _, item := range object.Items {
			if v, literal := writtenKey(item.KeyExpr); literal && isKey(v, key) {
				found, ok = hcl.RangeBetween(item.KeyExpr.Range(), item.ValueExpr.Range()), true
			}
		}
		return nil
	})
	return found, ok
}

// writtenKey is the key of an item that needs no evaluation.
func writtenKey(e hclsyntax.Expression) (cty.Value, bool) {
	literal := true
	hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		_, is := n.(*budget.Metered)
		literal = literal && !is
		return nil
	})
	if !literal {
		return cty.NilVal, false
	}
	v, diags := e.Value(nil)
	return v, !diags.HasErrors()
}

func jsonKeyRange(e hcl.Expression, key string) (hcl.Range, bool) {
	pairs, diags := hcl.ExprMap(e)
	if diags.HasErrors() {
		return hcl.Range{}, false
	}
	for _, pair := range pairs {
		if v, diags := pair.Key.Value(nil); !diags.HasErrors() && isKey(v, key) {
			return hcl.RangeBetween(pair.Key.Range(), pair.Value.Range()), true
		}
	}
	return hcl.Range{}, false
}

func isKey(v cty.Value, key string) bool {
	return v.Type() == cty.String && v.IsKnown() && !v.IsNull() && !v.IsMarked() && v.AsString() == key
}

// maxKeys is how many keys of for_each a message names.
const maxKeys = 10

// ListKeys writes keys of for_each in quotes, the first few of many.
func ListKeys(keys []string) string {
	quoted := make([]string, 0, maxKeys)
	for _, key := range keys[:min(len(keys), maxKeys)] {
		quoted = append(quoted, strconv.Quote(key))
	}
	if more := len(keys) - len(quoted); more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(quoted, ", "), more)
	}
	return strings.Join(quoted, ", ")
}
