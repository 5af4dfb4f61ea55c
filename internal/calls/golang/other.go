package golang

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/reading"
)

// command notes a command that is run.
func (r *reader) command(call *program.Expr, scope *program.Scope) bool {
	switch r.canonical(call.X) {
	case "exec.Command", "execabs.Command":
		r.Command(call, call.Args, scope)
	case "exec.CommandContext", "execabs.CommandContext":
		if len(call.Args) > 0 {
			r.Command(call, call.Args[1:], scope)
		}
	case "gh.Exec", "gh.ExecInteractive", "v2.Exec", "v2.ExecInteractive", "go-gh.Exec":
		r.goGHCommand(call, call.Args, scope)
	case "gh.ExecContext", "gh.ExecInteractiveContext", "v2.ExecContext", "go-gh.ExecContext":
		if len(call.Args) > 0 {
			r.goGHCommand(call, call.Args[1:], scope)
		}
	default:
		return false
	}
	return true
}

func (r *reader) goGHCommand(call *program.Expr, args []program.Arg, scope *program.Scope) {
	if r.goGH {
		name := like(call, program.Text, "gh")
		r.Command(call, append([]program.Arg{{Value: name}}, args...), scope)
	}
}

// ghClients make clients of the API in go-gh.
var ghClients = []string{"DefaultRESTClient", "NewRESTClient", "RESTClient"}

// ghClient notes a request of go-gh's client, whose paths have no slash before them.
func (r *reader) ghClient(call *program.Expr, scope *program.Scope) bool {
	if !r.goGH || call.X == nil || call.X.Kind != program.Member || len(call.Args) == 0 {
		return false
	}
	request := program.Request{At: call, Client: true, Method: verbs[call.X.Text], Target: call.Arg(0), Body: bodies(call.Arg(1))}
	switch call.X.Text {
	case "Get", "Post", "Put", "Patch", "Delete":
	case "Do", "Request":
		request.MethodOf, request.Target = call.Arg(0), call.Arg(1)
	case "DoWithContext", "RequestWithContext":
		request.MethodOf, request.Target = call.Arg(1), call.Arg(2)
	default:
		return false
	}
	if request.Target == nil || !r.isGHClient(call.X.X, scope) {
		return false
	}
	r.Request(request, scope)
	return true
}

func (r *reader) isGHClient(e *program.Expr, scope *program.Scope) bool {
	if of := r.typeOf(e, scope); of != "" {
		return strings.HasSuffix(of, "api.RESTClient") || of == "RESTClient"
	}
	ev := r.Program.Evaluate()
	got, _ := ev.Resolve(e, &program.Frame{Scope: scope})
	if got == nil || got.Kind != program.Call {
		return false
	}
	for _, name := range ghClients {
		if got.Callee() == name {
			return true
		}
	}
	return false
}

// gitLibrary notes what go-git fetches and pushes.
func (r *reader) gitLibrary(call *program.Expr, scope *program.Scope) bool {
	if !r.goGit {
		return false
	}
	switch name := call.Callee(); name {
	case "PlainClone", "PlainCloneContext", "Clone", "CloneContext":
		r.cloned(call, scope)
	case "Push", "PushContext":
		r.transfer(call, "git push", "PushOptions")
	case "Fetch", "FetchContext", "Pull", "PullContext":
		r.transfer(call, "git fetch", "FetchOptions", "PullOptions")
	default:
		return false
	}
	return true
}

// cloned notes a clone, whose address says whose it is.
func (r *reader) cloned(call *program.Expr, scope *program.Scope) {
	for _, a := range call.Args {
		if !strings.HasSuffix(a.Value.Text, "CloneOptions") {
			continue
		}
		address := a.Value.Arg(-1, "URL")
		if address == nil {
			continue
		}
		text := r.Program.Evaluate().Text(address, &program.Frame{Scope: scope})
		switch {
		case strings.HasPrefix(text, "https://github.com/"):
			r.Add(call, reading.Call{Kind: reading.Git, Text: "git fetch", As: "git." + call.Callee()})
		case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "https://{"), strings.Contains(text, "github.com/"):
			r.Unclear(call, "git fetch")
		}
		return
	}
}

// transfer notes what speaks to the remote of a clone, which the call does not say.
func (r *reader) transfer(call *program.Expr, name string, options ...string) {
	for _, a := range call.Args {
		for _, option := range options {
			if strings.HasSuffix(a.Value.Text, option) {
				r.Unclear(call, name)
				return
			}
		}
	}
}

// handOver notes an address of the API that a function of another file is given.
func (r *reader) handOver(call *program.Expr, scope *program.Scope) bool {
	return r.HandOver(call, scope)
}
