package scan

import (
	"slices"
	"strings"
)

// evaluation is the search for one value.
type evaluation struct {
	constants *Constants
	left      int   // steps
	shell     bool  // values that are not known are written as a shell does
	open      []int // where the values begin that are being evaluated
}

const maxNesting = 30

func (e *evaluation) value(tokens []Token, depth int) string {
	tokens = Unwrap(tokens)
	if e.left--; e.left < 0 || depth > maxNesting || len(tokens) == 0 {
		return e.unknown(tokens)
	}
	if len(tokens) == 1 {
		return e.operand(tokens, depth)
	}
	if parts := Split(tokens, "||", "??", "or"); len(parts) > 1 {
		return e.alternative(parts, depth)
	}
	if parts := Split(tokens, "?"); len(parts) == 2 && !e.constants.language.Indented {
		return e.choice(Split(parts[1], ":"), depth)
	}
	if parts := Split(tokens, "if"); len(parts) == 2 && e.constants.language.Indented {
		if other := Split(parts[1], "else"); len(other) == 2 {
			return e.choice([][]Token{parts[0], other[1]}, depth)
		}
	}
	if parts := Split(tokens, "+"); len(parts) > 1 {
		return e.joined(parts, depth)
	}
	return e.operand(tokens, depth)
}

func (e *evaluation) joined(parts [][]Token, depth int) string {
	var b strings.Builder
	for _, part := range parts {
		if b.Len() < maxValue {
			b.WriteString(e.value(part, depth+1))
		}
	}
	return b.String()
}

// alternative is the first of values that is known. "a || b" with a not known is b where that is a
// default.
func (e *evaluation) alternative(parts [][]Token, depth int) string {
	for _, part := range parts {
		if value := e.value(part, depth+1); value != "" && !strings.HasPrefix(strings.TrimPrefix(value, "$"), "{") {
			return value
		}
	}
	return e.unknown(parts[0])
}

// choice is the value of "c ? a : b" where both are the same.
func (e *evaluation) choice(parts [][]Token, depth int) string {
	if len(parts) == 2 {
		if a := e.value(parts[0], depth+1); a == e.value(parts[1], depth+1) {
			return a
		}
	}
	return e.written("{value}")
}

func (e *evaluation) operand(tokens []Token, depth int) string {
	switch first := tokens[0]; {
	case first.Kind == String:
		return e.strings(tokens, depth)
	case first.Kind == Number && len(tokens) == 1:
		return first.Text
	case first.Kind == Name:
		return e.named(tokens, depth)
	}
	return e.unknown(tokens)
}

// strings is the value of adjacent strings, and of formats of them: "...".format(a, b),
// "..." % a.
func (e *evaluation) strings(tokens []Token, depth int) string {
	var b strings.Builder
	i := 0
	for i < len(tokens) && tokens[i].Kind == String && (i == 0 || e.constants.language.Indented) {
		e.text(&b, tokens[i], depth)
		i++
	}
	rest := tokens[i:]
	switch {
	case Is(rest, 0, "."):
		if Is(rest, 1, "format") && Is(rest, 2, "(") {
			return e.format(b.String(), Arguments(rest, 2), depth)
		}
	case Is(rest, 0, "%"):
		values := []Argument{{Value: rest[1:]}}
		if Is(rest, 1, "(") {
			values = Arguments(rest, 1)
		}
		return e.verbs(b.String(), values, depth)
	}
	return b.String()
}

// text writes the value of one string.
func (e *evaluation) text(b *strings.Builder, t Token, depth int) {
	e.constants.seen[t.From] = true
	if len(t.Parts) == 0 {
		b.WriteString(t.Text)
		return
	}
	for _, part := range t.Parts {
		switch {
		case b.Len() > maxValue:
		case part.Expression:
			b.WriteString(e.value(part.Tokens, depth+1))
		default:
			b.WriteString(part.Text)
		}
	}
}

// keepers are functions and methods whose result is their argument, or what they
// are called on, as far as an address goes.
var keepers = words("encodeURIComponent", "encodeURI", "String", "str", "quote", "quote_plus", "PathEscape", "QueryEscape", "URL", "URI", "Uri", "url",
	"trim", "toString", "strip", "rstrip", "lstrip", "replace", "href", "parse", "Trim", "TrimSpace", "TrimRight", "TrimSuffix", "TrimEnd", "chomp", "to_s", "freeze", "urljoin", "join")

// named is the value of what begins with a name: a chain, or a call.
func (e *evaluation) named(tokens []Token, depth int) string {
	e.constants.seen[tokens[0].From] = true
	if tokens[0].Is("new") && len(tokens) > 1 {
		tokens = tokens[1:]
	}
	if known := wellKnown(tokens); known != "" {
		return e.written(known)
	}
	if value, ok := e.constants.follow(tokens); ok && len(value) > 0 {
		return e.constant(value, tokens, depth)
	}
	for i := 0; i < len(tokens); i = next(tokens, i) {
		if tokens[i].Is("(") && i > 0 {
			return e.called(tokens, i, depth)
		}
	}
	return e.unknown(tokens)
}

// constant is the value of a name, unless it is made of itself.
func (e *evaluation) constant(value, name []Token, depth int) string {
	if !isText(value) || slices.Contains(e.open, value[0].From) {
		return e.unknown(name)
	}
	e.open = append(e.open, value[0].From)
	text := e.value(value, depth+1)
	e.open = e.open[:len(e.open)-1]
	if text == "{value}" || text == "${value}" {
		return e.unknown(name)
	}
	return text
}

