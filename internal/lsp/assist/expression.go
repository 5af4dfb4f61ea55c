package assist

import (
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
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

// anyKey is the key of an instance that is not known.
const anyKey = `["KEY"]`

// steps completes a reference behind some steps.
func (k *completer) steps(steps []string) {
	indexed := k.end < len(k.c.Text) && k.c.Text[k.end] == '['
	for _, o := range k.next(steps) {
		i := item{option: o, insert: o.text}
		if name, _, keyed := strings.Cut(o.text, anyKey); keyed {
			i.insert, i.snippet = snippetText(name)+`["${1:KEY}"]`, true
			if indexed {
				i.insert, i.snippet = name, false
			}
		}
		k.add(i)
	}
}

// next are the steps that can follow others.
func (k *completer) next(steps []string) []option {
	m, root, rest := k.module, steps[0], steps[1:]
	switch root {
	case "var", "local":
		return m.valueSteps(root, rest)
	case "template":
		if !k.w.templates && k.w.argument.Type != schema.Template || k.w.block == schema.Exception {
			return nil
		}
		own := ""
		if len(k.w.labels) > 1 && k.w.labels[0] == root {
			own = k.w.labels[1] // a reference to itself is a cycle
		}
		return slices.DeleteFunc(m.templateSteps(rest), func(o option) bool { return len(rest) == 0 && own != "" && strings.TrimSuffix(o.text, anyKey) == own })
	case "module":
		return m.moduleSteps(rest)
	case "each":
		if !k.w.each {
			return nil
		}
		if len(rest) == 0 {
			return eachSteps
		}
		if len(rest) > 0 && rest[0] == "value" {
			return attributesOfType(k.elementType(), rest[1:])
		}
	case "path":
		if len(rest) == 0 {
			return pathSteps
		}
	case "self":
		return k.selfSteps(rest)
	}
	return nil
}

func (m module) valueSteps(root string, rest []string) []option {
	var out []option
	if len(rest) == 0 {
		for _, d := range m.Listed(root) {
			out = append(out, option{text: d.Name, detail: d.kindWords(), doc: d.doc(), kind: protocol.CompletionVariable})
		}
		return out
	}
	d, ok := m.find(root, rest[0])
	if !ok {
		return nil
	}
	return attributesOfType(d.typ(), rest[1:])
}

// templateSteps are names of templates, and the arguments of one.
func (m module) templateSteps(rest []string) []option {
	var out []option
	switch n := len(rest); {
	case n == 0:
		for _, d := range m.Listed("template") {
			text := d.Name
			if d.Keyed {
				text += anyKey
			}
			out = append(out, option{text: text, detail: "template", doc: d.doc(), kind: protocol.CompletionReference})
		}
	case n == 1, n == 2 && strings.HasPrefix(rest[1], "["):
		out = append(out, option{text: "address", detail: "string", doc: "The address of the template.", kind: protocol.CompletionProperty})
		for _, a := range schema.TemplateBlock.Arguments {
			if a.Name != "for_each" {
				out = append(out, option{text: a.Name, detail: typeWords(schema.Argument{Type: a.Type}), doc: shown(a.Doc), kind: protocol.CompletionProperty})
			}
		}
	}
	return out
}

// moduleSteps are the addresses of templates of modules.
func (m module) moduleSteps(rest []string) []option {
	var out []option
	if len(rest) == 0 {
		for _, d := range m.Listed("module") {
			text := d.Name
			if d.Keyed {
				text += anyKey
			}
			out = append(out, option{text: text, detail: "module", kind: protocol.CompletionModule})
		}
		return out
	}
	d, ok := m.find("module", rest[0])
	rest = rest[1:]
	if len(rest) > 0 && strings.HasPrefix(rest[0], "[") {
		rest = rest[1:]
	}
	if !ok {
		return nil
	}
	other, found := m.moduleAt(d)
	switch {
	case len(rest) == 0:
		return []option{{text: "template", kind: protocol.CompletionReference}, {text: "module", kind: protocol.CompletionReference}}
	case found && rest[0] == "template" && len(rest) == 1:
		return other.templateSteps(nil)
	case found && rest[0] == "module":
		return other.moduleSteps(rest[1:])
	}
	return nil
}

// selfSteps are attributes of what a policy checks, or of what a review denies.
func (k *completer) selfSteps(rest []string) []option {
	switch {
	case k.w.self == noSelf:
	case len(rest) == 0 && k.w.self == reviewSelf:
		return described(words(subject.RefusalAttributes...), refusalDocs)
	case len(rest) == 0:
		return described(attributesOfType(subject.Value(pat.Subject{}).Type(), nil), subjectDocs)
	case len(rest) == 1 && rest[0] == "permissions" && k.w.self == policySelf:
		k.w.argument.Type, k.w.role = schema.Permissions, key
		return k.permissionNames()
	case len(rest) == 1 && rest[0] == "labels" && k.w.self == policySelf:
		return words(k.module.Used("labels")...)
	}
	return nil
}

// described adds what the attributes are.
func described(options []option, docs map[string]string) []option {
	for i := range options {
		options[i].kind, options[i].doc = protocol.CompletionField, shown(docs[options[i].text])
	}
	return options
}

// attributesOfType are the attributes of an object type behind some steps.
func attributesOfType(t cty.Type, steps []string) []option {
	for _, step := range steps {
		switch {
		case strings.HasPrefix(step, "[") && (t.IsMapType() || t.IsListType()):
			t = t.ElementType()
		case t.IsMapType():
			t = t.ElementType()
		case t.IsObjectType() && t.HasAttribute(strings.Trim(step, `[]"`)):
			t = t.AttributeType(strings.Trim(step, `[]"`))
		default:
			return nil
		}
	}
	if t == cty.NilType || !t.IsObjectType() {
		return nil
	}
	var out []option
	for name, inner := range t.AttributeTypes() {
		out = append(out, option{text: name, detail: typeName(inner), kind: protocol.CompletionField})
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.text, b.text) })
	return out
}

