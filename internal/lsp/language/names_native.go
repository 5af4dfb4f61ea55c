package language

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// collector gathers the names in a text that was parsed as native syntax.
type collector struct {
	*partNames
	text      []byte
	at        []int // where each byte of the text is in the part; nil: at the same place
	addresses bool  // strings can be addresses of templates or names of policies
	links     linkFinder
	shadows   []map[string]struct{}
}

// nativeNames reads a part in native syntax.
func nativeNames(document string, text []byte) *partNames {
	c := &collector{partNames: &partNames{}, text: text, addresses: true}
	if syntax.CheckComplexity(text, document).HasErrors() {
		c.broken = true
		return c.partNames
	}
	parsed, diags := syntax.Parse(text, document)
	body, ok := parsed.(*hclsyntax.Body)
	if c.broken = !ok || diags.HasErrors(); c.broken {
		c.tokens(document)
		return c.partNames
	}
	for _, a := range body.Attributes {
		if filename.IsValues(document) {
			c.use("var", nil, a.NameRange)
		}
	}
	for _, b := range body.Blocks {
		c.block(document, b)
	}
	return c.partNames
}

func (c *collector) block(document string, b *hclsyntax.Block) {
	if filename.IsTest(document) {
		if b.Type == "variables" {
			for _, a := range b.Body.Attributes {
				c.use("var", nil, a.NameRange)
			}
		}
	} else {
		c.declare(b)
	}
	c.addresses = hasAddresses(b.Type)
	c.walk(b.Body)
}

// hasAddresses reports whether strings in a block can be addresses of templates. Those in a
// template are texts of the link, and those in a module call are for other names.
func hasAddresses(block string) bool {
	return block != schema.TemplateBlock.Type && block != schema.Module.Type
}

// declare notes what a block of a configuration declares, and the arguments that it sets.
func (c *collector) declare(b *hclsyntax.Block) {
	d := declaration{root: roots[b.Type], block: c.span(b.Range().Start.Byte, b.Body.EndRange.End.Byte)}
	if d.root != "" && len(b.Labels) > 0 {
		d.name, d.at = cty.NormalizeString(b.Labels[0]), c.unquoted(b.LabelRanges[0])
		if a := b.Body.Attributes["source"]; a != nil && d.root == "module" {
			d.source = writtenText(a.Expr)
			c.mention(linkSource, d.source, c.unquoted(a.Expr.Range()))
		}
		if d.root == "rule" {
			c.mention(linkRule, d.name, d.at)
		}
		c.declarations = append(c.declarations, d)
	}
	switch b.Type {
	case schema.Locals.Type:
		for _, a := range b.Body.Attributes {
			c.declarations = append(c.declarations, declaration{root: "local", name: cty.NormalizeString(a.Name),
				at: c.unquoted(a.NameRange), block: c.span(a.SrcRange.Start.Byte, a.SrcRange.End.Byte)})
		}
	case schema.Module.Type:
		for _, a := range b.Body.Attributes {
			if _, own := schema.Module.Argument(a.Name); !own && d.name != "" {
				c.use("var", []string{d.name}, a.NameRange)
			}
		}
	case schema.Settings.Type:
		for _, inner := range b.Body.Blocks {
			if inner.Type == schema.Permission.Type {
				c.declare(inner)
			}
		}
	}
}

// writtenText is the string that is written out as an expression, or "". It evaluates
// nothing, which could take long.
func writtenText(x hclsyntax.Expression) string {
	template, ok := x.(*hclsyntax.TemplateExpr)
	if !ok {
		return ""
	}
	text := ""
	for i := range template.Parts {
		literal, ok := first(template.Parts[i:])
		if !ok {
			return ""
		}
		text += literal.Val.AsString()
	}
	return text
}

func (c *collector) slice(r hcl.Range) []byte {
	start := min(max(r.Start.Byte, 0), len(c.text))
	return c.text[start:max(start, min(r.End.Byte, len(c.text)))]
}

// span is the place of a piece of the text.
func (c *collector) span(start, end int) Place {
	if c.at != nil {
		start, end = c.at[start], c.at[end]
	}
	return Place{Start: start, End: end}
}

// unquoted is the place of what is at a range, without the quotes around it.
func (c *collector) unquoted(r hcl.Range) Place {
	start, end := r.Start.Byte, r.End.Byte
	if text := c.slice(r); len(text) > 1 && text[0] == '"' && text[len(text)-1] == '"' {
		start, end = start+1, end-1
	}
	return c.span(start, end)
}

// use notes a name that is used as it is written.
func (c *collector) use(root string, path []string, r hcl.Range) {
	c.uses = append(c.uses, use{root: root, name: cty.NormalizeString(string(bytes.Trim(c.slice(r), `"`))), path: path, at: c.unquoted(r)})
}

// walk finds the references in a piece of syntax. The names of for expressions can hide
// the roots of ours.
func (c *collector) walk(n hclsyntax.Node) { _ = hclsyntax.Walk(n, c) }

// Enter is called with a node before those in it.
func (c *collector) Enter(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case hclsyntax.ChildScope:
		c.shadows = append(c.shadows, n.LocalNames)
	case *hclsyntax.ScopeTraversalExpr, *hclsyntax.RelativeTraversalExpr, *hclsyntax.IndexExpr:
		if steps := c.flat(n.(hclsyntax.Expression)); len(steps) > 0 && !c.shadowed(steps[0].name) {
			c.reference(steps)
		}
	case *hclsyntax.Attribute:
		c.links.argument = n.Name
	case *hclsyntax.FunctionCallExpr:
		c.call(n)
	case *hclsyntax.ObjectConsExpr:
		for _, item := range n.Items {
			c.item(item)
		}
	case *hclsyntax.TemplateExpr:
		if first, ok := first(n.Parts); ok {
			c.literal(first, len(n.Parts) == 1)
		}
	}
	return nil
}

