package assist

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
)

// anyKey is the key of an instance that is not known.
const anyKey = `["KEY"]`

// steps completes a reference after some steps.
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

// selfSteps are attributes of what a policy checks, of what a review denies, or of what a
// target is told about.
func (k *completer) selfSteps(rest []string) []option {
	switch {
	case k.w.self == noSelf:
	case len(rest) == 0 && k.w.self == reviewSelf:
		return described(words(subject.RefusalAttributes...), refusalDocs)
	case len(rest) == 0 && k.w.self == targetSelf:
		return described(words(slices.Sorted(slices.Values(subject.NoticeAttributes))...), noticeDocs)
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
