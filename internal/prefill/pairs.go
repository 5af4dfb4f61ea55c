package prefill

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// pair is a parameter that a program states apart from the address, as a member
// of an object or in a call.
type pair struct {
	name, value string
	open        bool // the value is filled in later
}

// pairs are the parameters that an expression states. Whole reports whether there are
// no others.
type pairs struct {
	list  []pair
	whole bool
}

// encoders are the words of expressions that turn an object into a query and
// add nothing to it.
var encoders = setOf(`new URLSearchParams urllib parse urlencode http_build_query qs querystring stringify
	URI encode_www_form toString to_s String str to_query to_param url Values Encode dict array Hash Map encode Encode
	Object fromEntries entries string map await r b f URL Parse Query searchParams QueryEscape requests Request`)

// statedBy reads what an expression states by itself: the members of the
// objects in it. Its names that say nothing by themselves are in unknown.
func statedBy(expression []byte) (out pairs, unknown []string) {
	out.whole = true
	for i := 0; i < len(expression); {
		switch c := expression[i]; {
		case c == '{' || c == '[' || c == '(' && isArguments(expression[i:]):
			end := closing(expression, i)
			if end < 0 {
				return pairs{}, nil
			}
			inside := members(expression[i+1 : end-1])
			out.list = append(out.list, inside.list...)
			out.whole = out.whole && inside.whole
			i = end
		case c == '"' || c == '\'' || c == '`':
			end := literalEnd(expression, i, 0)
			if end < 0 {
				return pairs{}, nil
			}
			inside := queryIn(expression[i+1 : end-1])
			out.list = append(out.list, inside.list...)
			out.whole = out.whole && inside.whole
			i = end
		case isWord(c) || c == '$' || c == '@':
			end := i + 1
			for end < len(expression) && isWord(expression[end]) {
				end++
			}
			word := strings.TrimLeft(string(expression[i:end]), "$@")
			if word != "" && !encoders[word] && !isNumber(word) {
				unknown = append(unknown, word)
			}
			i = end
		default:
			i++
		}
	}
	return out, unknown
}

// A literal that is a query, or that says nothing about parameters.
var (
	queryLiteral = lazyregexp.New(`^[?&]?[a-z_]+=[^&=$\\{]*(?:&[a-z_]+=[^&=$\\{]*)*$`)
	separating   = lazyregexp.New(`^(?:[?&=]?|utf-?8|https?://[^?&=]*)$`)
)

// queryIn reads the parameters of a literal.
func queryIn(text []byte) pairs {
	if !queryLiteral.Match(text) {
		return pairs{whole: separating.Match(text)}
	}
	out := pairs{whole: true}
	for _, p := range splitQuery(strings.TrimLeft(string(text), "?&")) {
		out.list = append(out.list, pair{name: p.Name, value: p.Value})
	}
	return out
}

// arguments are those of a call that states members by name: dict(a="b").
var arguments = lazyregexp.New(`^\(\s*[A-Za-z_]\w*\s*=[^=>]|^\(\s*['"][\w-]+['"]\s*=>`)

func isArguments(text []byte) bool { return arguments.Match(text[:min(len(text), 100)]) }

func isNumber(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil
}

// members reads the members of an object, or of a list of pairs. It is not
// whole where one of them cannot be read.
func members(text []byte) (out pairs) {
	out.whole = true
	for _, element := range elements(text) {
		p, ok := member(element)
		if !ok {
			out.whole = false
			continue
		}
		out.list = append(out.list, p...)
	}
	return out
}

// elements parts text at the commas, semicolons and line comments outside of
// brackets and literals.
func elements(text []byte) [][]byte {
	var out [][]byte
	from := 0
	cut := func(to, next int) {
		if e := bytes.TrimSpace(text[from:to]); len(e) > 0 {
			out = append(out, e)
		}
		from = next
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ',' || c == ';':
			cut(i, i+1)
		case c == '/' && hasAt(text, i, "//"), c == '#':
			end := i + lineEnd(text[i:])
			cut(i, end)
			i = end
			continue
		case c == '(' || c == '[' || c == '{':
			if end := closing(text, i); end > 0 {
				i = end
				continue
			}
		case c == '"' || c == '\'' || c == '`':
			if end := literalEnd(text, i, 0); end > 0 {
				i = end
				continue
			}
		}
		i++
	}
	cut(len(text), len(text))
	return out
}

func lineEnd(text []byte) int {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return i
	}
	return len(text)
}

// The ways to write a member.
var (
	keyed     = lazyregexp.New(`(?s)^(?::?([A-Za-z_][\w-]*)|"([^"\\]*)"|'([^'\\]*)'|` + "`([^`\\\\$]*)`" + `)\s*(?::=?|=>|=)\s*(.*)$`)
	shorthand = lazyregexp.New(`^[a-z_]\w*$`)
	tuple     = lazyregexp.New(`(?s)^[\[({](.*)[\])}]$`)
)

// member reads a member: key: value, "key" => value, ["key", value], or key.
func member(text []byte) ([]pair, bool) {
	if m := keyed.FindSubmatch(text); m != nil {
		name := string(bytes.Join(m[1:5], nil))
		value, open := literalValue(m[5])
		return []pair{{name, value, open}}, true
	}
	if shorthand.Match(text) {
		return []pair{{string(text), string(text), true}}, true
	}
	if m := tuple.FindSubmatch(text); m != nil {
		return keyAndValue(m[1])
	}
	return nil, false
}

// keyAndValue reads two elements: those of a pair, or the arguments of a call.
func keyAndValue(text []byte) ([]pair, bool) {
	parts := elements(text)
	if len(parts) != 2 {
		return nil, false
	}
	name, open := literalValue(parts[0])
	if open {
		return nil, false
	}
	value, open := literalValue(parts[1])
	return []pair{{name, value, open}}, true
}

// plainLiteral is a literal without anything that is filled in, or a number.
var plainLiteral = lazyregexp.New(`^(?:[rub]?"([^"\\]*)"|[rub]?'([^'\\]*)'|` + "`([^`\\\\$]*)`" + `|([0-9]+))$`)

// literalValue is the value that an expression has in every run. Open says that
// it is not known.
func literalValue(text []byte) (value string, open bool) {
	text = bytes.TrimSpace(text)
	if m := tuple.FindSubmatch(text); m != nil && text[0] != '(' {
		text = bytes.TrimSpace(m[1]) // of Go's url.Values: {"write"}
	}
	text = bytes.TrimPrefix(text, []byte("[]string"))
	if m := plainLiteral.FindSubmatch(text); m != nil {
		return string(bytes.Join(m[1:], nil)), false
	}
	return strings.Join(strings.Fields(string(text)), " "), true
}

func setOf(words string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(words) {
		out[word] = true
	}
	return out
}
