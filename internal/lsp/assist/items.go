package assist

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// items completes an argument or a block in a body.
func (k *completer) items(top *cursor.Frame) {
	b := k.w.block
	if b == nil {
		return
	}
	taken := k.taken(top)
	after := bytes.TrimLeft(k.c.Text[k.end:], " \t")
	named, headed := len(after) > 0 && after[0] == '=', len(after) > 0 && (after[0] == '{' || after[0] == '"')
	arguments := slices.Clone(k.module.arguments(b, top))
	slices.SortStableFunc(arguments, func(x, y schema.Argument) int { return rankOf(x) - rankOf(y) })
	for _, a := range arguments {
		if taken[a.Name] || headed {
			continue
		}
		i := item{option: option{text: a.Name, detail: k.module.detail(b, top, a), doc: shown(a.Doc), kind: protocol.CompletionProperty}, rank: rankOf(a)}
		if i.insert = a.Name; !named {
			i.insert, i.snippet = a.Name+" = "+k.placeholder(a, 1), true
		}
		k.add(i)
	}
	for _, inner := range b.Blocks {
		if named || inner.Label == "" && !inner.Several && taken[inner.Type] {
			continue
		}
		i := item{option: option{text: inner.Type, detail: "block", doc: shown(inner.Doc), kind: protocol.CompletionClass}, rank: 2}
		if i.insert = inner.Type; !headed {
			i.insert, i.snippet = k.blockSnippet(inner), true
		}
		k.add(i)
	}
}

// taken are the names in a body or an object, without the one at the place.
func (k *completer) taken(f *cursor.Frame) map[string]bool {
	taken := map[string]bool{}
	for _, n := range *f.Names {
		if n.At != k.start && n.At != k.start+1 {
			taken[n.Name] = true
		}
	}
	return taken
}

func rankOf(a schema.Argument) int {
	if a.Required || a.Needed {
		return 0
	}
	return 1
}

// placeholder is the value of an argument that is not given yet, as a snippet.
func (k *completer) placeholder(a schema.Argument, n int) string {
	switch a.Type {
	case schema.String, schema.LiteralString, schema.Date, schema.Duration:
		return fmt.Sprintf(`"$%d"`, n)
	case schema.Template:
		if k.w.block == schema.Exception {
			return fmt.Sprintf(`"$%d"`, n)
		}
	case schema.Strings, schema.LiteralStrings, schema.Endpoints, schema.Rules, schema.Actions:
		return fmt.Sprintf(`["$%d"]`, n)
	case schema.Permissions, schema.StringMap:
		return fmt.Sprintf(`{ $%d }`, n)
	case schema.LiteralBool:
		return fmt.Sprintf(`${%d:true}`, n)
	}
	return fmt.Sprintf(`$%d`, n)
}

// blockSnippet is a block with what it has to have.
func (k *completer) blockSnippet(b *schema.Block) string {
	n, out := 1, b.Type
	if b.Label != "" {
		out += fmt.Sprintf(` "${%d:%s}"`, n, b.Label)
		if b.Words != nil {
			out = b.Type + fmt.Sprintf(` "$%d"`, n)
		}
		n++
	}
	out += " {\n"
	width, begun := 0, false
	for _, a := range b.Arguments {
		if rankOf(a) == 0 {
			width, begun = max(width, len(a.Name)), true
		}
	}
	for _, a := range b.Arguments {
		if rankOf(a) == 0 {
			out += fmt.Sprintf("  %-*s = %s\n", width, a.Name, k.placeholder(a, n))
			n++
		}
	}
	for _, inner := range b.Blocks {
		if inner.Type != schema.Expect.Type {
			continue
		}
		if len(b.Arguments) > 0 && !begun {
			out += fmt.Sprintf("  $%d\n\n", n)
		}
		return out + "  expect {\n    $0\n  }\n}"
	}
	return out + "  $0\n}"
}

// typeWords say what an argument takes.
func typeWords(a schema.Argument) string {
	text := map[schema.Type]string{
		schema.LiteralString: "string, literal", schema.LiteralBool: "bool, literal", schema.Literal: "any type, literal",
		schema.LiteralStrings: "list of strings, literal", schema.Permissions: "map of strings",
		schema.Repositories: "string or list of strings", schema.Expiry: `number or "none"`, schema.Endpoints: "list of strings",
		schema.Collection: "map or set of strings", schema.Template: "template", schema.Date: "date", schema.Any: "any type",
		schema.Rules: "list of strings", schema.Actions: "list of strings",
	}[a.Type]
	if text == "" {
		text = string(a.Type)
	}
	if rankOf(a) == 0 {
		text += ", required"
	}
	return text
}
