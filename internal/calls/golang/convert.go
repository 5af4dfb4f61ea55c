package golang

import (
	"go/ast"
	"go/token"
	"path"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// converter makes scopes and expressions of a file.
type converter struct {
	files   *token.FileSet
	text    string
	offset  int
	program *program.Program
	imports map[string]string // path by name
	scope   *program.Scope
	block   *program.Block
	structs map[string]*ast.StructType
	fields  map[string]string // types of fields, by name
}

func newConverter(files *token.FileSet, text string, offset int) *converter {
	p := program.NewProgram()
	return &converter{
		files: files, text: text, offset: offset, program: p, scope: p.Top, block: &program.Block{Scope: p.Top},
		imports: map[string]string{}, structs: map[string]*ast.StructType{}, fields: map[string]string{},
	}
}

func (c *converter) file(file *ast.File) {
	for _, spec := range file.Imports {
		c.imported(spec)
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.GenDecl:
			c.declaration(d)
		case *ast.FuncDecl:
			c.function(d)
		}
	}
	c.program.Index()
}

// majorVersion is the end of the path of a module, which is no part of its name.
var majorVersion = lazyregexp.New(`^v[0-9]+$`)

func (c *converter) imported(spec *ast.ImportSpec) {
	imported, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return
	}
	name := path.Base(imported)
	if majorVersion.MatchString(name) {
		name = path.Base(path.Dir(imported))
	}
	name = strings.TrimPrefix(strings.TrimSuffix(name, ".go"), "go-")
	if spec.Name != nil {
		name = spec.Name.Name
	}
	c.imports[name] = imported
}

// imports reports whether the file imports a package whose path holds a text.
func (c *converter) importsAny(parts ...string) bool {
	for _, imported := range c.imports {
		for _, part := range parts {
			if strings.Contains(imported, part) {
				return true
			}
		}
	}
	return false
}

func (c *converter) declaration(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.ValueSpec:
			c.values(s)
		case *ast.TypeSpec:
			if fields, ok := s.Type.(*ast.StructType); ok {
				c.structure(s.Name.Name, fields)
			}
		}
	}
}

func (c *converter) structure(name string, fields *ast.StructType) {
	c.structs[name] = fields
	for _, field := range fields.Fields.List {
		for _, n := range field.Names {
			c.fields[n.Name] = c.typeName(field.Type)
		}
	}
}

func (c *converter) values(s *ast.ValueSpec) {
	for i, name := range s.Names {
		if s.Type != nil {
			c.typed(name, s.Type)
		}
		if i < len(s.Values) {
			c.set(name.Name, name.Pos(), c.expr(s.Values[i]), false)
		}
	}
}

func (c *converter) typed(name *ast.Ident, of ast.Expr) {
	if c.scope.Types == nil {
		c.scope.Types = map[string]string{}
	}
	c.scope.Types[name.Name] = c.typeName(of)
	if fields, ok := of.(*ast.StructType); ok { // of several variables with this name, each has its own
		key := "struct " + strconv.Itoa(int(name.Pos()))
		c.structs[name.Name], c.structs[key] = fields, fields
		c.set(name.Name, name.Pos(), c.at(name, &program.Expr{Text: key}), false)
	}
}

// typeName is a type in words, without what makes a pointer or a list of it.
func (c *converter) typeName(e ast.Expr) string {
	switch t := e.(type) {
	case *ast.StarExpr:
		return c.typeName(t.X)
	case *ast.ArrayType:
		return c.typeName(t.Elt)
	case *ast.Ellipsis:
		return c.typeName(t.Elt)
	case *ast.Ident:
		return t.Name
	case *ast.SelectorExpr:
		if x, ok := t.X.(*ast.Ident); ok {
			return x.Name + "." + t.Sel.Name
		}
	}
	return ""
}

// set gives a name a value from where the place is.
func (c *converter) set(name string, pos token.Pos, value *program.Expr, element bool) {
	c.scope.Set(name, program.Value{Pos: int(pos), Block: c.block, Expr: value, Element: element})
}

func (c *converter) function(d *ast.FuncDecl) {
	if d.Body == nil {
		return
	}
	class := ""
	if d.Recv != nil && len(d.Recv.List) == 1 {
		class = c.typeName(d.Recv.List[0].Type)
	}
	c.enter(d.Name.Name, class, d.Type, d.Body)
}

// enter reads the body of a function as a scope.
func (c *converter) enter(name, class string, signature *ast.FuncType, body *ast.BlockStmt) {
	scope, block := c.scope, c.block
	c.scope = c.program.Open(name, scope)
	c.scope.Class = class
	c.block = &program.Block{Scope: c.scope}
	for _, field := range signature.Params.List {
		c.params(field)
	}
	c.statements(body.List)
	c.scope, c.block = scope, block
}

func (c *converter) params(field *ast.Field) {
	_, spread := field.Type.(*ast.Ellipsis)
	for _, name := range field.Names {
		c.scope.Params = append(c.scope.Params, program.Param{Name: name.Name, Type: c.typeName(field.Type), Spread: spread})
	}
	if len(field.Names) == 0 {
		c.scope.Params = append(c.scope.Params, program.Param{})
	}
}

// at puts the place of a node to an expression.
func (c *converter) at(n ast.Node, e *program.Expr) *program.Expr {
	p := c.files.Position(n.Pos())
	e.Line, e.Column = p.Line, p.Column
	if e.Line == 1 {
		e.Column = max(1, e.Column-c.offset)
	}
	e.Pos, e.Block = int(n.Pos()), c.block
	return e
}
