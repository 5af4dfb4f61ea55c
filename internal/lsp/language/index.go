package language

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/assist"
	"github.com/patctl/patctl/internal/lsp/filename"
)

// index is what a part declares, and the words that it has in some arguments.
type index struct {
	known []assist.Known
	words map[string][]string // by the name of the argument
}

// each calls a function for what each part of a configuration declares.
func (m *Module) each(do func(*index)) {
	for _, name := range m.Names() {
		if !filename.IsConfiguration(name) {
			continue
		}
		for _, p := range m.documents[name].Parts() {
			f := m.entry(p)
			if f.index == nil {
				f.index = newIndex(parsed(name, p))
			}
			do(f.index)
		}
	}
}

// listed are the declarations of a kind, sorted by their names.
func (m *Module) listed(root string) []assist.Known {
	var out []assist.Known
	m.each(func(x *index) {
		for _, d := range x.known {
			if d.Root == root {
				out = append(out, d)
			}
		}
	})
	slices.SortStableFunc(out, func(a, b assist.Known) int { return strings.Compare(a.Name, b.Name) })
	return slices.CompactFunc(out, func(a, b assist.Known) bool { return a.Name == b.Name })
}

// used are the words that an argument has in the module, sorted.
func (m *Module) used(argument string) []string {
	var out []string
	m.each(func(x *index) { out = append(out, x.words[argument]...) })
	out = slices.DeleteFunc(out, func(s string) bool { return s == "" })
	slices.Sort(out)
	return slices.Compact(out)
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
			x.known = append(x.known, assist.Known{Root: "local", Name: a.Name, Value: textOf(file, a.Expr), Expr: a.Expr})
		}
		return
	}
	root := roots[block.Type]
	if root == "" || len(block.Labels) == 0 {
		return
	}
	d := assist.Known{Root: root, Name: block.Labels[0]}
	content := attributesOf(block)
	for name, a := range content {
		text, isText := assist.LiteralText(a.Expr)
		switch {
		case name == "description" && isText:
			d.Text = text
		case name == "type":
			d.Detail, d.Expr = textOf(file, a.Expr), a.Expr
		case name == "permissions":
			d.Value = textOf(file, a.Expr)
		case name == "default":
			d.Value = textOf(file, a.Expr)
		case name == "error_message":
			d.Value = textOf(file, a.Expr)
		case name == "source" && isText:
			d.Value = text
		case name == "sensitive" && textOf(file, a.Expr) == "true":
			d.Keyed = true
		case name == "for_each":
			d.Keyed = true
		}
	}
	if root == "var" && d.Keyed && d.Value != "" { // sensitive
		d.Value, d.Keyed = "(sensitive)", false
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
			if text, ok := assist.LiteralText(pair.Key); ok && label == "" {
				label = text
			}
			if label == "" {
				continue
			}
			x.words["labels"] = append(x.words["labels"], label)
			if value, ok := assist.LiteralText(pair.Value); ok {
				x.words["labels."+label] = append(x.words["labels."+label], value)
			}
		}
	}
}

// literalTexts is a string, or a list of strings, that is written out.
func literalTexts(x hcl.Expression) []string {
	if text, ok := assist.LiteralText(x); ok {
		return []string{text}
	}
	var out []string
	list, diags := hcl.ExprList(x)
	if diags.HasErrors() {
		return nil
	}
	for _, e := range list {
		if text, ok := assist.LiteralText(e); ok {
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
	const most = 80
	enough := min(r.End.Byte, r.Start.Byte+5*most) // bytes
	text := oneLine(strings.ToValidUTF8(string(file.Bytes[r.Start.Byte:enough]), ""))
	if enough < r.End.Byte {
		text += " …"
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// oneLine joins the lines of an expression, with commas between the items of an object.
func oneLine(text string) string {
	out := ""
	for line := range strings.Lines(text) {
		line = strings.Join(strings.Fields(line), " ")
		switch {
		case line == "":
		case out == "":
			out = line
		case strings.HasSuffix(out, "{") || strings.HasSuffix(out, "[") || strings.HasSuffix(out, "(") || strings.HasSuffix(out, ","), strings.ContainsAny(line[:1], "}])?:|&"):
			out += " " + line
		default:
			out += ", " + line
		}
	}
	return out
}
