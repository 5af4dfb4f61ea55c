package golang

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// sameText are functions whose first argument is, for an address, as good as what
// they return.
var sameText = map[string]bool{
	"url.PathEscape": true, "url.QueryEscape": true, "url.Parse": true, "url.ParseRequestURI": true, "strings.TrimSpace": true, "strings.TrimSuffix": true, "strings.TrimPrefix": true,
	"strings.TrimRight": true, "strings.TrimLeft": true, "strings.ToLower": true, "strings.ToUpper": true, "strconv.Itoa": true, "fmt.Sprint": true, "strings.NewReader": true,
	"bytes.NewBufferString": true, "bytes.NewBuffer": true, "bytes.NewReader": true, "json.Marshal": true, "json.RawMessage": true, "github.String": true, "github.Ptr": true, "must": true,
}

// fold replaces a call that makes a text by the text.
func (r *reader) fold(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	if e.Kind != program.Call {
		return nil
	}
	name := r.canonical(e.X)
	switch {
	case sameText[name]:
		return e.Arg(0)
	case name == "fmt.Sprintf" && len(e.Args) > 0:
		return format(e, ev.Text(e.Args[0].Value, f))
	case name == "url.JoinPath", name == "path.Join":
		return joined(e, e.Args, "/")
	case name == "strings.Join" && len(e.Args) == 2:
		return r.joinList(ev, e, f)
	case name == "strings.ReplaceAll", name == "strings.Replace":
		return e.Arg(0)
	case name == "os.Getenv", name == "os.LookupEnv":
		return environment(e)
	case name == "append" && len(e.Args) > 0:
		return r.appended(ev, e, f)
	case name == "cmp.Or":
		return &program.Expr{Kind: program.Either, Args: e.Args, Line: e.Line, Column: e.Column, Pos: e.Pos, Block: e.Block}
	}
	return methodText(e)
}

// methodText is the text of a method that gives back what it is called of.
func methodText(e *program.Expr) *program.Expr {
	if e.X == nil || e.X.Kind != program.Member {
		return nil
	}
	switch {
	case e.X.Text == "String" && len(e.Args) == 0:
		return e.X.X
	case e.X.Text == "JoinPath":
		return joined(e, append([]program.Arg{{Value: e.X.X}}, e.Args...), "/")
	}
	return nil
}

// like is an expression in the place of another.
func like(e *program.Expr, kind program.Kind, text string) *program.Expr {
	return &program.Expr{Kind: kind, Text: text, Line: e.Line, Column: e.Column, Pos: e.Pos, Block: e.Block}
}

// verb is a verb of a format.
var verb = lazyregexp.New(`%[-+# 0-9.]*(?:\[\d+\])?[a-zA-Z%]`)

// format is what fmt.Sprintf makes.
func format(e *program.Expr, layout string) *program.Expr {
	out := like(e, program.Join, "")
	text := func(s string) {
		if s != "" {
			out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, s)})
		}
	}
	at, next := 0, 1
	for _, place := range verb.FindAllStringIndex(layout, -1) {
		text(layout[at:place[0]])
		at = place[1]
		if layout[place[1]-1] == '%' {
			text("%")
			continue
		}
		if next < len(e.Args) {
			out.Args = append(out.Args, program.Arg{Value: e.Args[next].Value})
		} else {
			text("{value}")
		}
		next++
	}
	text(layout[at:])
	return out
}

// joined puts a separator between texts.
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

func (r *reader) joinList(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	list, frame := ev.Resolve(e.Args[0].Value, f)
	if list == nil || list.Kind != program.List || frame != f {
		return nil
	}
	return joined(e, list.Args, ev.Text(e.Args[1].Value, f))
}

// environment is what GitHub's own variables hold.
func environment(e *program.Expr) *program.Expr {
	arg := e.Arg(0)
	if arg == nil || arg.Kind != program.Text {
		return nil
	}
	return program.Environment(e, arg.Text)
}

// appended is a list with more at its end.
func (r *reader) appended(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	first, frame := ev.Resolve(e.Args[0].Value, f)
	if first == nil || first.Kind != program.List || frame != f {
		return nil
	}
	out := like(e, program.List, "")
	out.Args = append(append(out.Args, first.Args...), e.Args[1:]...)
	return out
}

// canonical is the name of a function with the package as its path ends.
func (r *reader) canonical(e *program.Expr) string {
	name := e.Path()
	first, rest, ok := strings.Cut(name, ".")
	if !ok {
		return name
	}
	imported, ok := r.source.imports[first]
	if !ok {
		return name
	}
	switch {
	case strings.Contains(imported, "google/go-github"):
		return "github." + rest
	case strings.Contains(imported, "/"):
		return imported[strings.LastIndexByte(imported, '/')+1:] + "." + rest
	}
	return imported + "." + rest
}
