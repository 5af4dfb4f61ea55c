package javascript

import (
	"github.com/patctl/patctl/internal/calls/scan"
)

// walk looks at every expression, in strings too.
func (r *reader) walk(tokens []scan.Token) {
	for i := range tokens {
		for _, part := range tokens[i].Parts {
			r.walk(part.Tokens)
		}
		if r.begins(tokens, i) {
			r.expression(tokens, i)
		}
	}
}

// begins reports whether an expression that may be a call begins at an index: a
// name that is no member, or a bracket around one.
func (r *reader) begins(tokens []scan.Token, i int) bool {
	t := tokens[i]
	before := scan.At(tokens, i-1)
	if before.Is(".") || before.Is("?.") {
		return false
	}
	switch {
	case t.Kind == scan.Name:
		next := scan.At(tokens, i+1)
		return !before.Is("function") && !keywords[t.Text] && (next.Kind == scan.Punctuation && nextSteps[next.Text] || next.Kind == scan.String)
	case t.Is("("):
		if p := scan.Partner(tokens, i); p > i && p-i < maxGroup {
			next := scan.At(tokens, p+1)
			return (next.Is(".") || next.Is("?.") || next.Is("[")) && (before.Kind != scan.Name || keywords[before.Text]) && !before.Is(")") && !before.Is("]")
		}
	}
	return false
}

// maxGroup is how many tokens a group has at most whose members are read.
const maxGroup = 200

var nextSteps = map[string]bool{".": true, "?.": true, "(": true, "[": true, "<": true, "!": true}

var keywords = set("if else for while do switch case return throw new await async typeof delete void in of instanceof yield import export from const let var function class extends default catch finally try static get set private public protected readonly")

// expression reads one.
func (r *reader) expression(tokens []scan.Token, i int) {
	c := r.chainAt(tokens, i)
	t := r.root(c)
	for k := 1; k < len(c.steps); k++ {
		s := c.steps[k]
		if s.form == call || s.form == tagged {
			r.place(t, c, k)
		}
		t = r.step(t, c, k)
		if t.kind == mock && s.form == call {
			if p := scan.Partner(tokens, s.at); p > 0 {
				r.silent = append(r.silent, [2]int{tokens[s.at].From, tokens[p].To})
			}
		}
	}
	if last := c.steps[len(c.steps)-1]; t.kind == method && last.form == member && t.verb == "" && t.origin == tokens[last.at].From {
		if !scan.Is(tokens, i-1, "typeof") && !scan.Is(tokens, c.end, "=") {
			r.pending = append(r.pending, reference{tokens[i], t})
		}
	}
	r.handed(c, t)
}

// root is what the first name of a chain is.
func (r *reader) root(c chain) thing {
	i := c.steps[0].at
	t := c.tokens[i]
	if t.Is("(") {
		return r.thingOf(c.tokens[i+1 : i+t.Match])
	}
	return r.nameThing(t)
}

// step is what a step of a chain gives; k is its index.
func (r *reader) step(t thing, c chain, k int) thing {
	s := c.steps[k]
	switch s.form {
	case member:
		if k == 1 && c.steps[0].name == "this" {
			return r.field(c, s)
		}
		return r.member(t, s.name, c.tokens[s.at].From)
	case index:
		return r.indexed(t, c, k)
	}
	return r.result(t, c, s)
}

// field is this.name.
func (r *reader) field(c chain, s step) thing {
	tokens := c.tokens[c.steps[0].at : s.at+1]
	if len(tokens) == 3 {
		if value := r.constants.Resolve(tokens); len(value) > 0 && value[0].From != tokens[0].From {
			if t := r.thingOf(value); t.kind != unknown {
				return t
			}
		}
	}
	if t, ok := fieldNames[s.name]; ok {
		return t
	}
	if t := r.conventional(s.name); t.kind == client || t.kind == class || t.kind == mock || t.kind == web && t.name == "axios" {
		return t
	}
	return r.otherMember(thing{}, s.name)
}

// fieldNames are fields that sound like a function that is not theirs.
var fieldNames = map[string]thing{"exec": {name: "exec"}, "spawn": {name: "spawn"}, "request": {name: "request"}, "fetch": {kind: web, name: "fetch"}}

// maxThings is how many names are followed from one to another.
const maxThings = 12

// nameThing is the thing that a name refers to.
func (r *reader) nameThing(t scan.Token) thing {
	name := plainName(t)
	if value, ok := r.constants.Lookup(name, t.From); ok && r.depth < maxThings && len(value) > 0 {
		found := r.valueThing(value)
		if found.kind != unknown || scan.Is(value, 0, "{") {
			return found
		}
		return r.byValue(name, value)
	}
	if r.typed[name] {
		return thing{kind: client}
	}
	if m, ok := r.modules[name]; ok {
		if m.kind == unknown {
			return r.conventional(name)
		}
		return m
	}
	if r.signs.script {
		if t, ok := scriptNames[name]; ok {
			return t
		}
	}
	return r.conventional(name)
}

// valueKey is what makes a value the same as another: names of an object that is
// taken apart begin where it does.
type valueKey struct {
	from, tokens int
	last         string
}

