package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/library"
)

// github notes a call of a method of PyGithub.
func (r *reader) github(call *program.Expr, scope *program.Scope) bool {
	if !r.pyGithub && !r.given || call.X == nil || call.X.Kind != program.Member {
		return false
	}
	methods := library.PyGithub(call.X.Text)
	classes := r.classes(call.X.X, &program.Frame{Scope: scope})
	if r.given && len(classes) == 0 {
		return r.fromElsewhere(call, methods)
	}
	if len(methods) == 0 {
		r.unknownMethod(call, classes)
		return false
	}
	of := slices.DeleteFunc(slices.Clone(methods), func(m library.Method) bool { return !slices.Contains(classes, m.Class) })
	switch {
	case len(of) > 0:
		methods = of
	case len(classes) > 0 && !strings.HasSuffix(classes[0], "[]"):
		return false // a method of another name in another class
	case !r.mayBe(call):
		return false
	}
	r.methods(call, methods)
	return true
}

// mayBe reports whether a method of something unknown may be one of PyGithub's.
func (r *reader) mayBe(call *program.Expr) bool {
	first, _, _ := strings.Cut(call.X.Path(), ".")
	if imported, ok := r.source.imports[first]; ok && !strings.HasPrefix(imported, "github") {
		return false
	}
	if first == "self" && call.X.X.Kind == program.Name { // a method of the program's own
		return false
	}
	if r.Program.Function(call.X.Text) != nil {
		return false
	}
	return strings.Contains(call.X.Text, "_") && !slices.Contains(dictionary, call.X.Text)
}

// dictionary are methods that other things have, too.
var dictionary = []string{"get_all", "add_note", "get_json", "set_option"}

// methods notes the endpoints of a method of any of several classes.
func (r *reader) methods(call *program.Expr, methods []library.Method) {
	var endpoints []string
	for _, m := range methods {
		if m.Gone {
			continue
		}
		for _, endpoint := range hooked(m, chosen(call, m)) {
			if !slices.Contains(endpoints, endpoint) {
				endpoints = append(endpoints, endpoint)
			}
		}
	}
	switch name := call.X.Text; {
	case len(endpoints) == 0 && methods[0].Gone:
		r.Unclear(call, methods[0].Class+"."+name)
	case len(endpoints) == 1 && endpoints[0] == "POST /graphql":
		r.graphQLMethod(call, methods[0])
	case name == "get_repo" && isTrue(call.Arg(-1, "lazy")):
	case name == "get_user" && len(call.Args) == 0 && r.receivers[call]:
	default:
		endpoints = slices.DeleteFunc(endpoints, func(e string) bool { return e == "POST /graphql" })
		r.Endpoints(call, name, endpoints)
	}
}

// hooked are the endpoints of a method of a webhook, which is a repository's or an
// organization's: PyGithub has one class for both.
func hooked(m library.Method, endpoints []string) []string {
	if m.Class != "Hook" {
		return endpoints
	}
	both := slices.Clone(endpoints)
	for _, endpoint := range endpoints {
		both = append(both, strings.Replace(endpoint, "/repos/{owner}/{repo}/", "/orgs/{org}/", 1))
	}
	return both
}

// graphQLMethod notes a method that is a mutation or a query.
func (r *reader) graphQLMethod(call *program.Expr, m library.Method) {
	words := strings.Fields(m.Note)
	if len(words) == 2 && (words[0] == "mutation" || words[0] == "query") {
		r.Add(call, reading.Call{Kind: reading.GraphQL, Text: "graphql " + m.Note, As: m.Name})
		return
	}
	r.Unclear(call, "graphql")
}

func isTrue(e *program.Expr) bool { return e != nil && e.Kind == program.Name && e.Text == "True" }

// chosen are the endpoints that arguments leave of a method's.
func chosen(call *program.Expr, m library.Method) []string {
	if len(m.Endpoints) < 2 {
		return m.Endpoints
	}
	keep := func(part string, want bool) []string {
		return slices.DeleteFunc(slices.Clone(m.Endpoints), func(e string) bool { return strings.Contains(e, part) != want })
	}
	switch {
	case m.Name == "get_user":
		return keep("{username}", len(call.Args) > 0)
	case m.Name == "get_app":
		return keep("{app_slug}", len(call.Args) > 0)
	case strings.Contains(m.Name, "secret"), m.Name == "get_public_key":
		kind := call.Arg(-1, "secret_type")
		if kind == nil && m.Class != "Secret" && m.Class != "OrganizationSecret" {
			return keep("/actions/", true)
		}
		if kind != nil && kind.Kind == program.Text {
			return keep("/"+kind.Text+"/", true)
		}
	}
	return m.Endpoints
}

// unknownMethod notes a method of a class of PyGithub that is not known.
func (r *reader) unknownMethod(call *program.Expr, classes []string) {
	if len(classes) != 1 || strings.HasSuffix(classes[0], "[]") || call.X.Text == "close" || call.X.Text == "get" {
		return
	}
	if first, _, _ := strings.Cut(call.X.Text, "_"); r.pyGithub && slices.Contains(actions, first) {
		r.Unclear(call, classes[0]+"."+call.X.Text)
	}
}

// actions are first words of names of methods that call something.
var actions = strings.Fields(`accept add approve archive cancel close compare convert create decline delete disable dismiss dispatch download edit enable follow get invite list lock mark merge
	pin publish remove rename replace request rerun reset resolve restore revoke search set star submit subscribe sync transfer trigger unblock unlock unpin unstar update upload`)
