package python

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
	if p.tokens[from].Is("async") {
		from++
	}
	switch first := scan.At(p.tokens, from); {
	case first.Kind != scan.Name:
		p.simple(from, to)
	case first.Text == "def":
		p.define(from, to)
	case first.Text == "class":
		p.class(from, to)
	case first.Text == "import", first.Text == "from":
		p.importing(from, to)
	case first.Text == "return":
		p.scope().Return = append(p.scope().Return, p.expr(from+1, to))
	case first.Text == "for" && p.find(from, to, "in") < to:
		p.loop(from, to)
	case first.Text == "with":
		p.with(from, to)
	case compound[first.Text] && p.find(from, to, ":") < to:
		p.branch(from, to)
	default:
		p.simple(from, to)
	}
}

// compound are keywords of statements with others in them.
var compound = map[string]bool{"if": true, "elif": true, "else": true, "while": true, "try": true, "except": true, "finally": true, "match": true, "case": true}

// within reads the body of a statement, on the line of its colon or below.
func (p *parser) within(from, colon, to int, block *program.Block) {
	p.push(p.tokens[from].Column, p.scope(), block, p.top().class)
	if colon+1 < to {
		p.parts(colon+1, to)
		p.levels = p.levels[:len(p.levels)-1]
	}
}

func (p *parser) branch(from, to int) {
	colon := p.colon(from, to)
	p.expr(from+1, colon)
	if p.tokens[from].Is("try") { // where it fails, the program hardly goes on
		p.within(from, colon, to, p.top().block)
		return
	}
	asks := test{}
	switch {
	case p.tokens[from].Is("if"):
		asks = p.condition(from+1, colon)
	case p.tokens[from].Is("else"):
		asks = test{p.top().test.absent, p.top().test.given}
	}
	p.top().test = asks
	p.within(from, colon, to, &program.Block{Above: p.top().block, Scope: p.scope(), Given: asks.given, Absent: asks.absent})
}

// condition reads "x", "not x", "x is None", and "x is not None".
func (p *parser) condition(from, to int) test {
	words := p.words(from, to)
	name := scan.At(p.tokens, from)
	switch {
	case name.Kind != scan.Name:
	case to-from == 1, words == name.Text+"isnotNone":
		return test{given: name.Text}
	case to-from == 2 && name.Text == "not" && scan.At(p.tokens, from+1).Kind == scan.Name:
		return test{absent: p.tokens[from+1].Text}
	case words == name.Text+"isNone":
		return test{absent: name.Text}
	}
	return test{}
}

// colon is the colon that ends the head of a statement, and not that of a lambda.
func (p *parser) colon(from, to int) int {
	at := p.find(from, to, ":")
	if lambda := p.find(from, at, "lambda"); lambda < at {
		return p.find(at+1, to, ":")
	}
	return at
}

func (p *parser) loop(from, to int) {
	in := p.find(from, to, "in")
	colon := p.colon(in, to)
	of := p.expr(in+1, colon)
	p.top().test = test{}
	block := &program.Block{Above: p.top().block, Scope: p.scope()}
	p.push(p.tokens[from].Column, p.scope(), block, p.top().class)
	p.targets(from+1, in, of, true)
	if colon+1 < to {
		p.parts(colon+1, to)
		p.levels = p.levels[:len(p.levels)-1]
	}
}

// targets gives a value, or each element of it, to names. Of several names the last
// has it: "for i, issue in enumerate(issues)".
func (p *parser) targets(from, to int, value *program.Expr, element bool) {
	for i := from; i < to; i++ {
		if t := p.tokens[i]; t.Kind == scan.Name && !scan.Is(p.tokens, i-1, ".") {
			p.set(t.Text, t.From, value, element)
		}
	}
}

func (p *parser) with(from, to int) {
	colon := p.colon(from, to)
	start, end := from+1, colon
	if scan.Is(p.tokens, start, "(") && scan.Partner(p.tokens, start) == end-1 {
		start, end = start+1, end-1
	}
	for start < end {
		comma := p.find(start, end, ",")
		as := p.find(start, comma, "as")
		value := p.expr(start, as)
		p.targets(as+1, comma, value, false)
		start = comma + 1
	}
	p.within(from, colon, to, p.top().block)
}

func (p *parser) class(from, to int) {
	name := scan.At(p.tokens, from+1)
	colon := p.colon(from, to)
	p.push(p.tokens[from].Column, p.scope(), p.top().block, name.Text)
	if colon+1 < to {
		p.parts(colon+1, to)
	}
}

func (p *parser) define(from, to int) {
	name := scan.At(p.tokens, from+1)
	open := from + 2
	closing := scan.Partner(p.tokens, open)
	scope := p.program.Open(name.Text, p.scope())
	scope.Class = p.top().class
	if closing > open && closing < to {
		p.params(scope, open+1, closing)
	} else {
		closing = open
	}
	colon := p.colon(max(closing, from), to)
	p.push(p.tokens[from].Column, scope, &program.Block{Scope: scope}, "")
	if colon+1 < to {
		p.parts(colon+1, to)
		p.levels = p.levels[:len(p.levels)-1]
	}
}