// valueThing is what the value of a name is. It is looked at once.
func (r *reader) valueThing(value []scan.Token) thing {
	key := valueKey{value[0].From, len(value), value[len(value)-1].Text}
	if known, ok := r.values[key]; ok {
		return known
	}
	r.values[key] = thing{}
	r.depth++
	r.values[key] = r.thingOf(value)
	r.depth--
	return r.values[key]
}

// byValue is what a name is whose value is not known for what it is.
func (r *reader) byValue(name string, value []scan.Token) thing {
	if r.typed[name] {
		return thing{kind: client}
	}
	c := r.conventional(name)
	switch {
	case c.weak && scan.Is(value, 0, "new"): // of another class
		return thing{kind: nothing}
	case c.kind == web && name == "fetch" && isFunction(value):
		return c
	case c.kind != web && c.kind != runner:
		return c
	}
	return thing{name: name}
}

// scriptNames are what github-script gives to a script.
var scriptNames = map[string]thing{
	"github": {kind: client}, "octokit": {kind: client}, "exec": {kind: module, name: "@actions/exec"}, "context": {kind: context}, "getOctokit": {kind: class}, "core": {kind: nothing}, "io": {kind: nothing}, "glob": {kind: nothing},
}

// thingOf is what an expression gives.
func (r *reader) thingOf(tokens []scan.Token) thing {
	tokens = scan.Unwrap(tokens)
	if len(tokens) == 0 || r.depth > maxThings {
		return thing{}
	}
	if parts := scan.Split(tokens, "||", "??", "&&"); len(parts) > 1 {
		return r.firstOf(parts)
	}
	if parts := scan.Split(tokens, "?"); len(parts) == 2 {
		return r.firstOf(scan.Split(parts[1], ":"))
	}
	i := 0
	for scan.Is(tokens, i, "new") || scan.Is(tokens, i, "await") {
		i++
	}
	if scan.Is(tokens, i, "{") {
		return thing{options: tokens}
	}
	t := scan.At(tokens, i)
	if begins := t.Kind == scan.Name || t.Is("(") && t.Match > 0; !begins || t.Is("async") || t.Is("function") {
		return thing{}
	}
	c := r.chainAt(tokens, i)
	if c.end != len(tokens) {
		return thing{}
	}
	r.depth++
	defer func() { r.depth-- }()
	found := r.root(c)
	for k := 1; k < len(c.steps); k++ {
		found = r.step(found, c, k)
	}
	return found
}

func (r *reader) firstOf(parts [][]scan.Token) thing {
	r.depth++
	defer func() { r.depth-- }()
	for _, part := range parts {
		if t := r.thingOf(part); t.kind != unknown {
			return t
		}
	}
	return thing{}
}

// result is what a call gives.
func (r *reader) result(t thing, c chain, s step) thing {
	switch t.kind {
	case class:
		return thing{kind: client}
	case client, mock, computed, graphqlHTTP:
		return r.sameResult(t, c, s)
	case method:
		return methodResult(t)
	case request, graphql:
		if t.verb == "defaults" {
			t.verb = ""
			t.options = argumentTokens(c, s, 0)
			return t
		}
	case module:
		if d := r.moduleMember(t, "default"); d.kind != unknown && d.kind != module {
			return r.result(d, c, s)
		}
	case web, webClass:
		return r.webResult(t, c, s)
	case unknown:
		return r.unknownResult(t, c, s)
	}
	return thing{kind: nothing}
}

func (r *reader) sameResult(t thing, c chain, s step) thing {
	if t.kind == graphqlHTTP && len(t.options) == 0 {
		t.options = argumentTokens(c, s, 0)
	}
	return t
}

// methodResult: what has yet to be called with defaults is a method still; what
// builds a request was noted where it is built.
func methodResult(t thing) thing {
	switch t.verb {
	case "defaults", "bind":
		t.verb = ""
		return t
	}
	return thing{kind: nothing}
}

// unknownResult is what a function gives that is not known.
func (r *reader) unknownResult(t thing, c chain, s step) thing {
	switch name := t.name; {
	case name == "require" || name == "import":
		if m, ok := required(c, s); ok {
			return m
		}
	case name == "promisify" || name == "wrapper" || name == "setupCache" || name == "rateLimit" || name == "rax":
		return r.thingOf(argumentTokens(c, s, 0))
	case name == "auth" && r.signs.probot:
		return thing{kind: client}
	default:
		return r.returned(name)
	}
	return thing{}
}

// argumentTokens are those of the argument at a position.
func argumentTokens(c chain, s step, n int) []scan.Token {
	if a := c.arguments(s); n < len(a) {
		return a[n].Value
	}
	return nil
}

// behindGroup returns the steps of "(x).a.b()". The first step is the group itself.
func (r *reader) behindGroup(tokens []scan.Token, i int) ([]step, int) {
	steps := []step{{member, "", i}}
	for at := i + tokens[i].Match + 1; ; {
		s, next := r.stepAt(tokens, at)
		if next < 0 || len(steps) > maxChain {
			return steps, at
		}
		steps = append(steps, s)
		at = next
	}
}
