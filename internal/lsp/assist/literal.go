package assist

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// LiteralText is a string that is written out.
func LiteralText(x hcl.Expression) (string, bool) {
	if t, ok := x.(*hclsyntax.TemplateExpr); ok && !t.IsStringLiteral() {
		return "", false
	}
	switch x.(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.ObjectConsKeyExpr:
	default:
		if _, native := x.(hclsyntax.Expression); native {
			return "", false
		}
		if len(x.Variables()) > 0 {
			return "", false
		}
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type().FriendlyName() != "string" {
		return "", false
	}
	return v.AsString(), true
}
