package python

import (
	"github.com/patctl/patctl/internal/calls/program"
	"github.com/patctl/patctl/internal/calls/scan"
)

// parser makes scopes and expressions of tokens.
type parser struct {
	source  *scan.Program
	tokens  []scan.Token
	program *program.Program
	imports map[string]string // full names of imported names, with dots
	own     map[string]string // modules of the program itself, by the names that are imported from them
	levels  []level
	depth   int
	factors int // of the product that is read
}

// level is what is indented by as much.
type level struct {
	column int // of what begins it; what is deeper is within
	scope  *program.Scope
	block  *program.Block
	class  string
	test   test // of the last "if", for its "else"
}

// test are the names that a condition asks for: that they have a value, or none.
type test struct{ given, absent string }

func newParser(source *scan.Program) *parser {
	p := program.NewProgram()
	return &parser{
		source: source, tokens: source.Tokens, program: p, imports: map[string]string{}, own: map[string]string{},
		levels: []level{{column: 0, scope: p.Top, block: &program.Block{Scope: p.Top}}},
	}
}

func (p *parser) top() *level { return &p.levels[len(p.levels)-1] }

func (p *parser) scope() *program.Scope { return p.top().scope }

// statements reads all lines.
func (p *parser) statements() {
	for i := 0; i < len(p.tokens); {
		end := p.line(i)
		for len(p.levels) > 1 && p.tokens[i].Column <= p.top().column {
			p.levels = p.levels[:len(p.levels)-1]
		}
		p.parts(i, end)
		i = end
	}
	p.program.Index()
}

// line is where the line ends that begins at a token: within brackets it goes on.
func (p *parser) line(i int) int {
	for {
		if partner := scan.Partner(p.tokens, i); partner > i {
			i = partner
		}
		i++
		if i >= len(p.tokens) || p.tokens[i].First {
			return i
		}
	}
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
			if p.tokens[i].Is(word) {
				return i
			}
		}
		if partner := scan.Partner(p.tokens, i); partner > i && partner < to {
			i = partner
		}
	}
	return to
}

// push begins what is indented below a token.
func (p *parser) push(column int, scope *program.Scope, block *program.Block, class string) {
	p.levels = append(p.levels, level{column: column, scope: scope, block: block, class: class})
}

// at puts the place of a token to an expression.
func (p *parser) at(t scan.Token, e *program.Expr) *program.Expr {
	e.Line, e.Column, e.Pos, e.Block = t.Line, t.Column, t.From, p.top().block
	return e
}

func (p *parser) set(name string, pos int, value *program.Expr, element bool) {
	p.scope().Set(name, program.Value{Pos: pos, Block: p.top().block, Expr: value, Element: element})
}
