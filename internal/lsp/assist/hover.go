package assist

import (
	"context"
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/filename"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
)

// languagePage documents the blocks.
const languagePage = "https://github.com/patctl/patctl/blob/main/docs/language.md"

// Hover is what is known about the thing at a place, or nil.
func Hover(ctx context.Context, q Question) *protocol.Hover {
	if ctx.Err() != nil {
		return nil
	}
	h := hoverer{Question: q, module: module{q.Module}}
	if filename.IsJSON(q.Name) {
		return h.inJSON()
	}
	h.base, h.c = q.cursor()
	if h.c.Comment {
		return nil
	}
	h.w = h.module.wantAt(q.Name, h.c)
	return h.native()
}

type hoverer struct {
	Question
	module module
	base   int
	c      *cursor.Cursor
	w      want
}

// about is a hover over a range of the part. Without a text there is none.
func (h *hoverer) about(start, end int, text string) *protocol.Hover {
	if text == "" {
		return nil
	}
	r := h.Document.Range(h.base+start, h.base+end)
	return &protocol.Hover{Contents: *markdown(text), Range: &r}
}

func (h *hoverer) native() *protocol.Hover {
	top := h.c.Top()
	if top.Opener == cursor.InHeredoc {
		return nil
	}
	if top.Opener == cursor.InString {
		text := string(h.c.Text[top.Start:h.c.End])
		if !h.c.Closed || strings.Contains(text, "${") {
			return nil
		}
		if isKey(h.c) {
			h.w.role = key
		}
		return h.about(top.Start, h.c.End, h.text(text))
	}
	start, end := h.c.Word()
	if start == end {
		return nil
	}
	word := string(h.c.Text[start:end])
	return h.about(start, end, h.word(top, word, start, end))
}

// word is what is known about a word outside quotes.
func (h *hoverer) word(top *cursor.Frame, word string, start, end int) string {
	rest := strings.TrimLeft(string(h.c.Text[end:min(len(h.c.Text), end+20)]), " \t")
	switch {
	case h.w.label:
		return h.text(word)
	case h.w.body:
		return h.item(top, word)
	case top.Opener == cursor.InObject && !top.Value && h.w.role == key && len(top.Words) == 0:
		return h.text(word)
	case top.Opener == cursor.InObject && !top.Value:
		return ""
	}
	if steps := cursor.Chain(h.c.Text, start); steps != nil {
		return h.step(steps, word)
	}
	if strings.HasPrefix(rest, "(") && h.w.argument.Type != schema.TypeConstraint {
		table, _ := functionTable()
		if f, ok := table[word]; ok {
			return fmt.Sprintf("```text\n%s\n```\n\n%s", f.signature, shown(f.doc))
		}
	}
	if h.w.argument.Type == schema.TypeConstraint {
		return typeDocs[word]
	}
	if strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "[") {
		if word == "self" {
			return selfDocs[h.w.self]
		}
		return rootDocs[word]
	}
	return ""
}

var typeDocs = map[string]string{
	"string": "A string.", "number": "A number.", "bool": "`true` or `false`.", "any": "Any type.",
	"list": "`list(T)`: a list with elements of one type.", "set": "`set(T)`: a set with elements of one type, each once.",
	"map": "`map(T)`: strings as keys, and values of one type.", "tuple": "`tuple([T, ...])`: a list with a type for each element.",
	"object":   "`object({ name = T, ... })`: named attributes, each with its own type.",
	"optional": "`optional(T, default)`: an attribute that can be left out.",
}

var rootDocs = map[string]string{
	"var": "The variables of the module: `var.NAME`.", "local": "The local values of the module: `local.NAME`.",
	"template": "Another template of the module: `template.NAME.ARGUMENT`, or `template.NAME[\"KEY\"].ARGUMENT` with for\\_each.",
	"each":     "The element of for\\_each: `each.key` and `each.value`.",
	"path":     "`path.module` and `path.root`: the directories of the file and of the configuration.", "module": "The templates of a module: `module.NAME.template.NAME`.",
}

var selfDocs = map[self]string{
	noSelf:     "What the policy checks: a template, request, or token.",
	policySelf: "What the policy checks: a template, request, or token.",
	reviewSelf: "The request that is denied.",
	targetSelf: "The request or token that the target is told about.",
}

// item is an argument or a block at the beginning of an item.
func (h *hoverer) item(top *cursor.Frame, word string) string {
	if h.w.block == nil {
		return ""
	}
	for _, a := range h.module.arguments(h.w.block, top) {
		if a.Name == word {
			text := fmt.Sprintf("**%s** (%s)\n\n%s", shown(a.Name), shown(h.module.detail(h.w.block, top, a)), shown(a.Doc))
			if a.Words != nil {
				text += "\n\nValues: " + codes(a.Words) + "."
			}
			return text
		}
	}
	for _, b := range h.w.block.Blocks {
		if b.Type == word {
			return blockDoc(h.w.block, b)
		}
	}
	if h.w.block == schema.Locals {
		if d, ok := h.module.find("local", word); ok {
			return h.declared(d)
		}
	}
	return ""
}

