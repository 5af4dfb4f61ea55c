package golang

import (
	"go/ast"
	"go/token"

	"github.com/patctl/patctl/internal/calls/program"
)

func (c *converter) statements(list []ast.Stmt) {
	for _, s := range list {
		c.statement(s)
	}
}

// inside reads statements that are not always run.
func (c *converter) inside(list []ast.Stmt) {
	above := c.block
	c.block = &program.Block{Above: above, Scope: c.scope}
	c.statements(list)
	c.block = above
}

func (c *converter) statement(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		c.assign(s)
	case *ast.DeclStmt:
		if d, ok := s.Decl.(*ast.GenDecl); ok {
			c.declaration(d)
		}
	case *ast.ExprStmt:
		c.expr(s.X)
	case *ast.ReturnStmt:
		c.returned(s)
	case *ast.DeferStmt:
		c.expr(s.Call)
	case *ast.GoStmt:
		c.expr(s.Call)
	case *ast.SendStmt:
		c.expr(s.Value)
	case *ast.LabeledStmt:
		c.statement(s.Stmt)
	case *ast.BlockStmt:
		c.statements(s.List)
	default:
		c.branch(s)
	}
}

// branch reads statements with others in them.
func (c *converter) branch(s ast.Stmt) {
	switch s := s.(type) {
	case *ast.IfStmt:
		c.optional(s.Init)
		c.expr(s.Cond)
		c.inside(s.Body.List)
		if s.Else != nil {
			c.inside([]ast.Stmt{s.Else})
		}
	case *ast.ForStmt:
		c.optional(s.Init)
		c.expr(s.Cond)
		c.optional(s.Post)
		c.inside(s.Body.List)
	case *ast.RangeStmt:
		c.loop(s)
	case *ast.SwitchStmt:
		c.optional(s.Init)
		c.expr(s.Tag)
		c.statement(s.Body)
	case *ast.TypeSwitchStmt:
		c.optional(s.Init)
		c.optional(s.Assign)
		c.statement(s.Body)
	case *ast.SelectStmt:
		c.statement(s.Body)
	case *ast.CaseClause:
		c.exprs(s.List)
		c.inside(s.Body)
	case *ast.CommClause:
		c.optional(s.Comm)
		c.inside(s.Body)
	}
}

func (c *converter) optional(s ast.Stmt) {
	if s != nil {
		c.statement(s)
	}
}

func (c *converter) loop(s *ast.RangeStmt) {
	of := c.expr(s.X)
	above := c.block
	c.block = &program.Block{Above: above, Scope: c.scope}
	for _, variable := range []ast.Expr{s.Key, s.Value} {
		if name, ok := variable.(*ast.Ident); ok {
			c.set(name.Name, name.Pos(), of, true)
		}
	}
	c.statements(s.Body.List)
	c.block = above
}

func (c *converter) returned(s *ast.ReturnStmt) {
	values := c.exprs(s.Results)
	if len(values) > 0 && values[0] != nil {
		if values[0].Kind == program.Text && values[0].Text == "" && len(values) > 1 {
			return // with an error
		}
		c.scope.Return = append(c.scope.Return, values[0])
	}
}

func (c *converter) assign(s *ast.AssignStmt) {
	var values []*program.Expr
	if len(s.Rhs) == 1 && len(s.Lhs) == 1 {
		values = []*program.Expr{c.assigned(s.Lhs[0], s.Rhs[0])}
	} else {
		values = c.exprs(s.Rhs)
	}
	for i, left := range s.Lhs {
		value := &program.Expr{}
		if i < len(values) {
			value = values[i]
		}
		if s.Tok == token.ADD_ASSIGN {
			value = c.at(left, &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: c.expr(left)}, {Value: value}}})
		}
		c.give(left, s.End(), value)
	}
}

// assigned reads a value; of a function, its name is what it is given to.
func (c *converter) assigned(left, right ast.Expr) *program.Expr {
	if f, ok := right.(*ast.FuncLit); ok {
		if name, ok := left.(*ast.Ident); ok {
			c.enter(name.Name, "", f.Type, f.Body)
			return c.at(f, &program.Expr{})
		}
	}
	return c.expr(right)
}

// give gives a value to a variable or a field.
func (c *converter) give(left ast.Expr, pos token.Pos, value *program.Expr) {
	switch l := left.(type) {
	case *ast.Ident:
		c.set(l.Name, pos, value, false)
	case *ast.SelectorExpr:
		c.expr(l.X)
		c.field(l.Sel.Name, value)
	case *ast.IndexExpr:
		c.expr(l.X)
		c.expr(l.Index)
	}
}

// field notes the value of a field.
func (c *converter) field(name string, value *program.Expr) {
	c.program.Fields[name] = append(c.program.Fields[name], program.Value{Block: c.block, Expr: value})
}
