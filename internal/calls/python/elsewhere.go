package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/catalog/library"
)

// clientNames are names of a client of PyGithub that another file makes, in a program
// that does not import PyGithub itself.
var clientNames = []string{"gh", "github", "github_client", "gh_client", "pygithub"}

// orByName are the classes of an expression, or what its name says.
func (r *reader) orByName(classes []string, e *program.Expr) []string {
	if !r.given || classes != nil {
		return classes
	}
	name := strings.ToLower(strings.TrimLeft(e.Text, "_"))
	if _, imported := r.source.imports[e.Text]; imported || !slices.Contains(clientNames, name) {
		return nil
	}
	return []string{"Github"}
}

// objectNames are names of parameters that hold an object of PyGithub, with its class.
var objectNames = map[string]string{
	"repo": "Repository", "repository": "Repository", "gh_repo": "Repository", "github_repo": "Repository", "pr": "PullRequest", "pull": "PullRequest", "pull_request": "PullRequest",
	"issue": "Issue", "org": "Organization", "organization": "Organization",
}

// fromElsewhere notes a method that an object of PyGithub has, of a name for one that
// another file gives.
func (r *reader) fromElsewhere(call *program.Expr, methods []library.Method) bool {
	class := objectNames[strings.ToLower(strings.TrimLeft(call.X.X.Text, "_"))]
	if class == "" || !strings.Contains(call.X.Text, "_") || call.X.X.Kind == program.Call || r.Program.Defines(call.X.Text) {
		return false
	}
	if !slices.ContainsFunc(methods, func(m library.Method) bool { return m.Class == class }) {
		return false
	}
	r.Unclear(call, class+"."+call.X.Text)
	return true
}

// givesObject notes an object of PyGithub that is an argument of a function from another
// file of the program.
func (r *reader) givesObject(call *program.Expr, scope *program.Scope) {
	first, _, _ := strings.Cut(call.X.Path(), ".")
	module := r.source.own[first]
	if module == "" || !r.pyGithub {
		return
	}
	for _, a := range call.Args {
		if classes := r.classes(a.Value, &program.Frame{Scope: scope}); len(classes) == 1 && a.Value.Kind != program.Call {
			r.UnclearIn(call, strings.TrimSuffix(classes[0], "[]"), module)
			return
		}
	}
}

// handOver notes an address of the API that a function of another file is given, and
// that is no class.
func (r *reader) handOver(call *program.Expr, scope *program.Scope) bool {
	r.givesObject(call, scope)
	name := call.Callee()
	return name != "" && strings.ToLower(name[:1]) == name[:1] && r.HandOver(call, scope)
}
