package assist

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// jsonWant is what can be at a place in JSON.
func (m module) jsonWant(name string, c *cursor.JSON) want {
	w := want{block: m.root(name)}
	label := false // the next object has labels
	depth := 0
	for i := range c.Frames {
		f := &c.Frames[i]
		inner := i < len(c.Frames)-1
		switch {
		case w.argument.Type != "":
			w.enterJSON(f)
		case !f.Object:
		case label:
			label = false
			w.label = !inner && !f.Value
			if w.labels == nil && f.Value {
				w.labels = []string{w.block.Type, f.Key}
			}
		case f.Value:
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
func (m module) jsonValue(w *want, f *cursor.JSONFrame, depth int) (label bool) {
	for _, n := range *f.Names {
		w.each = w.each || n.Name == "for_each"
	}
	if child := w.child(f.Key); child != nil {
		w.block = child
		return child.Label != ""
	}
	if w.block == nil {
		w.argument.Type = schema.Any
		return false
	}
	w.argument = m.argument(w.block, &cursor.Frame{Key: f.Key, Head: w.labels})
	w.scope()
	if w.argument.Type == "" {
		w.argument.Type = schema.Any
	}
	return false
}

func (w *want) enterJSON(f *cursor.JSONFrame) {
	switch {
	case !f.Object && w.role == whole && w.argument.Type != schema.Permissions && w.argument.Type != schema.StringMap:
		w.role = element
	case f.Object && w.role == whole && f.Value:
		w.role, w.key = member, f.Key
	case f.Object && w.role == whole:
		w.role = key
	default:
		w.role = inner
	}
}

// completeJSON completes JSON syntax.
func (k *completer) completeJSON() {
	var c *cursor.JSON
	k.base, c = k.json()
	k.w = k.module.jsonWant(k.Name, c)
	k.start, k.end = c.Start, c.End
	k.typed = string(c.Text[c.Start:c.At])
	if len(c.Frames) == 0 {
		return
	}
	top := c.Frames[len(c.Frames)-1]
	if top.Object && !top.Value {
		if !top.Done {
			k.jsonKeys(c, &top)
		}
		return
	}
	if top.Done {
		return
	}
	if c.Quoted && k.jsonExpression(c) {
		return
	}
	form := func(text string) string { return jsonText(text) }
	if c.Quoted {
		form = func(text string) string { return strings.Trim(jsonText(text), `"`) }
		if !c.Closed {
			form = func(text string) string { return strings.TrimPrefix(jsonText(text), `"`) }
		}
	}
	if k.w.argument.Type == schema.LiteralBool && !c.Quoted {
		k.options(words("true", "false"), unchanged)
		return
	}
	options := k.texts()
	if k.w.argument.Type == schema.TypeConstraint && k.w.role == whole {
		options = words("string", "number", "bool", "any", "list(string)", "set(string)", "map(string)")
	}
	if !top.Object {
		options = slices.DeleteFunc(options, func(o option) bool {
			return slices.ContainsFunc(*top.Texts, func(n cursor.Named) bool { return n.Name == o.text && n.At != c.Start })
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
func (k *completer) jsonExpression(c *cursor.JSON) bool {
	inner := cursor.New(c.Text[c.Start:c.End], c.At-c.Start, true)
	if !slices.ContainsFunc(inner.Frames, func(f cursor.Frame) bool { return f.Opener == cursor.InInsert }) {
		return false
	}
	k.base += c.Start
	k.c = inner
	k.start, k.end = inner.Word()
	k.typed = string(inner.Text[k.start:inner.At])
	k.w.argument, k.w.role = schema.Argument{Type: schema.Any}, 0
	if inner.Top().Opener != cursor.InString {
		k.expression(inner.Top())
	}
	return true
}

// jsonKeys completes the key of an object.
func (k *completer) jsonKeys(c *cursor.JSON, top *cursor.JSONFrame) {
	after := strings.TrimLeft(string(c.Text[c.End:min(len(c.Text), c.End+100)]), "\" \t")
	colon := strings.HasPrefix(after, ":")
	taken := map[string]bool{}
	for _, n := range *top.Names {
		if n.At != c.Start {
			taken[n.Name] = true
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
		if c.Quoted {
			i.insert = strings.TrimPrefix(i.insert, `"`)
			if colon && c.Closed {
				i.insert = strings.TrimSuffix(i.insert, `"`)
			}
		}
		k.add(i)
	}
	if c.Quoted && c.Closed && !colon {
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
	for _, a := range k.module.arguments(k.w.block, &cursor.Frame{Head: k.w.labels}) {
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
func (h *hoverer) inJSON() *protocol.Hover {
	var c *cursor.JSON
	h.base, c = h.json()
	h.w = h.module.jsonWant(h.Name, c)
	if !c.Quoted || !c.Closed || len(c.Frames) == 0 {
		return nil
	}
	inner := cursor.New(c.Text[c.Start:c.End], c.At-c.Start, true)
	if inner.Top().Opener != cursor.InString {
		h.base += c.Start
		h.c = inner
		h.w.argument, h.w.role = schema.Argument{Type: schema.Any}, 0
		return h.native()
	}
	text := cursor.Unquote(c.Text[c.Start:c.End])
	if h.w.body {
		return h.about(c.Start, c.End, h.item(&cursor.Frame{Head: h.w.labels}, text))
	}
	return h.about(c.Start, c.End, h.text(text))
}
