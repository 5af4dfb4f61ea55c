package language

import (
	"path"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/patctl/patctl/internal/hcl/schema"
)

// known is what a block or an argument declares.
type known struct {
	root   string // var, local, template, module, policy, organization
	name   string
	detail string         // a type, or the begin of a value
	text   string         // the description
	value  string         // the default of a variable, the value of a local, the source of a module
	keyed  bool           // it has for_each
	expr   hcl.Expression // the type of a variable, or the value of a local; may be nil
}

// index is what a part declares, and the words that it has in some arguments.
type index struct {
	known []known
	words map[string][]string // by the name of the argument
}

// each calls a function for what each part of a configuration declares.
func (m *Module) each(do func(*index)) {
	for _, name := range m.Names() {
		if strings.HasSuffix(name, ".pattest.hcl") || isValues(name) {
			continue
		}
		for _, p := range m.documents[name].Parts() {
			f := m.of(name, p)
			if f.index == nil {
				f.index = newIndex(f.file)
			}
			do(f.index)
		}
	}
}

// listed are the declarations of a kind, sorted by their names.
func (m *Module) listed(root string) []known {
	if m == nil {
		return nil
	}
	var out []known
	m.each(func(x *index) {
		for _, d := range x.known {
			if d.root == root {
				out = append(out, d)
			}
		}
	})
	slices.SortStableFunc(out, func(a, b known) int { return strings.Compare(a.name, b.name) })
	return slices.CompactFunc(out, func(a, b known) bool { return a.name == b.name })
}

// find is the declaration with a name.
func (m *Module) find(root, name string) (known, bool) {
	for _, d := range m.listed(root) {
		if d.name == name {
			return d, true
		}
	}
	return known{}, false
}

// used are the words that an argument has in the module, sorted.
func (m *Module) used(argument string) []string {
	if m == nil {
		return nil
	}
	var out []string
	m.each(func(x *index) { out = append(out, x.words[argument]...) })
	slices.Sort(out)
	return slices.Compact(out)
}

// scope is the module that the expressions of a document refer to.
func (m *Module) scope(name string) *Module {
	if strings.HasSuffix(name, ".pattest.hcl") {
		return m.testedModule()
	}
	return m
}

// testedModule is the module that test files in this directory test: this one, or that of
// the directory around it.
func (m *Module) testedModule() *Module {
	for name := range m.documents {
		if strings.HasSuffix(name, ".pat.hcl") || strings.HasSuffix(name, ".pat.json") {
			return m
		}
	}
	if m.other != nil && m.Dir != "." {
		if around := m.other(path.Dir(m.Dir)); around != nil {
			return around
		}
	}
	return m
}

// called is the module that a module block calls.
func (m *Module) called(f *frame) *Module {
	if m.other == nil || len(f.head) < 2 {
		return nil
	}
	d, ok := m.find("module", f.head[1])
	if !ok {
		return nil
	}
	return m.moduleAt(d)
}

// moduleAt is the module of a declaration.
func (m *Module) moduleAt(d known) *Module {
	if m.other == nil || !strings.HasPrefix(d.value, "./") && !strings.HasPrefix(d.value, "../") {
		return nil
	}
	return m.other(path.Join(m.Dir, d.value))
}

// forEachOf is the for_each of the first block of a part that has one.
func forEachOf(file *hcl.File) hcl.Expression {
	if file.Body == nil {
		return nil
	}
	content, _, _ := file.Body.PartialContent(schema.File.Body())
	if content == nil {
		return nil
	}
	for _, block := range content.Blocks {
		if a, ok := attributesOf(block)["for_each"]; ok {
			return a.Expr
		}
	}
	return nil
}

func newIndex(file *hcl.File) *index {
	x := &index{words: map[string][]string{}}
	if file.Body == nil {
		return x
	}
	content, _, _ := file.Body.PartialContent(schema.File.Body())
	if content == nil {
		return x
	}
	for _, block := range content.Blocks {
		x.block(file, block)
	}
	return x
}

