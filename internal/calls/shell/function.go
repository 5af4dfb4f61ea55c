package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/calls/address"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/source"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// function is a function of a text.
type function struct {
	piece   *piece
	body    *syntax.Stmt
	several bool // the text has several of the name
	tried   bool
	open    bool // what it calls is told by its arguments
	active  bool // it is being read
}

// What is read of functions and loops with their values, in bytes beyond the size of
// the text, and how much for each of its own.
const (
	minWork     = 1 << 20
	workPerByte = 4
)

// spend takes from what may be read of functions and loops. It reports whether there
// was enough.
func (r *reader) spend(p *piece, stmts ...*syntax.Stmt) bool {
	for _, stmt := range stmts {
		*r.work -= minStatement + p.stmtEnd(stmt) - begin(stmt)
	}
	return *r.work > 0
}

// minStatement is what a statement costs beside its size.
const minStatement = 100

// collectFunction notes a function.
func (r *reader) collectFunction(p *piece, f *syntax.FuncDecl) {
	if f.Name == nil {
		return
	}
	if old := r.functions[f.Name.Value]; old != nil {
		old.several = true
	} else if len(r.functions) < maxValues {
		r.functions[f.Name.Value] = &function{piece: p, body: f.Body}
	}
}

// function looks at a function where it stands. One whose arguments tell what it
// calls is read where it is called.
func (c *commands) function(f *syntax.FuncDecl) bool {
	if f.Name == nil { // one of zsh without a name
		return true
	}
	known := c.functionOf(f.Name.Value)
	if known == nil || !c.called[f.Name.Value] || !c.needsArguments(known) {
		c.within++
		syntax.Walk(f.Body, c.visit)
		c.within--
		return false
	}
	c.muted++
	syntax.Walk(f.Body, c.visit)
	c.muted--
	return false
}

func (r *reader) functionOf(name string) *function {
	f := r.functions[name]
	if f == nil || f.several {
		return nil
	}
	return f
}

// functionCall reads a function with its arguments, if those tell what it calls.
func (c *commands) functionCall(call *syntax.CallExpr, name string, words []string) bool {
	f := c.functionOf(name)
	if f == nil || f.active || !c.needsArguments(f) {
		return false
	}
	inner := *f.piece
	inner.held, inner.at, inner.deep = true, c.piece.place(begin(call)), c.piece.deep+1
	if inner.deep > maxNested || !c.spend(f.piece, f.body) {
		c.unclear(inner.at, reading.Unreadable)
		c.understood(call)
		return true
	}
	s := newScope(nil)
	s.parameters = append([]string{}, words...)
	before := len(c.Calls) + len(c.Unclear)
	f.active = true
	c.read(&inner, f.body, s)
	f.active = false
	if len(c.Calls)+len(c.Unclear) > before || c.muted > 0 {
		c.understood(call)
	}
	return true
}

// read reads a statement in a scope.
func (c *commands) read(p *piece, stmt *syntax.Stmt, s *scope) {
	outer := c.scope
	c.scope = s
	c.walk(p, newPage(p, begin(stmt), p.stmtEnd(stmt)), []*syntax.Stmt{stmt})
	c.scope = outer
}

// needsArguments reports whether a function, read without arguments, holds something
// that cannot be read, or runs its arguments.
func (r *reader) needsArguments(f *function) bool {
	if !f.tried {
		f.tried, f.active = true, true
		f.open = runsArguments(f.body) || r.isOpen(f.piece, []*syntax.Stmt{f.body})
		f.active = false
	}
	return f.open
}

// runsArguments reports whether a command is what the arguments are.
func runsArguments(stmt *syntax.Stmt) bool {
	found := false
	syntax.Walk(stmt, func(node syntax.Node) bool {
		call, ok := node.(*syntax.CallExpr)
		if ok && len(call.Args) > 0 {
			for _, part := range unquoted(call.Args[0].Parts) {
				param, ok := part.(*syntax.ParamExp)
				found = found || ok && param.Param != nil && (param.Param.Value == "@" || param.Param.Value == "*")
			}
		}
		return !found
	})
	return found
}

func unquoted(parts []syntax.WordPart) []syntax.WordPart {
	if len(parts) == 1 {
		if quoted, ok := parts[0].(*syntax.DblQuoted); ok {
			return quoted.Parts
		}
	}
	return parts
}

// isOpen reads statements on trial, and reports whether something cannot be read.
func (r *reader) isOpen(p *piece, stmts []*syntax.Stmt) bool {
	if !r.spend(p, stmts...) {
		return false
	}
	var found reading.Reading
	trial := *r
	trial.onTrial = true
	trial.Reading, trial.host, trial.muted = &found, nowhere{}, 0
	trial.scope = newScope(r.scope)
	for _, stmt := range stmts {
		trial.walk(p, newPage(p, begin(stmt), p.stmtEnd(stmt)), []*syntax.Stmt{stmt})
	}
	r.budget = trial.budget
	for _, call := range found.Calls {
		if call.Kind == reading.REST && openCall.MatchString(address.Expand(call.Text)) {
			return true
		}
	}
	return len(found.Unclear) > 0
}

// openCall is a call whose method or path begins with a variable.
var openCall = lazyregexp.New(`^\S*\{\S*\s|^\S+\s+(?:https?://[^/\s]+)?/*\{[^}]*\}(?:[?/]|$)`)

// nowhere is where lines go that nobody looks at.
type nowhere struct{}

func (nowhere) Left(string, int, bool, bool) {}
func (nowhere) IsRequest(string) bool        { return false }
func (nowhere) InErrorAt(int) bool           { return false }
func (nowhere) SuspectLine(source.Line)      {}

// maxTurns is how many values a loop is read with.
const maxTurns = 50

// loop reads a loop over values that the text has once for each of them, where they
// tell what it calls.
func (c *commands) loop(f *syntax.ForClause) bool {
	iter, ok := f.Loop.(*syntax.WordIter)
	if !ok || iter.Name == nil || len(iter.Items) == 0 || c.onTrial || c.muted > 0 {
		return true
	}
	var items []string
	for _, word := range iter.Items {
		items = append(items, c.words(c.piece, word)...)
	}
	if len(items) > maxTurns || strings.ContainsAny(strings.Join(items, ""), "$*{") || !c.isOpen(c.piece, f.Do) {
		return true
	}
	c.muted++
	for _, stmt := range f.Do {
		syntax.Walk(stmt, c.visit)
	}
	c.muted--
	for _, item := range items {
		if !c.spend(c.piece, f.Do...) {
			c.unclear(c.piece.place(begin(f)), reading.Unreadable)
			break
		}
		s := newScope(c.scope)
		s.values[iter.Name.Value] = item
		for _, stmt := range f.Do {
			c.read(c.piece, stmt, s)
		}
	}
	return false
}
