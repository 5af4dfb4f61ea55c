package argument

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/expression"
)

// Block is a block whose arguments are expressions and which may have blocks
// within it.
type Block struct {
	Name   string // the label, if it has one
	Header hcl.Range
	Args   map[string]*expression.Expression
	Inner  []*Block
}

// StatedPermissions is an object with the names at their places.
func StatedPermissions(header hcl.Range, permissions map[string]hcl.Range) *hclsyntax.ObjectConsExpr {
	object := &hclsyntax.ObjectConsExpr{SrcRange: header}
	for name, r := range permissions {
		object.Items = append(object.Items, hclsyntax.ObjectConsItem{
			KeyExpr:   &hclsyntax.LiteralValueExpr{Val: cty.StringVal(name), SrcRange: r},
			ValueExpr: &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: r},
		})
	}
	return object
}
