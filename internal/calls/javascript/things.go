package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/scan"
	"github.com/patctl/patctl/internal/catalog/library"
)

// kind is what a value is, as far as calls go.
type kind uint8

const (
	unknown     kind = iota
	class            // Octokit, the class of clients
	client           // an octokit
	rest             // octokit.rest
	scope            // octokit.rest.issues
	method           // octokit.rest.issues.create
	request          // octokit.request
	paginate         // octokit.paginate
	graphql          // octokit.graphql
	graphqlHTTP      // a client of GraphQL for an address, such as that of graphql-request
	module           // what a package exports, by its name
	web              // a client of HTTP, such as axios: with a base and a verb
	webClass         // what such clients are made of
	runner           // a function that runs a command: exec, $
	context          // of Probot and of github-script
	mock             // what answers instead of GitHub
	nothing          // known to be none of these
	computed         // a member of octokit whose name is not known
)

// thing is a value.
type thing struct {
	kind kind
	name string // of a scope, a method, a module, a library of HTTP, a function
	// weak: only the name suggests an octokit. Methods that octokit does not have are
	// ignored.
	weak bool
	// guess: nothing in the program mentions octokit. A method that octokit has is
	// unclear, because the client may come from another file.
	guess bool
	verb  string // of web
	// options are those that it was made with: its address, its method.
	options []scan.Token
	base    string // web: the address before every path
	method  library.Method
	origin  int // method: the place of its name
}

// scopes are the groups of octokit's methods.
//
// https://github.com/octokit/plugin-rest-endpoint-methods.js
var scopes = set(`actions activity apps billing campaigns checks codeScanning codeSecurity codesOfConduct codespaces copilot credentials dependabot dependencyGraph emojis enterpriseAdmin
	enterpriseTeams enterpriseTeamMemberships enterpriseTeamOrganizations gists git gitdata gitignore hostedCompute interactions issues licenses markdown meta migrations oidc orgs packages privateRegistries projects projectsClassic pulls
	pullRequests rateLimit reactions repos scim search secretScanning securityAdvisories teams users`)

// quiet are members of an octokit that call nothing.
var quiet = set("hook auth log plugin then catch bind constructor authenticate defaults toString context getOctokit retry throttle cache hasOwnProperty")

func set(words ...string) map[string]bool {
	s := map[string]bool{}
	for _, list := range words {
		for _, word := range strings.Fields(list) {
			s[word] = true
		}
	}
	return s
}

// member is a member of a thing.
func (r *reader) member(t thing, name string, at int) thing {
	switch t.kind {
	case client, rest:
		return r.clientMember(t, name)
	case scope:
		m, _ := library.Octokit(t.name + "." + name)
		m.Name = t.name + "." + name
		return thing{kind: method, name: name, weak: t.weak, guess: t.guess, method: m, origin: at}
	case method, request, paginate, graphql:
		return functionMember(t, name)
	case web:
		return webMember(t, name)
	case module:
		m := r.moduleMember(t, name)
		if m.kind == client && m.weak {
			return r.clientMember(m, name)
		}
		return m
	case class:
		return classMember(t, name)
	case graphqlHTTP, computed, mock, nothing:
		return t
	}
	return r.otherMember(t, name)
}

// clientMember is a member of an octokit.
func (r *reader) clientMember(t thing, name string) thing {
	if t.kind == client {
		switch name {
		case "rest":
			return thing{kind: rest}
		case "request":
			return thing{kind: request, weak: t.weak}
		case "paginate":
			return thing{kind: paginate, weak: t.weak}
		case "graphql":
			return thing{kind: graphql, weak: t.weak}
		case "octokit", "github", "client":
			return t
		}
		if quiet[name] {
			return thing{kind: nothing}
		}
	}
	return thing{kind: scope, name: name, weak: t.weak || t.kind == rest && t.weak}
}

// functionMember is a member of a function of octokit.
func functionMember(t thing, name string) thing {
	switch name {
	case "mockResolvedValue", "mockReturnValue", "mockImplementation", "mockRejectedValue", "mockResolvedValueOnce", "mockReturnValueOnce", "mockImplementationOnce",
		"mockRejectedValueOnce", "mock", "calls", "callCount", "calledOnce", "calledWith", "should", "restore", "resolves", "returns", "rejects", "mockReset", "mockClear", "mockRestore":
		return thing{kind: mock}
	case "endpoint", "merge", "defaults", "iterator", "bind", "call", "apply", "parse", "paginate":
		t.verb = name
	default:
		if t.kind == request && t.weak { // an object that is called request
			return thing{kind: nothing}
		}
	}
	return t
}

func classMember(t thing, name string) thing {
	switch name {
	case "plugin", "defaults", "Octokit":
		return t
	}
	return thing{kind: nothing}
}

