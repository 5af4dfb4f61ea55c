package scan

import "strings"

// parameters declares the names that functions are called with: they hide
// constants of the same name. A default is a value like any other.
func (c *Constants) parameters(tokens []Token) {
	for i := range tokens {
		for _, part := range tokens[i].Parts {
			if len(part.Tokens) > 2 {
				c.parameters(part.Tokens)
			}
		}
		if !tokens[i].Is("(") {
			if tokens[i].Is("=>") && At(tokens, i-1).Kind == Name && !c.language.Indented {
				c.Declare(tokens[i-1].Text, nil, tokens[i].From, c.Body(tokens, i+1))
			}
			continue
		}
		if from, to, ok := c.FunctionAt(tokens, i); ok {
			for _, a := range Arguments(tokens, i) {
				c.parameter(a, from, to, Is(tokens, a.At+1, "="))
			}
		}
	}
}

// FunctionAt reports whether the bracket at an index holds parameters, and the part
// of the text in which they hold.
func (c *Constants) FunctionAt(tokens []Token, i int) (from, to int, ok bool) {
	from = tokens[i].From
	if c.language.Indented {
		for back := 1; back <= 4; back++ {
			if Is(tokens, i-back, "def") {
				f := innermost(c.functions, from, span{-1, 0})
				return from, f.to, f.from >= 0
			}
		}
		return 0, 0, false
	}
	end := Partner(tokens, i)
	if end < 0 || notFunctions[At(tokens, i-1).Text] {
		return 0, 0, false
	}
	for j := end + 1; j < len(tokens) && j <= end+maxType; j = next(tokens, j) { // a type may follow
		switch t := tokens[j]; {
		case t.Is("{") && (j == end+1 || !Is(tokens, j-1, ":")):
			return from, tokens[max(j, Partner(tokens, j))].To, true
		case t.Is("=>"):
			return from, c.Body(tokens, j+1), true
		case j == end+1 && !t.Is(":") || t.Is(";") || t.Is(",") || t.Is("="):
			return 0, 0, false
		}
	}
	return 0, 0, false
}

var notFunctions = words("if", "while", "for", "switch", "catch", "with", "foreach")

// Body is where the body ends that begins at an index: a block or an expression.
func (c *Constants) Body(tokens []Token, i int) int {
	if i >= len(tokens) {
		return len(c.program.Text) + 1
	}
	if p := Partner(tokens, i); tokens[i].Is("{") && p > i {
		return tokens[p].To
	}
	n := Statement(tokens[i:])
	return tokens[max(i, i+n-1)].To
}

// isWeb reports whether a default is an address, which is the same wherever
// it is not given.
func isWeb(value []Token) bool {
	return len(value) == 1 && value[0].Kind == String && strings.HasPrefix(value[0].Text, "http")
}

// parameter declares one, or those of an object that is taken apart.
func (c *Constants) parameter(a Argument, from, to int, plain bool) {
	tokens := a.Value
	if a.Name != "" && a.Name != "..." {
		var value []Token
		if plain && (c.language.Indented || isWeb(a.Value)) {
			value = a.Value
		}
		for k := 1; k < len(a.Value); k++ { // name: type = default
			if a.Value[k].Is("=") && (c.language.Indented || isWeb(a.Value[k+1:])) {
				value = a.Value[k+1:]
			}
		}
		c.Declare(a.Name, value, from, to)
		return
	}
	switch {
	case len(tokens) == 0:
	case tokens[0].Kind == Name:
		c.Declare(tokens[0].Text, nil, from, to)
	case tokens[0].Is("{") || tokens[0].Is("["):
		for _, inner := range Arguments(tokens, 0) {
			if first := At(inner.Value, 0); first.Kind == Name && inner.Name != "" && inner.Name != first.Text && inner.Name != "..." {
				name := first
				name.Text = inner.Name // ({ github: gh }) is github
				c.Declare(first.Text, []Token{name}, from, to)
				continue
			}
			if len(inner.Value) > 0 {
				c.parameter(Argument{Value: inner.Value}, from, to, false)
			}
		}
	}
}
