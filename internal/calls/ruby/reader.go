package ruby

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
	"github.com/patctl/patctl/internal/catalog/library"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// reader finds the calls in what a parser made.
type reader struct {
	*program.Collector
	octokit bool          // the program uses octokit
	party   *program.Expr // the address that a class with HTTParty puts before paths
	ofAPI   bool          // a connection to the API is opened by its host
}

func newReader(p *parser) *reader {
	r := &reader{}
	p.program.Fold = r.fold
	for _, t := range p.tokens {
		r.octokit = r.octokit || t.Kind == scan.Name && strings.HasPrefix(t.Text, "Octokit")
	}
	r.Collector = program.NewCollector(p.program)
	return r
}

// ways are all ways to call GitHub; the first that knows a call notes it.
var ways = []func(*reader, *program.Expr, *program.Scope) bool{
	(*reader).command, (*reader).sent, (*reader).netHTTP, (*reader).raw, (*reader).action, (*reader).http, (*reader).method, (*reader).handOver,
}

func (r *reader) read() {
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			r.prepare(call, scope)
		}
	}
	r.Program.Speaks = r.Program.Speaks || r.octokit
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			for _, way := range ways {
				if way(r, call, scope) {
					break
				}
			}
		}
	}
}

// prepare notes what the program uses.
func (r *reader) prepare(call *program.Expr, scope *program.Scope) {
	switch name := path(call.X); {
	case name == "require" && call.Arg(0) != nil && call.Arg(0).Text == "octokit":
		r.octokit = true
	case strings.HasPrefix(name, "Octokit"), strings.HasPrefix(name, "danger"), call.X != nil && isNamedClient.MatchString(last(path(call.X.X))):
		r.octokit = true
	case name == "base_uri":
		r.party = call.Arg(0)
	case name == "Net::HTTP.new", name == "Net::HTTP.start":
		host := r.Program.Evaluate().Text(call.Arg(0), &program.Frame{Scope: scope})
		r.ofAPI = r.ofAPI || program.ReadAddress(host).Owner == program.API
	}
}

// runners are functions that run a command, given as words or as a line of a shell.
var runners = []string{"`", "system", "exec", "spawn", "sh", "Kernel.system", "IO.popen", "Open3.capture2", "Open3.capture2e", "Open3.capture3", "Open3.popen3", "Open3.popen2", "Open3.popen2e", "Process.spawn", "run_command", "shell_out", "shell_out!"}

// command notes a command that is run.
func (r *reader) command(call *program.Expr, scope *program.Scope) bool {
	name := path(call.X)
	if !slices.Contains(runners, name) || r.Program.Defines(name) {
		return false
	}
	args := slices.DeleteFunc(slices.Clone(call.Args), func(a program.Arg) bool { return a.Name != "" || a.Value.Kind == program.Pairs })
	if len(args) > 0 {
		r.Command(call, args, scope)
	}
	return true
}

// isNamedClient matches names that only a client of octokit has: the client may come
// from another file.
var isNamedClient = lazyregexp.New(`(?i)(?:octokit|git_?hub_?(?:api|client))$|^(?:.*_)?octokit_client$`)

// last is the part of a name behind its last dot.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// isClient is the name of what is a client of octokit.
var isClient = lazyregexp.New(`(?i)^(?:.*_)?(?:client|octokit|github|gh|api|kit)$`)

// ofOthers matches names of clients of other services.
var ofOthers = lazyregexp.New(`(?i)slack|gitlab|jira|bitbucket|discord|twitter|sentry|datadog|redis|s3|aws|azure|google|openai|mail|http_client|stripe`)

// isOctokit reports whether a name is that of octokit, or of something in it.
func isOctokit(name string) bool {
	return name == "Octokit" || strings.HasPrefix(name, "Octokit::") || strings.HasPrefix(name, "Octokit.")
}

