package budget

import (
	"math"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// part is what of a value is measured: what the expression around it copies.
type part uint8

const (
	nothing part = iota
	length       // the elements are iterated over
	numeric      // it becomes a number
	everything
	branch // everything, and it gets one type with another value
)

// Meter puts meters into the tree of an expression, which stays in use.
type Meter struct {
	Budget *Budget
	scopes []scopeOfNames
}

// scopeOfNames is where a for expression or a splat defines something.
type scopeOfNames struct {
	names  []string
	symbol *hclsyntax.AnonSymbolExpr
}

// facts are what is known of an expression without evaluating it.
type facts struct {
	steps   int  // of the parts that are not metered
	outer   int  // the outermost scope that it depends on: 0 is outside of the expression
	literal bool // written out, so that its size is that of its text
}

const independent = math.MaxInt

// add makes f the facts of an expression that has another as its part.
func (f *facts) add(part facts) {
	f.steps += part.steps
	f.outer = min(f.outer, part.outer)
	f.literal = f.literal && part.literal
}

// cheap is how many steps an expression that is written out may take each time.
const cheap = 20

// Top meters an expression that is no part of another.
func (m *Meter) Top(e hclsyntax.Expression) hclsyntax.Expression {
	e, f := m.parts(e)
	f.literal = f.literal && f.steps <= cheap
	return m.put(e, &f, everything)
}

// put makes e a metered expression, unless there is nothing to meter.
func (m *Meter) put(e hclsyntax.Expression, f *facts, what part) hclsyntax.Expression {
	if f.literal {
		return e
	}
	if inner, ok := e.(*Metered); ok && what <= inner.measure {
		return inner
	}
	out := &Metered{
		ParenthesesExpr: &hclsyntax.ParenthesesExpr{Expression: e, SrcRange: e.Range()},
		budget:          m.Budget, steps: 1 + f.steps, measure: what,
		once: f.outer > len(m.scopes),
	}
	f.steps = 1
	return out
}

// Metered meters the parts of e, and e itself.
func (m *Meter) Metered(e hclsyntax.Expression, what part) (hclsyntax.Expression, facts) {
	e, f := m.parts(e)
	return m.put(e, &f, what), f
}

// within meters an expression that is part of another, if it needs it by itself.
func (m *Meter) within(e *hclsyntax.Expression, f *facts) {
	var part facts
	*e, part = m.parts(*e)
	f.add(part)
}

// measured meters an expression whose value the one around it copies.
func (m *Meter) measured(e *hclsyntax.Expression, f *facts, what part) {
	if *e == nil {
		return
	}
	var part facts
	*e, part = m.Metered(*e, what)
	f.add(part)
}

// parts meters the parts of an expression, and the expression itself where its
// cost depends on values.
func (m *Meter) parts(e hclsyntax.Expression) (hclsyntax.Expression, facts) {
	f := facts{steps: 1, outer: independent, literal: true}
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
	case *hclsyntax.ScopeTraversalExpr:
		f.steps, f.outer, f.literal = len(e.Traversal), m.scopeOf(e.Traversal.RootName()), false
	case *hclsyntax.AnonSymbolExpr:
		f.outer, f.literal = m.scopeOfSymbol(e), false
	case *hclsyntax.ParenthesesExpr:
		m.within(&e.Expression, &f)
	case *hclsyntax.TemplateWrapExpr:
		m.within(&e.Wrapped, &f)
	case *hclsyntax.RelativeTraversalExpr:
		m.within(&e.Source, &f)
		f.literal = false
	case *hclsyntax.UnaryOpExpr:
		m.within(&e.Val, &f)
	case *hclsyntax.IndexExpr:
		m.within(&e.Collection, &f)
		m.within(&e.Key, &f)
		f.literal = false
	case *hclsyntax.ExprSyntaxError:
		f.literal, f.outer = false, 0
	default:
		return m.composed(e, f)
	}
	return e, f
}

