package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/catalog/library"
)

// maxTyping and maxTyped bound how long the class of something is looked for.
const (
	maxTyping = 40
	maxTyped  = 1000
)

// classes are the classes of PyGithub that an expression may have: "Repository", or
// "Issue[]" for a list; nil where they are not known.
func (r *reader) classes(e *program.Expr, f *program.Frame) []string {
	if e == nil || r.typing > maxTyping {
		return nil
	}
	if known, ok := r.types[e]; ok {
		return known
	}
	if r.typing == 0 {
		r.typed = 0
	}
	if r.typed++; r.typed > maxTyped {
		return nil
	}
	r.typing++
	found := r.classesOf(e, f)
	r.typing--
	if r.typing == 0 {
		r.types[e] = found
	}
	return found
}

func (r *reader) classesOf(e *program.Expr, f *program.Frame) []string {
	switch e.Kind {
	case program.Name:
		return r.orByName(r.ofName(e, f), e)
	case program.Member:
		return r.orByName(r.ofMember(e), e)
	case program.Index:
		return elements(r.classes(e.X, f))
	case program.Call:
		return r.ofCall(e, f)
	case program.Either, program.Choice, program.Unknown:
		for _, a := range e.Args {
			if found := r.classes(a.Value, f); found != nil {
				return found
			}
		}
	}
	return nil
}

func (r *reader) ofName(e *program.Expr, f *program.Frame) []string {
	for s := e.Scope(f); s != nil; s = s.Above {
		if v, ok := s.Latest(e); ok {
			found := r.classes(v.Expr, &program.Frame{Scope: s})
			if v.Element {
				return elements(found)
			}
			return found
		}
		if found := annotated(s.Types[e.Text]); found != nil {
			return found
		}
		if param, ok := s.Param(e.Text); ok {
			if found := annotated(param.Type); found != nil {
				return found
			}
			return r.ofParam(s, e.Text)
		}
	}
	return nil
}

// ofParam are the classes of what a function is called with, if that is always the
// same.
func (r *reader) ofParam(s *program.Scope, name string) []string {
	if s.Name == "" || r.Program.Function(s.Name) != s {
		return nil
	}
	var found []string
	for _, site := range r.Program.Sites(s.Name) {
		frame := program.Enter(s, site.Call, &program.Frame{Scope: site.Scope})
		got := r.classes(frame.Args[name], frame.Caller)
		if got == nil || found != nil && !slices.Equal(found, got) {
			return nil
		}
		found = got
	}
	return found
}

// attributes are attributes of objects that are objects of another class.
var attributes = map[string]string{
	"repo": "Repository", "repository": "Repository", "parent": "Repository", "source": "Repository", "user": "NamedUser", "owner": "NamedUser", "author": "NamedUser", "assignee": "NamedUser",
	"organization": "Organization", "milestone": "Milestone", "head_repository": "Repository", "merged_by": "NamedUser", "committer": "NamedUser",
}

func (r *reader) ofMember(e *program.Expr) []string {
	values := r.Program.Fields[e.Text]
	if len(values) > 0 && e.X.Kind == program.Name {
		var found []string
		for _, v := range values {
			if got := r.classes(v.Expr, nil); got != nil {
				found = got
			}
		}
		if found != nil {
			return found
		}
	}
	if class, ok := attributes[e.Text]; ok && r.classes(e.X, nil) != nil {
		return []string{class}
	}
	if e.Text == "repo" && e.X.Kind == program.Member && (e.X.Text == "head" || e.X.Text == "base") {
		return []string{"Repository"}
	}
	return nil
}

// sameElements are functions that give what they are given.
var sameElements = []string{"list", "sorted", "reversed", "tuple", "set", "iter", "enumerate", "islice", "itertools.islice", "tqdm", "tqdm.tqdm", "tqdm.auto.tqdm", "track", "rich.progress.track"}

func (r *reader) ofCall(e *program.Expr, f *program.Frame) []string {
	name := r.full(e.X)
	switch {
	case name == "github.Github", name == "Github", name == "github.MainClass.Github":
		return []string{"Github"}
	case strings.HasSuffix(name, "GithubIntegration"):
		return []string{"GithubIntegration"}
	case name == "filter" && len(e.Args) > 0:
		return r.classes(e.Args[len(e.Args)-1].Value, f)
	case slices.Contains(sameElements, name):
		return r.classes(e.Arg(0, "iterable"), f)
	case name == "next" && len(e.Args) > 0:
		return elements(r.classes(e.Args[0].Value, f))
	case e.X == nil:
		return nil
	}
	if e.X.Kind == program.Member {
		if found := r.returns(e, f); found != nil {
			return found
		}
	}
	if function := r.Program.Function(e.Callee()); function != nil {
		for _, value := range function.Return {
			if found := r.classes(value, &program.Frame{Scope: function}); found != nil {
				return found
			}
		}
	}
	return nil
}

// returns are the classes of what a method of PyGithub returns.
func (r *reader) returns(e *program.Expr, f *program.Frame) []string {
	methods := library.PyGithub(e.X.Text)
	if len(methods) == 0 {
		return nil
	}
	classes := r.classes(e.X.X, f)
	var found []string
	for _, m := range methods {
		if m.Returns == "" || classes != nil && !slices.Contains(classes, m.Class) {
			continue
		}
		for class := range strings.SplitSeq(m.Returns, "|") {
			if !slices.Contains(found, class) {
				found = append(found, class)
			}
		}
	}
	if e.X.Text == "get_user" && len(found) > 1 {
		if len(e.Args) == 0 {
			return []string{"AuthenticatedUser"}
		}
		return []string{"NamedUser"}
	}
	if classes == nil && len(found) > 1 {
		return nil
	}
	return found
}

func elements(classes []string) []string {
	var found []string
	for _, class := range classes {
		found = append(found, strings.TrimSuffix(class, "[]"))
	}
	return found
}

// annotated are the classes that a type says.
func annotated(of string) []string {
	name := of[strings.LastIndexByte(of, '.')+1:]
	name, _, _ = strings.Cut(name, "|")
	list := strings.HasSuffix(name, "]")
	name = strings.Trim(name, `"']`)
	if i := strings.LastIndexByte(name, '['); i >= 0 {
		name = name[i+1:]
	}
	if !slices.Contains(known, name) {
		return nil
	}
	if list && !strings.HasPrefix(of, "Optional") {
		name += "[]"
	}
	return []string{name}
}

// known are classes that annotations name.
var known = []string{
	"Github", "Repository", "Organization", "PullRequest", "Issue", "Team", "NamedUser", "AuthenticatedUser", "Commit", "Branch", "Label", "Milestone", "Workflow", "WorkflowRun",
	"IssueComment", "GitRelease", "GitRef", "Gist", "Hook", "Environment", "Deployment", "CheckRun", "PullRequestReview", "PullRequestComment",
}
