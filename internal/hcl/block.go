package hcl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/argument"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/syntax"
)

// block is a block before evaluation.
type block = argument.Block

// arguments are those of a block as they were evaluated.
type arguments = argument.Values

func (m *instance) reader(b *block, each *expression.Each) *argument.Reader {
	return argument.NewReader(b, func(x *expression.Expression) cty.Value { return m.value(x, each, nil) }, m.l.add)
}

// block takes a body apart, to a schema that does not name a type of block twice.
func (l *loader) block(s *source, b *hcl.Block, schema *hcl.BodySchema, allowed expression.Scope) (*block, []*hcl.Block) {
	content, diags := syntax.ContentOf(b.Body, schema)
	allowed |= l.nameForEach(diags)
	l.add(diags...)
	out := &block{Header: b.DefRange, Args: make(map[string]*expression.Expression, len(content.Attributes))}
	if len(b.Labels) > 0 {
		out.Name = b.Labels[0]
	}
	if _, ok := content.Attributes["for_each"]; ok {
		allowed |= expression.ScopeEach
	}
	for name, attribute := range content.Attributes {
		if name == "for_each" {
			out.Args[name] = s.Expression(attribute.Expr, allowed&^expression.ScopeEach)
			continue
		}
		out.Args[name] = s.Expression(attribute.Expr, allowed)
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
		first = &other.Header
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
