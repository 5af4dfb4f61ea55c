package language

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/syntax"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// jsonCollector gathers the names in a document in JSON syntax.
type jsonCollector struct {
	*partNames
	addresses bool
	links     linkFinder
}

// jsonNames reads a document in JSON syntax.
func jsonNames(document string, src []byte) *partNames {
	c := &jsonCollector{partNames: &partNames{}, addresses: true}
	c.broken = !json.Valid(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")))
	if syntax.CheckComplexity(src, document).HasErrors() {
		c.broken = true
		return c.partNames
	}
	root := parseJSON(src)
	if filename.IsValues(document) {
		for _, item := range properties(root) {
			c.uses = append(c.uses, use{root: "var", name: item.key.name(), at: item.key.inner()})
		}
		return c.partNames
	}
	for _, item := range properties(root) {
		i := slices.IndexFunc(schema.File.Blocks, func(b *schema.Block) bool { return b.Type == item.key.name() })
		if i >= 0 {
			c.addresses = hasAddresses(schema.File.Blocks[i].Type)
			c.blocks(schema.File.Blocks[i], item.value)
		}
	}
	return c.partNames
}

// properties are those of an object, or of the objects in a list. Comments are left out.
func properties(n *jsonNode) []jsonItem {
	var out []jsonItem
	switch {
	case n == nil:
	case n.kind == '{':
		for _, item := range n.items {
			if item.key.name() != "//" {
				out = append(out, item)
			}
		}
	case n.kind == '[':
		for _, item := range n.items {
			if item.value != nil && item.value.kind == '{' {
				out = append(out, properties(item.value)...)
			}
		}
	}
	return out
}

// blocks reads the blocks of a type.
func (c *jsonCollector) blocks(b *schema.Block, n *jsonNode) {
	if b.Label == "" {
		c.body(b, n, "")
		return
	}
	for _, item := range properties(n) {
		d := declaration{root: roots[b.Type], name: item.key.name(), at: item.key.inner(), block: item.place()}
		for _, inner := range properties(item.value) {
			if d.root == "module" && inner.key.name() == "source" && inner.value != nil && inner.value.kind == '"' {
				d.source = inner.value.name()
				c.mention(linkSource, d.source, inner.value.inner())
			}
		}
		if d.root == "rule" {
			c.mention(linkRule, d.name, d.at)
		}
		if d.root != "" {
			c.declarations = append(c.declarations, d)
		}
		c.body(b, item.value, d.name)
	}
}

// body reads the body of a block with a label.
func (c *jsonCollector) body(b *schema.Block, n *jsonNode, label string) {
	for _, item := range properties(n) {
		name := item.key.name()
		c.links.argument = name
		if a, ok := b.Argument(name); ok {
			if !isLiteral(a.Type) {
				c.value(item.value)
			} else if a.Type == schema.Literal {
				c.literals(item.value)
			}
			continue
		}
		if i := slices.IndexFunc(b.Blocks, func(inner *schema.Block) bool { return inner.Type == name }); i >= 0 {
			c.blocks(b.Blocks[i], item.value)
			continue
		}
		switch b.Type {
		case schema.Locals.Type:
			c.declarations = append(c.declarations, declaration{root: "local", name: name, at: item.key.inner(), block: item.place()})
		case schema.Module.Type:
			c.uses = append(c.uses, use{root: "var", name: name, path: []string{label}, at: item.key.inner()})
		}
		c.value(item.value)
	}
}

// isLiteral reports whether strings in an argument are no templates.
func isLiteral(t schema.Type) bool {
	return slices.Contains([]schema.Type{schema.LiteralString, schema.LiteralBool, schema.LiteralStrings, schema.Literal, schema.TypeConstraint}, t)
}

// value finds the references in the strings of a value.
func (c *jsonCollector) value(n *jsonNode) { c.strings(n, true) }

// literals finds the addresses in the strings of a value that is a literal.
func (c *jsonCollector) literals(n *jsonNode) { c.strings(n, false) }

func (c *jsonCollector) strings(n *jsonNode, templates bool) {
	if n == nil {
		return
	}
	for _, item := range n.items {
		if item.key != nil {
			c.mentionKey(c.links, item.key.name(), item.value.name(), item.key.inner())
		}
		c.strings(item.key, templates)
		c.strings(item.value, templates)
	}
	if n.kind != '"' {
		return
	}
	isTemplate := templates && (bytes.Contains(n.text, []byte("${")) || bytes.Contains(n.text, []byte("%{")))
	in := &collector{partNames: c.partNames, text: n.text, at: n.at, addresses: c.addresses, links: c.links}
	if !isTemplate {
		c.mentionString(c.links, string(n.text), n.inner())
		if text := string(n.text); c.addresses && mayName(text) {
			for _, u := range namesInText(text, true) {
				u.at = in.span(u.at.Start, u.at.End)
				c.uses = append(c.uses, u)
			}
		}
		return
	}
	if syntax.CheckComplexity(n.text, "").HasErrors() {
		return
	}
	x, diags := hclsyntax.ParseTemplate(n.text, "", hcl.Pos{Line: 1, Column: 1})
	if diags.HasErrors() {
		c.broken = true
		return
	}
	in.walk(x)
}

// jsonNode is a value in a JSON text.
type jsonNode struct {
	kind       byte // { [ " or, for anything else, 0
	start, end int
	items      []jsonItem // of an object or a list
	text       []byte     // of a string, and the places of its bytes
	at         []int
}

// jsonItem is a property of an object, or without a key an element of a list. Its value can
// be missing.
type jsonItem struct{ key, value *jsonNode }

func (n *jsonNode) name() string {
	if n == nil || n.kind != '"' {
		return ""
	}
	return cty.NormalizeString(string(n.text))
}

// inner is the place between the quotes of a string.
func (n *jsonNode) inner() Place { return Place{Start: n.at[0], End: n.at[len(n.at)-1]} }

func (i jsonItem) place() Place {
	end := i.key.end
	if i.value != nil {
		end = i.value.end
	}
	return Place{Start: i.key.start, End: end}
}

// maxDepth bounds how deep values are nested that are read, as the loader does.
const maxDepth = 250

// jsonReader reads any text as JSON, as far as it goes.
type jsonReader struct {
	src []byte
	i   int
}

func parseJSON(src []byte) *jsonNode {
	r := &jsonReader{src: src}
	for r.i < len(src) && src[r.i] != '{' && src[r.i] != '[' {
		r.i++
	}
	if n := r.value(0); n != nil {
		return n
	}
	return &jsonNode{}
}

func (r *jsonReader) blank() {
	for r.i < len(r.src) && bytes.IndexByte([]byte(" \t\r\n"), r.src[r.i]) >= 0 {
		r.i++
	}
}

// value reads a value, or returns nil where none begins.
func (r *jsonReader) value(depth int) *jsonNode {
	r.blank()
	if r.i >= len(r.src) || depth > maxDepth {
		return nil
	}
	switch r.src[r.i] {
	case '{':
		return r.items('}', depth)
	case '[':
		return r.items(']', depth)
	case '"':
		return r.string()
	case ',', ':', '}', ']':
		return nil
	}
	n := &jsonNode{start: r.i}
	for r.i < len(r.src) && bytes.IndexByte([]byte(" \t\r\n,:{}[]\""), r.src[r.i]) < 0 {
		r.i++
	}
	n.end = r.i
	return n
}

// items reads an object or a list to its end.
func (r *jsonReader) items(closing byte, depth int) *jsonNode {
	n := &jsonNode{kind: r.src[r.i], start: r.i}
	r.i++
	for r.blank(); r.i < len(r.src); r.blank() {
		at := r.i
		switch {
		case r.src[r.i] == closing:
			r.i++
			n.end = r.i
			return n
		case closing == ']':
			if v := r.value(depth + 1); v != nil {
				n.items = append(n.items, jsonItem{value: v})
			}
		case r.src[r.i] == '"':
			n.items = append(n.items, r.property(depth))
		}
		if r.i == at {
			r.i++ // a comma, or what does not belong here
		}
	}
	n.end = r.i
	return n
}

func (r *jsonReader) property(depth int) jsonItem {
	item := jsonItem{key: r.string()}
	r.blank()
	if r.i < len(r.src) && r.src[r.i] == ':' {
		r.i++
		item.value = r.value(depth + 1)
	}
	return item
}

// string reads a string, which ends at the end of its line at the latest.
func (r *jsonReader) string() *jsonNode {
	n := &jsonNode{kind: '"', start: r.i}
	r.i++
	from := r.i
	for r.i < len(r.src) && r.src[r.i] != '"' && r.src[r.i] != '\n' {
		if r.src[r.i] == '\\' && r.i+1 < len(r.src) && r.src[r.i+1] != '\n' {
			r.i++
		}
		r.i++
	}
	n.text, n.at = decodeQuoted(r.src[from:r.i], from)
	if r.i < len(r.src) && r.src[r.i] == '"' {
		r.i++
	}
	n.end = r.i
	return n
}