func (x *index) block(file *hcl.File, block *hcl.Block) {
	if block.Type == "locals" {
		attributes, _ := block.Body.JustAttributes()
		for _, a := range attributes {
			x.known = append(x.known, known{root: "local", name: a.Name, value: textOf(file, a.Expr), expr: a.Expr})
		}
		return
	}
	root := roots[block.Type]
	if root == "" || len(block.Labels) == 0 {
		return
	}
	d := known{root: root, name: block.Labels[0]}
	content := attributesOf(block)
	for name, a := range content {
		text, isText := literalOf(a.Expr)
		switch {
		case name == "description" && isText:
			d.text = text
		case name == "type":
			d.detail, d.expr = textOf(file, a.Expr), a.Expr
		case name == "default":
			d.value = textOf(file, a.Expr)
		case name == "source" && isText:
			d.value = text
		case name == "sensitive" && textOf(file, a.Expr) == "true":
			d.keyed = true
		case name == "for_each":
			d.keyed = true
		}
	}
	if root == "var" && d.keyed && d.value != "" { // sensitive
		d.value, d.keyed = "(sensitive)", false
	}
	x.known = append(x.known, d)
	if root == "organization" {
		x.words["target_name"] = append(x.words["target_name"], block.Labels[0])
	}
	if root == "template" {
		x.template(content)
	}
}

// attributesOf are the arguments of a block that the table has.
func attributesOf(block *hcl.Block) hcl.Attributes {
	i := slices.IndexFunc(schema.File.Blocks, func(b *schema.Block) bool { return b.Type == block.Type })
	if i < 0 {
		return nil
	}
	body := schema.File.Blocks[i].Body()
	for j := range body.Attributes {
		body.Attributes[j].Required = false
	}
	content, _, _ := block.Body.PartialContent(body)
	if content == nil {
		return nil
	}
	return content.Attributes
}

// template notes the words of a template that others are likely to use.
func (x *index) template(attributes hcl.Attributes) {
	for _, name := range []string{"target_name", "owners", "repositories"} {
		if a, ok := attributes[name]; ok {
			x.words[name] = append(x.words[name], literalTexts(a.Expr)...)
		}
	}
	if a, ok := attributes["labels"]; ok {
		pairs, _ := hcl.ExprMap(a.Expr)
		for _, pair := range pairs {
			label := hcl.ExprAsKeyword(pair.Key)
			if text, ok := literalOf(pair.Key); ok && label == "" {
				label = text
			}
			if label == "" {
				continue
			}
			x.words["labels"] = append(x.words["labels"], label)
			if value, ok := literalOf(pair.Value); ok {
				x.words["labels."+label] = append(x.words["labels."+label], value)
			}
		}
	}
}

// literalOf is a string that is written out.
func literalOf(x hcl.Expression) (string, bool) {
	if t, ok := x.(*hclsyntax.TemplateExpr); ok && !t.IsStringLiteral() {
		return "", false
	}
	switch x.(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.ObjectConsKeyExpr:
	default:
		if _, native := x.(hclsyntax.Expression); native {
			return "", false
		}
		if len(x.Variables()) > 0 {
			return "", false
		}
	}
	v, diags := x.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type().FriendlyName() != "string" {
		return "", false
	}
	return v.AsString(), true
}

// literalTexts is a string, or a list of strings, that is written out.
func literalTexts(x hcl.Expression) []string {
	if text, ok := literalOf(x); ok {
		return []string{text}
	}
	var out []string
	list, diags := hcl.ExprList(x)
	if diags.HasErrors() {
		return nil
	}
	for _, e := range list {
		if text, ok := literalOf(e); ok {
			out = append(out, text)
		}
	}
	return out
}

// textOf is the text of an expression, on one line, and not long.
func textOf(file *hcl.File, x hcl.Expression) string {
	r := x.Range()
	if r.Start.Byte > r.End.Byte || r.End.Byte > len(file.Bytes) {
		return ""
	}
	text := strings.Join(strings.Fields(string(file.Bytes[r.Start.Byte:r.End.Byte])), " ")
	const most = 80
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
