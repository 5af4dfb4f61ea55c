package ruby

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// maxDepth is how deep brackets are followed.
const maxDepth = 80

// expr reads an expression.
func (p *parser) expr(from, to int) *program.Expr {
	if from >= to || from < 0 || p.depth > maxDepth {
		return &program.Expr{}
	}
	p.depth++
	defer func() { p.depth-- }()
	if p.isCommand(from, to) {
		return p.postfix(from, to)
	}
	if p.find(from, to, ",") < to {
		return p.list(from, to, p.tokens[from])
	}
	if at := p.find(from, to, "or", "||", "and", "&&"); at < to {
		return p.divided(from, to, "or", "||", "and", "&&")
	}
	if at := p.find(from, to, "?"); at < to {
		e := p.divided(from, to, "?", ":")
		if e.Kind = program.Unknown; len(e.Args) == 3 {
			e.Kind, e.Args = program.Choice, []program.Arg{e.Args[1], e.Args[2], e.Args[0]}
		}
		return e
	}
	if at := p.find(from, to, "==", "!=", "<", ">", "<=", ">=", "=~", "<<", "..", "...", "<=>", "==="); at < to {
		e := p.divided(from, to, "==", "!=", "<", ">", "<=", ">=", "=~", "<<", "..", "...", "<=>", "===")
		e.Kind = program.Unknown
		return e
	}
	return p.sum(from, to)
}

// isCommand reports whether an expression is a call whose arguments have no brackets:
// client.create_issue "octo-org/api", "Title".
func (p *parser) isCommand(from, to int) bool {
	for i := from; i < to; {
		if p.tokens[i].Kind != scan.Name {
			return false
		}
		next := i + 1
		if partner := scan.Partner(p.tokens, next); next < to && partner > next && (p.tokens[next].Is("(") || p.tokens[next].Is("[")) && p.tokens[next].From == p.tokens[i].To {
			next = partner + 1
		} else if p.startsArgument(next, to) {
			return true
		}
		if next >= to || !p.tokens[next].Is(".") && !p.tokens[next].Is("&.") && !p.tokens[next].Is("::") {
			return false
		}
		i = next + 1
	}
	return false
}

// startsArgument reports whether a token begins the first argument of a command.
func (p *parser) startsArgument(i, to int) bool {
	if i >= to || i == 0 || p.tokens[i].From == p.tokens[i-1].To {
		return false
	}
	t := p.tokens[i]
	switch t.Kind {
	case scan.String, scan.Number:
		return true
	case scan.Name:
		return !words[t.Text] || p.isName(i)
	}
	spaced := i+1 < to && p.tokens[i+1].From == t.To
	return spaced && (t.Is(":") || t.Is("*") || t.Is("[") || t.Is("-") || t.Is("::"))
}

// words are keywords between expressions.
var words = map[string]bool{"and": true, "or": true, "if": true, "unless": true, "do": true, "then": true, "while": true, "until": true, "rescue": true, "in": true, "end": true}

// divided reads the operands between operators.
func (p *parser) divided(from, to int, operators ...string) *program.Expr {
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Either})
	for from < to {
		end := p.find(from, to, operators...)
		if end > from {
			e.Args = append(e.Args, program.Arg{Value: p.expr(from, end)})
		}
		from = end + 1
	}
	return e
}

