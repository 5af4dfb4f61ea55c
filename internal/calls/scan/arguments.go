package scan

// Argument is an argument of a call, an element of a list, or a property of an
// object.
type Argument struct {
	// Name is that of a keyword argument or of a property, without quotes; "" where it has none, "..."
	// of what is spread. Of a shorthand property it is the name that is its value too.
	Name  string
	Value []Token
	At    int // the index of its first token
}

// Arguments returns the parts between the bracket at an index and its partner, split at
// commas: arguments of a call, elements of a list, or properties of an object. It returns
// nil if the bracket has no partner. Names come from "name: value", "name=value",
// "name => value", and, in braces, from "name" alone and "name() {}".
func Arguments(tokens []Token, open int) []Argument {
	end := Partner(tokens, open)
	if end <= open {
		return nil
	}
	var arguments []Argument
	braces := tokens[open].Text == "{"
	for from := open + 1; from < end; {
		to := from
		for to < end && !ends(tokens[to], braces && to > from) {
			to = next(tokens, to)
		}
		if to = min(to, end); to > from {
			arguments = append(arguments, argument(tokens[from:to], from, braces))
		}
		if from = to; Is(tokens, to, ",") || Is(tokens, to, ";") {
			from++
		}
	}
	return arguments
}

// ends reports whether an argument is at its end. Objects of PowerShell have their
// properties in lines.
func ends(t Token, lines bool) bool {
	if t.Kind == Punctuation && (t.Text == "," || t.Text == ";") {
		return true
	}
	return lines && t.First && (t.Kind == Name || t.Kind == String)
}

// next is the index behind a token, or behind the brackets that it opens.
func next(tokens []Token, i int) int {
	if p := Partner(tokens, i); p > i {
		return p + 1
	}
	return i + 1
}

func argument(tokens []Token, at int, braces bool) Argument {
	a := Argument{Value: tokens, At: at}
	first := tokens[0]
	if first.Is("...") || first.Is("**") || first.Is("*") && len(tokens) > 1 {
		a.Name, a.Value = "...", tokens[1:]
		return a
	}
	if first.Kind != Name && first.Kind != String || len(first.Parts) > 0 {
		return symbol(a, tokens)
	}
	if second := At(tokens, 1); second.Kind == Punctuation {
		switch {
		case second.Text == ":" || second.Text == "=>" && first.Kind == String || second.Text == "=" && (first.Kind == Name || braces):
			a.Name, a.Value = first.Text, tokens[2:]
		case second.Text == "(" && braces:
			a.Name = first.Text
		}
	}
	if braces && len(tokens) == 1 && first.Kind == Name {
		a.Name = first.Text
	}
	return a
}

// symbol reads ":name => value" of Ruby.
func symbol(a Argument, tokens []Token) Argument {
	if Is(tokens, 0, ":") && At(tokens, 1).Kind == Name && Is(tokens, 2, "=>") {
		a.Name, a.Value = tokens[1].Text, tokens[3:]
	}
	return a
}

// Named returns the argument of a name; of several the last.
func Named(arguments []Argument, names ...string) (Argument, bool) {
	for i := len(arguments) - 1; i >= 0; i-- {
		for _, name := range names {
			if arguments[i].Name == name {
				return arguments[i], true
			}
		}
	}
	return Argument{}, false
}

// Positional returns the argument at a position among those that have no name.
func Positional(arguments []Argument, n int) (Argument, bool) {
	for _, a := range arguments {
		if a.Name != "" {
			continue
		}
		if n == 0 {
			return a, true
		}
		n--
	}
	return Argument{}, false
}

// Statement is how many tokens from the first on are one expression: up to a comma, a semicolon, a
// bracket that closes what was not opened here, or a line that begins another statement.
func Statement(tokens []Token) int {
	tokens = tokens[:min(len(tokens), maxStatement)]
	i := 0
	for i < len(tokens) {
		t := tokens[i]
		if i > 0 && t.First && !continues(t) && !expects(tokens[i-1]) {
			return i
		}
		if t.Kind == Punctuation {
			switch t.Text {
			case ",", ";", ")", "]", "}":
				return i
			}
		}
		i = next(tokens, i)
	}
	return min(i, len(tokens))
}

// maxStatement keeps what is quadratic by nature, such as a = a = a, small.
const maxStatement = 2000

// joints are operators that join two expressions.
var joints = words("+", ".", "?.", "&.", "||", "??", "&&", "?", ":", "%", "->", "::", "=", ":=", "=>", "*", "|", "==", "===", "or", "and")

// continues reports whether a token at the beginning of a line goes on with the
// expression of the line before.
func continues(t Token) bool {
	return t.Kind == Punctuation && joints[t.Text]
}

// expects reports whether an expression goes on behind a token.
func expects(t Token) bool {
	return (t.Kind == Punctuation || t.Kind == Name) && (joints[t.Text] || t.Kind == Punctuation && (t.Text == "(" || t.Text == "," || t.Text == "{" || t.Text == "["))
}
