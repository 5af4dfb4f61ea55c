package assist

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/outline"
)

// Question is a place in a document.
type Question struct {
	Document *outline.Document
	Name     string // of the document, without its directory
	Offset   int
	Typed    string // the character for which an editor asks by itself, or ""
	Module   Module // that the document is part of, or that it tests
	Catalog  *catalog.Catalog
	ForEach  func() hcl.Expression // of the block at the place, or nil
}

// cursor is the place in its part, in native syntax, and where the part begins.
func (q Question) cursor() (base int, c *cursor.Cursor) {
	base, text, at := q.part()
	return base, cursor.New(text, at, false)
}

// json is the place in its part, in JSON syntax, and where the part begins.
func (q Question) json() (base int, c *cursor.JSON) {
	base, text, at := q.part()
	return base, cursor.NewJSON(text, at)
}

func (q Question) part() (base int, text []byte, at int) {
	offset := min(max(q.Offset, 0), q.Document.Size())
	i := q.Document.At(offset)
	base = q.Document.Start(i).Byte
	return base, q.Document.Parts()[i].Text(), offset - base
}

// Module knows what the documents of a directory declare.
type Module interface {
	// Listed returns the declarations with a root, sorted by their names.
	Listed(root string) []Known
	// Used returns the strings that an argument of a template has somewhere, sorted: those
	// of target_name, owners, repositories, labels (the keys), and labels.KEY.
	Used(argument string) []string
	// Called returns the module that a source leads to, or nil.
	Called(source string) Module
}

// Known is what a block or a local value declares.
type Known struct {
	Root   string // var, local, template, module, policy, organization
	Name   string
	Detail string         // the type of a variable
	Text   string         // the description
	Value  string         // the default of a variable, the value of a local, the source of a module, the permissions of a template
	Keyed  bool           // it has for_each
	Expr   hcl.Expression // the type of a variable, or the value of a local; may be nil
}

// module is a Module with what follows from its answers.
type module struct{ Module }

func (m module) find(root, name string) (Known, bool) {
	for _, d := range m.Listed(root) {
		if d.Name == name {
			return d, true
		}
	}
	return Known{}, false
}

// called is the module that the module block with a body calls.
func (m module) called(f *cursor.Frame) (module, bool) {
	if len(f.Head) < 2 {
		return module{}, false
	}
	d, ok := m.find("module", f.Head[1])
	if !ok {
		return module{}, false
	}
	return m.moduleAt(d)
}

// moduleAt is the module of a declaration.
func (m module) moduleAt(d Known) (module, bool) {
	other := m.Called(d.Value)
	return module{other}, other != nil
}

// root is the block of a whole document.
func (m module) root(name string) *schema.Block {
	switch {
	case filename.IsTest(name):
		return schema.TestFile
	case filename.IsValues(name):
		return &schema.Block{Doc: "Values for variables.", Arguments: m.variables(), Open: true}
	}
	return schema.File
}

// variables are the variables as arguments that take literals.
func (m module) variables() []schema.Argument {
	var out []schema.Argument
	for _, d := range m.Listed("var") {
		out = append(out, schema.Argument{Name: d.Name, Type: literalType(d), Required: d.Value == "", Doc: d.Text})
	}
	return out
}

// literalType is the type of a literal for a variable.
func literalType(d Known) schema.Type {
	switch d.Detail {
	case "string":
		return schema.LiteralString
	case "bool":
		return schema.LiteralBool
	case "list(string)", "set(string)":
		return schema.LiteralStrings
	}
	return schema.Literal
}

// expressions are the types of arguments of module blocks for those of variables.
var expressions = map[schema.Type]schema.Type{
	schema.LiteralString: schema.String, schema.LiteralBool: schema.Condition, schema.LiteralStrings: schema.Strings, schema.Literal: schema.Any,
}

// arguments are those that a block can have, including those that depend on the module.
func (m module) arguments(b *schema.Block, f *cursor.Frame) []schema.Argument {
	switch b {
	case schema.Module:
		out := b.Arguments
		if other, ok := m.called(f); ok {
			for _, a := range other.variables() {
				a.Type = expressions[a.Type]
				out = append(out[:len(out):len(out)], a)
			}
		}
		return out
	case schema.TestVariables:
		return m.variables()
	}
	return b.Arguments
}

// argument is the argument whose value a place is in. Without a type it is not known.
func (m module) argument(b *schema.Block, f *cursor.Frame) schema.Argument {
	for _, a := range m.arguments(b, f) {
		if a.Name == f.Key {
			return a
		}
	}
	switch {
	case !b.Open:
		return schema.Argument{}
	case b.Type == "" || b == schema.TestVariables: // values
		return schema.Argument{Name: f.Key, Type: schema.Literal}
	}
	return schema.Argument{Name: f.Key, Type: schema.Any}
}

// detail says what an argument of a block takes: for a variable, its type.
func (m module) detail(b *schema.Block, f *cursor.Frame, a schema.Argument) string {
	from, ok := m, true
	switch {
	case b == schema.Module:
		if _, own := b.Argument(a.Name); own {
			return typeWords(a)
		}
		from, ok = m.called(f)
	case b != schema.TestVariables && b.Type != "":
		return typeWords(a)
	}
	if !ok {
		return typeWords(a)
	}
	d, ok := from.find("var", a.Name)
	if !ok || d.Detail == "" {
		return typeWords(a)
	}
	if rankOf(a) == 0 {
		return d.Detail + ", required"
	}
	return d.Detail
}