// sum reads "a + b" as a text of parts, "a % b" as a format.
func (p *parser) sum(from, to int) *program.Expr {
	plus := p.find(from, to, "+")
	if plus < to && plus > from {
		e := p.at(p.tokens[from], &program.Expr{Kind: program.Join})
		for from < to {
			end := p.find(from, to, "+")
			if end > from {
				e.Args = append(e.Args, program.Arg{Value: p.sum(from, end)})
			}
			from = end + 1
		}
		return e
	}
	if at := p.find(from, to, "%"); at < to && at > from {
		e := p.at(p.tokens[from], &program.Expr{Kind: program.Call, X: p.at(p.tokens[at], &program.Expr{Kind: program.Name, Text: "%"})})
		e.Args = []program.Arg{{Value: p.expr(from, at)}, {Value: p.expr(at+1, to)}}
		return e
	}
	for from < to && (p.tokens[from].Is("!") || p.tokens[from].Is("not") || p.tokens[from].Is("*") || p.tokens[from].Is("**") || p.tokens[from].Is("&") || p.tokens[from].Is("-") || p.tokens[from].Is("->")) {
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
		inside := closing > i && closing < to
		switch {
		case (t.Is(".") || t.Is("&.") || t.Is("::")) && i+1 < to && p.tokens[i+1].Kind == scan.Name:
			e = p.member(p.tokens[from], p.tokens[i+1], t, e)
			i += 2
			brackets := i < to && p.tokens[i].Is("(") && p.tokens[i].From == p.tokens[i-1].To
			if t.Text != "::" && !brackets && !p.startsArgument(i, to) {
				e = p.call(e, nil)
			}
		case t.Is("(") && inside:
			e = p.call(e, p.args(i+1, closing))
			i = closing + 1
		case t.Is("[") && inside && t.From == p.tokens[i-1].To:
			e = p.at(p.tokens[from], &program.Expr{Kind: program.Index, X: e, Args: []program.Arg{{Value: p.expr(i+1, closing)}}})
			i = closing + 1
		case t.Is("{") && inside && (e.Kind == program.Call || e.Kind == program.Name):
			p.block(i, closing, e)
			i = closing + 1
		case (e.Kind == program.Name || e.Kind == program.Member) && p.startsArgument(i, to):
			e = p.call(e, p.args(i, to))
			i = to
		default:
			before = append(before, program.Arg{Value: e})
			e, i = p.primary(i, to)
			if e.Kind == program.Unknown && i < to { // an operator
				e, i = p.primary(i, to)
			}
			from = i - 1
		}
	}
	if before != nil {
		return p.at(p.tokens[from], &program.Expr{Args: append(before, program.Arg{Value: e})})
	}
	return e
}

func (p *parser) member(first, name, dot scan.Token, of *program.Expr) *program.Expr {
	e := p.at(first, &program.Expr{Kind: program.Member, Text: name.Text, X: of})
	if name.Line != e.Line && of.Kind != program.Text {
		e.Line, e.Column = name.Line, name.Column
	}
	if dot.Is("::") { // Octokit::Client is one name
		if of.Kind == program.Name {
			e.Kind, e.Text, e.X = program.Name, of.Text+"::"+name.Text, nil
		}
	}
	return e
}

// block reads the statements of a block in braces.
func (p *parser) block(open, closing int, of *program.Expr) {
	p.open()
	levels := len(p.levels)
	start := p.blockParams(open+1, closing, of)
	p.statements(start, closing)
	p.levels = p.levels[:min(levels, len(p.levels))]
	if len(p.levels) == levels {
		p.close()
	}
}

func (p *parser) call(of *program.Expr, args []program.Arg) *program.Expr {
	e := &program.Expr{Kind: program.Call, X: of, Args: args, Line: of.Line, Column: of.Column, Pos: of.Pos, Block: p.top().block}
	p.scope().Calls = append(p.scope().Calls, e)
	return e
}

// args reads arguments, with names or without.
func (p *parser) args(from, to int) []program.Arg {
	var args []program.Arg
	for from < to {
		comma := p.find(from, to, ",")
		if comma > from {
			args = append(args, p.arg(from, comma))
		}
		from = comma + 1
	}
	return args
}

// arg reads "value", "name: value", ":name => value", "'name' => value".
func (p *parser) arg(from, to int) program.Arg {
	if arrow := p.find(from, to, "=>"); arrow < to {
		key := p.expr(from, arrow)
		return program.Arg{Name: key.Text, Value: p.expr(arrow+1, to)}
	}
	first := p.tokens[from]
	if colon := scan.At(p.tokens, from+1); from+1 < to && colon.Is(":") && colon.From == first.To && (first.Kind == scan.Name || first.Kind == scan.String) {
		if from+2 >= to { // "name:" alone
			return program.Arg{Name: first.Text, Value: p.at(first, &program.Expr{Kind: program.Name, Text: first.Text})}
		}
		return program.Arg{Name: first.Text, Value: p.expr(from+2, to)}
	}
	return program.Arg{Value: p.expr(from, to)}
}