func typeName(t cty.Type) string {
	if t == cty.DynamicPseudoType {
		return ""
	}
	return t.FriendlyName()
}

// typ is the type of a declaration as far as its text says it.
func (d Known) typ() cty.Type {
	if d.Expr == nil {
		return cty.DynamicPseudoType
	}
	if d.Root == "var" {
		if t, _, diags := typeexpr.TypeConstraintWithDefaults(d.Expr); !diags.HasErrors() {
			return t
		}
		return cty.DynamicPseudoType
	}
	return shapeOf(d.Expr, 0)
}

// shapeOf is the type of an object that is written out.
func shapeOf(x hcl.Expression, depth int) cty.Type {
	const deep = 20
	pairs, diags := hcl.ExprMap(x)
	if diags.HasErrors() || depth > deep {
		return cty.DynamicPseudoType
	}
	attributes := map[string]cty.Type{}
	for _, pair := range pairs {
		name := hcl.ExprAsKeyword(pair.Key)
		if text, ok := LiteralText(pair.Key); ok && name == "" {
			name = text
		}
		if name != "" {
			attributes[name] = shapeOf(pair.Value, depth+1)
		}
	}
	return cty.Object(attributes)
}

// elementType is the type of each.value.
func (k *completer) elementType() cty.Type {
	if k.ForEach == nil {
		return cty.DynamicPseudoType
	}
	x := k.ForEach()
	if x == nil {
		return cty.DynamicPseudoType
	}
	steps := hcl.Traversal{}
	if t, diags := hcl.AbsTraversalForExpr(x); !diags.HasErrors() {
		steps = t
	}
	t := shapeOf(x, 0)
	if len(steps) == 2 { // var.NAME, local.NAME
		if d, ok := k.module.find(steps.RootName(), subject.StepName(steps[1])); ok {
			t = d.typ()
		}
	}
	switch {
	case t.IsMapType():
		return t.ElementType()
	case t.IsObjectType():
		for _, inner := range t.AttributeTypes() { // they are alike, if each.value is to be used
			return inner
		}
	}
	return cty.DynamicPseudoType
}

// types completes a type constraint.
func (k *completer) types() {
	top := k.c.Top()
	if top.Operand || top.Opener == cursor.InObject && !top.Value {
		return
	}
	for _, word := range []string{"string", "number", "bool", "any"} {
		k.add(item{option: option{text: word, kind: protocol.CompletionKeyword}, insert: word})
	}
	for _, t := range [][2]string{
		{"list(…)", "list($1)"}, {"set(…)", "set($1)"}, {"map(…)", "map($1)"}, {"object({…})", "object({ $1 })"}, {"tuple([…])", "tuple([$1])"},
	} {
		word, _, _ := strings.Cut(t[0], "(")
		k.add(item{option: option{text: t[0], kind: protocol.CompletionKeyword}, insert: t[1], snippet: true, filter: word})
	}
	if top.Opener == cursor.InObject {
		k.add(item{option: option{text: "optional(…)", detail: "an attribute that can be left out, with its default", kind: protocol.CompletionKeyword}, insert: "optional($1)", snippet: true, filter: "optional"})
	}
}
