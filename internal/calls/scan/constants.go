package scan

import (
	"slices"
	"strings"
)

// maxBindings is how many values of a name are told apart; a name with more has
// none that is known.
const maxBindings = 300

// Constants are the values that names have in a program, each where it holds.
type Constants struct {
	program            *Program
	language           *Language
	names              map[string][]binding
	functions, classes []span

	given []given
	// Function, where it is set, says what a function of the text gives: its parameters with
	// their values in a call, the part of the text that it is, and the expression that it
	// returns.
	Function func(c *Constants, call []Token, open int) (parameters map[string][]Token, from, to int, value []Token)
	seen     map[int]bool
}

// given are the values of parameters in a call of a function.
type given struct {
	values map[string][]Token
	inside span // the function
}

// Seen reports whether a string or a name, which begins at a byte, was part of a
// value that somebody asked for.
func (c *Constants) Seen(from int) bool { return c.seen[from] }

// With returns the constants as they are in a call of a function, which reaches
// from one byte to another: its parameters have values. A nil value is not known.
func (c *Constants) With(parameters map[string][]Token, from, to int) *Constants {
	with := *c
	with.given = append(slices.Clip(c.given), given{parameters, span{from, to}})
	return &with
}

// span is a part of the text.
type span struct{ from, to int }

func (s span) holds(at int) bool { return s.from <= at && at < s.to }

// binding is a value of a name.
type binding struct {
	scope    span
	value    []Token // nil: not known, as that of a parameter
	declared bool
}

// NewConstants finds what a program assigns to names.
func NewConstants(p *Program, language *Language) *Constants {
	c := &Constants{program: p, language: language, names: map[string][]binding{}, seen: map[int]bool{}}
	if language.Indented {
		c.functions, c.classes = indented(p.Tokens, "def"), indented(p.Tokens, "class")
	} else {
		c.classes = braced(p.Tokens, "class")
	}
	c.walk(p.Tokens, []span{{0, len(p.Text) + 1}})
	c.parameters(p.Tokens)
	return c
}

// Declare gives a name another value in a part of the text, as for a parameter. With a
// nil value, the name's value is not known there.
func (c *Constants) Declare(name string, value []Token, from, to int) {
	c.bind(name, binding{span{from, to}, value, true})
}

func (c *Constants) bind(name string, b binding) {
	if list := c.names[name]; len(list) <= maxBindings {
		c.names[name] = append(list, b)
	}
}

// walk finds assignments, with the scopes around them.
func (c *Constants) walk(tokens []Token, scopes []span) {
	base := len(scopes)
	for i := range tokens {
		t := tokens[i]
		for len(scopes) > base && t.From >= scopes[len(scopes)-1].to {
			scopes = scopes[:len(scopes)-1]
		}
		for _, part := range t.Parts {
			if len(part.Tokens) > 2 {
				c.walk(part.Tokens, scopes)
			}
		}
		if t.Kind != Punctuation && t.Kind != Name {
			continue
		}
		switch t.Text {
		case "{":
			if p := Partner(tokens, i); p > i && !c.language.Indented {
				scopes = append(scopes, span{t.From, tokens[p].To})
			}
		case "=", ":=":
			c.assignment(tokens, i, scopes)
		case "+=", "||=", "??=", "-=":
			c.changed(tokens, i, t.Text)
		case "in", "of":
			if name := At(tokens, i-1); name.Kind == Name && i > 1 && (loops[tokens[i-2].Text] || i > 2 && loops[tokens[i-3].Text] || i > 3 && loops[tokens[i-4].Text]) {
				c.bind(name.Text, binding{scope: c.scope(scopes, t.From)})
			}
		}
	}
}

var loops = words("for", "foreach")

// scope is the innermost scope that a place is in.
func (c *Constants) scope(scopes []span, at int) span {
	if c.language.Indented {
		return innermost(c.functions, at, span{0, len(c.program.Text) + 1})
	}
	return scopes[len(scopes)-1]
}

// innermost is the last of the spans that holds a place; they are sorted by their
// beginnings, and one that begins later is within.
func innermost(spans []span, at int, otherwise span) span {
	i, _ := slices.BinarySearchFunc(spans, at+1, func(s span, at int) int { return s.from - at })
	for tries := 0; i > 0 && tries < 50; tries++ {
		if i--; spans[i].holds(at) {
			return spans[i]
		}
	}
	return otherwise
}

// assignment reads the "=" at an index.
func (c *Constants) assignment(tokens []Token, i int, scopes []span) {
	if p := Partner(tokens, i-1); Is(tokens, i-1, "}") && p >= 0 && p < i && c.language.Lists {
		value := tokens[i+1:]
		c.pattern(tokens, p, Unwrap(value[:Statement(value)]), c.scope(scopes, tokens[p].From), 0)
		return
	}
	name, at := c.target(tokens, i)
	if name == "" || c.language.NamedArguments && c.isArgument(tokens, at) {
		return
	}
	value := tokens[i+1:]
	value = value[:Statement(value)]
	if len(value) == 0 {
		return
	}
	b := binding{scope: c.scope(scopes, tokens[at].From), value: value, declared: declares[At(tokens, at-1).Text] || tokens[i].Text == ":=" || c.language.Indented}
	switch before := At(tokens, at-1); {
	case strings.HasPrefix(name, "."):
		b.scope, b.declared = innermost(c.classes, tokens[at].From, span{0, len(c.program.Text) + 1}), true
	case before.Is(",") && !c.language.Lists:
		b.value = nil
	}
	c.bind(name, b)
}

