package program

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/calls/operations"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/lazyregexp"
)

// Collector gathers the calls of a program.
type Collector struct {
	Program  *Program
	found    reading.Reading
	read     map[*Expr]bool // documents of the program
	asked    []*Expr        // calls of GraphQL whose document was not found
	followed int            // calls of functions that were followed
}

// NewCollector returns a collector for a program, which has its Index.
func NewCollector(p *Program) *Collector {
	return &Collector{Program: p, read: map[*Expr]bool{}}
}

// Add notes a call at a place.
func (c *Collector) Add(at *Expr, call reading.Call) {
	call.Line, call.Column = at.Line, at.Column
	c.found.Calls = append(c.found.Calls, call)
}

// Endpoints notes a call of a method of a library: of one endpoint, or of any of
// several.
func (c *Collector) Endpoints(at *Expr, as string, endpoints []string) {
	for _, endpoint := range endpoints {
		c.Add(at, reading.Call{Text: endpoint, As: as, Candidate: len(endpoints) > 1})
	}
}

// Unclear notes a place that may call GitHub.
func (c *Collector) Unclear(at *Expr, call string) { c.UnclearIn(at, call, "") }

// UnclearIn notes a place that calls a module of the program that may call GitHub.
func (c *Collector) UnclearIn(at *Expr, call, module string) {
	if strings.IndexFunc(call, isOdd) >= 0 {
		call = reading.Unreadable
	}
	c.found.Unclear = append(c.found.Unclear, reading.Unclear{Line: at.Line, Column: at.Column, Call: call, Module: module})
}

// isOdd reports whether a rune is not allowed in the words for an unclear call.
func isOdd(r rune) bool {
	letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	return !letter && !strings.ContainsRune("._ /-", r)
}

// Reading is what was found, in the order of the text, each once in its place.
func (c *Collector) Reading() reading.Reading {
	c.finish()
	slices.SortStableFunc(c.found.Calls, func(a, b reading.Call) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	slices.SortStableFunc(c.found.Unclear, func(a, b reading.Unclear) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	c.found.Calls = slices.CompactFunc(c.found.Calls, func(a, b reading.Call) bool {
		return a.Line == b.Line && a.Column == b.Column && a.Kind == b.Kind && a.Text == b.Text && a.As == b.As && a.Accept == b.Accept
	})
	c.found.Unclear = slices.CompactFunc(c.found.Unclear, func(a, b reading.Unclear) bool {
		return a.Line == b.Line && a.Call == b.Call && a.Module == b.Module
	})
	return c.found
}

// finish reads the GraphQL documents that nobody was seen to send, where somebody
// sends documents that were not found.
func (c *Collector) finish() {
	if len(c.asked) == 0 {
		return
	}
	found := false
	for _, document := range c.Program.Documents {
		if !c.read[document] {
			found = c.document(document, document, document.Text) || found
		}
	}
	if !found && len(c.read) == 0 {
		for _, at := range c.asked {
			c.Unclear(at, "graphql")
		}
	}
}

// Lines are the lines on which something was found.
func (c *Collector) Lines() map[int]bool {
	lines := map[int]bool{}
	for _, call := range c.found.Calls {
		lines[call.Line] = true
	}
	for _, unclear := range c.found.Unclear {
		lines[unclear.Line] = true
	}
	return lines
}

// IsDocument reports whether a text looks like a GraphQL document.
func IsDocument(text string) bool {
	text = strings.TrimSpace(text)
	for strings.HasPrefix(text, "#") {
		_, text, _ = strings.Cut(text, "\n")
		text = strings.TrimSpace(text)
	}
	open := strings.IndexByte(text, '{')
	if open < 0 || !strings.HasSuffix(text, "}") {
		return false
	}
	head := strings.TrimSpace(text[:open])
	for _, word := range []string{"query", "mutation", "fragment"} {
		rest, ok := strings.CutPrefix(head, word)
		if ok && (rest == "" || strings.ContainsAny(rest[:1], " \n\t(@$")) {
			return true
		}
	}
	return head == "" && selection.MatchString(text) && strings.Count(text, "{") > 1
}

// selection matches how a document without a keyword begins: with a field, which may
// have an alias and arguments. What has a colon and a value behind its first name is
// data.
var selection = lazyregexp.New(`^\{\s*(?:\.\.\.|\w+\s*(?::\s*\w+\s*)?[({@]|\w+\s+\w+\s*[^:\s=])`)

// GraphQL notes what is asked for with one of the expressions, which may hold the
// document.
func (c *Collector) GraphQL(at *Expr, f *Frame, within ...*Expr) {
	if !c.documents(at, f, within) {
		c.asked = append(c.asked, at)
	}
}

// documents reads the documents in expressions; false: there are none.
func (c *Collector) documents(at *Expr, f *Frame, within []*Expr) bool {
	found := false
	ev := c.Program.Evaluate()
	for _, e := range within {
		found = c.documentsIn(ev, at, e, f, 0) || found
	}
	return found
}

// documentsIn reads the documents in an expression and what it holds.
func (c *Collector) documentsIn(ev *Evaluation, at, e *Expr, f *Frame, depth int) bool {
	if e == nil || depth > 6 {
		return false
	}
	got, frame := ev.Resolve(e, f)
	if got == nil {
		return false
	}
	switch got.Kind {
	case Text, Join:
		text := got.Text
		if got.Kind == Join {
			text = ev.Text(got, frame)
		}
		return IsDocument(text) && c.document(at, got, text)
	case Pairs, List, Call, Unknown, Choice:
		found := false
		for _, a := range got.Args {
			found = c.documentsIn(ev, at, a.Value, frame, depth+1) || found
		}
		return found
	}
	return false
}

// document reads a document.
func (c *Collector) document(at, document *Expr, text string) bool {
	c.read[document] = true
	got := operations.Read(text)
	for _, call := range got.Calls {
		call.Line, call.Column = at.Line, at.Column
		c.found.Calls = append(c.found.Calls, call)
	}
	for _, unclear := range got.Unclear {
		c.Unclear(at, unclear.Call)
	}
	return true
}
