package program

import (
	"sort"
	"strings"
)

// Frame is a function with the arguments of one call of it.
type Frame struct {
	Scope  *Scope
	Args   map[string]*Expr // by the name of the parameter
	Caller *Frame           // where Args belong
}

// root is the frame that was entered from none.
func (f *Frame) root() *Frame {
	for f.Caller != nil {
		f = f.Caller
	}
	return f
}

// withRoot is the frame, entered by way of another root.
func (f *Frame) withRoot(root *Frame) *Frame {
	if f.Caller == nil {
		return root
	}
	return &Frame{Scope: f.Scope, Args: f.Args, Caller: f.Caller.withRoot(root)}
}

// Evaluation finds values of expressions, within bounds.
type Evaluation struct {
	Program *Program
	// Free are the parameters of the innermost function that the value depends on.
	Free  map[string]bool
	steps int
}

// maxSteps, maxNesting and maxValue bound what one value may cost.
const (
	maxSteps   = 600
	maxNesting = 24
	maxValue   = 1 << 15
)

// Evaluate begins an evaluation.
func (p *Program) Evaluate() *Evaluation {
	return &Evaluation{Program: p, Free: map[string]bool{}, steps: maxSteps}
}

// Text is the value of an expression as a text.
func (ev *Evaluation) Text(e *Expr, f *Frame) string {
	text, _ := ev.text(e, f, 0)
	return text
}

// text also reports whether anything of it is known.
func (ev *Evaluation) text(e *Expr, f *Frame, depth int) (string, bool) {
	e, f = ev.resolve(e, f, depth)
	if e == nil {
		return "{value}", false
	}
	switch e.Kind {
	case Text:
		return e.Text, true
	case Join:
		return ev.join(e, f, depth)
	}
	return "{" + plainName(nameOf(e)) + "}", false
}

func (ev *Evaluation) join(e *Expr, f *Frame, depth int) (string, bool) {
	var b strings.Builder
	known := false
	for _, a := range e.Args {
		text, ok := ev.text(a.Value, f, depth+1)
		known = known || ok
		if b.Len()+len(text) > maxValue {
			break
		}
		b.WriteString(text)
	}
	return b.String(), known
}

// Resolve follows names to their values. It also returns the frame of the value.
func (ev *Evaluation) Resolve(e *Expr, f *Frame) (*Expr, *Frame) {
	return ev.resolve(e, f, 0)
}

func (ev *Evaluation) resolve(e *Expr, f *Frame, depth int) (*Expr, *Frame) {
	for ; e != nil && depth < maxNesting; depth++ {
		if ev.steps--; ev.steps < 0 {
			return e, f
		}
		next, frame := ev.step(e, f)
		if next == nil {
			return e, f
		}
		e, f = next, frame
	}
	return e, f
}

// step follows an expression once, to its value. It returns nil if that is not known.
func (ev *Evaluation) step(e *Expr, f *Frame) (*Expr, *Frame) {
	switch e.Kind {
	case Name:
		return ev.name(e, f)
	case Member:
		return ev.field(e)
	case Either:
		return ev.either(e, f)
	case Call, Index:
		if ev.Program.Fold != nil {
			if folded := ev.Program.Fold(ev, e, f); folded != nil {
				return folded, f
			}
		}
		if e.Kind == Call {
			return ev.returned(e, f)
		}
		return ev.element(e, f)
	}
	return nil, nil
}

// either is the first alternative that is a text. The others are usually empty.
func (ev *Evaluation) either(e *Expr, f *Frame) (*Expr, *Frame) {
	for _, a := range e.Args {
		if got, frame := ev.Resolve(a.Value, f); got != nil && (got.Kind == Text || got.Kind == Join) {
			return got, frame
		}
	}
	return nil, nil
}

// name follows a variable.
func (ev *Evaluation) name(e *Expr, f *Frame) (*Expr, *Frame) {
	scope := scopeOf(e, f)
	for s := scope; s != nil; s = s.Above {
		if v, ok := latest(s.Values[e.Text], e, s == scope); ok {
			if v.Element {
				return nil, nil
			}
			if s != scope {
				f = outer(f, s)
			}
			return v.Expr, f
		}
		if i := s.param(e.Text); i >= 0 {
			return ev.param(s, i, f)
		}
		if len(s.Values[e.Text]) > 0 {
			return nil, nil // several values
		}
	}
	if !ev.Program.Bare {
		return nil, nil
	}
	if got, frame := ev.field(e); got != nil {
		return got, frame
	}
	return ev.function(e.Text, e, f)
}

