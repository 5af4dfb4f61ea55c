package ruby

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// primary reads a name, a string, a symbol, or an expression in brackets.
func (p *parser) primary(from, to int) (*program.Expr, int) {
	t := p.tokens[from]
	closing := scan.Partner(p.tokens, from)
	inside := closing > from && closing < to
	switch {
	case t.Kind == scan.String:
		return p.strings(from, to)
	case t.Kind == scan.Number:
		return p.at(t, &program.Expr{Kind: program.Text, Text: t.Text}), from + 1
	case t.Kind == scan.Name && strings.HasPrefix(t.Text, "@"):
		return p.at(t, &program.Expr{Kind: program.Member, Text: strings.TrimLeft(t.Text, "@"), X: p.at(t, &program.Expr{Kind: program.Name, Text: "self"})}), from + 1
	case t.Kind == scan.Name:
		return p.at(t, &program.Expr{Kind: program.Name, Text: t.Text}), from + 1
	case t.Is(":") && from+1 < to && (p.tokens[from+1].Kind == scan.Name || p.tokens[from+1].Kind == scan.String):
		return p.at(t, &program.Expr{Kind: program.Text, Text: p.tokens[from+1].Text}), from + 2
	case t.Is("(") && inside:
		return p.paren(from, closing), closing + 1
	case t.Is("[") && inside:
		return p.list(from+1, closing, t), closing + 1
	case t.Is("{") && inside:
		return p.pairs(from, closing), closing + 1
	}
	return p.at(t, &program.Expr{}), from + 1
}

// paren reads the content of parentheses: an expression or statements.
func (p *parser) paren(open, closing int) *program.Expr {
	if equals := p.assignment(open+1, closing); equals > 0 {
		return p.assigned(open+1, equals, closing)
	}
	return p.expr(open+1, closing)
}

func (p *parser) list(from, to int, at scan.Token) *program.Expr {
	e := p.at(at, &program.Expr{Kind: program.List})
	e.Args = p.args(from, to)
	return e
}

func (p *parser) pairs(open, closing int) *program.Expr {
	e := p.at(p.tokens[open], &program.Expr{Kind: program.Pairs})
	e.Args = p.args(open+1, closing)
	return e
}

// strings reads one string, or several adjacent ones.
func (p *parser) strings(from, to int) (*program.Expr, int) {
	first := p.string(p.tokens[from])
	i := from + 1
	if i >= to || p.tokens[i].Kind != scan.String || p.tokens[from].Quote == "<<" {
		return first, i
	}
	e := p.at(p.tokens[from], &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: first}}})
	for ; i < to && p.tokens[i].Kind == scan.String; i++ {
		e.Args = append(e.Args, program.Arg{Value: p.string(p.tokens[i])})
	}
	return e, i
}

// string reads a string; one that is run is a call.
func (p *parser) string(t scan.Token) *program.Expr {
	e := p.text(t)
	switch {
	case strings.HasPrefix(t.Quote, "%w") || strings.HasPrefix(t.Quote, "%W") || strings.HasPrefix(t.Quote, "%i"):
		list := p.at(t, &program.Expr{Kind: program.List})
		for _, word := range strings.Fields(t.Text) {
			list.Args = append(list.Args, program.Arg{Value: p.at(t, &program.Expr{Kind: program.Text, Text: word})})
		}
		return list
	case strings.HasPrefix(t.Quote, "`"), strings.HasPrefix(t.Quote, "%x"):
		return p.call(p.at(t, &program.Expr{Kind: program.Name, Text: "`"}), []program.Arg{{Value: e}})
	}
	return e
}

func (p *parser) text(t scan.Token) *program.Expr {
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
