package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// place notes what the call that is a step of a chain calls; t is what is called.
func (r *reader) place(t thing, c chain, k int) {
	at := c.tokens[c.steps[0].at]
	s := c.steps[k]
	if t.kind == module {
		t = r.moduleMember(t, "default")
	}
	switch t.kind {
	case method:
		r.methodCall(at, t, c.asWritten(k), c, s)
	case request:
		r.requestCall(at, t, c, s)
	case paginate:
		r.paginateCall(at, t, c, s)
	case graphql:
		r.graphqlCall(at, t, c, s)
	case graphqlHTTP:
		r.graphqlHTTPCall(at, t, c, s)
	case web:
		r.webCall(at, t, c, s)
	case runner:
		r.commandCall(at, t, c, s)
	case computed:
		if !t.weak || r.signs.octokit {
			r.unclear(at, "octokit")
		}
	case scope:
		r.scopeCall(at, t, c, k)
	case context:
		if t.name == "config" {
			r.configCall(at, c, s)
		}
	case unknown:
		r.unknownCall(at, t, c, s)
	}
}

// asWritten are the names of a chain up to a step: "octokit.rest.issues.create".
func (c chain) asWritten(k int) string {
	var names []string
	for _, s := range c.steps[:k] {
		if s.form == member && s.name != "" && s.name != "this" {
			names = append(names, s.name)
		}
	}
	return printable(strings.Join(names, "."))
}

// methodCall notes a call of a method of octokit.
func (r *reader) methodCall(at scan.Token, t thing, as string, c chain, s step) {
	r.used[t.origin] = true
	switch t.verb {
	case "merge":
		if len(c.steps) > 1 && r.emittedAt(at) {
			return
		}
	case "defaults", "bind", "parse":
		return
	}
	o := r.methodOutcome(t, as)
	if a := c.arguments(s); len(a) > 0 {
		accept, shown := r.acceptOf(r.constants, a[0].Value)
		for i := range o.calls {
			o.calls[i].Accept, o.calls[i].Shown = accept, shown
		}
	}
	r.note(at, o)
}

// emittedAt reports whether a call was noted in a place.
func (r *reader) emittedAt(at scan.Token) bool {
	for i := len(r.Calls) - 1; i >= 0 && i > len(r.Calls)-20; i-- {
		if r.Calls[i].Line == at.Line && r.Calls[i].Column == at.Column {
			return true
		}
	}
	return false
}

// methodOutcome is what a method calls.
func (r *reader) methodOutcome(t thing, as string) outcome {
	m := t.method
	group, _, _ := strings.Cut(m.Name, ".")
	switch {
	case t.guess:
		if len(m.Endpoints) > 0 && strings.ToLower(t.name) != t.name {
			return outcome{unclear: as}
		}
		return outcome{}
	case len(m.Endpoints) > 0 && !m.Gone:
		var o outcome
		for _, endpoint := range m.Endpoints {
			o.calls = append(o.calls, reading.Call{Text: endpoint, As: as, Candidate: len(m.Endpoints) > 1})
		}
		return o
	case m.Gone, !t.weak, scopes[group] && !ofObjects[t.name]:
		return outcome{unclear: as}
	}
	return outcome{}
}

// ofObjects are methods of lists, maps, and promises: "github.issues" may be a list.
var ofObjects = set(`at concat entries every fill filter find findIndex findLast flat flatMap forEach get has includes indexOf join keys lastIndexOf map pop push reduce reduceRight reverse set shift slice
	some sort splice toSorted toString unshift values with delete clear then catch finally hasOwnProperty toJSON subscribe pipe next emit on off once`)

// scopeCall is a call of a member of octokit that is no group of methods, such
// as one that a plugin adds.
func (r *reader) scopeCall(at scan.Token, t thing, c chain, k int) {
	if !t.weak && !quiet[t.name] {
		r.unclear(at, c.asWritten(k))
	}
}

// configCall: Probot reads the file from .github.
//
// https://probot.github.io/docs/configuration/
func (r *reader) configCall(at scan.Token, c chain, s step) {
	a := c.arguments(s)
	if len(a) == 0 {
		return
	}
	r.attempt(at, func(k *scan.Constants) outcome {
		name := strings.TrimPrefix(k.Value(a[0].Value), "/")
		return outcome{calls: []reading.Call{{Text: "GET /repos/{owner}/{repo}/contents/.github/" + pathSegment(name), As: "context.config"}}, open: strings.HasPrefix(name, "{")}
	})
}

// pathSegment leaves of a path what one has.
func pathSegment(name string) string {
	if name == "" || strings.ContainsAny(name, " \t\r\n?#") {
		return "{path}"
	}
	return name
}

// requestCall notes octokit.request(...).
func (r *reader) requestCall(at scan.Token, t thing, c chain, s step) {
	if t.verb == "defaults" {
		return
	}
	a := c.arguments(s)
	if len(a) == 0 {
		return
	}
	as := c.asWritten(indexOf(c, s))
	r.attempt(at, func(k *scan.Constants) outcome { return r.route(k, t, a, as) })
}

func indexOf(c chain, s step) int {
	for k := range c.steps {
		if c.steps[k].at == s.at {
			return k
		}
	}
	return 0
}

