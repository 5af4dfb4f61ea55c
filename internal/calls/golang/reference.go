package golang

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/library"
)

// reflected are functions of package reflect that take any value.
var reflected = []string{"reflect.ValueOf", "reflect.Indirect"}

// reference notes methods of go-github that are arguments, or that are called by
// another name: create := client.Teams.CreateTeam.
func (r *reader) reference(call *program.Expr, scope *program.Scope) bool {
	if !r.goGitHub {
		return false
	}
	for _, a := range call.Args {
		r.referred(a.Value, a.Value, scope)
		if r.reflects(call, a.Value, scope) || r.wraps(call, a.Value, scope) {
			r.Unclear(call, reading.Unreadable)
		}
	}
	if call.X == nil || call.X.Kind != program.Name {
		return false
	}
	got, _ := r.Program.Evaluate().Resolve(call.X, &program.Frame{Scope: scope})
	return r.referred(got, call, scope)
}

// reflects reports whether a call looks at the methods of a service by their names.
func (r *reader) reflects(call, of *program.Expr, scope *program.Scope) bool {
	return slices.Contains(reflected, call.X.Path()) && (r.isClient(of, scope) || r.serviceOf(of, scope) != "")
}

// wraps reports whether a call gives what go-github sends to a method of another file:
// client.CreateComment(ctx, &github.IssueComment{...}).
func (r *reader) wraps(call, of *program.Expr, scope *program.Scope) bool {
	name, ok := strings.CutPrefix(of.Text, "github.")
	if !ok || of.Kind != program.List && of.Kind != program.Pairs || name == "" || strings.HasSuffix(name, "Options") || strings.HasSuffix(name, "Response") || strings.Contains(name, "Event") || strings.Contains(name, "Error") {
		return false
	}
	callee := call.Callee()
	first, _, _ := strings.Cut(call.X.Path(), ".")
	if _, imported := r.source.imports[first]; imported || first == "" || call.X.Kind != program.Member || r.Program.Defines(callee) || !sends(callee) {
		return false
	}
	return r.serviceOf(call.X.X, scope) == ""
}

// senders begin, or are in, the names of methods that send what they are given.
var senders = []string{"Create", "Edit", "Update", "Add", "Replace", "Set", "Merge", "Post", "Send", "Submit", "Upload"}

func sends(name string) bool {
	return slices.ContainsFunc(senders, func(word string) bool { return strings.Contains(name, word) })
}

// referred notes a method of a service that is used as a value.
func (r *reader) referred(e, at *program.Expr, scope *program.Scope) bool {
	if e == nil || e.Kind != program.Member || e.X == nil {
		return false
	}
	service := r.serviceOf(e.X, scope)
	if _, ok := library.GoGitHub(service, e.Text); !ok || service == "Client" {
		return false
	}
	call := &program.Expr{Kind: program.Call, X: e, Line: at.Line, Column: at.Column, Pos: at.Pos, Block: at.Block}
	if at.Kind == program.Call {
		call.Args = at.Args
	}
	return r.service(call, scope)
}
