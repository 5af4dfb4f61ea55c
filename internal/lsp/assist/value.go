package assist

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/lsp/cursor"
	"github.com/patctl/patctl/internal/lsp/protocol"
	"github.com/patctl/patctl/internal/pat"
)

// texts are the strings that can be at the place, without quotes.
func (k *completer) texts() []option {
	a := k.w.argument
	switch a.Type {
	case schema.Permissions:
		return k.permissions()
	case schema.StringMap:
		return k.labelTexts()
	case schema.Endpoints:
		if k.w.role == element {
			return k.endpoints()
		}
	case schema.Rules, schema.Actions:
		if k.w.role == element {
			return k.without(k.rules())
		}
	case schema.Template:
		if k.w.role == whole && k.w.block == schema.Exception {
			return k.addresses()
		}
	case schema.Expiry:
		if k.w.role == whole {
			return words("none")
		}
	case schema.Duration:
		if k.w.role == whole {
			return words("5m", "10m", "30m", "1h")
		}
	case schema.Repositories:
		return k.repositories()
	case schema.Strings, schema.LiteralStrings:
		if k.w.role == element {
			return k.without(k.named())
		}
	case schema.String, schema.LiteralString:
		if k.w.role == whole {
			return k.named()
		}
	}
	return nil
}

func words(texts ...string) []option {
	var out []option
	for _, text := range texts {
		out = append(out, option{text: text, kind: protocol.CompletionValue})
	}
	return out
}

// named are the strings of an argument: its words, or what others have there.
func (k *completer) named() []option {
	switch a := k.w.argument; {
	case a.Name == "verdict":
		return verdicts(pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted)
	case a.Words != nil:
		return words(a.Words...)
	}
	switch k.w.argument.Name {
	case "target_name", "organization", "organizations":
		return k.organizations()
	case "owners":
		return words(k.used("owners")...)
	case "owner":
		return words(slices.DeleteFunc(k.used("owners"), func(s string) bool { return strings.HasPrefix(s, "@") })...)
	case "teams":
		var out []string
		for _, owner := range k.used("owners") {
			if _, team, ok := strings.Cut(strings.TrimPrefix(owner, "@"), "/"); ok {
				out = append(out, team)
			}
		}
		return words(out...)
	case "host":
		return words("github.com")
	}
	return nil
}

// used are the strings that an argument has somewhere, without the one at the place.
func (k *completer) used(argument string) []string {
	current := k.current()
	return slices.DeleteFunc(k.module.Used(argument), func(s string) bool { return s == current })
}

// organizations are the logins in the module: those that blocks declare, and those that
// templates have.
func (k *completer) organizations() []option {
	declared := k.module.Listed("organization")
	if (k.w.block == schema.Exception || k.w.argument.Name == "organizations") && len(declared) > 0 {
		var out []string
		for _, d := range declared {
			out = append(out, d.Name)
		}
		return words(out...)
	}
	return words(k.used("target_name")...)
}

func (k *completer) repositories() []option {
	if k.w.role == whole {
		return words(k.w.argument.Words...)
	}
	if k.w.role != element {
		return nil
	}
	out := k.used("repositories")
	out = slices.DeleteFunc(out, func(s string) bool { return s == "all" || s == "selected" || s == "none" })
	for _, login := range k.used("target_name") {
		out = append(out, login+"/*")
	}
	slices.Sort(out)
	return k.without(words(slices.Compact(out)...))
}

// without leaves out what the list around the place has already.
func (k *completer) without(options []option) []option {
	if k.c == nil {
		return options
	}
	for i := len(k.c.Frames) - 1; i >= 0; i-- {
		f := k.c.Frames[i]
		if f.Opener == cursor.InString {
			continue
		}
		if f.Opener != cursor.InList {
			break
		}
		return slices.DeleteFunc(options, func(o option) bool {
			return slices.ContainsFunc(*f.Texts, func(n cursor.Named) bool { return n.Name == o.text && n.At != k.start })
		})
	}
	return options
}

// permissions are names as keys, and levels as values.
func (k *completer) permissions() []option {
	switch k.w.role {
	case key:
		return k.permissionNames()
	case member:
		return k.levels(k.w.key)
	}
	return nil
}

// levels are those of a permission.
func (k *completer) levels(name string) []option {
	p, ok := k.Catalog.Permission(name)
	if !ok || !p.Status.Usable() {
		return words(string(pat.Read), string(pat.Write), string(pat.Admin))
	}
	var out []option
	for _, level := range p.Levels {
		out = append(out, option{text: string(level), detail: opensWords(k.Catalog, p, level), kind: protocol.CompletionValue})
	}
	return out
}

