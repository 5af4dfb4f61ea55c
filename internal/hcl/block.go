package hcl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// block is a block whose arguments are expressions and which may have blocks
// within it.
type block struct {
	name   string // the label, if it has one
	header hcl.Range
	args   map[string]*expression.Expression
	inner  []*block // of the one type that its schema has
}

// block takes a body apart, to a schema that does not name a type of block twice.
func (l *loader) block(s *source, b *hcl.Block, schema *hcl.BodySchema, allowed expression.Scope) (*block, []*hcl.Block) {
	content, diags := syntax.ContentOf(b.Body, schema)
	allowed |= l.nameForEach(diags)
	l.add(diags...)
	out := &block{header: b.DefRange, args: make(map[string]*expression.Expression, len(content.Attributes))}
	if len(b.Labels) > 0 {
		out.name = b.Labels[0]
	}
	if _, ok := content.Attributes["for_each"]; ok {
		allowed |= expression.ScopeEach
	}
	for name, attribute := range content.Attributes {
		if name == "for_each" {
			out.args[name] = s.Expression(attribute.Expr, allowed&^expression.ScopeEach)
			continue
		}
		out.args[name] = s.Expression(attribute.Expr, allowed)
	}
	return out, content.Blocks
}

// nameForEach explains for the argument count, which Terraform has, what there is in
// its place. References to it are then not reported once more.
func (l *loader) nameForEach(diags hcl.Diagnostics) expression.Scope {
	for _, d := range diags {
		if word, ok := l.written(*d.Subject); ok && strings.Trim(word, `"`) == "count" {
			d.Detail = `patctl does not support the argument "count". Use for_each, which takes a map or a set of strings and creates one instance for each element, such as for_each = toset(["api", "web"]).`
			return expression.ScopeCount
		}
	}
	return 0
}

// decodePlain reads a block that has arguments only, and must have another name than those of its type before it.
func (l *loader) decodePlain(s *source, b *hcl.Block, seen map[string]*block, schema *hcl.BodySchema) {
	if l.foreign(s, b) {
		return
	}
	var first *hcl.Range
	if other, ok := seen[b.Labels[0]]; ok {
		first = &other.header
	}
	if !l.named(b.Type, b, first) {
		return
	}
	seen[b.Labels[0]], _ = l.block(s, b, schema, expression.ScopeNames)
}

// foreign refuses in a module what only the root module may decide on.
func (l *loader) foreign(s *source, b *hcl.Block) bool {
	if s.dir == l.Dir {
		return false
	}
	l.add(diag.Error(b.DefRange, "block-in-module", "Block only allowed in the root module",
		fmt.Sprintf("A block %q applies to the whole organization, so only the root module can have it.", b.Type)))
	return true
}

// arguments are those of a block as they were evaluated. It is embedded in what
// the blocks become, for checks that need to know where a value stands.
type arguments struct {
	*block
	unset map[string]bool // null, or could not be evaluated
	null  map[string]bool // null
}

// Known reports whether the block gives the argument, not null, and its value
// could be evaluated. What could not be is reported already.
func (a arguments) Known(name string) bool {
	if a.block == nil {
		return false
	}
	_, given := a.args[name]
	return given && !a.unset[name]
}

// Given reports whether the block has the argument, whatever its value.
func (a arguments) Given(name string) bool {
	if a.block == nil {
		return false
	}
	_, given := a.args[name]
	return given
}

// Omitted reports whether the argument is not given or is null. One whose value
// could not be evaluated is neither omitted nor known.
func (a arguments) Omitted(name string) bool { return !a.Given(name) || a.null[name] }

// ArgumentRange returns the place of an argument's value, or of the block's
// header where the argument is not given.
func (a arguments) ArgumentRange(name string) diag.Range {
	if a.block == nil {
		return diag.Range{}
	}
	if x, ok := a.args[name]; ok {
		return x.Range()
	}
	return a.header
}

// ElementRange returns the place of an element of a list argument, from 0, or
// that of the argument where the list is not written out.
func (a arguments) ElementRange(name string, index int) diag.Range {
	if a.block == nil {
		return diag.Range{}
	}
	x, ok := a.args[name]
	if !ok {
		return a.header
	}
	elements, diags := hcl.ExprList(x.Expression)
	if diags.HasErrors() || index < 0 || index >= len(elements) {
		return x.Range()
	}
	return elements[index].Range()
}

// PermissionRange returns the place where the argument permissions names a
// permission, or that of the whole argument where the name comes from elsewhere.
func (a arguments) PermissionRange(permission string) diag.Range {
	if a.block == nil {
		return diag.Range{}
	}
	x, ok := a.args["permissions"]
	if !ok {
		return a.header
	}
	if r, ok := expression.KeyRange(x.Expression, permission); ok {
		return r
	}
	return x.Range()
}
