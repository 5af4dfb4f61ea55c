package javascript

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// verbOf is the method that a function is named after: get, del, postJson; "": none.
func verbOf(name string) string {
	lower := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(name, "JSON"), "Json"))
	switch lower {
	case "get", "post", "put", "patch", "delete", "head":
		return strings.ToUpper(lower)
	case "del":
		return "DELETE"
	}
	return ""
}

// webMember is a member of a client of HTTP.
func webMember(t thing, name string) thing {
	if v := verbOf(name); v != "" {
		t.verb = v
		return t
	}
	switch name {
	case "request", "stream", "ajax", "fetch", "default", "raw", "paginate", "axiosRef", "$request":
		t.verb = ""
		return t
	case "create", "extend", "instance", "defaults":
		t.verb = "create"
		return t
	case "http", "https":
		if t.name == "node" {
			return t
		}
	case "HttpClient":
		return thing{kind: webClass, name: "actions"}
	}
	return thing{kind: nothing}
}

// webResult is what a client of HTTP gives where it is called.
func (r *reader) webResult(t thing, c chain, s step) thing {
	switch {
	case t.kind == webClass:
		return thing{kind: web, name: t.name}
	case t.verb == "create":
		t.verb = ""
		t.options = argumentTokens(c, s, 0)
		t.base = r.baseOf(t.options, t.base)
		return t
	}
	return thing{kind: nothing}
}

// baseOf is the address before every path.
func (r *reader) baseOf(tokens []scan.Token, otherwise string) string {
	o := r.options(r.constants, tokens)
	if value := o.first("baseURL", "baseUrl", "prefixUrl", "base_url", "prefix"); value != nil {
		return r.constants.Value(value)
	}
	return otherwise
}

// asked is what a call of a client of HTTP asks for.
type asked struct {
	verb    string
	known   bool // the verb
	target  string
	options options
	body    []scan.Token
}

// webCall notes a call of a client of HTTP.
func (r *reader) webCall(at scan.Token, t thing, c chain, s step) {
	a := c.arguments(s)
	if len(a) == 0 || t.verb == "create" || s.form != call {
		return
	}
	r.attempt(at, func(k *scan.Constants) outcome {
		o := r.webOutcome(k, t, r.ask(k, t, a))
		if o.open && len(o.calls) == 0 {
			return r.oneOf(k, t, a, o)
		}
		return o
	})
}

// addresses are the values that the address of a request may have: those of a name, or of
// "c ? a : b".
func addresses(k *scan.Constants, tokens []scan.Token) (values [][]scan.Token, more bool) {
	tokens = scan.Unwrap(tokens)
	if parts := scan.Split(tokens, "?"); len(parts) == 2 {
		return scan.Split(parts[1], ":"), false
	}
	if len(tokens) != 1 || tokens[0].Kind != scan.Name {
		return nil, false
	}
	assigned, more := k.LookupAll(tokens[0].Text, tokens[0].From)
	for _, value := range assigned {
		if parts := scan.Split(value, "?"); len(parts) == 2 {
			values = append(values, scan.Split(parts[1], ":")...)
		} else {
			values = append(values, value)
		}
	}
	return values, more
}

// oneOf is what a request calls whose address is one of several that a name is
// given. The address of the next page is not known, but it is the same call.
func (r *reader) oneOf(k *scan.Constants, t thing, a []scan.Argument, open outcome) outcome {
	values, more := addresses(k, a[0].Value)
	if len(values) < 2 || len(values) > maxSame {
		return open
	}
	var o outcome
	for _, value := range values {
		with := slices.Clone(a)
		with[0].Value = value
		found := r.webOutcome(k, t, r.ask(k, t, with))
		o.calls = append(o.calls, found.calls...)
		more = more || found.open && !nextPage(value)
	}
	if len(o.calls) == 0 {
		return open
	}
	for i := range o.calls {
		o.calls[i].Candidate = len(o.calls) > 1
	}
	if more {
		o.unclear = reading.Unreadable
	}
	return o
}

// nextPage reports whether a value is the address of the next page.
func nextPage(value []scan.Token) bool {
	for _, t := range value {
		if lower := strings.ToLower(t.Text); strings.Contains(lower, "next") || strings.Contains(lower, "link") {
			return true
		}
	}
	return false
}

// ask reads the arguments.
func (r *reader) ask(k *scan.Constants, t thing, a []scan.Argument) asked {
	verb := t.verb
	if verb == "get" || verb == "request" { // of Node's https
		verb = ""
	}
	first := k.Resolve(a[0].Value)
	if verb == "" && len(a) > 1 && len(first) == 1 && first[0].Kind == scan.String && verbs[strings.ToUpper(first[0].Text)] {
		verb, a = strings.ToUpper(first[0].Text), a[1:] // needle("get", address)
		first = k.Resolve(a[0].Value)
	}
	q := asked{verb: verb, known: verb != ""}
	if scan.Is(first, 0, "{") || scan.Is(first, 0, "Object") && scan.Is(first, 2, "assign") {
		q.options = r.options(k, first)
		q.target = q.options.target(k)
		if len(a) > 1 { // of Node's http, what follows is a function
			q.body = a[1].Value
		}
	} else {
		q.target = k.Value(a[0].Value)
		q.options = r.rest(k, t, verb, a[1:])
		if len(a) > 1 {
			q.body = a[1].Value
		}
	}
	if !q.known {
		q.verb, q.known = q.options.method(k, r.usual(t, q.options))
	}
	return q
}

// usual is the method where none is asked for.
func (r *reader) usual(t thing, o options) string {
	if t.name == "needle" && o.first("body") != nil {
		return "POST"
	}
	return "GET"
}