// Exit is called with a node after those in it.
func (c *collector) Exit(n hclsyntax.Node) hcl.Diagnostics {
	switch n := n.(type) {
	case hclsyntax.ChildScope:
		c.shadows = c.shadows[:len(c.shadows)-1]
	case *hclsyntax.FunctionCallExpr:
		if n.Name == schema.PermissionsFor {
			c.links.calls--
		}
	}
	return nil
}

func (c *collector) shadowed(name string) bool {
	for _, names := range c.shadows {
		if _, ok := names[name]; ok {
			return true
		}
	}
	return false
}

func first(parts []hclsyntax.Expression) (*hclsyntax.LiteralValueExpr, bool) {
	if len(parts) == 0 {
		return nil, false
	}
	literal, ok := parts[0].(*hclsyntax.LiteralValueExpr)
	return literal, ok && literal.Val.Type() == cty.String && literal.Val.IsKnown() && !literal.Val.IsNull()
}

// step is a word of a reference, or the key of an instance.
type step struct {
	name  string // "": not written out
	at    Place
	index bool
}

// flat is a reference as its steps, or nil. Each key can be an expression.
func (c *collector) flat(x hclsyntax.Expression) []step {
	switch x := x.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return c.steps(x.Traversal)
	case *hclsyntax.ParenthesesExpr:
		return c.flat(x.Expression)
	case *hclsyntax.RelativeTraversalExpr:
		if steps := c.flat(x.Source); steps != nil {
			return append(steps, c.steps(x.Traversal)...)
		}
	case *hclsyntax.IndexExpr:
		if steps := c.flat(x.Collection); steps != nil {
			return append(steps, step{index: true})
		}
	}
	return nil
}

func (c *collector) steps(t hcl.Traversal) []step {
	out := make([]step, 0, len(t))
	for _, s := range t {
		switch s := s.(type) {
		case hcl.TraverseRoot:
			out = append(out, step{name: s.Name})
		case hcl.TraverseAttr:
			end := s.SrcRange.End.Byte
			out = append(out, step{name: cty.NormalizeString(s.Name), at: c.span(end-len(s.Name), end)})
		case hcl.TraverseIndex:
			out = append(out, c.index(s))
		default:
			out = append(out, step{index: true})
		}
	}
	return out
}

func (c *collector) index(s hcl.TraverseIndex) step {
	text := c.slice(s.SrcRange)
	from, to := bytes.IndexByte(text, '"'), bytes.LastIndexByte(text, '"')
	if s.Key.Type() != cty.String || s.Key.IsNull() || !s.Key.IsKnown() || from < 0 || from == to {
		return step{index: true}
	}
	start := s.SrcRange.Start.Byte
	c.inText(s.Key.AsString(), text[from+1:to], start+from+1, true)
	return step{name: s.Key.AsString(), at: c.span(start+from+1, start+to), index: true}
}

// reference notes what a reference names: the template of a module, too, since test files
// refer to it.
func (c *collector) reference(steps []step) {
	root, steps := steps[0].name, steps[1:]
	var path []string
	for root == "module" && len(steps) > 0 && steps[0].name != "" {
		c.uses = append(c.uses, use{root: root, name: steps[0].name, path: path, at: steps[0].at})
		path = append(path[:len(path):len(path)], steps[0].name)
		steps = steps[1:]
		for len(steps) > 0 && steps[0].index {
			steps = steps[1:]
		}
		if len(steps) == 0 {
			return
		}
		root, steps = steps[0].name, steps[1:]
	}
	if len(steps) == 0 || steps[0].name == "" || root != "template" && (root != "var" && root != "local" || path != nil) {
		return
	}
	c.uses = append(c.uses, use{root: root, name: steps[0].name, path: path, at: steps[0].at})
}

// literal notes the address or the policy that a string is, or begins with.
func (c *collector) literal(x *hclsyntax.LiteralValueExpr, whole bool) {
	if whole {
		c.mentionString(c.links, x.Val.AsString(), c.span(x.SrcRange.Start.Byte, x.SrcRange.End.Byte))
	}
	c.inText(x.Val.AsString(), c.slice(x.SrcRange), x.SrcRange.Start.Byte, whole)
}

// inText notes the names in a string that is written as raw, from a byte of the text on.
func (c *collector) inText(value string, raw []byte, start int, whole bool) {
	if !c.addresses || !mayName(value) {
		return
	}
	text, at := raw, []int(nil)
	if string(raw) != value {
		text, at = decodeQuoted(raw, start)
		if cty.NormalizeString(string(text)) != value {
			return
		}
	}
	for _, u := range namesInText(string(text), whole) {
		from, to := start+u.at.Start, start+u.at.End
		if at != nil {
			from, to = at[u.at.Start], at[u.at.End]
		}
		u.at = c.span(from, to)
		c.uses = append(c.uses, u)
	}
}

// mayName reports whether a string may be an address or the name of a policy.
func mayName(text string) bool {
	return strings.HasPrefix(text, "template.") || strings.HasPrefix(text, "module.") || strings.HasPrefix(text, policyPrefix)
}