// composed meters the expressions that make something larger than their parts.
func (m *Meter) composed(e hclsyntax.Expression, f facts) (hclsyntax.Expression, facts) {
	makes := everything
	switch e := e.(type) {
	case *hclsyntax.FunctionCallExpr:
		m.call(e, &f)
		return m.put(m.Budget.shorten(e), &f, nothing), f // the function measures its result
	case *hclsyntax.BinaryOpExpr:
		makes = m.operation(e, &f)
	case *hclsyntax.ConditionalExpr:
		m.within(&e.Condition, &f)
		m.measured(&e.TrueResult, &f, branch)
		m.measured(&e.FalseResult, &f, branch)
		makes = nothing
	case *hclsyntax.TupleConsExpr:
		for i := range e.Exprs {
			m.within(&e.Exprs[i], &f)
		}
	case *hclsyntax.ObjectConsExpr:
		m.items(e, &f)
	case *jsonObject:
		m.items(e.ObjectConsExpr, &f)
	case *hclsyntax.ForExpr:
		m.loop(e, &f)
	case *hclsyntax.SplatExpr:
		m.splat(e, &f)
	case *hclsyntax.TemplateExpr:
		for i := range e.Parts {
			m.measured(&e.Parts[i], &f, everything)
		}
		makes = nothing
	case *hclsyntax.TemplateJoinExpr:
		m.within(&e.Tuple, &f)
		f.literal, makes = false, nothing
	default:
		f.literal, f.outer = false, 0
	}
	return m.put(e, &f, makes), f
}

// longName is longer in bytes than the name of any function. hcl compares an unknown name with those
// of all functions.
const longName = 100

func (m *Meter) call(e *hclsyntax.FunctionCallExpr, f *facts) {
	f.literal = false
	if len(e.Name) > longName {
		f.steps += 15 * len(e.Name)
	}
	for i := range e.Args {
		if e.ExpandFinal && i == len(e.Args)-1 {
			m.measured(&e.Args[i], f, length)
		} else {
			m.within(&e.Args[i], f)
		}
	}
}

// operation meters an operator, and returns what of its result is to be measured.
func (m *Meter) operation(e *hclsyntax.BinaryOpExpr, f *facts) part {
	f.literal = false
	switch e.Op {
	case hclsyntax.OpEqual, hclsyntax.OpNotEqual:
		m.measured(&e.LHS, f, everything)
		m.measured(&e.RHS, f, everything)
		return nothing
	case hclsyntax.OpAdd, hclsyntax.OpSubtract, hclsyntax.OpMultiply, hclsyntax.OpDivide, hclsyntax.OpModulo:
		m.measured(&e.LHS, f, numeric)
		m.measured(&e.RHS, f, numeric)
		return numeric
	}
	m.within(&e.LHS, f)
	m.within(&e.RHS, f)
	return nothing
}

func (m *Meter) items(e *hclsyntax.ObjectConsExpr, f *facts) {
	for i := range e.Items {
		item := &e.Items[i]
		if key, ok := item.KeyExpr.(*hclsyntax.ObjectConsKeyExpr); !ok {
			m.within(&item.KeyExpr, f)
		} else if key.ForceNonLiteral || hcl.ExprAsKeyword(key.Wrapped) == "" {
			m.within(&key.Wrapped, f)
		}
		m.within(&item.ValueExpr, f)
	}
}

func (m *Meter) loop(e *hclsyntax.ForExpr, f *facts) {
	f.literal = false
	m.measured(&e.CollExpr, f, length)
	m.scopes = append(m.scopes, scopeOfNames{names: []string{e.KeyVar, e.ValVar}})
	for _, body := range []*hclsyntax.Expression{&e.CondExpr, &e.KeyExpr, &e.ValExpr} {
		m.measured(body, f, nothing)
	}
	m.leave(f)
}

func (m *Meter) splat(e *hclsyntax.SplatExpr, f *facts) {
	f.literal = false
	m.measured(&e.Source, f, length)
	m.scopes = append(m.scopes, scopeOfNames{symbol: e.Item})
	m.measured(&e.Each, f, nothing)
	m.leave(f)
}

// leave ends a scope: on what it defines, nothing outside of it depends.
func (m *Meter) leave(f *facts) {
	if f.outer >= len(m.scopes) {
		f.outer = independent
	}
	m.scopes = m.scopes[:len(m.scopes)-1]
}

// scopeOf returns the number of the scope that defines a name. What path holds is
// always the same.
func (m *Meter) scopeOf(name string) int {
	for i, s := range slices.Backward(m.scopes) {
		if slices.Contains(s.names, name) {
			return i + 1
		}
	}
	if name == "path" {
		return independent
	}
	return 0
}

func (m *Meter) scopeOfSymbol(e *hclsyntax.AnonSymbolExpr) int {
	for i, s := range slices.Backward(m.scopes) {
		if s.symbol == e {
			return i + 1
		}
	}
	return 0
}
