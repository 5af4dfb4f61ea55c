package python

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/catalog/library"
)

// rest notes a call of ghapi or githubkit, which have the names of GitHub's own
// description: api.issues.create_comment, github.rest.issues.async_create_comment.
func (r *reader) rest(call *program.Expr, scope *program.Scope) bool {
	if !r.ghapi && !r.githubkit || call.X == nil || call.X.Kind != program.Member || call.X.X.Kind != program.Member {
		return false
	}
	group, name := call.X.X, strings.TrimPrefix(call.X.Text, "async_")
	if !r.isRest(group.X, scope) {
		return false
	}
	method, ok := library.Octokit(camel(group.Text) + "." + camel(name))
	if !ok || method.Gone || len(method.Endpoints) == 0 {
		r.Unclear(call, group.Text+"."+name)
		return true
	}
	r.Endpoints(call, group.Text+"."+name, method.Endpoints)
	return true
}

// isRest reports whether an expression is a client whose fields are groups.
func (r *reader) isRest(e *program.Expr, scope *program.Scope) bool {
	if r.githubkit && e.Kind == program.Member && e.Text == "rest" {
		return true
	}
	ev := r.Program.Evaluate()
	made, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	if made == nil {
		return false
	}
	if made.Kind == program.Member && made.Text == "rest" && r.githubkit {
		return true
	}
	return r.ghapi && (made.Callee() == "GhApi" || made.Kind == program.Name && (made.Text == "api" || made.Text == "gh"))
}

// camel writes list_for_repo as listForRepo.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}

// gidgets are the methods of gidgethub that take a path or an address.
var gidgets = map[string]string{"getitem": "GET", "getiter": "GET", "getstatus": "GET", "post": "POST", "patch": "PATCH", "put": "PUT", "delete": "DELETE"}

// gidget notes a call of gidgethub.
func (r *reader) gidget(call *program.Expr, scope *program.Scope) bool {
	if !r.gidgethub || call.X == nil || call.X.Kind != program.Member || gidgets[call.X.Text] == "" || len(call.Args) == 0 {
		return false
	}
	of := call.X.X.Path()
	if !strings.HasPrefix(call.X.Text, "get") && !strings.Contains(strings.ToLower(of), "gh") && !strings.Contains(strings.ToLower(of), "github") {
		return false
	}
	r.Request(program.Request{At: call, Method: gidgets[call.X.Text], Target: call.Arg(0, "url"), Client: true}, scope)
	return true
}