// otherMember is a member of something that is not known.
func (r *reader) otherMember(t thing, name string) thing {
	lower := strings.ToLower(name)
	switch {
	case name == "rest":
		return thing{kind: rest, weak: true}
	case lower == "octokit" || strings.HasSuffix(lower, "octokit") && name[0] >= 'a':
		return thing{kind: client}
	case t.kind == context && name == "config" && r.signs.probot:
		return thing{kind: context, name: "config"}
	case lower == "github" || lower == "gh":
		return thing{kind: client, weak: true}
	case name == "client" && r.signs.octokit:
		return thing{kind: client, weak: true}
	case scopes[name] && r.signs.octokit && r.byName(t.name):
		return thing{kind: scope, name: name, weak: true}
	case scopes[name] && r.byName(t.name):
		return thing{kind: scope, name: name, weak: true, guess: true}
	case name == "request":
		return thing{kind: request, weak: true}
	case name == "paginate":
		return thing{kind: paginate, weak: true}
	case name == "fetch" && (t.name == "window" || t.name == "globalThis" || t.name == "self" || t.name == "global"):
		return thing{kind: web, name: "fetch"}
	}
	if library := httpMember[lower]; library != "" {
		return thing{kind: web, name: library}
	}
	return thing{kind: unknown, name: name}
}

// byName reports whether a name sounds like a client of GitHub.
func (r *reader) byName(name string) bool {
	lower := strings.ToLower(strings.TrimLeft(name, "_$#"))
	return lower == "client" || lower == "kit" || lower == "api" || strings.Contains(lower, "github") || strings.HasPrefix(lower, "gh")
}

// httpMember are members that are clients of HTTP by their names: this.axios,
// this.http.
var httpMember = map[string]string{"axios": "axios", "got": "got", "ky": "ky", "$axios": "axios", "$http": "axios", "http": "http client", "httpclient": "http client", "httpservice": "http client", "axiosinstance": "axios"}

// conventional is what a name is that has no value in the text.
func (r *reader) conventional(name string) thing {
	lower := strings.ToLower(strings.TrimLeft(name, "_$"))
	switch {
	case name == "$" && r.signs.zx:
		return thing{kind: runner, name: "$"}
	case strings.Contains(lower, "octokit"):
		if name[0] >= 'A' && name[0] <= 'Z' {
			return thing{kind: class}
		}
		return thing{kind: client, name: name}
	case r.typed[name]:
		return thing{kind: client, name: name}
	case name == "github":
		return thing{kind: client, weak: true, name: name}
	case name == "context" || name == "ctx":
		return thing{kind: context}
	case r.signs.octokit && r.byName(name) && name[0] >= 'a':
		return thing{kind: client, weak: true, name: name}
	}
	if known, ok := globals[name]; ok {
		known.options = nil
		return known
	}
	return thing{kind: unknown, name: name}
}

// globals are functions that are there without being imported, or that nothing
// else is called.
var globals = map[string]thing{
	"fetch": {kind: web, name: "fetch"}, "$fetch": {kind: web, name: "fetch"}, "useFetch": {kind: web, name: "fetch"}, "nodeFetch": {kind: web, name: "fetch"}, "axios": {kind: web, name: "axios"}, "got": {kind: web, name: "got"}, "ky": {kind: web, name: "ky"},
	"superagent": {kind: web, name: "superagent"}, "needle": {kind: web, name: "needle"}, "ofetch": {kind: web, name: "fetch"}, "$http": {kind: web, name: "axios"},
	"jQuery": {kind: web, name: "jquery"}, "$": {kind: web, name: "jquery"}, "Request": {kind: web, name: "fetch"}, "nock": {kind: mock}, "fetchMock": {kind: mock}, "fetchmock": {kind: mock}, "moxios": {kind: mock},
	"jest": {kind: mock}, "vi": {kind: mock}, "sinon": {kind: mock}, "expect": {kind: mock}, "td": {kind: mock},
	"exec": {kind: runner, name: "exec"}, "execSync": {kind: runner, name: "exec"}, "execa": {kind: runner, name: "execa"}, "execaSync": {kind: runner, name: "execa"},
	"spawn": {kind: runner, name: "spawn"}, "spawnSync": {kind: runner, name: "spawn"}, "execFile": {kind: runner, name: "spawn"}, "execFileSync": {kind: runner, name: "spawn"},
	"execaCommand": {kind: runner, name: "exec"}, "execaCommandSync": {kind: runner, name: "exec"}, "execAsync": {kind: runner, name: "exec"}, "execPromise": {kind: runner, name: "exec"},
	"shell": {kind: module, name: "shelljs"}, "child_process": {kind: module, name: "child_process"}, "cp": {kind: module, name: "child_process"}, "console": {kind: nothing}, "process": {kind: nothing}, "JSON": {kind: nothing},
}
