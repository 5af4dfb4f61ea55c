package python

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// maxDepth is how deep brackets are followed.
const maxDepth = 80

// maxFactors is how many operators in a row are read as operators of each other. The operands
// after them are read one by one.
const maxFactors = 1000

// factors are the operators of a product.
var factors = []string{"%", "*", "/", "-", "//", "**"}

// operators divide expressions, those that bind least first.
var operators = [][]string{
	{"or"}, {"and"},
	{"==", "!=", "<", ">", "<=", ">=", "in", "is", "not"},
	{"|", "&", "^", "<<", ">>", "<-"},
}

// expr reads an expression.
func (p *parser) expr(from, to int) *program.Expr {
	if from >= to || from < 0 || p.depth > maxDepth {
		return &program.Expr{}
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.tokens[from].Is("lambda") {
		return p.lambda(from, to)
	}
	if p.find(from, to, ",") < to {
		return p.list(from, to, p.tokens[from])
	}
	if walrus := p.find(from, to, ":="); walrus < to && walrus == from+1 {
		value := p.expr(walrus+1, to)
		p.set(p.tokens[from].Text, p.tokens[from].To, value, false)
		return value
	}
	if cond := p.find(from, to, "if"); cond < to && cond > from {
		return p.conditional(from, cond, to)
	}
	for _, list := range operators {
		if at := p.find(from, to, list...); at < to {
			return p.divided(from, to, list)
		}
	}
	return p.sum(from, to)
}

func (p *parser) lambda(from, to int) *program.Expr {
	colon := p.find(from, to, ":")
	p.expr(colon+1, to)
	return p.at(p.tokens[from], &program.Expr{})
}

// conditional reads "a if b else c".
func (p *parser) conditional(from, cond, to int) *program.Expr {
	otherwise := p.find(cond, to, "else")
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Choice})
	for _, part := range []*program.Expr{p.expr(from, cond), p.expr(otherwise+1, to), p.expr(cond+1, otherwise)} {
		e.Args = append(e.Args, program.Arg{Value: part})
	}
	return e
}

// divided reads the operands between operators. The value of "a or b" may be either one.
func (p *parser) divided(from, to int, list []string) *program.Expr {
	e := p.at(p.tokens[from], &program.Expr{})
	if list[0] == "or" {
		e.Kind = program.Either
	}
	for from < to {
		end := p.find(from, to, list...)
		if end > from {
			e.Args = append(e.Args, program.Arg{Value: p.expr(from, end)})
		}
		from = end + 1
	}
	return e
}

// sum reads "a + b" as a text of parts.
func (p *parser) sum(from, to int) *program.Expr {
	if p.find(from, to, "+") >= to {
		return p.product(from, to)
	}
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Join})
	for from < to {
		end := p.find(from, to, "+")
		if end > from {
			e.Args = append(e.Args, program.Arg{Value: p.product(from, end)})
		}
		from = end + 1
	}
	return e
}

// product reads "a % b", which may be a format, and other operators.
func (p *parser) product(from, to int) *program.Expr {
	at := p.find(from, to, factors...)
	if at >= to {
		return p.unary(from, to)
	}
	if at == from { // *args, -1
		if p.tokens[from].Is("-") && to-from == 2 {
			return p.at(p.tokens[from], &program.Expr{})
		}
		for from < to && p.find(from, from+1, factors...) == from {
			from++
		}
		return p.product(from, to)
	}
	p.factors++
	defer func() { p.factors-- }()
	if p.factors > maxFactors { // each is one call more
		return p.divided(from, to, factors)
	}
	e := p.at(p.tokens[from], &program.Expr{})
	if p.tokens[at].Is("%") {
		e.Kind, e.X = program.Call, p.at(p.tokens[at], &program.Expr{Kind: program.Name, Text: "%"})
	}
	e.Args = []program.Arg{{Value: p.unary(from, at)}, {Value: p.product(at+1, to)}}
	return e
}

func (p *parser) unary(from, to int) *program.Expr {
	for from < to && (p.tokens[from].Is("await") || p.tokens[from].Is("not") || p.tokens[from].Is("yield") || p.tokens[from].Is("~")) {
		from++
	}
	if from < to && p.tokens[from].Is("from") {
		from++
	}
	return p.postfix(from, to)
}

// postfix reads a value with what is called of it.
func (p *parser) postfix(from, to int) *program.Expr {
	if from >= to {
		return &program.Expr{}
	}
	e, i := p.primary(from, to)
	var before []program.Arg // of an operator that does not matter
	for i < to {
		t := p.tokens[i]
		closing := scan.Partner(p.tokens, i)
		switch {
		case t.Is(".") && i+1 < to && p.tokens[i+1].Kind == scan.Name:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Member, Text: p.tokens[i+1].Text, X: e})
			if p.tokens[i+1].Line != e.Line {
				e.Line, e.Column = p.tokens[i+1].Line, p.tokens[i+1].Column
			}
			i += 2
		case t.Is("(") && closing > i && closing < to:
			e = p.call(e, i, closing)
			i = closing + 1
		case t.Is("[") && closing > i && closing < to:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Index, X: e, Args: []program.Arg{{Value: p.expr(i+1, closing)}}})
			i = closing + 1
		default:
			before = append(before, program.Arg{Value: e})
			e, i = p.primary(i, to)
			from = i - 1
		}
	}
	if before != nil {
		return p.at(p.tokens[from], &program.Expr{Args: append(before, program.Arg{Value: e})})
	}
	return e
}

func (p *parser) call(of *program.Expr, open, closing int) *program.Expr {
	e := &program.Expr{Kind: program.Call, X: of, Line: of.Line, Column: of.Column, Pos: of.Pos, Block: p.top().block}
	if e.Line == 0 {
		p.at(p.tokens[open], e)
	}
	e.Args = p.args(open+1, closing)
	p.scope().Calls = append(p.scope().Calls, e)
	return e
}

// args reads arguments: with names, spread, or a generator.
func (p *parser) args(from, to int) []program.Arg {
	if p.find(from, to, "for") < to && p.find(from, to, ",") >= to {
		return []program.Arg{{Value: p.comprehension(from, to)}}
	}
	var args []program.Arg
	for from < to {
		comma := p.find(from, to, ",")
		arg := program.Arg{}
		start := from
		if scan.Is(p.tokens, start+1, "=") && start+1 < comma {
			arg.Name = p.tokens[start].Text
			start += 2
		}
		if start < comma {
			arg.Value = p.expr(start, comma)
			if p.tokens[start].Is("**") {
				arg.Name = "**"
			}
			args = append(args, arg)
		}
		from = comma + 1
	}
	return args
}

// comprehension reads "f(x) for x in y if z": the name first.
func (p *parser) comprehension(from, to int) *program.Expr {
	start := p.find(from, to, "for")
	for at := start; at < to; {
		in := p.find(at, to, "in")
		end := p.find(in+1, to, "for", "if")
		of := p.expr(in+1, end)
		for i := at + 1; i < in; i++ {
			if t := p.tokens[i]; t.Kind == scan.Name {
				p.set(t.Text, p.tokens[from].From-1, of, true)
			}
		}
		if end < to && p.tokens[end].Is("if") {
			next := p.find(end+1, to, "for")
			p.expr(end+1, next)
			end = next
		}
		at = end
	}
	e := p.at(p.tokens[from], &program.Expr{})
	e.Args = []program.Arg{{Value: p.expr(from, start)}}
	return e
}