// param is the argument of the call at hand.
func (ev *Evaluation) param(s *Scope, i int, f *Frame) (*Expr, *Frame) {
	for ; f != nil; f = f.Caller {
		if f.Scope != s || f.Args == nil {
			continue
		}
		if arg, ok := f.Args[s.Params[i].Name]; ok {
			return arg, f.Caller
		}
		return s.Params[i].Default, f
	}
	ev.Free[s.Params[i].Name] = true
	return nil, nil
}

// scopeOf is where a name is looked for first.
func scopeOf(e *Expr, f *Frame) *Scope {
	if e.Block != nil {
		return e.Block.Scope
	}
	if f != nil {
		return f.Scope
	}
	return nil
}

// outer is the frame of a scope around the scope of f. Without one, it is a frame that
// has no arguments.
func outer(f *Frame, s *Scope) *Frame {
	for at := f; at != nil; at = at.Caller {
		if at.Scope == s {
			return at
		}
	}
	return &Frame{Scope: s, Caller: f}
}

// latest is the value of a name at its place. In the same scope, it is the last value
// before that place, if it is always set. In an outer scope, it is the only value.
func latest(values []Value, e *Expr, same bool) (Value, bool) {
	if !same {
		if len(values) == 1 {
			return values[0], true
		}
		return Value{}, false
	}
	i := sort.Search(len(values), func(i int) bool { return values[i].Pos >= e.Pos })
	if i == 0 || !e.Block.within(values[i-1].Block) {
		return Value{}, false
	}
	return values[i-1], true
}

// field is the only value of a field.
func (ev *Evaluation) field(e *Expr) (*Expr, *Frame) {
	values := ev.Program.Fields[e.Text]
	if len(values) != 1 || values[0].Expr == nil || values[0].Element {
		return nil, nil
	}
	v := values[0]
	var scope *Scope
	if v.Block != nil {
		scope = v.Block.Scope
	}
	return v.Expr, &Frame{Scope: scope}
}

// returned is what a function of the program returns.
func (ev *Evaluation) returned(e *Expr, f *Frame) (*Expr, *Frame) {
	return ev.function(e.Callee(), e, f)
}

func (ev *Evaluation) function(name string, e *Expr, f *Frame) (*Expr, *Frame) {
	function := ev.Program.Function(name)
	if function == nil || len(function.Return) != 1 {
		return nil, nil
	}
	return function.Return[0], Enter(function, e, f)
}

// Enter is the frame of a function for one call of it.
func Enter(function *Scope, call *Expr, f *Frame) *Frame {
	args := map[string]*Expr{}
	at := 0
	for _, a := range call.Args {
		switch {
		case a.Name != "":
			args[a.Name] = a.Value
		case at >= len(function.Params):
		case function.Params[at].Spread:
			spread(args, function.Params[at].Name, a, call)
		default:
			args[function.Params[at].Name] = a.Value
			at++
		}
	}
	return &Frame{Scope: function, Args: args, Caller: f}
}

// spread puts an argument to those that a parameter takes all of.
func spread(args map[string]*Expr, name string, a Arg, call *Expr) {
	if args[name] == nil {
		args[name] = &Expr{Kind: List, Line: call.Line, Column: call.Column, Pos: call.Pos, Block: call.Block}
	}
	args[name].Args = append(args[name].Args, a)
}

// element is the value at a key of a list or of pairs.
func (ev *Evaluation) element(e *Expr, f *Frame) (*Expr, *Frame) {
	if len(e.Args) != 1 || e.Args[0].Value == nil || e.Args[0].Value.Kind != Text {
		return nil, nil
	}
	of, frame := ev.Resolve(e.X, f)
	if of == nil || of.Kind != Pairs {
		return nil, nil
	}
	for _, a := range of.Args {
		if a.Name == e.Args[0].Value.Text {
			return a.Value, frame
		}
	}
	return nil, nil
}

// nameOf is the name of what an expression gives.
func nameOf(e *Expr) string {
	switch e.Kind {
	case Name, Member, Unknown:
		return e.Text
	case Call:
		return e.Callee()
	case Index:
		if key := e.Args; len(key) == 1 && key[0].Value != nil && key[0].Value.Kind == Text && !isNumber(key[0].Value.Text) {
			return key[0].Value.Text
		}
		return e.X.Path()
	}
	return ""
}

func isNumber(text string) bool { return strings.Trim(text, "0123456789") == "" }

// plainName is a name as it is written in braces.
func plainName(name string) string {
	name = name[strings.LastIndexAny(name, ".:$@")+1:]
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '_'
		case r == '_', r >= '0' && r <= '9', r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
			return r
		}
		return -1
	}, name)
	if plain == "" || len(plain) > 60 {
		return "value"
	}
	return plain
}
