package golang

import (
	"slices"

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
		if r.reflects(call, a.Value, scope) {
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

// referred notes a method of a service that stands without being called.
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
