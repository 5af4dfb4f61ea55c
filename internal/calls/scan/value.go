package scan

import "strings"

// What a value costs at most: names that are followed, and bytes.
const maxSteps, maxValue = 400, 4096

// Value is the value of an expression as text. Parts that are not known are written as
// their last name in braces: "{number}" for pull.number, or "{value}" without a name.
// GITHUB_REPOSITORY is "{owner}/{repo}", and GITHUB_API_URL is the address of the API.
func (c *Constants) Value(tokens []Token) string { return c.evaluate(tokens, false) }

// Template is Value with what is not known as a shell has it: "${number}", so that braces
// of the text are told from it.
func (c *Constants) Template(tokens []Token) string { return c.evaluate(tokens, true) }

func (c *Constants) evaluate(tokens []Token, shell bool) string {
	e := &evaluation{constants: c, left: maxSteps, shell: shell}
	text := e.value(tokens, 0)
	if len(text) > maxValue {
		text = text[:maxValue]
	}
	return text
}

// Known reports whether a value has nothing in braces.
func Known(value string) bool { return !strings.Contains(value, "{") }

// Resolve follows a name or a chain of names to the expression that is its value, such as
// an object, a list, or a string. If that is not known, it returns the tokens themselves.
func (c *Constants) Resolve(tokens []Token) []Token {
	for range 8 {
		next, ok := c.follow(tokens)
		if !ok {
			return tokens
		}
		tokens = next
	}
	return tokens
}

// follow takes one step.
func (c *Constants) follow(tokens []Token) ([]Token, bool) {
	tokens = Unwrap(tokens)
	if len(tokens) == 0 || tokens[0].Kind != Name {
		return tokens, false
	}
	for i := 1; i < len(tokens); i++ {
		dot := tokens[i].Is(".") || tokens[i].Is("?.")
		if i%2 == 1 && !dot || i%2 == 0 && tokens[i].Kind != Name {
			return tokens, false
		}
	}
	if len(tokens)%2 == 0 {
		return tokens, false
	}
	return c.chain(tokens)
}

// chain follows "a.b.c": the longest beginning that has a value, and the
// properties of that.
func (c *Constants) chain(tokens []Token) ([]Token, bool) {
	at := tokens[0].From
	for end := len(tokens) - 1; end >= 0; end -= 2 {
		name, from := member(tokens, end)
		if from != 0 {
			continue
		}
		value, ok := c.Lookup(name, at)
		if !ok && strings.HasPrefix(name, ".") && !strings.Contains(name[1:], ".") {
			value, ok = c.field(name[1:], at)
		}
		if !ok {
			continue
		}
		if end == len(tokens)-1 {
			return value, true
		}
		return c.property(value, tokens[end+1:])
	}
	return tokens, false
}

// field is the value of a name that is declared in the class around a place.
func (c *Constants) field(name string, at int) ([]Token, bool) {
	class := innermost(c.classes, at, span{-1, 0})
	var value []Token
	for _, b := range c.names[name] {
		if b.scope.from >= class.from && b.scope.to <= class.to && class.from >= 0 {
			if value != nil && !c.same(value, b.value) {
				return nil, false
			}
			value = b.value
		}
	}
	return value, value != nil
}

// property follows ".b.c" in an object.
func (c *Constants) property(value, path []Token) ([]Token, bool) {
	for k := 1; k < len(path); k += 2 {
		value = Unwrap(value)
		if !Is(value, 0, "{") {
			return nil, false
		}
		a, ok := Named(Arguments(value, 0), path[k].Text)
		if !ok || len(a.Value) == 0 {
			return nil, false
		}
		value = a.Value
	}
	return value, true
}

// Unwrap takes off brackets, await, casts, and what else changes no text.
func Unwrap(tokens []Token) []Token {
	for len(tokens) > 0 {
		last := len(tokens) - 1
		switch {
		case tokens[0].Is("(") && Partner(tokens, 0) == last:
			tokens = tokens[1:last]
		case tokens[0].Is("await"):
			tokens = tokens[1:]
		case tokens[last].Is("!") || tokens[last].Is(";"):
			tokens = tokens[:last]
		default:
			if cast := castAt(tokens); cast > 0 {
				tokens = tokens[:cast]
				continue
			}
			return tokens
		}
	}
	return tokens
}

// castAt is where "as const" or "satisfies T" begins; 0: nowhere.
func castAt(tokens []Token) int {
	for i := 0; i < len(tokens); i = next(tokens, i) {
		if i > 0 && (tokens[i].Is("as") || tokens[i].Is("satisfies")) && tokens[i].Kind == Name && !Is(tokens, i-1, ".") {
			return i
		}
	}
	return 0
}

// Split divides an expression at an operator that is in no brackets.
func Split(tokens []Token, operators ...string) [][]Token {
	var parts [][]Token
	from := 0
	for i := 0; i < len(tokens); i = next(tokens, i) {
		for _, o := range operators {
			if tokens[i].Is(o) && i > from {
				parts = append(parts, tokens[from:i])
				from = i + 1
				break
			}
		}
	}
	return append(parts, tokens[from:])
}
