package ruby

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// parser makes scopes and expressions of tokens.
type parser struct {
	tokens  []scan.Token
	program *program.Program
	levels  []level
	depth   int
}

// level is what an "end" closes.
type level struct {
	scope  *program.Scope
	block  *program.Block
	method bool          // it is a method
	last   *program.Expr // the last value of it, which a method returns
}

func newParser(source *scan.Program) *parser {
	p := program.NewProgram()
	p.Bare = true
	return &parser{tokens: source.Tokens, program: p, levels: []level{{scope: p.Top, block: &program.Block{Scope: p.Top}}}}
}

func (p *parser) top() *level { return &p.levels[len(p.levels)-1] }

func (p *parser) scope() *program.Scope { return p.top().scope }

// open begins what an "end" closes.
func (p *parser) open() {
	p.levels = append(p.levels, level{scope: p.scope(), block: &program.Block{Above: p.top().block, Scope: p.scope()}})
}

// close ends it.
func (p *parser) close() {
	if len(p.levels) == 1 {
		return
	}
	closed := *p.top()
	p.levels = p.levels[:len(p.levels)-1]
	switch {
	case closed.method && closed.last != nil && len(closed.scope.Return) == 0:
		closed.scope.Return = []*program.Expr{closed.last}
	case !closed.method && closed.scope == p.scope():
		p.top().last = nil
	}
}

// statements reads the lines of tokens.
func (p *parser) statements(from, to int) {
	for from < to {
		end := p.line(from, to)
		p.parts(from, end)
		from = end
	}
}

// line is where the line ends that begins at a token.
func (p *parser) line(i, to int) int {
	for {
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
		i++
		if i >= to || p.tokens[i].First && !p.goesOn(i) {
			return min(i, to)
		}
	}
}

// goesOn reports whether the first token of a line belongs to the line before.
func (p *parser) goesOn(i int) bool {
	if p.tokens[i].Is(".") || p.tokens[i].Is("&.") {
		return true
	}
	switch before := p.tokens[i-1]; before.Text {
	case ",", "+", ".", "&.", "&&", "||", "=", "||=", "=>", "+=":
		return before.Kind == scan.Punctuation
	case "\\":
		return true
	}
	return false
}

// parts reads the statements of a line.
func (p *parser) parts(from, to int) {
	for from < to {
		end := p.find(from, to, ";")
		p.statement(from, end)
		from = end + 1
	}
}

// find returns the index of a token that is not in brackets, or the end.
func (p *parser) find(from, to int, words ...string) int {
	for i := from; i < to; i++ {
		for _, word := range words {
			if p.tokens[i].Is(word) && !p.isName(i) {
				return i
			}
		}
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
	}
	return to
}

// isName reports whether a word that may be one of the language is a name: of a
// method, of a symbol, of an argument.
func (p *parser) isName(i int) bool {
	if p.tokens[i].Kind != scan.Name {
		return false
	}
	before := scan.At(p.tokens, i-1)
	return before.Is(".") || before.Is("&.") || before.Is(":") && before.To == p.tokens[i].From && !scan.At(p.tokens, i-2).Is("?") ||
		scan.Is(p.tokens, i+1, ":") && p.tokens[i+1].From == p.tokens[i].To
}

// at puts the place of a token to an expression.
func (p *parser) at(t scan.Token, e *program.Expr) *program.Expr {
	e.Line, e.Column, e.Pos, e.Block = t.Line, t.Column, t.From, p.top().block
	return e
}

func (p *parser) set(name string, pos int, value *program.Expr, element bool) {
	p.scope().Set(name, program.Value{Pos: pos, Block: p.top().block, Expr: value, Element: element})
}

func (p *parser) field(name string, value *program.Expr) {
	p.program.Fields[name] = append(p.program.Fields[name], program.Value{Block: p.top().block, Expr: value})
}