func (k *completer) permissionNames() []option {
	taken := map[string]bool{}
	if k.c != nil {
		for i := len(k.c.Frames) - 1; i >= 0; i-- {
			if k.c.Frames[i].Opener == cursor.InObject {
				taken = k.taken(&k.c.Frames[i])
				break
			}
		}
	}
	var out []option
	for _, name := range k.Catalog.Usable() {
		p, _ := k.Catalog.Permission(name)
		if taken[name] || p.Status == catalog.Alias {
			continue
		}
		detail := string(p.Section)
		if p.DisplayName != "" {
			detail = p.DisplayName + " (" + string(p.Section) + ")"
		}
		out = append(out, option{text: name, detail: detail, doc: permissionDoc(k.Catalog, p), kind: protocol.CompletionField})
	}
	return out
}

func (k *completer) labelTexts() []option {
	switch k.w.role {
	case key:
		return words(k.used("labels")...)
	case member:
		return words(k.used("labels." + k.w.key)...)
	}
	return nil
}

// endpoints are those that a token can call and that have what is typed: each word of it, in
// any case.
func (k *completer) endpoints() []option {
	typed := strings.Fields(strings.ToLower(k.typed))
	var out []option
	for _, e := range k.Catalog.Endpoints() {
		text := strings.ToLower(e.String())
		if e.FineGrained == catalog.FineGrainedYes && !slices.ContainsFunc(typed, func(word string) bool { return !strings.Contains(text, word) }) {
			out = append(out, option{text: e.String(), kind: protocol.CompletionValue, found: true})
		}
	}
	slices.SortStableFunc(out, func(a, b option) int { return wordsWithin(a.text, typed) - wordsWithin(b.text, typed) })
	k.list.IsIncomplete = true // the client does not know words in any place
	if len(out) > maxItems {
		out = out[:maxItems]
	}
	for i := range out {
		method, path, _ := strings.Cut(out[i].text, " ")
		e, _ := k.Catalog.Endpoint(method, path)
		out[i].detail, out[i].doc = needWords(e, false), endpointDoc(e)
	}
	return k.without(out)
}

// wordsWithin is how many of the words don't begin a word of a text: "iss" does in "issues", and not
// in "permissions".
func wordsWithin(text string, words []string) int {
	n := 0
	begun := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range words {
		if !slices.ContainsFunc(begun, func(s string) bool { return strings.HasPrefix(s, word) }) {
			n++
		}
	}
	return n
}

// rules are the names that findings have, and for actions also verdicts.
func (k *completer) rules() []option {
	var out []option
	if k.w.argument.Type == schema.Actions {
		out = verdicts(pat.Drifted, pat.Undeclared)
	}
	for _, r := range pat.Rules() {
		out = append(out, k.rule(r.Name))
	}
	for _, p := range k.module.Listed("policy") {
		out = append(out, option{text: pat.PolicyRulePrefix + p.Name, detail: "policy", kind: protocol.CompletionReference})
	}
	return out
}

func (k *completer) rule(name string) option {
	doc, severity := ruleDoc(name)
	return option{text: name, detail: severity, doc: doc, kind: protocol.CompletionConstant}
}

// addresses are those of the templates of the module, and of the modules that it calls.
func (k *completer) addresses() []option {
	return words(k.module.addresses("", 0)...)
}

// addresses are those of the templates, with what comes before them. An instance has KEY
// for its key.
func (m module) addresses(before string, depth int) []string {
	var out []string
	keyed := func(d Known) string {
		if d.Keyed {
			return d.Name + anyKey
		}
		return d.Name
	}
	for _, t := range m.Listed("template") {
		out = append(out, before+"template."+keyed(t))
	}
	const deep = 5 // modules may call one another
	for _, d := range m.Listed("module") {
		if other, ok := m.moduleAt(d); ok && depth < deep && len(out) < 10*maxItems {
			out = append(out, other.addresses(before+"module."+keyed(d)+".", depth+1)...)
		}
	}
	return out
}

func verdicts(all ...pat.Verdict) []option {
	var out []option
	for _, v := range all {
		out = append(out, option{text: string(v), detail: verdictDocs[v], kind: protocol.CompletionValue})
	}
	return out
}

// compared are the strings with which what is before an operator can be compared: the levels
// of self.permissions.NAME, the events of self.event, and the kinds of self.kind.
func (k *completer) compared(before int) []option {
	text := bytes.TrimRight(k.c.Text[:before], " ")
	left, ok := bytes.CutSuffix(text, []byte("=="))
	if !ok {
		if left, ok = bytes.CutSuffix(text, []byte("!=")); !ok {
			return nil
		}
	}
	left = bytes.TrimRight(left, " ")
	last := cursor.LastWord(left)
	steps := append(cursor.Chain(left, len(left)-len(last)), last)
	switch n := len(steps); {
	case n == 3 && steps[0] == "self" && steps[1] == "permissions":
		return k.levels(last)
	case n == 2 && steps[0] == "self" && last == "event" && k.w.self == targetSelf:
		return words(subject.NoticeEvents...)
	case n == 2 && steps[0] == "self" && last == "kind":
		return words(string(pat.KindTemplate), string(pat.KindRequest), string(pat.KindToken))
	}
	return nil
}
