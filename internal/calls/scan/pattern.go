package scan

// What taking an object apart costs at most: tokens of its value, which every name
// repeats, and names.
const maxPatternValue, maxPatternNames = 30, 200

// pattern declares the names of "{ a: { b }, c = d } = value". Each is a member of the
// value.
func (c *Constants) pattern(tokens []Token, open int, value []Token, scope span, depth int) {
	if depth > 8 || !Is(tokens, open, "{") {
		return
	}
	if len(value) > maxPatternValue {
		value = nil
	}
	for n, a := range Arguments(tokens, open) {
		if n == maxPatternNames {
			return
		}
		if a.Name == "" || a.Name == "..." || len(a.Value) == 0 {
			continue
		}
		inner := memberOf(value, a.Name)
		switch first := a.Value[0]; {
		case first.Is("{"):
			c.pattern(tokens, indexOf(tokens, open, first.From), inner, scope, depth+1)
		case first.Kind == Name && Is(a.Value, 1, "=") && a.Name == first.Text: // a default
			c.bind(first.Text, binding{scope, inner, true})
		case first.Kind == Name:
			c.bind(first.Text, binding{scope, inner, true})
		}
	}
}

// indexOf is the index of the token that begins at a byte.
func indexOf(tokens []Token, from, at int) int {
	for from < len(tokens) && tokens[from].From < at {
		from++
	}
	return from
}

// memberOf is the expression value.name, with places within value.
func memberOf(value []Token, name string) []Token {
	if len(value) == 0 {
		return nil
	}
	last := value[len(value)-1]
	at := Token{Line: last.Line, Column: last.Column, From: last.To, To: last.To}
	dot, member := at, at
	dot.Text = "."
	member.Kind, member.Text = Name, name
	out := make([]Token, 0, len(value)+2)
	return append(append(out, value...), dot, member)
}
