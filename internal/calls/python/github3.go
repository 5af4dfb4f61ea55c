package python

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
)

// github3Methods are the methods of github3.py whose names say enough.
//
// https://github3.readthedocs.io/en/latest/api-reference/
var github3Methods = map[string]string{
	"repository": "GET /repos/{owner}/{repo}", "create_issue": "POST /repos/{owner}/{repo}/issues", "create_pull": "POST /repos/{owner}/{repo}/pulls",
	"pull_requests": "GET /repos/{owner}/{repo}/pulls", "pull_request": "GET /repos/{owner}/{repo}/pulls/{pull_number}", "create_release": "POST /repos/{owner}/{repo}/releases",
	"create_status": "POST /repos/{owner}/{repo}/statuses/{sha}", "create_file": "PUT /repos/{owner}/{repo}/contents/{path}", "file_contents": "GET /repos/{owner}/{repo}/contents/{path}",
	"create_hook": "POST /repos/{owner}/{repo}/hooks", "create_label": "POST /repos/{owner}/{repo}/labels", "create_fork": "POST /repos/{owner}/{repo}/forks",
	"create_deployment": "POST /repos/{owner}/{repo}/deployments", "create_ref": "POST /repos/{owner}/{repo}/git/refs", "latest_release": "GET /repos/{owner}/{repo}/releases/latest",
	"create_comment": "POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "organization": "GET /orgs/{org}", "create_gist": "POST /gists", "me": "GET /user",
	"rate_limit": "GET /rate_limit", "create_repository": "POST /user/repos",
}

// github3Verbs begin the names of methods that call something, too.
var github3Verbs = []string{"create", "delete", "edit", "add", "remove", "update", "merge", "close", "reopen", "search", "archive", "compare", "subscribe", "star", "issue", "issues", "members", "teams", "repositories", "commits", "branches", "labels", "releases", "tags", "contributors"}

// github3Call notes a call of github3.py.
func (r *reader) github3Call(call *program.Expr, scope *program.Scope) bool {
	if !r.github3 || call.X == nil || call.X.Kind != program.Member || !r.ofGithub3(call.X.X, scope, 0) {
		return false
	}
	name := call.X.Text
	if endpoint, ok := github3Methods[name]; ok {
		r.Endpoints(call, name, []string{endpoint})
		return true
	}
	first, _, _ := strings.Cut(name, "_")
	for _, verb := range github3Verbs {
		if first == verb {
			r.Unclear(call, "github3."+name)
			return true
		}
	}
	return false
}

// ofGithub3 reports whether an expression came from a client of github3.py.
func (r *reader) ofGithub3(e *program.Expr, scope *program.Scope, depth int) bool {
	if e == nil || depth > 12 {
		return false
	}
	switch e.Kind {
	case program.Name:
		for s := e.Scope(&program.Frame{Scope: scope}); s != nil; s = s.Above {
			if v, ok := s.Latest(e); ok {
				return r.ofGithub3(v.Expr, s, depth+1)
			}
		}
	case program.Member:
		values := r.Program.Fields[e.Text]
		return len(values) > 0 && r.ofGithub3(values[0].Expr, scope, depth+1)
	case program.Call:
		name := r.full(e.X)
		return strings.HasPrefix(name, "github3.") || e.X != nil && e.X.Kind == program.Member && r.ofGithub3(e.X.X, scope, depth+1)
	}
	return false
}