// rest reads the options behind an address: the last argument of a method with a body, else the
// next.
func (r *reader) rest(k *scan.Constants, t thing, verb string, a []scan.Argument) options {
	if len(a) == 0 || isFunction(a[0].Value) {
		return options{}
	}
	if t.name == "axios" && (verb == "POST" || verb == "PUT" || verb == "PATCH") {
		if len(a) < 2 {
			return options{}
		}
		return r.options(k, a[1].Value)
	}
	return r.options(k, a[0].Value)
}

// isFunction reports whether tokens are a function.
func isFunction(tokens []scan.Token) bool {
	for i := 0; i < len(tokens) && i < 4; i++ {
		if tokens[i].Is("function") || tokens[i].Is("=>") {
			return true
		}
		if p := scan.Partner(tokens, i); p > i && scan.Is(tokens, p+1, "=>") {
			return true
		}
	}
	return false
}

// target is the address that options have.
func (o options) target(k *scan.Constants) string {
	base := ""
	if value := o.first("baseURL", "baseUrl", "prefixUrl"); value != nil {
		base = k.Value(value)
	}
	if value := o.first("url", "uri"); value != nil {
		return joinAddress(base, k.Value(value))
	}
	if host := o.first("hostname", "host"); host != nil {
		path := "/"
		if value := o.first("path", "pathname"); value != nil {
			path = k.Value(value)
		}
		return joinAddress("https://"+strings.TrimPrefix(k.Value(host), "https://"), path)
	}
	return "{value}"
}

// joinAddress puts a path behind an address.
func joinAddress(base, path string) string {
	if base == "" || strings.Contains(path, "://") || strings.HasPrefix(path, "//") {
		return path
	}
	return strings.TrimRight(base, "/") + "/" + strings.TrimLeft(path, "/")
}

// webOutcome is what a request calls.
func (r *reader) webOutcome(k *scan.Constants, t thing, q asked) outcome {
	base := t.base
	if t.name == "axios" && base == "" {
		base = r.axiosBase(k)
	}
	target := joinAddress(base, q.target)
	where, host := scan.PlaceOf(target)
	switch where {
	case scan.API:
		return r.apiOutcome(k, t, q, target)
	case scan.Service:
		return outcome{calls: []reading.Call{{Kind: reading.Host, Text: "host " + host}}}
	case scan.Website:
		if isDownload(target) {
			return outcome{calls: []reading.Call{{Kind: reading.Host, Text: "host github.com"}}}
		}
		return outcome{}
	case scan.Open:
		if r.signs.speaks || strings.Contains(strings.ToLower(target), "github") {
			return outcome{unclear: reading.Unreadable, open: true}
		}
		return outcome{open: true}
	}
	return outcome{}
}

// axiosBase is what was assigned to axios.defaults.baseURL.
func (r *reader) axiosBase(k *scan.Constants) string {
	if value, ok := k.Lookup("axios.defaults.baseURL", 0); ok {
		return k.Value(value)
	}
	return ""
}

func (r *reader) apiOutcome(k *scan.Constants, t thing, q asked, target string) outcome {
	if path := strings.TrimRight(strings.SplitN(target, "?", 2)[0], "/"); strings.HasSuffix(path, "/graphql") {
		body := q.options.first("body", "data", "json")
		if body == nil {
			body = q.body
		}
		return r.documentIn(k, body)
	}
	if openPath(target) || strings.ContainsAny(target, " \n") {
		return outcome{unclear: reading.Unreadable, open: true}
	}
	text := target
	if q.known {
		text = q.verb + " " + target
	}
	as := t.name
	if as == "node" || as == "http client" || as == "actions" {
		as = "https"
	}
	return outcome{calls: []reading.Call{{Text: text, As: as, Accept: q.options.accept(k), Shown: !q.options.open}}, open: !q.known}
}

// isDownload reports whether an address of github.com is one of contents.
func isDownload(address string) bool {
	for _, sign := range []string{"/archive/", "/raw/", "/releases/download/", "/releases/latest/download/", "/tarball/", "/zipball/"} {
		if strings.Contains(address, sign) {
			return true
		}
	}
	return false
}

// unknownCall notes a call of a function that is not known, with an address of the API: a
// client of HTTP under a name of its own.
func (r *reader) unknownCall(at scan.Token, t thing, c chain, s step) {
	verb := verbOf(t.name)
	a := c.arguments(s)
	if len(a) == 0 || t.name == "" || len(r.named[t.name]) > 0 {
		return
	}
	if verb == "" && !requesters[strings.ToLower(t.name)] {
		if t.name == "open" && len(a) > 1 { // of XMLHttpRequest
			r.attempt(at, func(k *scan.Constants) outcome {
				q := asked{verb: strings.ToUpper(k.Value(a[0].Value)), target: k.Value(a[1].Value)}
				q.known = verbs[q.verb]
				if where, _ := scan.PlaceOf(q.target); where != scan.API || !q.known {
					return outcome{}
				}
				return r.webOutcome(k, thing{name: "fetch"}, q)
			})
		}
		return
	}
	r.attempt(at, func(k *scan.Constants) outcome {
		q := r.ask(k, thing{kind: web, verb: verb}, a)
		if where, _ := scan.PlaceOf(q.target); where != scan.API && where != scan.Service {
			return outcome{open: where == scan.Open}
		}
		return r.webOutcome(k, thing{name: "fetch"}, q)
	})
}

// requesters are names of functions that make a request of their first argument.
var requesters = set("request fetch fetchjson getjson httprequest makerequest apirequest fetchwithretry fetchretry fetchwithtimeout authfetch safefetch retryfetch cachedfetch httpget httpsget doget apifetch fetchjson fetchdata fetchurl download downloadfile ajax")
