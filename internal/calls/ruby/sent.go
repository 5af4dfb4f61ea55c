package ruby

import (
	"slices"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
)

// senders are methods that call, or give, the method that their first argument names.
var senders = []string{"send", "public_send", "__send__", "method", "public_method"}

// sent notes a method of octokit that is called by its name.
func (r *reader) sent(call *program.Expr, scope *program.Scope) bool {
	if call.X == nil || call.X.Kind != program.Member || !slices.Contains(senders, call.X.Text) || call.Arg(0) == nil {
		return false
	}
	f := &program.Frame{Scope: scope}
	if _, certain := r.ofOctokit(call.X.X, f); !certain {
		return false
	}
	name, _ := r.Program.Evaluate().Resolve(call.Arg(0), f)
	if name == nil || name.Kind != program.Text {
		r.Unclear(call, reading.Unreadable)
		return true
	}
	called := *call
	called.X = &program.Expr{Kind: program.Member, Text: name.Text, X: call.X.X, Line: call.X.Line, Column: call.X.Column, Pos: call.X.Pos, Block: call.X.Block}
	called.Args = slices.DeleteFunc(slices.Clone(call.Args), func(a program.Arg) bool { return a.Value == call.Arg(0) })
	return r.raw(&called, scope) || r.method(&called, scope)
}
