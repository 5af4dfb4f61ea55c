package ruby

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// sameText are functions whose result can be replaced by their first argument in an
// address or a document. sameMethods are methods of strings for which the same is true.
var (
	sameText    = map[string]bool{"URI": true, "URI.parse": true, "URI.encode_www_form_component": true, "CGI.escape": true, "ERB::Util.url_encode": true, "String": true, "Addressable::URI.parse": true, "JSON.generate": true, "JSON.dump": true, "Kernel.URI": true, "Integer": true, "Array": true}
	sameMethods = map[string]bool{
		"to_s": true, "to_json": true, "strip": true, "chomp": true, "freeze": true, "downcase": true, "upcase": true, "dup": true, "path": true, "request_uri": true, "to_sym": true, "gsub": true, "sub": true,
		"delete_suffix": true, "delete_prefix": true, "squish": true, "squiggly": true, "host": true,
	}
)

// resourcePaths are functions of octokit.rb that give the beginning of a path.
var resourcePaths = map[string]string{"Octokit::Repository.path": "repos/{owner}/{repo}", "Octokit::Organization.path": "orgs/{org}", "Octokit::User.path": "users/{username}"}

// fold replaces a call that makes a text by the text.
func (r *reader) fold(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	if e.Kind == program.Index {
		if e.X.Path() == "ENV" && len(e.Args) == 1 && e.Args[0].Value.Kind == program.Text {
			return program.Environment(e, e.Args[0].Value.Text)
		}
		return nil
	}
	name := path(e.X)
	switch {
	case name == "%" && len(e.Args) == 2:
		return format(e, ev.Text(e.Args[0].Value, f), e.Args[1].Value)
	case (name == "format" || name == "sprintf") && len(e.Args) > 0:
		return format(e, ev.Text(e.Args[0].Value, f), &program.Expr{Kind: program.List, Args: e.Args[1:]})
	case sameText[name] && len(e.Args) > 0:
		return e.Args[0].Value
	case resourcePaths[name] != "" && len(e.Args) > 0:
		return like(e, program.Text, resourcePaths[name])
	case name == "ENV.fetch":
		return environment(e)
	case name == "URI.join", name == "File.join":
		return joined(e, e.Args, "/")
	case e.X == nil || e.X.Kind != program.Member:
		return nil
	case e.X.Text == "join" && len(e.Args) == 1:
		list, frame := ev.Resolve(e.X.X, f)
		if list != nil && list.Kind == program.List && frame == f {
			return joined(e, list.Args, ev.Text(e.Args[0].Value, f))
		}
	case sameMethods[e.X.Text]:
		return e.X.X
	}
	return nil
}

// maxPath is how many parts a name has at most.
const maxPath = 12

// path is the name of an expression, without the calls in it that have no arguments.
func path(e *program.Expr) string {
	name := ""
	for range 2 * maxPath {
		switch {
		case e == nil:
			return ""
		case e.Kind == program.Call && len(e.Args) == 0:
		case e.Kind == program.Member:
			name = "." + e.Text + name
		case e.Kind == program.Name:
			return e.Text + name
		default:
			return ""
		}
		e = e.X
	}
	return ""
}

func like(e *program.Expr, kind program.Kind, text string) *program.Expr {
	return &program.Expr{Kind: kind, Text: text, Line: e.Line, Column: e.Column, Pos: e.Pos, Block: e.Block}
}

func environment(e *program.Expr) *program.Expr {
	name := e.Arg(0)
	if name == nil || name.Kind != program.Text {
		return nil
	}
	value := program.Environment(e, name.Text)
	if otherwise := e.Arg(1); otherwise != nil && value.Kind != program.Text {
		return otherwise
	}
	return value
}

func joined(e *program.Expr, args []program.Arg, separator string) *program.Expr {
	out := like(e, program.Join, "")
	for i, a := range args {
		if i > 0 {
			out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, separator)})
		}
		out.Args = append(out.Args, a)
	}
	return out
}

// verb is a verb of a format.
var verb = lazyregexp.New(`%(?:<(\w+)>|\{(\w+)\})?[-+# 0-9.]*[a-zA-Z%]?`)

// format is what format(layout, values) makes.
func format(e *program.Expr, layout string, values *program.Expr) *program.Expr {
	out := like(e, program.Join, "")
	at, next := 0, 0
	for _, place := range verb.FindAllStringSubmatchIndex(layout, -1) {
		out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:place[0]])})
		at = place[1]
		name := layout[max(place[2], 0):max(place[3], 0)] + layout[max(place[4], 0):max(place[5], 0)]
		value := like(e, program.Unknown, "value")
		switch {
		case name != "":
			value.Text = name
			if found := values.Arg(-1, name); found != nil {
				value = found
			}
			if place[4] >= 0 { // %{name} has no verb behind it
				at = place[0] + strings.IndexByte(layout[place[0]:], '}') + 1
			}
		case values.Kind == program.List && next < len(values.Args):
			value = values.Args[next].Value
		case values.Kind != program.List:
			value = values
		}
		next++
		out.Args = append(out.Args, program.Arg{Value: value})
	}
	out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:])})
	return out
}
