package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/scan"
)

// imports declares the names that a program imports, as what their packages are.
func (r *reader) imports() {
	tokens := r.program.Tokens
	for i := range tokens {
		if tokens[i].Is("import") && !scan.Is(tokens, i-1, ".") {
			r.importAt(i)
		}
	}
}

// maxImport is how many tokens an import has at most.
const maxImport = 400

// importAt reads: import a, { b as c } from "d"; import * as a from "d"; import a = require("d").
func (r *reader) importAt(at int) {
	tokens := r.program.Tokens
	for i := at + 1; i < len(tokens) && i < at+maxImport; i++ {
		switch t := tokens[i]; {
		case t.Is(";") || t.Is("(") || t.First && (t.Is("import") || t.Is("export") || t.Is("const")):
			return
		case t.Is("from") && scan.At(tokens, i+1).Kind == scan.String:
			r.imported(tokens[at+1:i], tokens[i+1].Text)
			return
		}
	}
}

func (r *reader) imported(names []scan.Token, from string) {
	for i := 0; i < len(names); i++ {
		t := names[i]
		if t.Kind != scan.Name || t.Is("type") || t.Is("as") || scan.Is(names, i+1, "as") {
			continue
		}
		m := thing{kind: module, name: from}
		if strings.HasPrefix(from, ".") {
			r.own[t.Text] = from
		}
		switch {
		case scan.Is(names, i-1, "as") && !scan.Is(names, i-2, "*"):
			r.modules[t.Text] = r.moduleMember(m, scan.At(names, i-2).Text)
		case scan.Is(names, i-1, "{") || scan.Is(names, i-1, ",") && insideBraces(names, i):
			r.modules[t.Text] = r.moduleMember(m, t.Text)
		default:
			r.modules[t.Text] = r.moduleMember(m, "default")
			if r.modules[t.Text].kind == unknown {
				r.modules[t.Text] = m
			}
		}
	}
}

// insideBraces reports whether a token is between braces that may be open in
// these tokens only.
func insideBraces(tokens []scan.Token, i int) bool {
	for i--; i >= 0; i-- {
		if tokens[i].Is("{") {
			return true
		}
		if tokens[i].Is("}") {
			return false
		}
	}
	return false
}

// httpModules are packages with a client of HTTP, with the name of the client.
var httpModules = map[string]string{
	"axios": "axios", "got": "got", "ky": "ky", "ky-universal": "ky", "superagent": "superagent", "needle": "needle", "node-fetch": "fetch", "cross-fetch": "fetch", "isomorphic-fetch": "fetch",
	"isomorphic-unfetch": "fetch", "node-fetch-native": "fetch", "make-fetch-happen": "fetch", "ofetch": "fetch", "undici": "undici", "request": "request", "request-promise": "request", "request-promise-native": "request",
	"https": "node", "http": "node", "node:https": "node", "node:http": "node", "follow-redirects": "node", "phin": "phin", "redaxios": "axios", "@nestjs/axios": "http client", "urllib": "urllib", "whatwg-fetch": "fetch",
	"@actions/http-client": "actions", "typed-rest-client/HttpClient": "actions", "wretch": "fetch", "jquery": "jquery", "@vercel/fetch": "fetch", "axios-retry": "",
}

// runnerModules are packages that run commands.
var runnerModules = set("child_process node:child_process execa @actions/exec shelljs zx zx/globals cross-spawn tinyexec execa/index.js bun zx/core")

// mockModules are packages that answer instead of GitHub.
var mockModules = set("msw msw/node nock fetch-mock axios-mock-adapter moxios sinon vitest @jest/globals testdouble jest-fetch-mock vitest-fetch-mock")

// moduleMember is what a package exports under a name.
func (r *reader) moduleMember(m thing, name string) thing {
	switch {
	case mockModules[m.name]:
		return thing{kind: mock}
	case strings.HasPrefix(m.name, "@octokit/") || strings.HasPrefix(m.name, "octokit") || m.name == "probot" || strings.HasPrefix(m.name, "@actions/github") || m.name == "@probot/octokit-plugin-config":
		return octokitExport(m, name)
	case runnerModules[m.name]:
		return runnerExport(m, name)
	case m.name == "graphql-request":
		return thing{kind: graphqlHTTP, name: name}
	case httpModules[m.name] != "":
		return httpExport(m, name)
	}
	return thing{kind: unknown, name: name}
}

func octokitExport(m thing, name string) thing {
	switch {
	case name == "graphql" && m.name == "@octokit/graphql":
		return thing{kind: graphql}
	case name == "request" || name == "default" && m.name == "@octokit/request":
		return thing{kind: request}
	case name == "getOctokit" || name == "GitHub" || strings.HasSuffix(name, "Octokit") || name == "Octokit":
		return thing{kind: class}
	case name == "default" && (m.name == "@octokit/rest" || m.name == "octokit"):
		return thing{kind: class}
	case name == "context":
		return thing{kind: context}
	case name == "github" || name == "default" && m.name == "@actions/github":
		return m
	case name == "composePaginateRest":
		return thing{kind: paginate, name: "compose"}
	case scopes[name] || name == "rest" || name == "paginate": // another github, by the name of the package
		return thing{kind: client, weak: true}
	case name == "App" || name == "OAuthApp" || name == "Probot":
		return thing{name: name}
	}
	return thing{kind: nothing}
}

func runnerExport(m thing, name string) thing {
	switch name {
	case "exec", "execSync", "execaCommand", "execaCommandSync", "getExecOutput", "command", "commandSync":
		if strings.HasPrefix(m.name, "@actions/") {
			return thing{kind: runner, name: "actions"}
		}
		return thing{kind: runner, name: "exec"}
	case "execFile", "execFileSync", "spawn", "spawnSync", "x", "sync":
		return thing{kind: runner, name: "spawn"}
	case "execa", "execaSync":
		return thing{kind: runner, name: "execa"}
	case "$", "$sync":
		return thing{kind: runner, name: "$"}
	case "fetch":
		return thing{kind: web, name: "fetch"}
	case "default":
		switch {
		case strings.HasPrefix(m.name, "execa"):
			return thing{kind: runner, name: "execa"}
		case m.name == "cross-spawn":
			return thing{kind: runner, name: "spawn"}
		}
		return m
	}
	return thing{kind: nothing}
}

func httpExport(m thing, name string) thing {
	library := httpModules[m.name]
	switch {
	case library == "actions" && strings.HasSuffix(name, "Client"):
		return thing{kind: webClass, name: "actions"}
	case name == "default" || name == "fetch" || name == library || name == "http" || name == "https" || name == "HttpService":
		return thing{kind: web, name: library}
	case library == "undici" && (name == "request" || name == "stream"):
		return thing{kind: web, name: "fetch"}
	case library == "node" && (name == "request" || name == "get"):
		return thing{kind: web, name: "node", verb: name}
	case library == "actions":
		return m
	}
	return webMember(thing{kind: web, name: library}, name) // axios = require("axios"); axios.create()
}

// required is the package that "require("x")" or "import("x")" gives.
func required(c chain, s step) (thing, bool) {
	arguments := c.arguments(s)
	if len(arguments) != 1 || len(arguments[0].Value) != 1 || arguments[0].Value[0].Kind != scan.String {
		return thing{}, false
	}
	return thing{kind: module, name: arguments[0].Value[0].Text}, true
}
