package javascript

import (
	"slices"

	"github.com/patctl/patctl/internal/calls/scan"
	"github.com/patctl/patctl/internal/catalog/library"
)

// indexed is the member of a thing whose name an expression gives.
func (r *reader) indexed(t thing, c chain, k int) thing {
	if scan.At(c.tokens, c.steps[k].at+1).Kind == scan.Number { // an element of a list
		return thing{kind: nothing}
	}
	switch t.kind {
	case scope:
		if t.guess {
			return thing{kind: nothing}
		}
		if m, ok := r.oneOfMethods(t, c, c.steps[k]); ok {
			return m
		}
		called := k+1 < len(c.steps) && c.steps[k+1].form == call
		return thing{kind: computed, weak: t.weak && (!called || !scopes[t.name])}
	case client, rest:
		return thing{kind: computed, weak: t.weak}
	case mock, computed, nothing:
		return t
	}
	return thing{}
}

// oneOfMethods is the method of a scope that is one of several, where the text has all
// of their names: issues[found ? "updateComment" : "createComment"].
func (r *reader) oneOfMethods(t thing, c chain, s step) (thing, bool) {
	end := scan.Partner(c.tokens, s.at)
	names, ok := r.alternatives(c.tokens[s.at+1:end], 0)
	if !ok {
		return thing{}, false
	}
	all := library.Method{Name: t.name}
	for _, name := range names {
		m, known := library.Octokit(t.name + "." + name)
		if !known || m.Gone {
			return thing{}, false
		}
		for _, endpoint := range m.Endpoints {
			if !slices.Contains(all.Endpoints, endpoint) {
				all.Endpoints = append(all.Endpoints, endpoint)
			}
		}
	}
	return thing{kind: method, name: t.name, weak: t.weak, method: all, origin: c.tokens[s.at].From}, len(all.Endpoints) > 0
}

// maxAlternatives is how many names a method may have.
const maxAlternatives = 8

// alternatives are the texts that an expression may give; false: it may give others.
func (r *reader) alternatives(tokens []scan.Token, depth int) ([]string, bool) {
	tokens = scan.Unwrap(tokens)
	if parts := scan.Split(tokens, "?"); len(parts) == 2 && depth < 4 {
		return r.allOf(scan.Split(parts[1], ":"), depth)
	}
	if len(tokens) != 1 {
		return nil, false
	}
	switch t := tokens[0]; {
	case t.Kind == scan.String && t.Parts == nil:
		return []string{t.Text}, true
	case t.Kind == scan.Name && depth < 4:
		values, open := r.constants.LookupAll(t.Text, t.From)
		if open {
			return nil, false
		}
		return r.allOf(values, depth)
	}
	return nil, false
}

func (r *reader) allOf(parts [][]scan.Token, depth int) ([]string, bool) {
	var names []string
	for _, part := range parts {
		found, ok := r.alternatives(part, depth+1)
		if !ok || len(names) > maxAlternatives {
			return nil, false
		}
		names = append(names, found...)
	}
	return names, len(names) > 0
}

// handed notes a function of octokit that is an argument of a function of another file,
// which may send anything with it.
func (r *reader) handed(c chain, t thing) {
	last := c.steps[len(c.steps)-1]
	if t.kind != graphql && t.kind != request && t.kind != paginate || t.verb != "" || t.weak || last.form != member || last.name != "graphql" && last.name != "request" && last.name != "paginate" {
		return
	}
	begin := c.steps[0].at
	next := scan.At(c.tokens, c.end)
	if before := scan.At(c.tokens, begin-1); !before.Is("(") && !before.Is(",") || !next.Is(",") && !next.Is(")") {
		return
	}
	to := callee(c.tokens, begin)
	if to == "" || said[to] || keywords[to] || ofOctokit[to] || len(r.named[to]) > 0 || r.isSilent(c.tokens[begin].From) {
		return
	}
	r.unclear(c.tokens[begin], c.asWritten(len(c.steps)))
}

// ofOctokit are functions that take one of octokit's own, and whose call is noted.
var ofOctokit = set("paginate iterator bind call apply wrap before after error spyOn mocked")
