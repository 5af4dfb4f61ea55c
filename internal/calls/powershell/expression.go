package powershell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// operators divide expressions whose values do not matter here.
var operators = []string{"-and", "-or", "-eq", "-ne", "-like", "-notlike", "-match", "-notmatch", "-contains", "-notcontains", "-in", "-notin", "-gt", "-lt", "-ge", "-le", "-split", "-is", "-as", "-ceq", "?", "*", "%"}

// expr reads an expression.
func (p *parser) expr(from, to int) *program.Expr {
	if from >= to || from < 0 || p.depth > maxDepth {
		return &program.Expr{}
	}
	p.depth++
	defer func() { p.depth-- }()
	if at := p.find(from, to, operators...); at < to {
		return p.divided(program.Unknown, from, to, operators...)
	}
	if at := p.find(from, to, "-f"); at < to && at > from {
		e := p.at(p.tokens[from], &program.Expr{Kind: program.Call, X: p.at(p.tokens[at], &program.Expr{Kind: program.Name, Text: "-f"})})
		e.Args = []program.Arg{{Value: p.expr(from, at)}, {Value: p.expr(at+1, to)}}
		return e
	}
	if at := p.find(from, to, "-replace", "-creplace", "-join"); at < to && at > from {
		p.expr(at+1, to)
		return p.expr(from, at)
	}
	if p.find(from, to, ",") < to {
		return p.divided(program.List, from, to, ",")
	}
	if at := p.find(from, to, "??"); at < to {
		return p.divided(program.Either, from, to, "??")
	}
	if at := p.find(from, to, "+"); at < to {
		return p.divided(program.Join, from, to, "+")
	}
	return p.postfix(from, to)
}

// divided reads what stands between operators.
func (p *parser) divided(kind program.Kind, from, to int, operators ...string) *program.Expr {
	e := p.at(p.tokens[from], &program.Expr{Kind: kind})
	for from < to {
		end := p.find(from, to, operators...)
		if end > from {
			e.Args = append(e.Args, program.Arg{Value: p.expr(from, end)})
		}
		from = end + 1
	}
	return e
}

// postfix reads values with what is called of them.
func (p *parser) postfix(from, to int) *program.Expr {
	e, i := p.primary(from, to)
	var before []program.Arg
	for i < to {
		before = append(before, program.Arg{Value: e})
		e, i = p.primary(i, to)
	}
	if before == nil {
		return e
	}
	return p.at(p.tokens[from], &program.Expr{Args: append(before, program.Arg{Value: e})})
}

// primary reads a value, with the members and indices behind it.
func (p *parser) primary(from, to int) (*program.Expr, int) {
	e, i := p.atom(from, to)
	for i < to && p.tokens[i].From == p.tokens[i-1].To || i < to && p.tokens[i].Is(".") && p.tokens[i].First {
		t := p.tokens[i]
		closing := scan.Partner(p.tokens, i)
		inside := closing > i && closing < to
		switch {
		case (t.Is(".") || t.Is("::") || t.Is("?.")) && i+1 < to && p.tokens[i+1].Kind == scan.Name:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Member, Text: strings.ToLower(p.tokens[i+1].Text), X: e})
			i += 2
		case t.Is("(") && inside && e.Kind == program.Member:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Call, X: e, Args: p.elements(i+1, closing)})
			p.scope.Calls = append(p.scope.Calls, e)
			i = closing + 1
		case t.Is("[") && inside:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Index, X: e, Args: []program.Arg{{Value: p.expr(i+1, closing)}}})
			i = closing + 1
		default:
			return e, i
		}
	}
	return e, i
}

// elements reads values between commas.
func (p *parser) elements(from, to int) []program.Arg {
	var args []program.Arg
	for from < to {
		comma := p.find(from, to, ",")
		if comma > from {
			args = append(args, program.Arg{Value: p.element(from, comma)})
		}
		from = comma + 1
	}
	return args
}

