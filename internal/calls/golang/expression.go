package golang

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

func (c *converter) exprs(list []ast.Expr) []*program.Expr {
	out := make([]*program.Expr, len(list))
	for i, e := range list {
		out[i] = c.expr(e)
	}
	return out
}

// expr makes an expression; nil is one that is unknown.
func (c *converter) expr(e ast.Expr) *program.Expr {
	switch x := e.(type) {
	case nil:
		return &program.Expr{}
	case *ast.BasicLit:
		return c.literal(x)
	case *ast.Ident:
		return c.at(x, &program.Expr{Kind: program.Name, Text: x.Name})
	case *ast.SelectorExpr:
		return c.selector(x)
	case *ast.CallExpr:
		return c.call(x)
	case *ast.BinaryExpr:
		return c.binary(x)
	case *ast.CompositeLit:
		return c.composite(x)
	case *ast.FuncLit:
		c.enter("", "", x.Type, x.Body)
		return c.at(x, &program.Expr{})
	case *ast.IndexExpr:
		return c.at(x, &program.Expr{Kind: program.Index, X: c.expr(x.X), Args: []program.Arg{{Value: c.expr(x.Index)}}})
	case *ast.SliceExpr:
		c.expr(x.X)
		return c.at(x, &program.Expr{})
	}
	return c.inner(e)
}

// inner converts an expression that only wraps another one, such as (x), *x, and &x.
func (c *converter) inner(e ast.Expr) *program.Expr {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return c.expr(x.X)
	case *ast.StarExpr:
		return c.expr(x.X)
	case *ast.UnaryExpr:
		return c.expr(x.X)
	case *ast.TypeAssertExpr:
		return c.expr(x.X)
	case *ast.KeyValueExpr:
		return c.expr(x.Value)
	}
	return c.at(e, &program.Expr{})
}

func (c *converter) literal(x *ast.BasicLit) *program.Expr {
	text := x.Value
	if x.Kind == token.STRING {
		unquoted, err := strconv.Unquote(x.Value)
		if err != nil {
			return c.at(x, &program.Expr{})
		}
		text = unquoted
	}
	e := c.at(x, &program.Expr{Kind: program.Text, Text: text})
	if x.Kind == token.STRING && program.IsDocument(text) {
		c.program.Documents = append(c.program.Documents, e)
	}
	if !c.program.Speaks && program.Speaks(text) {
		c.program.Speaks = true
	}
	return e
}

func (c *converter) selector(x *ast.SelectorExpr) *program.Expr {
	if of, ok := x.X.(*ast.Ident); ok && c.imports[of.Name] == "net/http" {
		if method, ok := strings.CutPrefix(x.Sel.Name, "Method"); ok {
			return c.at(x, &program.Expr{Kind: program.Text, Text: strings.ToUpper(method)})
		}
	}
	return c.at(x, &program.Expr{Kind: program.Member, Text: x.Sel.Name, X: c.expr(x.X)})
}

func (c *converter) call(x *ast.CallExpr) *program.Expr {
	if _, ok := x.Fun.(*ast.ArrayType); ok && len(x.Args) == 1 {
		return c.expr(x.Args[0]) // []byte(text)
	}
	if name, ok := x.Fun.(*ast.Ident); ok && name.Name == "string" && len(x.Args) == 1 {
		return c.expr(x.Args[0])
	}
	e := c.at(x, &program.Expr{Kind: program.Call, X: c.expr(x.Fun)})
	for _, arg := range x.Args {
		e.Args = append(e.Args, program.Arg{Value: c.expr(arg)})
	}
	c.place(x, e)
	c.scope.Calls = append(c.scope.Calls, e)
	return e
}

// place puts a call where it begins, on the line that its name is on where a chain
// goes over lines.
func (c *converter) place(x *ast.CallExpr, e *program.Expr) {
	s, ok := x.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if p := c.files.Position(s.Sel.Pos()); p.Line != e.Line {
		e.Line, e.Column = p.Line, p.Column
	}
}

// binary joins texts; a chain of them becomes one list.
func (c *converter) binary(x *ast.BinaryExpr) *program.Expr {
	var parts []program.Arg
	var left ast.Expr = x
	for {
		b, ok := left.(*ast.BinaryExpr)
		if !ok {
			break
		}
		if b.Op != token.ADD {
			c.expr(b.X)
			c.expr(b.Y)
			left = nil
			break
		}
		parts = append(parts, program.Arg{Value: c.expr(b.Y)})
		left = b.X
	}
	if left != nil {
		parts = append(parts, program.Arg{Value: c.expr(left)})
	}
	if left == nil && len(parts) == 0 {
		return c.at(x, &program.Expr{})
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return c.at(x, &program.Expr{Kind: program.Join, Args: parts})
}

func (c *converter) composite(x *ast.CompositeLit) *program.Expr {
	e := c.at(x, &program.Expr{Kind: program.List, Text: c.typeName(x.Type)})
	for _, element := range x.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			e.Args = append(e.Args, program.Arg{Value: c.expr(element)})
			continue
		}
		e.Kind = program.Pairs
		value := c.expr(pair.Value)
		e.Args = append(e.Args, program.Arg{Name: c.key(pair.Key, value), Value: value})
	}
	return e
}

// key is the name of a pair; that of a field is noted, too.
func (c *converter) key(key ast.Expr, value *program.Expr) string {
	if name, ok := key.(*ast.Ident); ok {
		c.field(name.Name, value)
		return name.Name
	}
	if got := c.expr(key); got.Kind == program.Text {
		return got.Text
	}
	return ""
}
