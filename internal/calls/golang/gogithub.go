package golang

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/library"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// services are those of go-github's client.
var services = strings.Fields("Actions Activity Admin AgentTasks Apps Authorizations Billing Checks Classroom CodeQuality CodeScanning CodesOfConduct Codespaces Copilot Credentials Dependabot DependencyGraph Emojis Enterprise Gists Git Gitignores Interactions IssueImport Issues Licenses Markdown Marketplace Meta Migrations Organizations PrivateRegistries Projects PullRequests RateLimit Reactions Repositories SCIM Search SecretScanning SecurityAdvisories SubIssue Teams Users")

func isService(name string) bool { return slices.Contains(services, name) }

// service notes a call of a method of a service of go-github.
func (r *reader) service(call *program.Expr, scope *program.Scope) bool {
	if !r.goGitHub || call.X == nil || call.X.Kind != program.Member {
		return false
	}
	service := r.serviceOf(call.X.X, scope)
	if service == "" {
		return r.likely(call)
	}
	name := service + "." + call.X.Text
	method, ok := library.GoGitHub(service, call.X.Text)
	if !ok {
		method, ok = library.GoGitHub(service, strings.TrimSuffix(call.X.Text, "Iter"))
	}
	switch {
	case !ok && service == "Client":
		return false
	case !ok || method.Gone || len(method.Endpoints) == 0:
		r.Unclear(call, name)
	default:
		r.Endpoints(call, "client."+strings.TrimPrefix(name, "Client."), r.chosen(call, scope, method))
	}
	return true
}

// likely notes a method that a service of go-github has, of something whose type is in
// another file, such as an interface for a service.
func (r *reader) likely(call *program.Expr) bool {
	name := call.X.Text
	first, _, _ := strings.Cut(call.X.Path(), ".")
	if _, imported := r.source.imports[first]; imported || first == "" || r.Program.Defines(name) && call.X.X.Kind == program.Name || !ofContext(call) || len(twoWords.FindAllString(name, 3)) < 2 {
		return false
	}
	var found []string
	for _, service := range services {
		if _, ok := library.GoGitHub(service, name); ok {
			found = append(found, service)
		}
	}
	switch len(found) {
	case 0:
		return false
	case 1:
		r.Unclear(call, found[0]+"."+name)
	default:
		r.Unclear(call, "client."+name)
	}
	return true
}

// twoWords matches the words of a name in mixed capitals.
var twoWords = lazyregexp.New(`[A-Z][a-z]+`)

// ofContext reports whether the first argument of a call is a context, as that of every
// method of go-github.
func ofContext(call *program.Expr) bool {
	first := call.Arg(0)
	if first == nil {
		return false
	}
	path := strings.ToLower(first.Path() + first.X.Path())
	return strings.HasSuffix(path, "ctx") || strings.Contains(path, "context")
}

// serviceType is the type of a service: github.IssuesService.
var serviceType = lazyregexp.New(`^(?:\w+\.)?(\w+)Service$`)

