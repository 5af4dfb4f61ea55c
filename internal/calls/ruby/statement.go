package ruby

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// statement reads one statement.
func (p *parser) statement(from, to int) {
	if from >= to {
		return
	}
	first := p.tokens[from]
	if first.Kind != scan.Name || p.isName(from) {
		p.simple(from, to)
		return
	}
	switch first.Text {
	case "def":
		p.define(from, to)
	case "class", "module":
		p.open()
	case "if", "unless", "case", "while", "until", "for":
		p.open()
		p.head(from+1, to)
	case "begin":
		p.open()
		p.statement(from+1, to)
	case "elsif", "else", "when", "rescue", "ensure", "in":
		p.branch(from, to)
	case "end":
		p.close()
		if rest := p.find(from, to, "do"); rest < to {
			p.do(from+1, rest, to)
		}
	case "return":
		p.returned(from, to)
	default:
		p.simple(from, to)
	}
}

// head reads a condition, and the body behind "then" or "do".
func (p *parser) head(from, to int) {
	end := p.find(from, to, "then", "do")
	if in := p.find(from, end, "in"); in < end && in == from+1 {
		p.set(p.tokens[from].Text, p.tokens[from].From, p.expr(in+1, end), true)
	} else {
		p.expr(from, end)
	}
	p.statement(end+1, to)
}

// branch begins another part of what is open.
func (p *parser) branch(from, to int) {
	if len(p.levels) > 1 && !p.top().method {
		p.top().block = &program.Block{Above: p.top().block.Above, Scope: p.scope()}
	}
	then := p.find(from, to, "then")
	p.expr(from+1, then)
	p.statement(then+1, to)
}

func (p *parser) returned(from, to int) {
	end := p.modifier(from+1, to)
	value := p.expr(from+1, end)
	p.expr(end+1, to)
	if end > from+1 {
		p.scope().Return = append(p.scope().Return, value)
	}
}

// modifier returns the index of "if", "unless", or another modifier behind a statement.
func (p *parser) modifier(from, to int) int {
	at := p.find(from, to, "if", "unless", "while", "until", "rescue")
	if at == from {
		return to
	}
	return at
}

func (p *parser) define(from, to int) {
	at := from + 1
	if scan.Is(p.tokens, at+1, ".") { // self.name
		at += 2
	}
	scope := p.program.Open(scan.At(p.tokens, at).Text, p.scope())
	end := to
	switch closing := scan.Partner(p.tokens, at+1); {
	case scan.Is(p.tokens, at+1, "(") && closing > at && closing < to:
		p.params(scope, at+2, closing)
		end = closing + 1
	case !scan.Is(p.tokens, at+1, "="):
		p.params(scope, at+1, to)
	default:
		end = at + 1
	}
	p.levels = append(p.levels, level{scope: scope, block: &program.Block{Scope: scope}, method: true})
	if scan.Is(p.tokens, end, "=") && end < to { // def name = value
		p.top().last = p.expr(end+1, to)
		p.close()
	}
}

func (p *parser) params(scope *program.Scope, from, to int) {
	for from < to {
		comma := p.find(from, to, ",")
		param := program.Param{}
		if scan.Is(p.tokens, from, "*") || scan.Is(p.tokens, from, "**") {
			param.Spread = true
			from++
		}
		if from < comma && p.tokens[from].Kind == scan.Name {
			param.Name = p.tokens[from].Text
			if from+2 < comma { // "= value", ": value"
				param.Default = p.expr(from+2, comma)
			}
			scope.Params = append(scope.Params, param)
		}
		from = comma + 1
	}
}

// simple reads assignments and expressions, with a block behind them.
func (p *parser) simple(from, to int) {
	if do := p.find(from, to, "do"); do < to {
		p.do(from, do, to)
		return
	}
	p.value(from, to)
}

// do reads what a block is given to, and opens the block.
func (p *parser) do(from, do, to int) {
	value := p.value(from, do)
	p.open()
	start := p.blockParams(do+1, to, value)
	p.parts(start, to)
}

// blockParams gives the elements of a value to the names between bars.
func (p *parser) blockParams(from, to int, value *program.Expr) int {
	if !scan.Is(p.tokens, from, "|") || from >= to {
		return from
	}
	i := from + 1
	for ; i < to && !p.tokens[i].Is("|"); i++ {
		if p.tokens[i].Kind == scan.Name {
			p.set(p.tokens[i].Text, p.tokens[i].From, value, true)
		}
	}
	return i + 1
}

// value reads a statement that has a value, and its condition.
func (p *parser) value(from, to int) *program.Expr {
	end := p.modifier(from, to)
	if end < to {
		p.expr(end+1, to)
	}
	if equals := p.assignment(from, end); equals > 0 {
		return p.assigned(from, equals, end)
	}
	e := p.expr(from, end)
	p.top().last = e
	return e
}

// assignment is where a statement has its "=", or 0.
func (p *parser) assignment(from, to int) int {
	for i := from; i < to; i++ {
		t := p.tokens[i]
		switch {
		case t.Is("=") || t.Is("||=") || t.Is("+=") || t.Is("<<") && i == from+1:
			if i == from {
				return 0
			}
			return i
		case t.Kind == scan.Name || t.Is(".") || t.Is(",") || t.Is("::") || t.Is("*"):
		case t.Is("[") && scan.Partner(p.tokens, i) > i && scan.Partner(p.tokens, i) < to:
			i = scan.Partner(p.tokens, i)
		default:
			return 0
		}
	}
	return 0
}

// assigned reads "name = value", also where the value is a branch over lines.
func (p *parser) assigned(from, equals, to int) *program.Expr {
	name, last := p.tokens[from], p.tokens[equals-1]
	if t := scan.At(p.tokens, equals+1); equals+1 < to && (t.Is("if") || t.Is("case") || t.Is("begin") || t.Is("unless")) {
		p.give(from, equals, last, &program.Expr{})
		p.statement(equals+1, to)
		return &program.Expr{}
	}
	value := p.expr(equals+1, to)
	if p.tokens[equals].Is("+=") || p.tokens[equals].Is("<<") {
		value = p.at(name, &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: p.expr(from, equals)}, {Value: value}}})
	}
	p.give(from, equals, last, value)
	p.top().last = value
	return value
}

// give gives a value to a variable or a field.
func (p *parser) give(from, equals int, last scan.Token, value *program.Expr) {
	switch {
	case last.Kind != scan.Name:
	case strings.HasPrefix(last.Text, "@"):
		p.field(strings.TrimLeft(last.Text, "@"), value)
	case equals-from == 1:
		p.set(last.Text, last.To, value, false)
	case p.tokens[equals-2].Is("."):
		p.field(last.Text, value)
	case p.tokens[equals-2].Is(","):
		for i := from; i < equals; i++ {
			if p.tokens[i].Kind == scan.Name {
				p.set(p.tokens[i].Text, last.To, &program.Expr{}, false)
			}
		}
	}
}