// atom reads a variable, a string, or an expression in brackets.
func (p *parser) atom(from, to int) (*program.Expr, int) {
	t := p.tokens[from]
	next := from
	if (t.Is("@") || t.Is("$")) && from+1 < to {
		next++
	}
	closing := scan.Partner(p.tokens, next)
	inside := closing > next && closing < to
	switch {
	case t.Kind == scan.String:
		return p.string(t), from + 1
	case t.Kind == scan.Name:
		return p.name(t), from + 1
	case t.Kind == scan.Number:
		return p.at(t, &program.Expr{Kind: program.Text, Text: t.Text}), from + 1
	case !inside:
		return p.at(t, &program.Expr{}), from + 1
	case t.Is("@") && p.tokens[next].Is("{"):
		return p.pairs(next, closing), closing + 1
	case t.Is("@") && p.tokens[next].Is("("):
		return p.array(next, closing), closing + 1
	case p.tokens[next].Is("("):
		return p.statements(next+1, closing), closing + 1
	case t.Is("{"):
		p.inside(from, closing)
		return p.at(t, &program.Expr{}), closing + 1
	case t.Is("["):
		return p.typed(from, closing, to)
	}
	return p.at(t, &program.Expr{}), from + 1
}

// typed reads "[type]value", or the name of a type whose member is called.
func (p *parser) typed(open, closing, to int) (*program.Expr, int) {
	if scan.Is(p.tokens, closing+1, "::") || closing+1 >= to {
		return p.at(p.tokens[open], &program.Expr{Kind: program.Name, Text: strings.ToLower(p.source(open, closing+1))}), closing + 1
	}
	return p.atom(closing+1, to)
}

func (p *parser) name(t scan.Token) *program.Expr {
	name, ok := variable(t.Text)
	if !ok {
		return p.at(t, &program.Expr{Kind: program.Text, Text: t.Text})
	}
	if env, ok := strings.CutPrefix(name, "env:"); ok {
		return program.Environment(p.at(t, &program.Expr{}), strings.ToUpper(env))
	}
	return p.at(t, &program.Expr{Kind: program.Name, Text: name})
}

func (p *parser) array(open, closing int) *program.Expr {
	e := p.at(p.tokens[open], &program.Expr{Kind: program.List})
	for from := open + 1; from < closing; {
		end := p.line(from, closing)
		e.Args = append(e.Args, p.elements(from, end)...)
		if from = end; scan.Is(p.tokens, from, ";") {
			from++
		}
	}
	return e
}

// pairs reads a hashtable.
func (p *parser) pairs(open, closing int) *program.Expr {
	e := p.at(p.tokens[open], &program.Expr{Kind: program.Pairs})
	for from := open + 1; from < closing; {
		end := p.line(from, closing)
		if equals := p.find(from, end, "="); equals < end && equals > from {
			value := p.statementValue(equals+1, end)
			e.Args = append(e.Args, program.Arg{Name: strings.ToLower(p.tokens[equals-1].Text), Value: value})
		}
		if from = end; scan.Is(p.tokens, from, ";") {
			from++
		}
	}
	return e
}

func (p *parser) statementValue(from, to int) *program.Expr {
	if from < to && p.tokens[from].Kind == scan.Name && isKeyword(p.tokens[from].Text) {
		return p.statement(from, to)
	}
	return p.pipeline(from, to)
}

func (p *parser) string(t scan.Token) *program.Expr {
	if len(t.Parts) == 0 {
		e := p.at(t, &program.Expr{Kind: program.Text, Text: t.Text})
		if program.IsDocument(t.Text) {
			p.program.Documents = append(p.program.Documents, e)
		}
		p.program.Speaks = p.program.Speaks || program.Speaks(t.Text)
		return e
	}
	e := p.at(t, &program.Expr{Kind: program.Join})
	for _, part := range t.Parts {
		if !part.Expression {
			p.program.Speaks = p.program.Speaks || program.Speaks(part.Text)
			e.Args = append(e.Args, program.Arg{Value: p.at(t, &program.Expr{Kind: program.Text, Text: part.Text})})
			continue
		}
		outside := p.tokens
		p.tokens = part.Tokens
		e.Args = append(e.Args, program.Arg{Value: p.statements(0, len(part.Tokens))})
		p.tokens = outside
	}
	return e
}