// ofOctokit reports whether an expression is a client of octokit, and whether that is
// certain.
func (r *reader) ofOctokit(e *program.Expr, f *program.Frame) (is, certain bool) {
	if !r.octokit || e == nil {
		return false, false
	}
	name := path(e)
	if name == "Octokit" {
		return true, true
	}
	ev := r.Program.Evaluate()
	made, _ := ev.Resolve(e, f)
	if made != nil {
		if isOctokit(path(made.X)) || isOctokit(path(made)) {
			return true, true
		}
		for _, a := range made.Args {
			if made.Kind == program.Either && isOctokit(path(a.Value.X)) {
				return true, true
			}
		}
	}
	if last := last(name); !ofOthers.MatchString(last) && (isClient.MatchString(last) || isNamedClient.MatchString(last)) {
		return true, true
	}
	return name == "" || strings.ToLower(name) == name, false
}

// method notes a method of octokit.
func (r *reader) method(call *program.Expr, scope *program.Scope) bool {
	if call.X == nil || call.X.Kind != program.Member {
		return false
	}
	is, certain := r.ofOctokit(call.X.X, &program.Frame{Scope: scope})
	name := strings.TrimRight(call.X.Text, "?!")
	method, ok := library.OctokitRuby(call.X.Text)
	if !ok {
		method, ok = library.OctokitRuby(name)
	}
	switch {
	case !is:
		return false
	case !ok && certain && (isCall(name) || !slices.Contains(quiet, name) && r.isMade(call.X.X, scope)):
		r.Unclear(call, "Octokit."+name)
	case !ok:
		return false
	case !certain:
		if strings.Count(name, "_") > 0 && !r.Program.Defines(name) && len(call.Args) > 0 {
			r.Unclear(call, "Octokit."+name)
		}
	case method.Gone || len(method.Endpoints) == 0:
		r.Unclear(call, "Octokit."+name)
	default:
		r.Endpoints(call, "client."+name, r.chosen(call, method))
	}
	return true
}

// callVerbs begin the names of methods that are calls.
var callVerbs = []string{"create", "delete", "edit", "add", "remove", "update", "list", "get", "merge", "close", "reopen", "search", "enable", "disable", "set"}

// isCall reports whether the name of a method that is not known is likely one of a call.
func isCall(name string) bool {
	first, _, more := strings.Cut(name, "_")
	return more && slices.Contains(callVerbs, first)
}

// chosen are the endpoints that arguments leave of a method's.
func (r *reader) chosen(call *program.Expr, method library.Method) []string {
	if len(method.Endpoints) < 2 {
		return method.Endpoints
	}
	keep := func(part string, want bool) []string {
		return slices.DeleteFunc(slices.Clone(method.Endpoints), func(e string) bool { return strings.Contains(e, part) != want })
	}
	switch name := method.Name; {
	case strings.HasPrefix(name, "create"):
		return keep("/orgs/", call.Arg(-1, "organization") != nil)
	case name == "issues", name == "list_issues":
		return keep("/repos/", named(call))
	case strings.Contains(name, "gists"), slices.Contains(ofUser, name):
		return keep("{username}", named(call))
	case name == "gist":
		return keep("{sha}", call.Arg(-1, "sha") != nil)
	}
	return method.Endpoints
}

// ofUser are methods whose first argument is a user. Without it they ask for the
// authenticated user.
var ofUser = []string{"starred", "subscriptions", "watched", "user", "repos", "repositories", "list_repos", "list_repositories", "orgs", "organizations", "list_orgs", "list_organizations"}

// named reports whether the first argument of a call names what the call asks for.
func named(call *program.Expr) bool {
	first := call.Arg(0)
	return first != nil && first.Kind != program.Pairs && first.Text != "nil"
}

// rawVerbs are the methods of octokit's client that take a path.
var rawVerbs = map[string]string{"get": "GET", "head": "HEAD", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE", "paginate": "GET"}

// raw notes a request that a client of octokit makes of a path.
func (r *reader) raw(call *program.Expr, scope *program.Scope) bool {
	if call.X == nil || call.X.Kind != program.Member || rawVerbs[call.X.Text] == "" || len(call.Args) == 0 {
		return false
	}
	f := &program.Frame{Scope: scope}
	if _, known := r.connection(call.X.X, f); known {
		return false
	}
	if _, certain := r.ofOctokit(call.X.X, f); !certain {
		return false
	}
	var body []*program.Expr
	for _, a := range call.Args[1:] {
		body = append(body, a.Value)
	}
	r.Request(program.Request{At: call, Method: rawVerbs[call.X.Text], Target: call.Args[0].Value, Client: true, Body: body, As: ""}, scope)
	return true
}