// isText reports whether a value may be a text: no object, list, or function.
func isText(tokens []Token) bool {
	return !Is(tokens, 0, "{") && !Is(tokens, 0, "[") && !Is(tokens, 0, "function") && len(tokens) < 400
}

// called is the value of a call whose arguments open at an index.
func (e *evaluation) called(tokens []Token, open, depth int) string {
	function := tokens[open-1]
	arguments := Arguments(tokens, open)
	first, _ := Positional(arguments, 0)
	switch {
	case function.Is("Sprintf") || function.Is("format") && open == 1:
		return e.verbs(e.value(first.Value, depth+1), arguments[min(1, len(arguments)):], depth)
	case function.Is("get") || function.Is("getenv") || function.Is("fetch") || function.Is("getInput"): // of the environment, with a default
		if second, ok := Positional(arguments, 1); ok {
			if value := e.value(second.Value, depth+1); strings.HasPrefix(value, "http") {
				return value
			}
		}
		if len(first.Value) == 1 && first.Value[0].Kind == String {
			return e.textName(first.Value[0].Text)
		}
	case !keepers[function.Text]:
		return e.returned(tokens, open, depth)
	case open >= 3 && (Is(tokens, open-2, ".") || Is(tokens, open-2, "?.")) && !libraries[tokens[open-3].Text]:
		return e.value(tokens[:open-2], depth+1)
	case len(first.Value) > 0:
		return e.address(arguments, depth)
	}
	return e.unknown(tokens[:open])
}

// returned is what a function of the text gives.
func (e *evaluation) returned(tokens []Token, open, depth int) string {
	if e.constants.Function == nil {
		return e.unknown(tokens[:open])
	}
	parameters, from, to, value := e.constants.Function(e.constants, tokens, open)
	if len(value) == 0 || slices.Contains(e.open, value[0].From) {
		return e.unknown(tokens[:open])
	}
	outer := e.constants
	e.constants = outer.With(parameters, from, to)
	e.open = append(e.open, value[0].From)
	text := e.value(value, depth+1)
	e.open = e.open[:len(e.open)-1]
	e.constants = outer
	if text == "{value}" || text == "${value}" {
		return e.unknown(tokens[:open])
	}
	return text
}

// libraries are names before a keeper that are no value.
var libraries = words("url", "URL", "urllib", "parse", "urlparse", "strings", "path", "requests", "utils", "CGI", "ERB", "Util", "URI", "querystring")

// address is a path at a base: new URL("/user", base), urljoin(base, "/user").
func (e *evaluation) address(arguments []Argument, depth int) string {
	value := e.value(arguments[0].Value, depth+1)
	if len(arguments) < 2 {
		return value
	}
	other := e.value(arguments[1].Value, depth+1)
	if strings.HasPrefix(other, "http") && !strings.HasPrefix(value, "http") {
		value, other = other, value
	}
	if strings.HasPrefix(value, "http") && strings.HasPrefix(other, "/") {
		return origin(value) + other
	}
	if strings.HasPrefix(value, "http") && other != "" && strings.HasSuffix(value, "/") {
		return value + other
	}
	return value
}

// origin is an address without its path.
func origin(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// format puts values in for {} and {name}.
func (e *evaluation) format(text string, arguments []Argument, depth int) string {
	var b strings.Builder
	for n := 0; ; n++ {
		before, rest, ok := strings.Cut(text, "{")
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			return b.String()
		}
		text = after
		name, _, _ = strings.Cut(name, ":")
		a, found := Named(arguments, name)
		if name == "" {
			a, found = Positional(arguments, n)
		} else if !found && len(name) == 1 && isDigit(name[0]) {
			a, found = Positional(arguments, int(name[0]-'0'))
		}
		switch {
		case found:
			b.WriteString(e.value(a.Value, depth+1))
		default:
			b.WriteString(e.textName(name))
		}
	}
}

// verbs puts values in for %s, %d, %v, %(name)s.
func (e *evaluation) verbs(text string, arguments []Argument, depth int) string {
	var b strings.Builder
	n := 0
	for {
		before, rest, ok := strings.Cut(text, "%")
		b.WriteString(before)
		if !ok || rest == "" {
			return b.String()
		}
		if rest[0] == '%' {
			b.WriteByte('%')
			text = rest[1:]
			continue
		}
		if name, after, closed := strings.Cut(rest, ")"); rest[0] == '(' && closed {
			b.WriteString(e.textName(name[1:]))
			text = after[min(1, len(after)):]
			continue
		}
		i := 0
		for i < len(rest)-1 && strings.IndexByte("+-#0123456789.", rest[i]) >= 0 {
			i++
		}
		text = rest[i+1:]
		if n < len(arguments) {
			b.WriteString(e.value(arguments[n].Value, depth+1))
		} else {
			b.WriteString(e.written("{value}"))
		}
		n++
	}
}

// unknown is the placeholder for an expression that is not known.
func (e *evaluation) unknown(tokens []Token) string { return e.written(nameOf(tokens)) }

func (e *evaluation) textName(name string) string { return e.written(nameText(name)) }

// written writes a name in braces as it is asked for.
func (e *evaluation) written(name string) string {
	switch {
	case !e.shell || !strings.HasPrefix(name, "{"):
		return name
	case name == "{owner}/{repo}":
		return "$GITHUB_REPOSITORY"
	}
	return "$" + name
}
