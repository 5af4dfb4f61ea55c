package python

import (
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// sameText are functions whose result can be replaced by their first argument in an
// address or a document. sameMethods are methods of strings for which the same is true.
var (
	sameText = map[string]bool{
		"str": true, "quote": true, "urllib.parse.quote": true, "parse.quote": true, "quote_plus": true, "gql": true, "gql.gql": true, "json.dumps": true, "dumps": true, "dedent": true,
		"textwrap.dedent": true, "bytes": true, "list": true, "tuple": true, "shlex.split": true, "split": true, "URL": true, "yarl.URL": true, "shlex.quote": true,
	}
	sameMethods = map[string]bool{
		"strip": true, "rstrip": true, "lstrip": true, "lower": true, "upper": true, "encode": true, "decode": true, "replace": true, "removesuffix": true, "removeprefix": true, "copy": true, "format_map": true,
	}
)

// fold replaces a call that makes a text by the text.
func (r *reader) fold(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	if e.Kind == program.Index {
		return r.environmentIndex(e)
	}
	name := r.full(e.X)
	switch {
	case name == "%" && len(e.Args) == 2:
		return r.percent(ev, e, f)
	case sameText[name] && len(e.Args) > 0:
		return e.Args[0].Value
	case name == "os.getenv", name == "os.environ.get", name == "environ.get", name == "getenv":
		return environment(e)
	case name == "urllib.parse.urljoin", name == "urljoin", name == "parse.urljoin":
		return r.urljoin(ev, e, f)
	case e.X == nil || e.X.Kind != program.Member:
		return nil
	case e.X.Text == "format":
		return braces(e, ev.Text(e.X.X, f))
	case e.X.Text == "join" && len(e.Args) == 1:
		return r.joinList(ev, e, f)
	case sameMethods[e.X.Text]:
		return e.X.X
	}
	return nil
}

// full is the name of an expression, with what an import makes of its beginning.
func (r *reader) full(e *program.Expr) string {
	name := e.Path()
	first, rest, more := strings.Cut(name, ".")
	imported, ok := r.source.imports[first]
	switch {
	case !ok:
		return name
	case more:
		return imported + "." + rest
	}
	return imported
}

// like is an expression in the place of another.
func like(e *program.Expr, kind program.Kind, text string) *program.Expr {
	return &program.Expr{Kind: kind, Text: text, Line: e.Line, Column: e.Column, Pos: e.Pos, Block: e.Block}
}

func (r *reader) environmentIndex(e *program.Expr) *program.Expr {
	name := r.full(e.X)
	if name != "os.environ" && name != "environ" || len(e.Args) != 1 || e.Args[0].Value.Kind != program.Text {
		return nil
	}
	return program.Environment(e, e.Args[0].Value.Text)
}

func environment(e *program.Expr) *program.Expr {
	name := e.Arg(0)
	if name == nil || name.Kind != program.Text {
		return nil
	}
	value := program.Environment(e, name.Text)
	if otherwise := e.Arg(1, "default"); otherwise != nil && value.Kind != program.Text {
		either := like(e, program.Either, "")
		either.Args = []program.Arg{{Value: otherwise}}
		return either
	}
	return value
}

// urljoin joins a base and a path. A path that begins with a slash replaces the path of
// the base, except for the prefix of the API.
func (r *reader) urljoin(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	if len(e.Args) < 2 {
		return nil
	}
	base := strings.TrimSuffix(ev.Text(e.Args[0].Value, f), "/")
	out := like(e, program.Join, "")
	out.Args = []program.Arg{{Value: like(e, program.Text, base+"/")}, e.Args[1]}
	return out
}

func (r *reader) joinList(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	list, frame := ev.Resolve(e.Args[0].Value, f)
	if list == nil || list.Kind != program.List || frame != f {
		return nil
	}
	out := like(e, program.Join, "")
	separator := ev.Text(e.X.X, f)
	for i, a := range list.Args {
		if i > 0 {
			out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, separator)})
		}
		out.Args = append(out.Args, a)
	}
	return out
}

var (
	verb  = lazyregexp.New(`%(?:\(([A-Za-z_]\w*)\))?[-+# 0-9.]*[a-zA-Z%]`)
	field = lazyregexp.New(`\{\{|\}\}|\{([A-Za-z_]\w*|\d*)(?:[.\[!:][^{}]*)?\}`)
)

// pieces puts values in the places of a layout.
func pieces(e *program.Expr, layout string, places [][]int, value func(place []int) *program.Expr) *program.Expr {
	out := like(e, program.Join, "")
	at := 0
	for _, place := range places {
		if place[0] > at {
			out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:place[0]])})
		}
		out.Args = append(out.Args, program.Arg{Value: value(place)})
		at = place[1]
	}
	if at < len(layout) {
		out.Args = append(out.Args, program.Arg{Value: like(e, program.Text, layout[at:])})
	}
	return out
}

// percent is what "layout % values" makes.
func (r *reader) percent(ev *program.Evaluation, e *program.Expr, f *program.Frame) *program.Expr {
	layout, _ := ev.Resolve(e.Args[0].Value, f)
	if layout == nil || layout.Kind != program.Text && layout.Kind != program.Join {
		return nil
	}
	text := ev.Text(layout, f)
	values := e.Args[1].Value
	next := 0
	return pieces(e, text, verb.FindAllStringSubmatchIndex(text, -1), func(place []int) *program.Expr {
		if text[place[1]-1] == '%' {
			return like(e, program.Text, "%")
		}
		if place[2] >= 0 {
			name := text[place[2]:place[3]]
			if found := values.Arg(-1, name); found != nil {
				return found
			}
			return like(e, program.Unknown, name)
		}
		next++
		return nth(e, values, next-1)
	})
}

// nth is an element of a tuple, or the value itself if it is not a tuple.
func nth(e, values *program.Expr, n int) *program.Expr {
	if values.Kind == program.List {
		if n < len(values.Args) {
			return values.Args[n].Value
		}
		return like(e, program.Unknown, "value")
	}
	return values
}

// braces is what layout.format(...) makes.
func braces(e *program.Expr, layout string) *program.Expr {
	next := 0
	return pieces(e, layout, field.FindAllStringSubmatchIndex(layout, -1), func(place []int) *program.Expr {
		if place[2] < 0 { // a brace
			return like(e, program.Text, layout[place[0]:place[0]+1])
		}
		name := layout[place[2]:place[3]]
		if name == "" {
			name = strconv.Itoa(next)
			next++
		}
		if n, err := strconv.Atoi(name); err == nil {
			if arg := e.Arg(n); arg != nil {
				return arg
			}
			return like(e, program.Unknown, "value")
		}
		if arg := e.Arg(-1, name); arg != nil {
			return arg
		}
		return like(e, program.Unknown, name)
	})
}
