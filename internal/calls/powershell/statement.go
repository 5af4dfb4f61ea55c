package powershell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// statement reads one statement.
func (p *parser) statement(from, to int) *program.Expr {
	first := p.tokens[from]
	if first.Kind == scan.Name {
		switch word := strings.ToLower(first.Text); word {
		case "function", "filter":
			return p.function(from, to)
		case "param":
			p.params(p.scope, from+1)
			return &program.Expr{}
		case "foreach":
			return p.foreach(from, to)
		case "return":
			value := p.pipeline(from+1, to)
			if to > from+1 {
				p.scope.Return = append(p.scope.Return, value)
			}
			return value
		case "class", "if", "elseif", "else", "while", "do", "until", "for", "switch", "try", "catch", "finally", "begin", "process", "end", "trap":
			return p.compound(from, to)
		}
	}
	if equals := p.find(from, to, "=", "+="); equals < to && equals > from && p.isTarget(from, equals) {
		return p.assign(from, equals, to)
	}
	return p.pipeline(from, to)
}

// isTarget reports whether tokens are what a value is given to.
func (p *parser) isTarget(from, equals int) bool {
	if p.tokens[from].Is("[") { // with a type
		return true
	}
	_, ok := variable(p.tokens[from].Text)
	return ok && p.tokens[from].Kind == scan.Name && !p.tokens[equals-1].Is("|")
}

func (p *parser) assign(from, equals, to int) *program.Expr {
	for p.tokens[from].Is("[") && scan.Partner(p.tokens, from) > from && scan.Partner(p.tokens, from) < equals-1 {
		from = scan.Partner(p.tokens, from) + 1
	}
	var value *program.Expr
	if scan.At(p.tokens, equals+1).Kind == scan.Name && equals+1 < to && isKeyword(p.tokens[equals+1].Text) {
		p.statement(equals+1, to)
		value = &program.Expr{}
	} else {
		value = p.pipeline(equals+1, to)
	}
	name, _ := variable(p.tokens[from].Text)
	last := p.tokens[equals-1]
	switch {
	case equals == from+1:
		if p.tokens[equals].Is("+=") {
			old := p.at(p.tokens[from], &program.Expr{Kind: program.Name, Text: name})
			value = p.at(p.tokens[from], &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: old}, {Value: value}}})
		}
		p.set(name, last.To, value, false)
	case last.Kind == scan.Name:
		p.add(name, last.Text, value)
	case last.Is("]") && p.tokens[equals-2].Kind == scan.String:
		p.add(name, p.tokens[equals-2].Text, value)
	}
	return value
}

func isKeyword(word string) bool {
	switch strings.ToLower(word) {
	case "if", "switch", "foreach", "for", "while", "do", "try":
		return true
	}
	return false
}

// add gives a value to a key or a field of a variable.
func (p *parser) add(name, key string, value *program.Expr) {
	key = strings.ToLower(key)
	p.added[name] = append(p.added[name], program.Arg{Name: key, Value: value})
	p.program.Fields[key] = append(p.program.Fields[key], program.Value{Block: p.block, Expr: value})
}

// inside reads statements that are not always run.
func (p *parser) inside(open, closing int) {
	above := p.block
	p.block = &program.Block{Above: above, Scope: p.scope}
	p.statements(open+1, closing)
	p.block = above
}

// compound reads a statement with others in it.
func (p *parser) compound(from, to int) *program.Expr {
	for i := from + 1; i < to; i++ {
		closing := scan.Partner(p.tokens, i)
		if closing <= i || closing >= to {
			continue
		}
		switch {
		case p.tokens[i].Is("("):
			p.statements(i+1, closing)
		case p.tokens[i].Is("{"):
			p.inside(i, closing)
		}
		i = closing
	}
	return &program.Expr{}
}

func (p *parser) foreach(from, to int) *program.Expr {
	open := from + 1
	closing := scan.Partner(p.tokens, open)
	if !scan.Is(p.tokens, open, "(") || closing < open || closing >= to {
		return p.pipeline(from, to) // an alias of ForEach-Object
	}
	in := p.find(open+1, closing, "in")
	of := p.pipeline(in+1, closing)
	if name, ok := variable(scan.At(p.tokens, in-1).Text); ok && in < closing {
		p.set(name, p.tokens[in].From, of, true)
	}
	if body := closing + 1; scan.Is(p.tokens, body, "{") && body < to && scan.Partner(p.tokens, body) < to {
		p.inside(body, max(body+1, scan.Partner(p.tokens, body)))
	}
	return of
}

func (p *parser) function(from, to int) *program.Expr {
	at := from + 1
	if at >= to {
		return &program.Expr{}
	}
	outside, block := p.scope, p.block
	p.scope = p.program.Open(strings.ToLower(p.tokens[at].Text), outside)
	p.block = &program.Block{Scope: p.scope}
	if at++; scan.Is(p.tokens, at, "(") && at < to {
		p.params(p.scope, at)
		at = max(at, scan.Partner(p.tokens, at)) + 1
	}
	if closing := scan.Partner(p.tokens, at); at < to && scan.Is(p.tokens, at, "{") && closing > at {
		last := p.statements(at+1, min(closing, to))
		if len(p.scope.Return) == 0 && last.Kind != program.Unknown {
			p.scope.Return = []*program.Expr{last}
		}
	}
	p.scope, p.block = outside, block
	return &program.Expr{}
}

// params reads parameters with their types, attributes and defaults.
func (p *parser) params(scope *program.Scope, open int) {
	closing := scan.Partner(p.tokens, open)
	if !scan.Is(p.tokens, open, "(") || closing <= open {
		return
	}
	for from := open + 1; from < closing; {
		comma := p.find(from, closing, ",")
		param := program.Param{}
		for i := from; i < comma; i++ {
			if name, ok := variable(p.tokens[i].Text); ok && p.tokens[i].Kind == scan.Name {
				param.Name = name
				if scan.Is(p.tokens, i+1, "=") && i+1 < comma {
					param.Default = p.pipeline(i+2, comma)
				}
				break
			}
			if partner := scan.Partner(p.tokens, i); partner > i {
				i = partner
			}
		}
		if param.Name != "" {
			scope.Params = append(scope.Params, param)
		}
		from = comma + 1
	}
}
