package javascript

import (
	"sort"

	"github.com/patctl/patctl/internal/calls/scan"
)

// function is a function of the text that has a name.
type function struct {
	name       string
	method     bool // it is called as a member
	from, to   int  // bytes, from its parameters to the end of its body
	parameters []parameter
	tokens     []scan.Token // that the function is in
	open       int          // index of the bracket of its parameters, or of its only one
}

// parameter is one, with its default; pattern: it is taken apart.
type parameter struct {
	name    string
	pattern []scan.Argument
	value   []scan.Token
}

// site is a call of a function.
type site struct {
	at     scan.Token // where the call begins
	tokens []scan.Token
	open   int
	method bool
}

// findFunctions finds functions with names.
func (r *reader) findFunctions(tokens []scan.Token) {
	for i := range tokens {
		for _, part := range tokens[i].Parts {
			r.findFunctions(part.Tokens)
		}
		switch t := tokens[i]; {
		case t.Is("("):
			if from, to, ok := r.constants.FunctionAt(tokens, i); ok {
				name, method := functionName(tokens, i)
				r.define(function{name, method, from, to, parametersOf(tokens, i), tokens, i})
			}
		case t.Is("=>") && i > 0 && tokens[i-1].Kind == scan.Name:
			name, method := functionName(tokens, i-1)
			one := []parameter{{name: tokens[i-1].Text}}
			r.define(function{name, method, tokens[i-1].From, r.constants.Body(tokens, i+1), one, tokens, i - 1})
		}
	}
}

// indexFunctions sorts the functions by where they begin, and finds them by their
// names.
func (r *reader) indexFunctions() {
	sort.SliceStable(r.functions, func(a, b int) bool { return r.functions[a].from < r.functions[b].from })
	for i, f := range r.functions {
		if len(r.named[f.name]) < maxSame {
			r.named[f.name] = append(r.named[f.name], i)
		}
	}
}

// maxSame is how many functions of one name are told apart, and how many calls of
// one are followed.
const maxSame, maxSites = 20, 300

func (r *reader) define(f function) {
	if f.name != "" && !keywords[f.name] {
		r.functions = append(r.functions, f)
	}
}

// functionName is the name of the function whose parameters are at an index.
func functionName(tokens []scan.Token, i int) (string, bool) {
	j := i - 1
	if t := scan.At(tokens, j); t.Is(">") { // type parameters
		for steps := 0; j > 0 && steps < maxTypes && !tokens[j].Is("<"); steps++ {
			j--
		}
		j--
	}
	if t := scan.At(tokens, j); t.Kind == scan.Name && !t.Is("function") && !t.Is("async") {
		before := scan.At(tokens, j-1)
		return plainName(t), !before.Is("function") && !before.Is("*")
	}
	for scan.Is(tokens, j, "function") || scan.Is(tokens, j, "async") || scan.Is(tokens, j, "*") || scan.Is(tokens, j, "(") || j > 0 && scan.Is(tokens, j, "useCallback") {
		j--
	}
	switch t := scan.At(tokens, j); {
	case t.Is("="):
		return assigned(tokens, j)
	case t.Is(":") && scan.At(tokens, j-1).Kind == scan.Name:
		return tokens[j-1].Text, true
	}
	return "", false
}

// assigned is the name before a "=", past a type.
func assigned(tokens []scan.Token, i int) (string, bool) {
	for j := i - 1; j >= 0 && j > i-maxTypes; j-- {
		before := scan.At(tokens, j-1)
		if t := tokens[j]; t.Kind == scan.Name {
			switch {
			case before.Is("const") || before.Is("let") || before.Is("var") || t.First && j == i-1:
				return plainName(t), t.First && !before.Is("const")
			case before.Is(".") && j == i-1:
				return t.Text, true
			case before.Is("private") || before.Is("public") || before.Is("readonly") || before.Is("protected") || before.Is("static"):
				return plainName(t), true
			}
		}
		if tokens[j].Is(";") {
			break
		}
	}
	return "", false
}

// parametersOf reads "(a: T, b = c, { d, e: f = g }, ...h)".
func parametersOf(tokens []scan.Token, open int) []parameter {
	var list []parameter
	for _, a := range scan.Arguments(tokens, open) {
		p := parameter{}
		whole := tokens[a.At:]
		end := scan.Statement(whole)
		whole = whole[:end]
		first := scan.At(whole, 0)
		for modifiers[first.Text] && first.Kind == scan.Name && len(whole) > 1 && whole[1].Kind == scan.Name {
			whole = whole[1:]
			first = whole[0]
		}
		switch {
		case first.Kind == scan.Name:
			p.name = plainName(first)
		case first.Is("{"):
			p.pattern = scan.Arguments(whole, 0)
		}
		for k := range whole {
			if whole[k].Is("=") {
				p.value = whole[k+1:]
				break
			}
			if q := scan.Partner(whole, k); q > k && k == 0 {
				whole = whole[q:]
				for m := range whole {
					if whole[m].Is("=") {
						p.value = whole[m+1:]
						break
					}
				}
				break
			}
		}
		list = append(list, p)
	}
	return list
}

var modifiers = set("private public protected readonly")

