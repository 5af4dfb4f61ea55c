package python

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/catalog/library"
)

// indirect notes methods of PyGithub that are called by name, by another name, or by
// what they are handed to.
func (r *reader) indirect(call *program.Expr, scope *program.Scope) bool {
	if !r.pyGithub {
		return false
	}
	f := &program.Frame{Scope: scope}
	for _, a := range call.Args {
		r.handed(a.Value, f)
	}
	switch {
	case call.Callee() == "getattr" && call.X.Kind == program.Name:
		return r.named(call, f)
	case call.X != nil && call.X.Kind == program.Name:
		got, frame := r.Program.Evaluate().Resolve(call.X, f)
		return r.reference(got, call, frame)
	case call.X != nil && call.X.Kind == program.Member && slices.Contains(requesters, call.X.Text):
		r.Request(program.Request{At: call, MethodOf: call.Arg(0, "verb"), Target: call.Arg(1, "url"), Client: true}, scope)
		return true
	}
	return false
}

// reflected notes a request whose method is looked up by its name:
// getattr(requests, verb)(url).
func (r *reader) reflected(call *program.Expr, scope *program.Scope) bool {
	f := &program.Frame{Scope: scope}
	got := call.X
	if got != nil && got.Kind == program.Name {
		got, _ = r.Program.Evaluate().Resolve(got, f)
	}
	if got == nil || got.Kind != program.Call || got.Callee() != "getattr" || len(call.Args) == 0 {
		return false
	}
	of := got.Arg(0)
	if of == nil || !slices.Contains(modules, r.full(of)) && !r.isSessionName(of) {
		return false
	}
	r.Request(program.Request{At: call, MethodOf: got.Arg(1), Target: call.Arg(0, "url"), Body: bodies(call)}, scope)
	return true
}

// requesters are the methods of PyGithub's own requester that take a method and a path.
var requesters = []string{"requestJson", "requestJsonAndCheck", "requestBlobAndCheck", "requestMultipartAndCheck", "requestMemoryBlobAndCheck"}

// handed notes a method that is an argument: map(repo.create_label, names).
func (r *reader) handed(e *program.Expr, f *program.Frame) {
	if e != nil && e.Kind == program.Member {
		r.reference(e, e, f)
	}
}

// reference notes a method of a PyGithub object that is used as a value.
func (r *reader) reference(e, at *program.Expr, f *program.Frame) bool {
	if e == nil || e.Kind != program.Member {
		return false
	}
	classes := r.classes(e.X, f)
	of := slices.DeleteFunc(slices.Clone(library.PyGithub(e.Text)), func(m library.Method) bool { return !slices.Contains(classes, m.Class) })
	if len(of) == 0 {
		return false
	}
	r.methods(standIn(e, at), of)
	return true
}

// standIn is the call of a method in a place.
func standIn(method, at *program.Expr) *program.Expr {
	call := &program.Expr{Kind: program.Call, X: method, Line: at.Line, Column: at.Column, Pos: at.Pos, Block: at.Block}
	if at.Kind == program.Call {
		call.Args = at.Args
	}
	return call
}

// named notes getattr of an object of PyGithub: of a method, or of whatever a variable names.
func (r *reader) named(call *program.Expr, f *program.Frame) bool {
	of, name := call.Arg(0), call.Arg(1)
	if of == nil || name == nil || len(r.classes(of, f)) == 0 {
		return false
	}
	got, _ := r.Program.Evaluate().Resolve(name, f)
	if got == nil || got.Kind != program.Text {
		r.Unclear(call, reading.Unreadable)
		return true
	}
	method := &program.Expr{Kind: program.Member, Text: got.Text, X: of}
	if !r.reference(method, call, f) && strings.Contains(got.Text, "_") && len(library.PyGithub(got.Text)) > 0 {
		r.Unclear(call, reading.Unreadable)
	}
	return true
}