// route is what the arguments of octokit.request call: "VERB /path", "/path", or
// an object with both.
func (r *reader) route(k *scan.Constants, t thing, a []scan.Argument, as string) outcome {
	var accept string
	var shown bool
	route := ""
	if object := k.Resolve(a[0].Value); scan.Is(object, 0, "{") {
		o := r.options(k, object)
		verb, known := o.method(k, "GET")
		route = k.Value(o.first("url", "baseUrl"))
		if !known || len(o.first("url")) == 0 {
			route = "{route}"
		} else {
			route = verb + " " + route
		}
		accept, shown = o.accept(k), !o.open
		return r.routeOutcome(k, t, route, a, object, as, accept, shown)
	}
	route = strings.TrimSpace(k.Value(a[0].Value))
	if len(a) > 1 {
		o := r.options(k, a[1].Value)
		accept, shown = o.accept(k), !o.open
		if verb, known := o.method(k, ""); known && verb != "" && strings.HasPrefix(route, "/") {
			route = verb + " " + route
		}
	} else {
		shown = true
	}
	return r.routeOutcome(k, t, route, a, nil, as, accept, shown)
}

func (r *reader) routeOutcome(k *scan.Constants, t thing, route string, a []scan.Argument, object []scan.Token, as, accept string, shown bool) outcome {
	verb, path, ok := strings.Cut(route, " ")
	if !ok {
		verb, path = "GET", route
	}
	verb, path = strings.ToUpper(strings.TrimSpace(verb)), routePath(strings.TrimSpace(path))
	where, _ := scan.PlaceOf(path)
	known := verbs[verb] && (where == scan.Path || where == scan.API) && !openPath(path)
	switch {
	case known && strings.HasSuffix(path, "/graphql") && verb == "POST":
		if object == nil && len(a) > 1 {
			object = k.Resolve(a[1].Value)
		}
		return r.documentIn(k, object)
	case known && (!t.weak || ok || t.name == ""):
		return outcome{calls: []reading.Call{{Text: verb + " " + path, As: as, Accept: accept, Shown: shown}}}
	case where == scan.Foreign, t.weak && !r.signs.octokit, t.name == "unknown":
		return outcome{open: where != scan.Foreign && r.signs.octokit}
	}
	return outcome{unclear: as, open: true}
}

// routePath takes off what octokit puts in: {?name,label}, and writes :owner as
// {owner}.
func routePath(path string) string {
	path, _, _ = strings.Cut(path, "{?")
	if !strings.Contains(path, "/:") {
		return path
	}
	segments := strings.Split(path, "/")
	for i, segment := range segments {
		if strings.HasPrefix(segment, ":") && len(segment) > 1 {
			segments[i] = "{" + segment[1:] + "}"
		}
	}
	return strings.Join(segments, "/")
}

// openPath reports whether not even the beginning of a path is known.
func openPath(path string) bool {
	if i := strings.Index(path, "://"); i >= 0 {
		if _, rest, ok := strings.Cut(path[i+3:], "/"); ok {
			path = strings.TrimPrefix(rest, "api/v3/")
		} else {
			return strings.Contains(path[i+3:], "{")
		}
	}
	return strings.HasPrefix(strings.TrimLeft(path, "/"), "{")
}

var verbs = set("GET HEAD POST PUT PATCH DELETE")

// paginateCall notes octokit.paginate(...) and its iterator.
func (r *reader) paginateCall(at scan.Token, t thing, c chain, s step) {
	a := c.arguments(s)
	if t.name == "compose" && len(a) > 1 {
		a = a[1:]
	}
	if len(a) == 0 {
		return
	}
	first := scan.Unwrap(a[0].Value)
	switch what := r.thingOf(first); {
	case what.kind == method && (what.verb == "" || what.verb == "endpoint" && !hasCall(first)):
		r.methodCall(at, thing{kind: method, method: what.method, weak: what.weak, origin: what.origin}, r.writtenAs(first, what), c, step{})
		r.used[what.origin] = true
		return
	case what.kind == nothing && hasCall(first): // it was noted where it is built
		return
	case what.kind == computed:
		return // so was this
	}
	if r.builds(first) {
		return
	}
	as := c.asWritten(indexOf(c, s))
	r.attempt(at, func(k *scan.Constants) outcome {
		if follow := r.methodGiven(k, first); follow.kind == method {
			return r.methodOutcome(follow, follow.method.Name)
		}
		return r.route(k, t, a, as)
	})
}

// builds reports whether tokens are a name whose value builds a request.
func (r *reader) builds(tokens []scan.Token) bool {
	value := r.constants.Resolve(tokens)
	return len(value) > len(tokens) && hasCall(value) && r.thingOf(value).kind == nothing
}

// methodGiven is the method that a parameter is in a call of its function.
func (r *reader) methodGiven(k *scan.Constants, tokens []scan.Token) thing {
	if value := k.Resolve(tokens); len(value) > 0 && value[0].Kind == scan.Name {
		if t := r.thingOf(value); t.kind == method {
			r.used[t.origin] = true
			return t
		}
	}
	return thing{}
}

func hasCall(tokens []scan.Token) bool {
	for _, t := range tokens {
		if t.Is("(") {
			return true
		}
	}
	return false
}

// writtenAs is the name of a method as an argument spells it.
func (r *reader) writtenAs(tokens []scan.Token, t thing) string {
	if c := r.chainAt(tokens, 0); len(c.steps) > 2 {
		return c.asWritten(len(c.steps))
	}
	return t.method.Name
}

// references notes the methods that are named, and neither called there nor by another name: they are
// called by what they are given to.
func (r *reader) references() {
	for _, ref := range r.pending {
		if !r.used[ref.thing.origin] && !r.isSilent(ref.at.From) {
			r.note(ref.at, r.methodOutcome(ref.thing, ref.thing.method.Name))
		}
	}
}

// isSilent reports whether a place belongs to what mocks are set up with.
func (r *reader) isSilent(at int) bool {
	for _, part := range r.silent {
		if part[0] <= at && at < part[1] {
			return true
		}
	}
	return false
}