// findSites finds the calls of the functions of the text.
func (r *reader) findSites(tokens []scan.Token) {
	for i := range tokens {
		for _, part := range tokens[i].Parts {
			r.findSites(part.Tokens)
		}
		t := tokens[i]
		if t.Kind != scan.Name || len(r.named[plainName(t)]) == 0 {
			continue
		}
		open := i + 1
		if scan.Is(tokens, open, "<") {
			open = max(open, typeArguments(tokens, open))
		}
		if name := plainName(t); scan.Is(tokens, open, "(") && len(r.sites[name]) < maxSites && !r.defines(tokens, open) {
			begin := i
			for begin >= 2 && (tokens[begin-1].Is(".") || tokens[begin-1].Is("?.")) && tokens[begin-2].Kind == scan.Name {
				begin -= 2
			}
			r.sites[name] = append(r.sites[name], site{tokens[begin], tokens, open, scan.Is(tokens, i-1, ".") || scan.Is(tokens, i-1, "?.")})
		}
	}
}

// defines reports whether a bracket holds the parameters of a function.
func (r *reader) defines(tokens []scan.Token, open int) bool {
	i := sort.Search(len(r.functions), func(i int) bool { return r.functions[i].from >= tokens[open].From })
	return i < len(r.functions) && r.functions[i].from == tokens[open].From
}

// around are the functions around a place that others may call, the innermost
// first.
func (r *reader) around(at int) []function {
	var found []function
	i := sort.Search(len(r.functions), func(i int) bool { return r.functions[i].from > at })
	for steps := 0; i > 0 && steps < maxSites && len(found) < 3; steps++ {
		i--
		if f := r.functions[i]; f.to > at && len(f.parameters) > 0 && len(r.sites[f.name]) > 0 {
			found = append(found, f)
		}
	}
	return found
}

// returned is what a function of the text gives: that of its first "return" that is known.
func (r *reader) returned(name string) thing {
	if known, ok := r.results[name]; ok || r.depth > maxThings {
		return known
	}
	r.results[name] = thing{} // what calls itself gives nothing new
	for _, n := range r.named[name] {
		if t := r.returnedBy(r.functions[n]); t.kind != unknown {
			r.results[name] = t
			break
		}
	}
	return r.results[name]
}

// maxBody is how many tokens of a function are searched for what it returns.
const maxBody = 300

func (r *reader) returnedBy(f function) thing {
	r.depth++
	defer func() { r.depth-- }()
	for i := f.open; i < len(f.tokens) && i < f.open+maxBody && f.tokens[i].From < f.to; i++ {
		t := f.tokens[i]
		arrow := t.Is("=>") && !scan.Is(f.tokens, i+1, "{")
		if !arrow && !t.Is("return") {
			continue
		}
		value := f.tokens[i+1:]
		if found := r.thingOf(value[:scan.Statement(value)]); found.kind != unknown && found.kind != nothing {
			return found
		}
	}
	return thing{}
}

// given are the values of the parameters in a call.
func (r *reader) given(f function, s site, k *scan.Constants) map[string][]scan.Token {
	values := map[string][]scan.Token{}
	arguments := scan.Arguments(s.tokens, s.open)
	for n, p := range f.parameters {
		value := absent
		if n < len(arguments) {
			value = s.tokens[arguments[n].At:]
			value = value[:scan.Statement(value)]
		} else if p.value != nil {
			value = p.value
		}
		if p.name != "" {
			values[p.name] = value
			continue
		}
		object := k.Resolve(value)
		for _, property := range p.pattern {
			r.giveProperty(values, property, object)
		}
	}
	return values
}

// valueReturned is the one expression that a function of the text returns, for the
// values of constants.
func (r *reader) valueReturned(k *scan.Constants, tokens []scan.Token, open int) (values map[string][]scan.Token, from, to int, value []scan.Token) {
	same := r.named[plainName(tokens[open-1])]
	if len(same) != 1 {
		return nil, 0, 0, nil
	}
	f := r.functions[same[0]]
	if f.method != (scan.Is(tokens, open-2, ".") || scan.Is(tokens, open-2, "?.")) {
		return nil, 0, 0, nil
	}
	for i := f.open; i < len(f.tokens) && i < f.open+maxBody && f.tokens[i].From < f.to; i++ {
		t := f.tokens[i]
		arrow := t.Is("=>") && !scan.Is(f.tokens, i+1, "{") && value == nil
		if !arrow && !t.Is("return") {
			continue
		}
		if value != nil {
			return nil, 0, 0, nil // it has several
		}
		value = f.tokens[i+1:]
		value = value[:scan.Statement(value)]
	}
	return r.given(f, site{tokens: tokens, open: open}, k), f.from, f.to, value
}

// absent is an argument that is not given.
var absent = []scan.Token{{Kind: scan.Name, Text: "undefined"}}

func (r *reader) giveProperty(values map[string][]scan.Token, property scan.Argument, object []scan.Token) {
	if property.Name == "" || property.Name == "..." {
		return
	}
	local := property.Name
	value := absent
	if first := scan.At(property.Value, 0); first.Kind == scan.Name && !scan.Is(property.Value, 1, "(") {
		if len(property.Value) == 1 || scan.Is(property.Value, 1, "=") {
			local = first.Text
		}
	}
	for k := range property.Value {
		if property.Value[k].Is("=") {
			value = property.Value[k+1:]
		}
	}
	switch {
	case scan.Is(object, 0, "{"):
		if a, ok := scan.Named(scan.Arguments(object, 0), property.Name); ok {
			value = a.Value
		}
	case len(object) == 1 && object[0].Is("undefined"):
	default:
		value = nil
	}
	values[local] = value
}
