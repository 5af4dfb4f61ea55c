package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// verbs are methods and functions that are requests.
var verbs = []string{"get", "head", "post", "put", "patch", "delete", "options"}

// modules have functions that are requests, and make sessions.
var modules = []string{"requests", "httpx", "aiohttp", "niquests", "curl_cffi.requests", "urllib3", "requests_cache", "requests_toolbelt", "requests.sessions", "requests_toolbelt.sessions", "http.client"}

// clients are what makes a session.
var clients = []string{"Session", "session", "Client", "AsyncClient", "ClientSession", "CachedSession", "BaseUrlSession", "PoolManager", "HTTPSConnection"}

// http notes a request with requests, httpx, aiohttp, or what has the same methods.
func (r *reader) http(call *program.Expr, scope *program.Scope) bool {
	if call.X == nil || call.X.Kind != program.Member && !slices.Contains(modules, moduleOf(r.full(call.X))) {
		return false
	}
	request, ok := requestOf(call)
	if !ok {
		return false
	}
	f := &program.Frame{Scope: scope}
	base, known := r.session(call, f)
	request.Base = base
	target := r.Program.Evaluate().Text(request.Target, f)
	if !known && (!looksLikeAddress(target) || r.Program.Defines(call.Callee())) {
		return false
	}
	if !known && program.ReadAddress(target).Owner == program.Local && !r.Program.Speaks {
		return false
	}
	r.Request(request, scope)
	return true
}

// requestOf is the request that a call is, if its name is that of one.
func requestOf(call *program.Expr) (program.Request, bool) {
	name := call.Callee()
	request := program.Request{At: call, Body: bodies(call)}
	switch {
	case slices.Contains(verbs, name):
		request.Method = strings.ToUpper(name)
		request.Target = call.Arg(0, "url")
	case name == "request", name == "stream", name == "urlopen":
		request.MethodOf, request.Target = call.Arg(0, "method"), call.Arg(1, "url")
		if call.Arg(-1, "method") != nil {
			request.Target = call.Arg(0, "url")
		}
	default:
		return request, false
	}
	return request, request.Target != nil && (request.Method != "" || request.MethodOf != nil)
}

// bodies are the arguments that may hold a document of GraphQL.
func bodies(call *program.Expr) []*program.Expr {
	var found []*program.Expr
	for _, a := range call.Args {
		if a.Name == "json" || a.Name == "data" || a.Name == "content" || a.Name == "body" {
			found = append(found, a.Value)
		}
	}
	if found == nil {
		for _, at := range []int{1, 2} {
			if body := call.Arg(at); body != nil {
				found = append(found, body)
			}
		}
	}
	return found
}

func moduleOf(name string) string { return name[:max(0, strings.LastIndexByte(name, '.'))] }

// looksLikeAddress tells an address from a key of a dictionary.
func looksLikeAddress(target string) bool {
	return strings.Contains(target, "://") || strings.HasPrefix(target, "/") || strings.HasPrefix(target, "{") && strings.Contains(target, "/")
}

// session is the address that a client puts before paths; true: it is known to be
// one that makes requests.
func (r *reader) session(call *program.Expr, f *program.Frame) (*program.Expr, bool) {
	if slices.Contains(modules, moduleOf(r.full(call.X))) {
		return nil, true
	}
	if call.X.Kind != program.Member {
		return nil, false
	}
	ev := r.Program.Evaluate()
	made, _ := ev.Resolve(call.X.X, f)
	if made == nil || made.Kind != program.Call || !slices.Contains(clients, made.Callee()) {
		return nil, r.isSessionName(call.X.X)
	}
	if made.Callee() == "HTTPSConnection" {
		host := like(made, program.Join, "")
		host.Args = []program.Arg{{Value: like(made, program.Text, "https://")}, {Value: made.Arg(0, "host")}}
		return host, true
	}
	return made.Arg(-1, "base_url"), true
}

// isSessionName reports whether a name is a usual one for a session.
func (r *reader) isSessionName(e *program.Expr) bool {
	return e.Kind != program.Call && (e.Text == "session" || e.Text == "http" || e.Text == "_session" || e.Text == "http_client")
}

// urllib notes requests with urllib.
func (r *reader) urllib(call *program.Expr, scope *program.Scope) bool {
	request := program.Request{At: call, Method: "GET", Target: call.Arg(0, "url")}
	data := call.Arg(1, "data")
	if data != nil {
		request.Method, request.Body = "POST", []*program.Expr{data}
	}
	switch r.full(call.X) {
	case "urllib.request.urlopen", "request.urlopen", "urlopen", "urllib2.urlopen", "urllib.request.urlretrieve":
	case "urllib.request.Request", "request.Request", "urllib2.Request":
		if method := call.Arg(5, "method"); method != nil {
			request.Method, request.MethodOf = "", method
		}
	case "ansible.module_utils.urls.fetch_url", "ansible.module_utils.urls.open_url":
		request = ansible(call)
	default:
		return false
	}
	if request.Target == nil || r.isRequest(request.Target, scope) {
		return true
	}
	r.Request(request, scope)
	return true
}

// ansible is a request with the functions of Ansible's modules: fetch_url(module, url),
// open_url(url).
func ansible(call *program.Expr) program.Request {
	at := 0
	if call.Callee() == "fetch_url" {
		at = 1
	}
	request := program.Request{At: call, Method: "GET", Target: call.Arg(at, "url")}
	if method := call.Arg(-1, "method"); method != nil {
		request.Method, request.MethodOf = "", method
	}
	if data := call.Arg(-1, "data"); data != nil {
		request.Body = []*program.Expr{data}
	}
	return request
}

// isRequest reports whether an expression is a request that was noted where it was
// made.
func (r *reader) isRequest(e *program.Expr, scope *program.Scope) bool {
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	return got != nil && got.Kind == program.Call && got.Callee() == "Request"
}
