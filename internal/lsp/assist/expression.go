package assist

import (
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
)

// expression completes an expression outside quotes.
func (k *completer) expression(top *cursor.Frame) {
	if steps := cursor.Chain(k.c.Text, k.start); steps != nil {
		if !k.w.literal {
			k.steps(steps)
		}
		return
	}
	if k.start > 0 && k.c.Text[k.start-1] == '.' {
		return
	}
	if top.Opener == cursor.InObject && !top.Value && k.w.role == key {
		k.objectKeys()
		return
	}
	if k.w.argument.Type == schema.TypeConstraint {
		k.types()
		return
	}
	if k.typed != "" && '0' <= k.typed[0] && k.typed[0] <= '9' { // a number
		return
	}
	if top.Operand || top.Opener == cursor.InObject && !top.Value || k.w.argument.Type == "" {
		return
	}
	if k.w.argument.Type == schema.Template && k.w.block != schema.Exception {
		k.templateReferences()
		return
	}
	for _, o := range k.texts() {
		k.add(item{option: o, insert: quoted(o.text)})
	}
	k.literals()
	if !k.w.literal {
		k.functions(k.isFitting)
		k.roots()
		if k.brief {
			k.list.IsIncomplete = true
			return
		}
		k.functions(func(name string) bool { return !k.isFitting(name) })
	}
}

// objectKeys completes the key of an object: with its value if there is none yet.
func (k *completer) objectKeys() {
	if k.c.Top().Words != nil {
		return
	}
	rest := strings.TrimLeft(string(k.c.Text[k.end:]), " \t")
	for _, o := range k.texts() {
		i := item{option: o, insert: o.text}
		if !isIdentifier(o.text) {
			i.insert = quoted(o.text)
		}
		if !strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, ":") {
			i.insert, i.snippet = snippetText(i.insert)+` = "$1"`, true
		}
		k.add(i)
	}
}

func isIdentifier(text string) bool {
	for i := range len(text) {
		if !cursor.IsWordByte(text[i]) || i == 0 && ('0' <= text[i] && text[i] <= '9' || text[i] == '-') {
			return false
		}
	}
	return text != ""
}

// snippetText is a text in a snippet.
func snippetText(text string) string {
	return strings.NewReplacer(`\`, `\\`, "$", `\$`, "}", `\}`).Replace(text)
}

// literals are values that are neither strings nor references.
func (k *completer) literals() {
	a := k.w.argument
	if k.w.role == whole {
		switch a.Type {
		case schema.LiteralBool:
			k.options(words("true", "false"), unchanged)
		case schema.Repositories:
			k.add(item{option: option{text: "[ ]", detail: "list of repositories", kind: protocol.CompletionSnippet}, insert: `["$1"]`, snippet: true})
		case schema.Strings, schema.LiteralStrings, schema.Endpoints, schema.Rules, schema.Actions:
			k.add(item{option: option{text: "[ ]", detail: "list of strings", kind: protocol.CompletionSnippet}, insert: `["$1"]`, snippet: true})
		case schema.Permissions, schema.StringMap:
			k.add(item{option: option{text: "{ }", detail: "map", kind: protocol.CompletionSnippet}, insert: `{ $1 }`, snippet: true})
		}
	}
}

// roots are the references that can begin at the place: first those that only this place has.
func (k *completer) roots() {
	switch k.w.self {
	case policySelf:
		k.root("self", "the template, request, or token", 1)
	case reviewSelf:
		k.root("self", "the request that is denied", 1)
	case targetSelf:
		k.root("self", "the request or token that the target is told about", 1)
	}
	if k.w.each {
		for _, step := range eachSteps {
			k.add(item{option: option{text: "each." + step.text, detail: step.detail, kind: protocol.CompletionVariable}, insert: "each." + step.text, rank: 1})
		}
	}
	for _, root := range []string{"var", "local"} {
		for _, d := range k.module.Listed(root) {
			k.add(item{option: option{text: root + "." + d.Name, detail: d.kindWords(), doc: d.doc(), kind: protocol.CompletionVariable}, insert: root + "." + d.Name, rank: 1})
		}
	}
	if k.brief {
		return
	}
	if k.w.templates {
		k.root("template", "another template", 2)
	}
	k.root("path", "a directory", 2)
}

// templateReferences are what the argument template of a test takes.
func (k *completer) templateReferences() {
	for _, address := range k.module.addresses("", 0) {
		i := item{option: option{text: address, detail: "template", kind: protocol.CompletionReference}, insert: address}
		if strings.Contains(address, anyKey) {
			i.insert, i.snippet = strings.ReplaceAll(snippetText(address), anyKey, `["${1:KEY}"]`), true
		}
		k.add(i)
	}
	k.options(words("null"), unchanged)
}

func (k *completer) root(word, detail string, rank int) {
	k.add(item{option: option{text: word, detail: detail, kind: protocol.CompletionReference}, insert: word + ".", rank: rank})
}

var eachSteps = []option{
	{text: "key", detail: "the key of the element", kind: protocol.CompletionProperty},
	{text: "value", detail: "the value of the element", kind: protocol.CompletionProperty},
}

var pathSteps = []option{
	{text: "module", detail: `".", the directory of the file`, kind: protocol.CompletionProperty},
	{text: "root", detail: "the relative path to the directory of the configuration", kind: protocol.CompletionProperty},
}

// isFitting reports whether a function is made for the argument.
func (k *completer) isFitting(name string) bool {
	return k.w.argument.Type == schema.Permissions && k.w.role == whole && strings.HasPrefix(name, "permissions_")
}

func (k *completer) functions(of func(name string) bool) {
	table, names := functionTable()
	for _, name := range names {
		if !of(name) {
			continue
		}
		f, rank := table[name], 3
		if k.isFitting(name) {
			rank = 1
		}
		k.add(item{
			option: option{text: name, detail: f.signature, doc: shown(f.doc), kind: protocol.CompletionFunction},
			insert: name + "($1)", snippet: true, rank: rank,
		})
	}
}