var declares = words("const", "let", "var", "readonly", "static", "private", "public", "protected")

// changed notes that a name has more values than one.
func (c *Constants) changed(tokens []Token, i int, operator string) {
	name, _ := c.target(tokens, i)
	if name != "" && (operator != "||=" && operator != "??=") {
		c.bind(name, binding{scope: span{0, len(c.program.Text) + 1}})
		for j := range c.names[name] {
			c.names[name][j].value = nil
		}
	}
}

// target is the name before the "=" at an index, and the index of its first token: "x",
// ".x" for this.x and self.x, or "a.b". A type may follow the name.
func (c *Constants) target(tokens []Token, i int) (string, int) {
	at := i - 1
	if At(tokens, at).Kind != Name {
		return c.typed(tokens, i)
	}
	if name, from := member(tokens, at); from != at {
		return name, from
	}
	if before := At(tokens, at-1); !tokens[at].First && (before.Is(":") || before.Is("|") || before.Is("]")) {
		if name, from := c.typed(tokens, i); name != "" {
			return name, from
		}
		if before.Is(":") {
			return "", at
		}
	}
	return strings.TrimPrefix(tokens[at].Text, "#"), at
}

// member is the name of the chain that ends at an index, and where it begins.
func member(tokens []Token, end int) (string, int) {
	from := end
	for from >= 2 && (tokens[from-1].Is(".") || tokens[from-1].Is("?.")) && tokens[from-2].Kind == Name {
		from -= 2
	}
	if from == end {
		if strings.HasPrefix(tokens[end].Text, "@") {
			return "." + strings.TrimLeft(tokens[end].Text, "@"), end
		}
		return tokens[end].Text, end
	}
	parts := make([]string, 0, 3)
	for k := from; k <= end; k += 2 {
		parts = append(parts, strings.TrimPrefix(tokens[k].Text, "#"))
	}
	if selves[parts[0]] {
		parts[0] = ""
	}
	return strings.Join(parts, "."), from
}

var selves = words("this", "self", "cls")

// maxType is how many tokens of a type are passed.
const maxType = 14

// typed finds the name before a type: "const base: string =".
func (c *Constants) typed(tokens []Token, i int) (string, int) {
	for at := i - 2; at >= 1 && at > i-maxType; at-- {
		if tokens[at].Is(";") || tokens[at].Is("=") {
			break
		}
		if name := tokens[at-1]; tokens[at].Is(":") && name.Kind == Name && (name.First || before[At(tokens, at-2).Text]) {
			return strings.TrimPrefix(name.Text, "#"), at - 1
		}
	}
	return "", i
}

var before = words("const", "let", "var", "readonly", "static", "private", "public", "protected", "(", ",")

// isArgument reports whether a name with a "=" is an argument of a call rather
// than a parameter or an assignment.
func (c *Constants) isArgument(tokens []Token, at int) bool {
	for i, steps := at-1, 0; i >= 0 && steps < 60; steps++ {
		switch t := tokens[i]; {
		case t.Match < 0 && i+t.Match >= 0:
			i += t.Match
		case t.Is("("):
			return !Is(tokens, i-2, "def")
		case t.Kind == Punctuation && strings.Contains("{[", t.Text):
			return false
		case t.First && i < at-1 && declaresFunction[t.Text]:
			return false
		}
		i--
	}
	return false
}

var declaresFunction = words("def", "class", "if", "for", "return")

// Lookup returns the one value that a name has at a place in the text; false
// where it is not known. Names are as in Value.
func (c *Constants) Lookup(name string, at int) ([]Token, bool) {
	for i := len(c.given) - 1; i >= 0; i-- {
		if value, ok := c.given[i].values[name]; ok && c.given[i].inside.holds(at) {
			return value, value != nil
		}
	}
	list := c.names[name]
	if len(list) == 0 || len(list) > maxBindings {
		return nil, false
	}
	best := span{-1, 0}
	for _, b := range list {
		if b.declared && b.scope.holds(at) && b.scope.from > best.from {
			best = b.scope
		}
	}
	if best.from < 0 {
		best = span{0, len(c.program.Text) + 1}
	}
	var value []Token
	found := false
	for _, b := range list {
		if b.scope != best && (b.declared || !within(b.scope, best)) {
			continue
		}
		if b.value == nil || found && !c.same(b.value, value) {
			return nil, false
		}
		value, found = b.value, true
	}
	return value, found
}

// LookupAll returns all values that are assigned to a name at a place. open is true if
// the name has other values that are not known.
func (c *Constants) LookupAll(name string, at int) (values [][]Token, open bool) {
	for _, b := range c.names[name] {
		switch {
		case len(c.names[name]) > maxBindings, !b.scope.holds(at) && b.declared:
		case b.value == nil:
			open = true
		default:
			values = append(values, b.value)
		}
	}
	return values, open
}

// within reports whether a scope is in another, so that what is assigned there
// without a declaration belongs to that.
func within(inner, outer span) bool { return outer.from <= inner.from && inner.to <= outer.to }

// same compares the source of two values.
func (c *Constants) same(a, b []Token) bool {
	return c.source(a) == c.source(b)
}

func (c *Constants) source(tokens []Token) string {
	if len(tokens) == 0 {
		return ""
	}
	if tokens[0].From > tokens[len(tokens)-1].To {
		return ""
	}
	return c.program.Text[tokens[0].From:tokens[len(tokens)-1].To]
}
