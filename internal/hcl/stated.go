package hcl

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/pat"
)

// StatedTemplate returns a template that no file declares, as one that was read
// from a link: at are the places of its arguments by their names, and
// permissions those of its permissions by theirs. An argument without a place
// counts as not given; header is the place for diagnostics about those. What is in
// unread is given, but its value is not known.
func StatedTemplate(t pat.Template, header diag.Range, at, permissions map[string]diag.Range, unread map[string]bool) *Template {
	b := &block{Header: header, Args: map[string]*expression.Expression{}}
	for name, r := range at {
		b.Args[name] = &expression.Expression{Expression: hcl.StaticExpr(cty.DynamicVal, r)}
	}
	if len(permissions) > 0 {
		b.Args["permissions"] = &expression.Expression{Expression: statedPermissions(header, permissions)}
	}
	return &Template{Template: t, arguments: argument.Stated(b, unread), Range: header}
}

// statedPermissions is an object with the names at their places.
func statedPermissions(header diag.Range, permissions map[string]diag.Range) *hclsyntax.ObjectConsExpr {
	object := &hclsyntax.ObjectConsExpr{SrcRange: header}
	for name, r := range permissions {
		object.Items = append(object.Items, hclsyntax.ObjectConsItem{
			KeyExpr:   &hclsyntax.LiteralValueExpr{Val: cty.StringVal(name), SrcRange: r},
			ValueExpr: &hclsyntax.LiteralValueExpr{Val: cty.DynamicVal, SrcRange: r},
		})
	}
	return object
}
