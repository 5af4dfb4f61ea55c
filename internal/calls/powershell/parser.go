package powershell

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// parser makes scopes and expressions of tokens.
type parser struct {
	text    string
	tokens  []scan.Token
	program *program.Program
	scope   *program.Scope
	block   *program.Block
	depth   int
	// added are pairs that a variable is given after its value: $params.Uri = ...
	added map[string][]program.Arg
}

// maxDepth is how deep brackets are followed.
const maxDepth = 60

func newParser(source *scan.Program) *parser {
	p := program.NewProgram()
	return &parser{
		text: source.Text, tokens: source.Tokens, program: p, scope: p.Top, block: &program.Block{Scope: p.Top}, added: map[string][]program.Arg{},
	}
}

// statements reads the statements of tokens, and returns the value of the last.
func (p *parser) statements(from, to int) *program.Expr {
	if p.depth > maxDepth {
		return &program.Expr{}
	}
	p.depth++
	defer func() { p.depth-- }()
	var last *program.Expr
	for from < to {
		end := p.line(from, to)
		if end > from {
			last = p.statement(from, end)
		}
		if from = end; scan.Is(p.tokens, from, ";") {
			from++
		}
	}
	if last == nil {
		return &program.Expr{}
	}
	return last
}

// line is where the statement ends that begins at a token.
func (p *parser) line(i, to int) int {
	for i < to {
		if p.tokens[i].Is(";") {
			return i
		}
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
		i++
		if i < to && p.tokens[i].First && !p.goesOn(i) {
			return i
		}
	}
	return min(i, to)
}

// isPath reports whether a dot begins a path, or the command that sources a script.
func (p *parser) isPath(i int) bool {
	next := scan.At(p.tokens, i+1)
	return next.Kind != scan.Name || next.From > p.tokens[i].To
}

// goesOn reports whether the first token of a line belongs to the line before.
func (p *parser) goesOn(i int) bool {
	if t := p.tokens[i]; t.Is(".") && !p.isPath(i) || t.Is("|") || t.Is("{") || t.Kind == scan.Name && follows[strings.ToLower(t.Text)] {
		return true
	}
	switch before := p.tokens[i-1]; before.Text {
	case "|", ",", "+", "=", "&&", "||", ".", "-f", "-and", "-or":
		return before.Kind != scan.String
	}
	return false
}

// follows are keywords that go on with a statement.
var follows = map[string]bool{"else": true, "elseif": true, "catch": true, "finally": true}

// find is where a token stands outside of brackets, or the end.
func (p *parser) find(from, to int, words ...string) int {
	for i := from; i < to; i++ {
		for _, word := range words {
			if p.tokens[i].Kind != scan.String && strings.EqualFold(p.tokens[i].Text, word) {
				return i
			}
		}
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
	}
	return to
}

// at puts the place of a token to an expression.
func (p *parser) at(t scan.Token, e *program.Expr) *program.Expr {
	e.Line, e.Column, e.Pos, e.Block = t.Line, t.Column, t.From, p.block
	return e
}

func (p *parser) set(name string, pos int, value *program.Expr, element bool) {
	p.scope.Set(name, program.Value{Pos: pos, Block: p.block, Expr: value, Element: element})
}

// variable is the name of a variable, which has no case: "$script:Base" is "base".
func variable(text string) (string, bool) {
	if !strings.HasPrefix(text, "$") {
		return "", false
	}
	name := strings.ToLower(strings.Trim(text[1:], "{}"))
	for _, scope := range []string{"script:", "global:", "local:", "private:", "using:"} {
		name = strings.TrimPrefix(name, scope)
	}
	return name, name != ""
}
