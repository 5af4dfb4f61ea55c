package python

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// primary reads a name, a string, a number, or an expression in brackets.
func (p *parser) primary(from, to int) (*program.Expr, int) {
	t := p.tokens[from]
	closing := scan.Partner(p.tokens, from)
	switch {
	case t.Kind == scan.String:
		return p.strings(from, to)
	case t.Kind == scan.Number:
		return p.at(t, &program.Expr{Kind: program.Text, Text: t.Text}), from + 1
	case t.Kind == scan.Name:
		return p.at(t, &program.Expr{Kind: program.Name, Text: t.Text}), from + 1
	case closing <= from || closing >= to:
		return p.at(t, &program.Expr{}), from + 1
	case t.Is("("):
		return p.paren(from, closing), closing + 1
	case t.Is("["):
		return p.list(from+1, closing, t), closing + 1
	case t.Is("{"):
		return p.pairs(from, closing), closing + 1
	}
	return p.at(t, &program.Expr{}), from + 1
}

func (p *parser) paren(open, closing int) *program.Expr {
	if p.find(open+1, closing, "for") < closing {
		return p.comprehension(open+1, closing)
	}
	return p.expr(open+1, closing)
}

// list reads elements between commas.
func (p *parser) list(from, to int, at scan.Token) *program.Expr {
	if p.find(from, to, "for") < to && p.find(from, to, ",") >= to {
		return p.comprehension(from, to)
	}
	e := p.at(at, &program.Expr{Kind: program.List})
	for from < to {
		comma := p.find(from, to, ",")
		if comma > from {
			e.Args = append(e.Args, program.Arg{Value: p.expr(from, comma)})
		}
		from = comma + 1
	}
	return e
}

// pairs reads a dictionary or a set.
func (p *parser) pairs(open, closing int) *program.Expr {
	if p.find(open+1, closing, "for") < closing {
		return p.comprehension(open+1, closing)
	}
	e := p.at(p.tokens[open], &program.Expr{Kind: program.Pairs})
	for from := open + 1; from < closing; {
		comma := p.find(from, closing, ",")
		colon := p.find(from, comma, ":")
		arg := program.Arg{}
		if colon < comma {
			if key := p.expr(from, colon); key.Kind == program.Text {
				arg.Name = key.Text
			}
			from = colon + 1
		}
		if comma > from {
			arg.Value = p.expr(from, comma)
			e.Args = append(e.Args, arg)
		}
		from = comma + 1
	}
	return e
}

// strings reads one string, or several adjacent ones.
func (p *parser) strings(from, to int) (*program.Expr, int) {
	first := p.string(p.tokens[from])
	i := from + 1
	if i >= to || p.tokens[i].Kind != scan.String {
		return first, i
	}
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: first}}})
	for ; i < to && p.tokens[i].Kind == scan.String; i++ {
		e.Args = append(e.Args, program.Arg{Value: p.string(p.tokens[i])})
	}
	return e, i
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
		e.Args = append(e.Args, program.Arg{Value: p.part(t, part)})
	}
	return e
}

// part is a text of a string, or an expression in it.
func (p *parser) part(t scan.Token, part scan.Part) *program.Expr {
	if !part.Expression {
		p.program.Speaks = p.program.Speaks || program.Speaks(part.Text)
		return p.at(t, &program.Expr{Kind: program.Text, Text: part.Text})
	}
	outside := p.tokens
	p.tokens = part.Tokens
	e := p.expr(0, len(part.Tokens))
	p.tokens = outside
	return e
}