func (p *parser) params(scope *program.Scope, from, to int) {
	for from < to {
		comma := p.find(from, to, ",")
		own := len(scope.Params) == 0 && scope.Class != "" // it begins with self
		if param, ok := p.param(from, comma); ok && (!own || !isSelf(param.Name)) {
			scope.Params = append(scope.Params, param)
		}
		from = comma + 1
	}
}

func isSelf(name string) bool { return name == "self" || name == "cls" }

func (p *parser) param(from, to int) (program.Param, bool) {
	param := program.Param{}
	if from < to && (p.tokens[from].Is("*") || p.tokens[from].Is("**")) {
		param.Spread = true
		from++
	}
	if from >= to || p.tokens[from].Kind != scan.Name {
		return param, false
	}
	param.Name = p.tokens[from].Text
	equals := p.find(from, to, "=")
	if scan.Is(p.tokens, from+1, ":") {
		param.Type = p.words(from+2, equals)
	}
	if equals < to {
		param.Default = p.expr(equals+1, to)
	}
	return param, true
}

// words are tokens as text.
func (p *parser) words(from, to int) string {
	var b strings.Builder
	for _, t := range p.tokens[from:max(from, to)] {
		b.WriteString(t.Text)
	}
	return b.String()
}

// importing notes imported names: "import x.y as z", "from x import y as z".
func (p *parser) importing(from, to int) {
	module := ""
	start := from + 1
	if p.tokens[from].Is("from") {
		end := p.find(from, to, "import")
		module = p.words(from+1, end)
		start = end + 1
	}
	if scan.Is(p.tokens, start, "(") {
		start, to = start+1, min(to, max(start+1, scan.Partner(p.tokens, start)))
	}
	for start < to {
		comma := p.find(start, to, ",")
		as := p.find(start, comma, "as")
		name := p.words(start, as)
		full := strings.TrimPrefix(module+"."+name, ".")
		if strings.HasPrefix(module, ".") && comma > start {
			p.own[p.tokens[comma-1].Text] = modulePath(module, name)
		}
		if as+1 < comma {
			p.imports[p.tokens[as+1].Text] = full
		} else if module == "" {
			first, _, _ := strings.Cut(name, ".")
			p.imports[first] = first
		} else {
			p.imports[name] = full
		}
		start = comma + 1
	}
}

// modulePath is the path of a module that is imported relative to the file: ".labels" is
// ./labels, and the name itself is a module in "from . import labels".
func modulePath(module, name string) string {
	rest := strings.TrimLeft(module, ".")
	path := "./" + strings.Repeat("../", len(module)-len(rest)-1)
	if rest == "" {
		return path + name
	}
	return path + strings.ReplaceAll(rest, ".", "/")
}

// simple reads assignments and expressions.
func (p *parser) simple(from, to int) {
	if scan.Is(p.tokens, from, "@") {
		from++
	}
	equals := p.find(from, to, "=")
	if equals >= to {
		p.changed(from, to)
		return
	}
	last := equals
	for next := p.find(last+1, to, "="); next < to; next = p.find(last+1, to, "=") {
		last = next
	}
	value := p.expr(last+1, to)
	for start := from; start < last; {
		end := p.find(start, to, "=")
		p.assign(start, end, value)
		start = end + 1
	}
}

// changed reads "x += y", or an expression.
func (p *parser) changed(from, to int) {
	plus := p.find(from, to, "+=")
	if plus >= to {
		p.expr(from, to)
		return
	}
	old := p.expr(from, plus)
	value := p.at(p.tokens[from], &program.Expr{Kind: program.Join, Args: []program.Arg{{Value: old}, {Value: p.expr(plus+1, to)}}})
	p.assign(from, plus, value)
}

// assign assigns a value to the target before "=".
func (p *parser) assign(from, to int, value *program.Expr) {
	if from >= to {
		return
	}
	if colon := p.find(from, to, ":"); colon < to { // with a type
		if p.scope().Types == nil {
			p.scope().Types = map[string]string{}
		}
		p.scope().Types[p.tokens[from].Text] = p.words(colon+1, to)
		to = colon
	}
	if from >= to {
		return
	}
	end := p.tokens[to-1]
	switch {
	case to-from == 1 && end.Kind == scan.Name:
		p.set(end.Text, end.To, value, false)
		if p.top().class != "" && p.scope().Class == "" { // of a class
			p.field(end.Text, value)
		}
	case p.find(from, to, ",") < to:
		p.several(from, to, value)
	case end.Kind == scan.Name && scan.Is(p.tokens, to-2, "."):
		p.expr(from, to-2)
		p.field(end.Text, value)
	default:
		p.expr(from, to)
	}
}

// several gives the elements of a list to names.
func (p *parser) several(from, to int, value *program.Expr) {
	at := 0
	for start := from; start < to; at++ {
		comma := p.find(start, to, ",")
		part := &program.Expr{}
		if value.Kind == program.List && at < len(value.Args) {
			part = value.Args[at].Value
		}
		if comma-start == 1 {
			p.set(p.tokens[start].Text, p.tokens[comma-1].To, part, false)
		}
		start = comma + 1
	}
}

func (p *parser) field(name string, value *program.Expr) {
	p.program.Fields[name] = append(p.program.Fields[name], program.Value{Block: p.top().block, Expr: value})
}