// codes are words as code, with commas between them.
func codes(words []string) string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = code(word)
	}
	return strings.Join(out, ", ")
}

func blockDoc(parent, b *schema.Block) string {
	label := ""
	if b.Label != "" {
		label = ` "` + strings.ToUpper(b.Label) + `"`
	}
	text := fmt.Sprintf("**%s**%s (block)\n\n%s", b.Type, shown(label), shown(b.Doc))
	if b.Root {
		text += " Only in the root module."
	}
	switch parent {
	case schema.File:
		return text + fmt.Sprintf("\n\n[Documentation](%s#%s)", languagePage, b.Type)
	case schema.TestFile:
		return text + "\n\n[Documentation](https://github.com/patctl/patctl/blob/main/docs/testing.md#blocks)"
	}
	return text
}

func (h *hoverer) declared(d Known) string {
	text := fmt.Sprintf("**%s.%s** (%s)", d.Root, shown(d.Name), shown(d.kindWords()))
	if d.Root == "policy" {
		text = "**" + shown(pat.PolicyRulePrefix+d.Name) + "**"
	}
	if doc := d.doc(); doc != "" {
		text += "\n\n" + doc
	}
	return text
}

// step is a step of a reference.
func (h *hoverer) step(steps []string, word string) string {
	root := steps[0]
	if len(steps) == 1 {
		switch root {
		case "var", "local", "template", "module":
			if d, ok := h.module.find(root, word); ok {
				return h.declared(d)
			}
			return ""
		}
	}
	if root == "self" && len(steps) == 2 && steps[1] == "permissions" {
		return h.permission(word)
	}
	if root == "each" || root == "path" || root == "template" || root == "self" {
		k := completer{Question: h.Question, module: h.module, base: h.base, c: h.c, w: h.w}
		for _, o := range k.next(steps) {
			if o.text == word && o.detail == "" {
				return strings.TrimSpace(fmt.Sprintf("**%s.%s**\n\n%s", root, shown(word), o.doc))
			}
			if o.text == word {
				return strings.TrimSpace(fmt.Sprintf("**%s** (%s)\n\n%s", shown(strings.ReplaceAll(strings.Join(append(steps, word), "."), ".[", "[")), shown(o.detail), o.doc))
			}
		}
	}
	return ""
}

func (h *hoverer) permission(name string) string {
	p, ok := h.Catalog.Permission(name)
	if !ok {
		return ""
	}
	return permissionDoc(h.Catalog, p)
}

// text is what is known about a string, or a key.
func (h *hoverer) text(text string) string {
	a := h.w.argument
	switch {
	case h.w.label && h.w.block == schema.Rule:
		doc, _ := ruleDoc(text)
		return doc
	case h.w.label:
		return h.labeled(text)
	case a.Name == "verdict":
		return verdictDocs[pat.Verdict(text)]
	case a.Type == schema.Permissions && h.w.role == key:
		return h.permission(text)
	case a.Type == schema.Permissions && h.w.role == member:
		p, ok := h.Catalog.Permission(h.w.key)
		if !ok || !p.HasLevel(pat.Level(text)) {
			return ""
		}
		return levelDoc(h.Catalog, p, pat.Level(text))
	case a.Type == schema.Endpoints:
		return h.endpoint(text)
	case a.Type == schema.Template:
		return h.address(text)
	case (a.Type == schema.Rules || a.Type == schema.Actions) && h.w.role == element:
		if name, ok := strings.CutPrefix(text, pat.PolicyRulePrefix); ok {
			if d, ok := h.module.find("policy", name); ok {
				return h.declared(d)
			}
			return ""
		}
		if doc := verdictDocs[pat.Verdict(text)]; doc != "" {
			return doc
		}
		doc, _ := ruleDoc(text)
		return doc
	}
	return ""
}

// address is what a text declares that is the address of a template of the module, or an
// instance of it.
func (h *hoverer) address(text string) string {
	name, ok := strings.CutPrefix(text, "template.")
	if i := strings.IndexAny(name, ".["); i >= 0 {
		name = name[:i]
	}
	d, found := h.module.find("template", name)
	if !ok || !found {
		return ""
	}
	return h.declared(d)
}

// labeled is what a block with a label declares.
func (h *hoverer) labeled(label string) string {
	root := map[*schema.Block]string{schema.Variable: "var", schema.TemplateBlock: "template", schema.Module: "module", schema.Policy: "policy"}[h.w.block]
	if root == "" {
		return ""
	}
	d, ok := h.module.find(root, label)
	if !ok {
		return ""
	}
	return h.declared(d)
}

// endpoint is what the endpoints that a text names need.
func (h *hoverer) endpoint(text string) string {
	call, err := catalog.ParseCall(text)
	if err != nil {
		return ""
	}
	var docs []string
	for _, e := range h.Catalog.Find(call) {
		const most = 3
		if len(docs) < most {
			docs = append(docs, endpointDoc(e.For(call.Path, "")))
		}
	}
	return strings.Join(docs, "\n\n---\n\n")
}
