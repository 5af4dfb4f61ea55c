package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// reader finds the calls in what a parser made.
type reader struct {
	*program.Collector
	source *parser
	// What the program imports.
	pyGithub, github3, gidgethub, ghapi, githubkit, mocks, git bool
	// given: objects of PyGithub may come from another file.
	given         bool
	types         map[*program.Expr][]string // of expressions, as far as they are known
	typing, typed int
	receivers     map[*program.Expr]bool // what something is called of
}

func newReader(p *parser) *reader {
	r := &reader{
		source:    p,
		pyGithub:  p.importsAny("github"),
		github3:   p.importsAny("github3"),
		gidgethub: p.importsAny("gidgethub"),
		ghapi:     p.importsAny("ghapi"),
		githubkit: p.importsAny("githubkit"),
		git:       p.importsAny("git"),
		mocks:     p.importsAny("responses", "respx", "requests_mock", "httpretty", "aioresponses", "pytest_httpx", "unittest", "pytest"),
		types:     map[*program.Expr][]string{},
	}
	p.program.Fold = r.fold
	for name := range p.imports {
		p.program.Imports[name] = true
	}
	r.given = !r.pyGithub && !r.github3 && !r.gidgethub && !r.ghapi && !r.githubkit && !p.importsAny("gitlab", "jira", "bitbucket", "atlassian")
	p.program.Speaks = p.program.Speaks || r.pyGithub || r.github3 || r.gidgethub || r.ghapi || r.githubkit
	r.Collector = program.NewCollector(p.program)
	return r
}

// importsAny reports whether a module, or something of it, is imported.
func (p *parser) importsAny(modules ...string) bool {
	for _, full := range p.imports {
		first, _, _ := strings.Cut(full, ".")
		if slices.Contains(modules, first) {
			return true
		}
	}
	return false
}

// ways are all ways to call GitHub; the first that knows a call notes it.
var ways = []func(*reader, *program.Expr, *program.Scope) bool{
	(*reader).mock, (*reader).command, (*reader).urllib, (*reader).reflected, (*reader).rest, (*reader).gidget, (*reader).http, (*reader).graphQL, (*reader).indirect, (*reader).github, (*reader).github3Call, (*reader).gitPython, (*reader).handOver,
}

func (r *reader) read() {
	r.receivers = map[*program.Expr]bool{}
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			if call.X != nil && call.X.Kind == program.Member {
				r.receivers[call.X.X] = true
			}
		}
	}
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			r.look(call, scope)
		}
	}
}

func (r *reader) look(call *program.Expr, scope *program.Scope) {
	for _, way := range ways {
		if way(r, call, scope) {
			return
		}
	}
}

// mockers are names of what only says how calls of a test are answered.
var mockers = []string{"responses", "respx", "respx_mock", "httpretty", "requests_mock", "httpx_mock", "aioresponses", "rsps", "mocked", "mocker", "mock", "m", "mock_requests", "patch", "monkeypatch"}

// mock reports whether a call says how a call is answered in a test.
func (r *reader) mock(call *program.Expr, _ *program.Scope) bool {
	if !r.mocks || call.X == nil {
		return false
	}
	first, _, _ := strings.Cut(call.X.Path(), ".")
	imported, _, _ := strings.Cut(r.source.imports[first], ".")
	return slices.Contains(mockers, first) || slices.Contains(mockers, imported)
}

// runners are functions that run a command, given as a list or as a line of a shell.
var runners = []string{
	"subprocess.run", "subprocess.call", "subprocess.check_call", "subprocess.check_output", "subprocess.Popen", "subprocess.getoutput", "subprocess.getstatusoutput", "os.system", "os.popen",
	"asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell", "os.execvp", "os.execlp",
}

// command notes a command that is run.
func (r *reader) command(call *program.Expr, scope *program.Scope) bool {
	name := r.full(call.X)
	if !slices.Contains(runners, name) {
		return false
	}
	args := call.Args
	switch {
	case name == "asyncio.create_subprocess_exec":
		args = positional(args)
	case strings.HasPrefix(name, "os.exec") && len(args) > 1:
		args = args[1:]
	default:
		first := call.Arg(0, "args")
		if first == nil {
			return true
		}
		args = []program.Arg{{Value: first}}
	}
	r.Command(call, args, scope)
	return true
}

func positional(args []program.Arg) []program.Arg {
	return slices.DeleteFunc(slices.Clone(args), func(a program.Arg) bool { return a.Name != "" })
}

// graphQL notes a document that a client is given: client.execute(gql("...")).
func (r *reader) graphQL(call *program.Expr, scope *program.Scope) bool {
	name := call.Callee()
	if !r.Program.Speaks || name != "execute" && name != "execute_async" && name != "graphql" && name != "graphql_query" && name != "requester" {
		return false
	}
	var within []*program.Expr
	for _, a := range call.Args {
		within = append(within, a.Value)
	}
	if name == "graphql" || r.source.importsAny("gql", "sgqlc", "python_graphql_client") {
		r.GraphQL(call, &program.Frame{Scope: scope}, within...)
		return true
	}
	return false
}

// gitPython notes what GitPython fetches and pushes.
func (r *reader) gitPython(call *program.Expr, scope *program.Scope) bool {
	if !r.git || call.X == nil || call.X.Kind != program.Member {
		return false
	}
	of := call.X.X
	switch call.X.Text {
	case "clone_from":
		address := r.Program.Evaluate().Text(call.Arg(0, "url"), &program.Frame{Scope: scope})
		r.Shell(call, "git clone '"+strings.ReplaceAll(address, "'", "")+"'")
	case "push", "pull", "fetch":
		name := of.Callee() + " " + of.Path()
		if !strings.Contains(name, "origin") && !strings.Contains(name, "remote") && !strings.HasSuffix(name, ".git") {
			return false
		}
		r.Unclear(call, map[string]string{"push": "git push", "pull": "git fetch", "fetch": "git fetch"}[call.X.Text])
	default:
		return false
	}
	return true
}
