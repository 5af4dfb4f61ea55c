package language

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// jsonWant is what can be at a place in JSON.
func (m *Module) jsonWant(name string, c *jsonCursor) want {
	w := want{block: m.root(name)}
	label := false // the next object has labels
	depth := 0
	for i := range c.frames {
		f := &c.frames[i]
		inner := i < len(c.frames)-1
		switch {
		case w.argument.Type != "":
			w.enterJSON(f)
		case !f.object:
		case label:
			label = false
			w.label = !inner && !f.value
			if w.labels == nil && f.value {
				w.labels = []string{w.block.Type, f.key}
			}
		case f.value:
			label = m.jsonValue(&w, f, depth)
			depth++
		default:
			w.body = true
		}
		w.body = w.body && !inner
	}
	return w
}

// jsonValue goes into the value of a property of a body. It reports whether that has labels.
func (m *Module) jsonValue(w *want, f *jsonFrame, depth int) (label bool) {
	for _, n := range *f.names {
		w.each = w.each || n.name == "for_each"
	}
	if child := w.child(f.key); child != nil {
		w.block = child
		if child.Type == "policy" || child.Type == "review" {
			w.self = child.Type
		}
		return child.Label != ""
	}
	if w.block == nil {
		w.argument.Type = schema.Any
		return false
	}
	w.argument = m.argument(w.block, &frame{key: f.key, head: w.labels})
	if w.argument.Type == "" {
		w.argument.Type = schema.Any
	}
	return false
}

func (w *want) enterJSON(f *jsonFrame) {
	switch {
	case !f.object && w.role == whole && w.argument.Type != schema.Permissions && w.argument.Type != schema.StringMap:
		w.role = element
	case f.object && w.role == whole && f.value:
		w.role, w.key = member, f.key
	case f.object && w.role == whole:
		w.role = key
	default:
		w.role = inner
	}
}

// completeJSON completes JSON syntax.
func (k *completer) completeJSON(offset int) {
	i := k.doc.At(offset)
	k.base = k.doc.Start(i).Byte
	c := newJSONCursor(k.doc.Parts()[i].Text(), offset-k.base)
	k.w = k.module.jsonWant(k.name, c)
	k.start, k.end = c.start, c.end
	k.typed = string(c.text[c.start:c.at])
	if len(c.frames) == 0 {
		return
	}
	top := c.frames[len(c.frames)-1]
	if top.object && !top.value {
		if !top.done {
			k.jsonKeys(c, &top)
		}
		return
	}
	if top.done {
		return
	}
	if c.quoted && k.jsonExpression(c) {
		return
	}
	form := func(text string) string { return jsonText(text) }
	if c.quoted {
		form = func(text string) string { return strings.Trim(jsonText(text), `"`) }
		if !c.closed {
			form = func(text string) string { return strings.TrimPrefix(jsonText(text), `"`) }
		}
	}
	if k.w.argument.Type == schema.LiteralBool && !c.quoted {
		k.options(words("true", "false"), unchanged)
		return
	}
	options := k.texts()
	if k.w.argument.Type == schema.TypeConstraint && k.w.role == whole {
		options = words("string", "number", "bool", "any", "list(string)", "set(string)", "map(string)")
	}
	if !top.object {
		options = slices.DeleteFunc(options, func(o option) bool {
			return slices.ContainsFunc(*top.texts, func(n named) bool { return n.name == o.text && n.at != c.start })
		})
	}
	k.options(options, form)
}

func jsonText(text string) string {
	out, err := json.Marshal(text)
	if err != nil {
		return `""`
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(out))
}

// jsonExpression completes an expression in a string, and reports whether the place is in one.
func (k *completer) jsonExpression(c *jsonCursor) bool {
	inner := newCursor(c.text[c.start:c.end], c.at-c.start, true)
	if !slices.ContainsFunc(inner.frames, func(f frame) bool { return f.opener == inInsert }) {
		return false
	}
	k.base += c.start
	k.c = inner
	k.start, k.end = inner.word()
	k.typed = string(inner.text[k.start:inner.at])
	k.w.argument, k.w.role = schema.Argument{Type: schema.Any}, 0
	if inner.top().opener != inString {
		k.expression(inner.top())
	}
	return true
}

// jsonKeys completes the key of an object.
func (k *completer) jsonKeys(c *jsonCursor, top *jsonFrame) {
	after := strings.TrimLeft(string(c.text[c.end:min(len(c.text), c.end+100)]), "\" \t")
	colon := strings.HasPrefix(after, ":")
	taken := map[string]bool{}
	for _, n := range *top.names {
		if n.at != c.start {
			taken[n.name] = true
		}
	}
	add := func(o option, rank int, value string) {
		if taken[o.text] {
			return
		}
		i := item{option: o, insert: jsonText(o.text), rank: rank}
		if !colon {
			i.insert, i.snippet = snippetText(i.insert)+": "+value, true
		}
		if c.quoted {
			i.insert = strings.TrimPrefix(i.insert, `"`)
			if colon && c.closed {
				i.insert = strings.TrimSuffix(i.insert, `"`)
			}
		}
		k.add(i)
	}
	if c.quoted && c.closed && !colon {
		k.end++ // the quote
	}
	switch {
	case k.w.label:
		for _, o := range k.labels() {
			add(o, 0, "{ $1 }")
		}
	case k.w.body && k.w.block != nil:
		k.jsonItems(add)
	case k.w.role == key:
		for _, o := range k.texts() {
			add(o, 0, `"$1"`)
		}
	}
}

func (k *completer) jsonItems(add func(option, int, string)) {
	for _, a := range k.module.arguments(k.w.block, &frame{head: k.w.labels}) {
		value := k.placeholder(a, 1)
		switch a.Type {
		case schema.Condition, schema.Collection:
			value = `"\${$1}"`
		case schema.TypeConstraint:
			value = `"$1"`
		}
		add(option{text: a.Name, detail: typeWords(a), doc: shown(a.Doc), kind: protocol.CompletionProperty}, rankOf(a), value)
	}
	for _, b := range k.w.block.Blocks {
		value := "{ $1 }"
		if b.Label != "" && b.Words == nil {
			value = fmt.Sprintf(`{ "${1:%s}": { $2 } }`, b.Label)
		}
		add(option{text: b.Type, detail: "block", doc: shown(b.Doc), kind: protocol.CompletionClass}, 2, value)
	}
}

// inJSON is the hover over a string in JSON.
func (h *hoverer) inJSON(name string, offset int) *protocol.Hover {
	i := h.doc.At(offset)
	h.base = h.doc.Start(i).Byte
	c := newJSONCursor(h.doc.Parts()[i].Text(), offset-h.base)
	h.w = h.module.jsonWant(name, c)
	if !c.quoted || !c.closed || len(c.frames) == 0 {
		return nil
	}
	inner := newCursor(c.text[c.start:c.end], c.at-c.start, true)
	if inner.top().opener != inString {
		h.base += c.start
		h.c = inner
		h.w.argument, h.w.role = schema.Argument{Type: schema.Any}, 0
		return h.native()
	}
	text := unquoteJSON(c.text[c.start:c.end])
	if h.w.body {
		return h.about(c.start, c.end, h.item(&frame{head: h.w.labels}, text))
	}
	return h.about(c.start, c.end, h.text(text))
}
