package powershell

import (
	"slices"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// reader finds the calls in what a parser made.
type reader struct {
	*program.Collector
	source *parser
}

func newReader(p *parser) *reader {
	r := &reader{source: p}
	p.program.Fold = r.fold
	r.Collector = program.NewCollector(p.program)
	return r
}

// ways are all ways to call GitHub; the first that knows a call notes it.
var ways = []func(*reader, *program.Expr, *program.Scope) bool{
	(*reader).invoke, (*reader).command, (*reader).net, (*reader).module,
}

func (r *reader) read() {
	for _, scope := range r.Program.Scopes {
		for _, call := range scope.Calls {
			for _, way := range ways {
				if way(r, call, scope) {
					break
				}
			}
		}
	}
}

// invokers are the commands that make requests.
var invokers = []string{"invoke-restmethod", "irm", "invoke-webrequest", "iwr", "curl", "wget", "invoke-ghrestmethod"}

// invoke notes a request.
func (r *reader) invoke(call *program.Expr, scope *program.Scope) bool {
	name := call.Callee()
	if call.X.Kind != program.Name || !slices.Contains(invokers, name) {
		return false
	}
	args := r.splatted(call, scope)
	full := &program.Expr{Args: args}
	request := program.Request{At: call, Method: "GET", Target: full.Arg(0, "uri", "ur", "urifragment"), Client: name == "invoke-ghrestmethod"}
	if (name == "curl" || name == "wget") && full.Arg(-1, "uri", "method", "headers", "usebasicparsing", "outfile", "body") == nil {
		return false
	}
	if method := full.Arg(-1, "method", "custommethod", "meth"); method != nil {
		request.Method, request.MethodOf = "", method
	}
	if body := full.Arg(-1, "body"); body != nil {
		request.Body = []*program.Expr{body}
	}
	if request.Target == nil {
		request.Target = &program.Expr{Kind: program.Unknown, Text: "uri", Block: call.Block, Pos: call.Pos}
	}
	r.Request(request, scope)
	return true
}

// splatted are the arguments of a call, with those of hashtables that are splatted.
func (r *reader) splatted(call *program.Expr, scope *program.Scope) []program.Arg {
	var args []program.Arg
	for _, a := range call.Args {
		if a.Name != "@" {
			args = append(args, a)
			continue
		}
		ev := r.Program.Evaluate()
		if pairs, _ := ev.Resolve(a.Value, &program.Frame{Scope: scope}); pairs != nil && (pairs.Kind == program.Pairs || pairs.Kind == program.List) {
			args = append(args, pairs.Args...)
		}
		args = append(args, r.source.added[a.Value.Text]...)
	}
	return args
}

// command notes a command of the system.
func (r *reader) command(call *program.Expr, scope *program.Scope) bool {
	name := call.Callee()
	if call.X.Kind != program.Name {
		return false
	}
	switch {
	case name == "start-process" || name == "saps":
		list := []program.Arg{{Value: call.Arg(0, "filepath")}}
		if args := call.Arg(1, "argumentlist", "args"); args != nil {
			list = append(list, program.Arg{Value: args})
		}
		if list[0].Value != nil {
			r.Command(call, list, scope)
		}
	case name == "invoke-expression" || name == "iex":
		if line := call.Arg(0, "command"); line != nil {
			r.Command(call, []program.Arg{{Value: line}}, scope)
		}
	case external[name]:
		first := &program.Expr{Kind: program.Text, Text: name, Block: call.Block, Pos: call.Pos}
		args := append([]program.Arg{{Value: first}}, r.splatted(call, scope)...)
		r.Command(call, args, scope)
	default:
		return false
	}
	return true
}

// netMethods are methods of .NET's clients that are requests of the address that they
// are given.
var netMethods = map[string]string{
	"downloadstring": "GET", "downloadfile": "GET", "downloaddata": "GET", "getasync": "GET", "getstringasync": "GET", "postasync": "POST", "putasync": "PUT", "patchasync": "PATCH", "deleteasync": "DELETE",
	"uploadstring": "POST", "getstreamasync": "GET", "getbytearrayasync": "GET",
}

// net notes a request with a client of .NET.
func (r *reader) net(call *program.Expr, scope *program.Scope) bool {
	if call.X.Kind != program.Member || len(call.Args) == 0 {
		return false
	}
	request := program.Request{At: call, Method: netMethods[call.X.Text], Target: call.Args[0].Value}
	if call.X.Text == "create" && strings.Contains(call.X.X.Text, "webrequest") {
		request.Method = "GET"
		if given := r.Program.Fields["method"]; len(given) > 0 {
			request.Method, request.MethodOf = "", given[len(given)-1].Expr
		}
	}
	if request.Method == "" && request.MethodOf == nil {
		return false
	}
	r.Request(request, scope)
	return true
}

// moduleCommand is a command of a module for GitHub.
var moduleCommand = lazyregexp.New(`^(?:get|new|set|remove|update|add|invoke|enable|disable|lock|unlock|merge|close|start|stop|rename|move|test|copy|save|publish|initialize)-(?:github|gh)[a-z]+$`)

// local are commands of such modules that call nothing.
var local = []string{"set-githubauthentication", "set-githubconfiguration", "get-githubconfiguration", "clear-githubauthentication", "reset-githubconfiguration", "test-githubauthenticationconfigured"}

// module notes a command of a module for GitHub, whose name is known and no more.
func (r *reader) module(call *program.Expr, _ *program.Scope) bool {
	name := call.Callee()
	if call.X.Kind != program.Name || !moduleCommand.MatchString(name) || slices.Contains(local, name) || r.Program.Defines(name) {
		return false
	}
	r.Unclear(call, name)
	return true
}

// field is a place in a layout.
var field = lazyregexp.New(`\{\{|\}\}|\{(\d+)[^{}]*\}`)

// fold replaces a call that makes a text by the text.
func (r *reader) fold(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	if e.Kind != program.Call || e.X == nil {
		return nil
	}
	switch name := e.X.Text; {
	case name == "-f" && len(e.Args) == 2:
		return format(e, ev.Text(e.Args[0].Value, f), e.Args[1].Value)
	case e.X.Kind == program.Member && e.X.X != nil && strings.HasPrefix(e.X.X.Text, "["):
		switch name {
		case "format":
			if len(e.Args) > 0 {
				return format(e, ev.Text(e.Args[0].Value, f), &program.Expr{Kind: program.List, Args: e.Args[1:]})
			}
		case "escapedatastring", "urlencode", "escapeuristring", "new", "tostring":
			return e.Arg(0)
		}
	case e.X.Kind == program.Member && slices.Contains(sameMethods, name):
		return e.X.X
	case name == "join-path" || name == "join-uri":
		return nil
	case name == "convertto-json" || name == "write-output" || name == "get-variable":
		return e.Arg(0, "inputobject")
	}
	return nil
}

// sameMethods are methods of a text that is, for an address, as good as what they
// return.
var sameMethods = []string{"trimend", "trim", "trimstart", "tostring", "tolower", "toupper", "replace"}

func like(e *program.Expr, kind program.Kind, text string) *program.Expr {
	return &program.Expr{Kind: kind, Text: text, Line: e.Line, Column: e.Column, Pos: e.Pos, Block: e.Block}
}

// format is what "layout -f values" makes.
func format(e *program.Expr, layout string, values *program.Expr) *program.Expr {
	out := like(e, program.Join, "")
	at := 0
	for _, place := range field.FindAllStringSubmatchIndex(layout, -1) {
		out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:place[0]])})
		at = place[1]
		if place[2] < 0 {
			out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[place[0]:place[0]+1])})
			continue
		}
		n, err := strconv.Atoi(layout[place[2]:place[3]])
		value := values
		if values.Kind == program.List {
			value = like(e, program.Unknown, "value")
			if err == nil && n < len(values.Args) {
				value = values.Args[n].Value
			}
		}
		out.Args = append(out.Args, program.Arg{Value: value})
	}
	out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:])})
	return out
}
