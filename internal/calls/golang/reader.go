package golang

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// reader finds the calls in what a converter made.
type reader struct {
	*program.Collector
	source *converter
	// What the file imports.
	goGitHub, graphQL, goGH, goGit bool
	resty                          *program.Expr // the address that a client of resty puts before paths
}

func newReader(c *converter) *reader {
	r := &reader{
		source:   c,
		goGitHub: c.importsAny("/go-github/", "google/go-github"),
		graphQL:  c.importsAny("githubv4", "/graphql"),
		goGH:     c.importsAny("cli/go-gh"),
		goGit:    c.importsAny("go-git/go-git", "src-d/go-git"),
	}
	c.program.Fold = r.fold
	for name := range c.imports {
		c.program.Imports[name] = true
	}
	c.program.Speaks = c.program.Speaks || r.goGitHub || r.goGH || c.importsAny("githubv4", "ghinstallation")
	if c.program.Top != nil {
		c.program.Index()
	}
	r.Collector = program.NewCollector(c.program)
	return r
}

// read looks at each call.
func (r *reader) read() {
	r.findBase()
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			r.look(call, scope)
		}
	}
}

// ways are all ways to call GitHub; the first that knows a call notes it.
var ways = []func(*reader, *program.Expr, *program.Scope) bool{
	(*reader).reference, (*reader).service, (*reader).rawRequest, (*reader).standard, (*reader).ghClient, (*reader).command, (*reader).query, (*reader).gitLibrary, (*reader).client, (*reader).handOver,
}

func (r *reader) look(call *program.Expr, scope *program.Scope) {
	for _, way := range ways {
		if way(r, call, scope) {
			return
		}
	}
}

// findBase finds the address that a client of resty is given.
func (r *reader) findBase() {
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			if name := call.Callee(); name == "SetBaseURL" || name == "SetHostURL" {
				r.resty = call.Arg(0)
			}
		}
	}
}

// typeOf is the type of an expression, as far as a declaration says it.
func (r *reader) typeOf(e *program.Expr, scope *program.Scope) string {
	switch e.Kind {
	case program.Member:
		return r.source.fields[e.Text]
	case program.Name:
		for s := scope; s != nil; s = s.Above {
			for _, p := range s.Params {
				if p.Name == e.Text {
					return p.Type
				}
			}
			if t := s.Types[e.Text]; t != "" {
				return t
			}
		}
	case program.List, program.Pairs:
		return e.Text
	}
	return ""
}

// standard notes requests with net/http.
func (r *reader) standard(call *program.Expr, scope *program.Scope) bool {
	request := program.Request{At: call}
	switch r.canonical(call.X) {
	case "http.NewRequest":
		request.MethodOf, request.Target = call.Arg(0), call.Arg(1)
		request.Body = bodies(call.Arg(2))
	case "http.NewRequestWithContext":
		request.MethodOf, request.Target = call.Arg(1), call.Arg(2)
		request.Body = bodies(call.Arg(3))
	case "http.Get":
		request.Method, request.Target = "GET", call.Arg(0)
	case "http.Head":
		request.Method, request.Target = "HEAD", call.Arg(0)
	case "http.Post", "http.PostForm":
		request.Method, request.Target = "POST", call.Arg(0)
		request.Body = bodies(call.Arg(2))
	default:
		return false
	}
	if request.Target == nil {
		return true
	}
	if request.MethodOf != nil && request.MethodOf.Kind == program.Text && request.MethodOf.Text == "" {
		request.Method = "GET"
	}
	r.Request(request, scope)
	return true
}

func bodies(list ...*program.Expr) []*program.Expr {
	return slices.DeleteFunc(list, func(e *program.Expr) bool { return e == nil })
}

// verbs are the names of methods of clients that are requests.
var verbs = map[string]string{"Get": "GET", "Head": "HEAD", "Post": "POST", "PostForm": "POST", "Put": "PUT", "Patch": "PATCH", "Delete": "DELETE"}

// client notes a request of whatever client: its address must be the API's, or the
// client one whose address is known.
func (r *reader) client(call *program.Expr, scope *program.Scope) bool {
	if call.X == nil || call.X.Kind != program.Member || len(call.Args) == 0 {
		return false
	}
	request := program.Request{At: call, Method: verbs[call.X.Text], Target: call.Arg(0), Body: bodies(call.Arg(1), call.Arg(2))}
	switch {
	case request.Method != "":
	case call.X.Text == "Execute" && len(call.Args) == 2:
		request.MethodOf, request.Target = call.Arg(0), call.Arg(1)
	default:
		return false
	}
	ofResty := r.isResty(call.X.X, scope)
	if ofResty {
		request.Base = r.resty
		request.Body = chainBodies(call.X.X)
	}
	ev := r.Program.Evaluate()
	owner := program.ReadAddress(ev.Text(request.Target, &program.Frame{Scope: scope})).Owner
	if owner != program.API && owner != program.Hosted && !ofResty && !r.isHTTP(call.X.X, scope) {
		return false
	}
	r.Request(request, scope)
	return true
}

// isHTTP reports whether an expression is a client of net/http.
func (r *reader) isHTTP(e *program.Expr, scope *program.Scope) bool {
	if r.canonical(e) == "http.DefaultClient" || strings.HasSuffix(r.typeOf(e, scope), "http.Client") {
		return true
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	return got != nil && (got.Kind == program.List || got.Kind == program.Pairs) && got.Text == "http.Client"
}

// maxChain is how many calls of a chain are looked at.
const maxChain = 40

// isResty reports whether an expression is a request of resty.
func (r *reader) isResty(e *program.Expr, scope *program.Scope) bool {
	if !r.source.importsAny("resty") {
		return false
	}
	for range maxChain {
		if e == nil || e.Kind != program.Call || e.X == nil {
			break
		}
		if e.Callee() == "R" || e.Callee() == "NewRequest" {
			return true
		}
		e = e.X.X
	}
	if e == nil {
		return false
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	return got != nil && got.Kind == program.Call && got != e && r.isResty(got, scope)
}

// chainBodies are what a chain of calls is given as a body.
func chainBodies(e *program.Expr) []*program.Expr {
	var found []*program.Expr
	for range maxChain {
		if e == nil || e.Kind != program.Call || e.X == nil {
			break
		}
		if e.Callee() == "SetBody" {
			found = append(found, e.Arg(0))
		}
		e = e.X.X
	}
	return bodies(found...)
}
