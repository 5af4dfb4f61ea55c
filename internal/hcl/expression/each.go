package expression

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
)

// Each is one element of for_each; nil means a block without it.
type Each struct {
	Name  string
	Value cty.Value
}

// Key is the instance key as an address ends with it: ["api"].
func (e *Each) Key() string {
	if e == nil {
		return ""
	}
	if hclsyntax.ValidIdentifier(e.Name) {
		return `["` + e.Name + `"]`
	}
	return "[" + string(hclwrite.TokensForValue(cty.StringVal(e.Name)).Bytes()) + "]"
}

// Object is the value of each.
func (e *Each) Object() cty.Value {
	if e == nil {
		return cty.DynamicVal // its use is reported already
	}
	return cty.ObjectVal(map[string]cty.Value{"key": cty.StringVal(e.Name), "value": e.Value})
}

// UnusableForEach says why a value cannot be that of for_each, or is "".
func UnusableForEach(v cty.Value) string {
	ty := v.Type()
	switch {
	case v.IsMarked():
		return "The value is sensitive, or derived from a sensitive value, and the keys of for_each become part of addresses, which patctl prints."
	case ty == cty.DynamicPseudoType && !v.IsNull():
		return "" // unknown: reported where it comes from
	case v.IsNull():
		return "The value is null. To create no instances, use an empty map or set."
	case ty.IsMapType() || ty.IsObjectType():
		return ""
	case ty.IsSetType() && (ty.ElementType() == cty.String || ty.ElementType() == cty.DynamicPseudoType):
		return ""
	}
	return fmt.Sprintf("The value is %s, but for_each requires a map or a set of strings. To convert a list, use toset(...).", diag.WithArticle(ty.FriendlyName()))
}
