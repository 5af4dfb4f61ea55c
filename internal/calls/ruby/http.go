package ruby

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// modules have functions that are requests, and make connections.
var modules = []string{"Faraday", "HTTParty", "RestClient", "HTTP", "Excon", "Typhoeus", "HTTPX", "HTTPClient", "Net::HTTP", "URI"}

// http notes a request with Faraday, HTTParty, RestClient, or what has the same
// methods.
func (r *reader) http(call *program.Expr, scope *program.Scope) bool {
	name := call.Callee()
	request := program.Request{At: call, Method: rawVerbs[name], Target: call.Arg(0, "url")}
	switch {
	case name == "execute" && path(call.X) == "RestClient::Request.execute":
		request.MethodOf, request.Target = call.Arg(-1, "method"), call.Arg(-1, "url")
	case name == "open" && (path(call.X) == "URI.open" || path(call.X) == "OpenURI.open_uri"):
		request.Method = "GET"
	case name == "run_request":
		request.MethodOf, request.Target = call.Arg(0), call.Arg(1)
	case request.Method == "" || name == "paginate":
		return false
	}
	if request.Target == nil || call.X.Kind != program.Member {
		return false
	}
	for _, a := range call.Args {
		if a.Value != request.Target {
			request.Body = append(request.Body, a.Value)
		}
	}
	f := &program.Frame{Scope: scope}
	base, known := r.connection(call.X.X, f)
	if request.Base = base; !known {
		target := r.Program.Evaluate().Text(request.Target, f)
		address := strings.Contains(target, "://") || strings.HasPrefix(target, "{") && strings.Contains(target, "/")
		if !address || r.Program.Defines(name) {
			return false
		}
	}
	r.Request(request, scope)
	return true
}

// connection is the address that a connection puts before paths; true: it is known to
// be one.
func (r *reader) connection(e *program.Expr, f *program.Frame) (*program.Expr, bool) {
	at := e
	for range 2 * maxPath {
		if at == nil {
			break
		}
		switch name := path(at); {
		case name == "self.class", name == "self" && r.party != nil:
			return r.party, r.party != nil
		case at.Kind == program.Name && slices.Contains(modules, at.Text):
			return nil, true
		}
		at = at.X
	}
	ev := r.Program.Evaluate()
	made, _ := ev.Resolve(e, f)
	if made == nil || made.Kind != program.Call {
		return nil, false
	}
	switch path(made.X) {
	case "Faraday.new", "Excon.new", "RestClient::Resource.new", "HTTP.persistent":
		return made.Arg(0, "url"), true
	}
	return nil, false
}

// netVerbs are the classes of requests of Net::HTTP.
var netVerbs = map[string]string{"Get": "GET", "Head": "HEAD", "Post": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE"}

// netHTTP notes a request with Net::HTTP.
func (r *reader) netHTTP(call *program.Expr, scope *program.Scope) bool {
	name := path(call.X)
	request := program.Request{At: call, Target: call.Arg(0), Client: r.ofAPI}
	switch {
	case name == "Net::HTTP.get", name == "Net::HTTP.get_response", name == "Net::HTTP.get_print":
		request.Method = "GET"
	case name == "Net::HTTP.post", name == "Net::HTTP.post_form":
		request.Method = "POST"
	case name == "Net::HTTP.put":
		request.Method = "PUT"
	case strings.HasPrefix(name, "Net::HTTP::") && strings.HasSuffix(name, ".new"):
		request.Method = netVerbs[strings.TrimSuffix(strings.TrimPrefix(name, "Net::HTTP::"), ".new")]
	default:
		return false
	}
	if request.Method == "" || request.Target == nil {
		return false
	}
	if body := call.Arg(1); body != nil {
		request.Body = []*program.Expr{body}
	}
	for _, value := range r.Program.Fields["body"] {
		request.Body = append(request.Body, value.Expr)
	}
	r.Request(request, scope)
	return true
}