// serviceOf is the service that an expression is, or "". "Client" is the client.
func (r *reader) serviceOf(e *program.Expr, scope *program.Scope) string {
	if e.Kind == program.Member && isService(e.Text) {
		return e.Text
	}
	if match := serviceType.FindStringSubmatch(r.typeOf(e, scope)); match != nil && isService(match[1]) {
		return match[1]
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	switch {
	case got == nil:
	case got.Kind == program.Member && isService(got.Text):
		return got.Text
	case r.isClient(e, scope):
		return "Client"
	}
	return ""
}

// makers are functions that make a client of go-github, and what a chain may hold.
var makers = []string{"NewClient", "NewEnterpriseClient", "NewTokenClient", "NewClientWithEnvProxy", "WithAuthToken", "WithEnterpriseURLs"}

// isClient reports whether an expression is a client of go-github.
func (r *reader) isClient(e *program.Expr, scope *program.Scope) bool {
	if of := r.typeOf(e, scope); of != "" {
		return strings.HasSuffix(of, "github.Client") || strings.HasSuffix(of, "gh.Client")
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	return got != nil && got.Kind == program.Call && slices.Contains(makers, got.Callee()) && (strings.HasPrefix(r.canonical(got.X), "github.") || got.X.Kind == program.Member && got.X.X.Kind == program.Call)
}

// chosen are the endpoints that an argument leaves of a method's.
func (r *reader) chosen(call *program.Expr, scope *program.Scope, method library.Method) []string {
	if len(method.Endpoints) < 2 {
		return method.Endpoints
	}
	if strings.Contains(method.Note, "ublicOnly") {
		return r.publicOnly(call, scope, method)
	}
	at, empty := decider(method)
	if at < 0 || at >= len(call.Args) {
		return method.Endpoints
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(call.Args[at].Value, &program.Frame{Scope: scope})
	if got == nil || got.Kind != program.Text && got.Kind != program.Join {
		return method.Endpoints
	}
	own := got.Kind == program.Text && got.Text == empty
	return slices.DeleteFunc(slices.Clone(method.Endpoints), func(endpoint string) bool { return isOwn(endpoint) != own })
}

// publicOnly are the endpoints that an argument leaves of a method that lists all of
// something, or what is public of it: a field of the options, or an argument of its own.
func (r *reader) publicOnly(call *program.Expr, scope *program.Scope, method library.Method) []string {
	ev := r.Program.Evaluate()
	for _, a := range call.Args {
		got, _ := ev.Resolve(a.Value, &program.Frame{Scope: scope})
		switch {
		case got == nil:
			continue
		case strings.Contains(method.Note, "opts."):
			if !strings.HasSuffix(got.Text, "Options") && got.Text != "nil" {
				continue
			}
			if field := got.Arg(-1, "PublicOnly"); field != nil {
				got = field
			} else {
				got = &program.Expr{Kind: program.Name, Text: "false"}
			}
		}
		if got.Kind == program.Name && (got.Text == "true" || got.Text == "false") {
			return slices.DeleteFunc(slices.Clone(method.Endpoints), func(endpoint string) bool {
				return strings.Contains(endpoint, "public") != (got.Text == "true")
			})
		}
	}
	return method.Endpoints
}

// decider is which argument decides, and its value for what is the caller's own, or
// all: the name of a user or an organization, or the number of an issue.
func decider(method library.Method) (int, string) {
	name := method.Name[strings.IndexByte(method.Name, '.')+1:]
	switch {
	case strings.HasPrefix(name, "ListComments"):
		return 3, "0"
	case strings.Contains(method.Note, "archive"), strings.Contains(method.Note, "Stubbed"), strings.Contains(method.Note, "all=true"), strings.HasPrefix(name, "ListMembers"), strings.HasPrefix(name, "ListEvents"):
		return -1, ""
	}
	return 1, ""
}

// isOwn reports whether an endpoint is the one without a name or number.
func isOwn(endpoint string) bool {
	_, path, _ := strings.Cut(endpoint, " ")
	return strings.HasPrefix(path, "/user/") || path == "/user" || path == "/gists" || path == "/app" || strings.HasSuffix(path, "/issues/comments") || strings.HasSuffix(path, "/pulls/comments")
}

// rawRequest notes a request that a client of go-github makes of a path.
func (r *reader) rawRequest(call *program.Expr, scope *program.Scope) bool {
	if !r.goGitHub || call.X == nil || call.X.Kind != program.Member {
		return false
	}
	request := program.Request{At: call, Client: true}
	switch {
	case !r.isClient(call.X.X, scope):
		return false
	case call.X.Text == "NewRequest":
		request.MethodOf, request.Target = call.Arg(0), call.Arg(1)
		request.Body = bodies(call.Arg(2))
		if first := call.Arg(0); len(call.Args) > 3 && first != nil && first.Kind == program.Name { // a context comes first in newer versions
			request.MethodOf, request.Target = call.Arg(1), call.Arg(2)
		}
	case call.X.Text == "NewFormRequest":
		request.Method, request.Target = "POST", call.Arg(0)
	case call.X.Text == "NewUploadRequest":
		request.Method, request.Target = "POST", call.Arg(0)
	default:
		return false
	}
	if request.Target == nil {
		r.Unclear(call, reading.Unreadable)
		return true
	}
	r.Request(request, scope)
	return true
}
