package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/scan"
)

// options are the properties of an object, with those that are spread into it.
type options struct {
	properties []scan.Argument // the last of a name holds
	// open: there may be more that are not known.
	open bool
}

const maxSpread = 6

// options reads an object.
func (r *reader) options(k *scan.Constants, tokens []scan.Token) options {
	var o options
	r.collect(k, tokens, &o, 0)
	return o
}

func (r *reader) collect(k *scan.Constants, tokens []scan.Token, o *options, depth int) {
	tokens = k.Resolve(tokens)
	if depth > maxSpread {
		o.open = true
		return
	}
	switch first := scan.At(tokens, 0); {
	case len(tokens) == 0, len(tokens) == 1 && (first.Is("undefined") || first.Is("null")):
	case first.Is("{"):
		for _, a := range scan.Arguments(tokens, 0) {
			if a.Name == "..." {
				r.collect(k, a.Value, o, depth+1)
				continue
			}
			if a.Name == "" && scan.Is(a.Value, 0, "[") {
				o.open = true // a computed name
			}
			o.properties = append(o.properties, a)
		}
	case first.Is("Object") && scan.Is(tokens, 2, "assign") && scan.Is(tokens, 3, "("):
		for _, a := range scan.Arguments(tokens, 3) {
			r.collect(k, a.Value, o, depth+1)
		}
	default:
		r.collectOther(k, tokens, o, depth)
	}
}

// collectOther reads "a ?? {}", what a function of the text returns, and names that say that they hold
// headers only.
func (r *reader) collectOther(k *scan.Constants, tokens []scan.Token, o *options, depth int) {
	if parts := scan.Split(tokens, "||", "??", "&&"); len(parts) > 1 {
		for _, part := range parts {
			r.collect(k, part, o, depth+1)
		}
		return
	}
	if parts := scan.Split(tokens, "?"); len(parts) == 2 {
		for _, part := range scan.Split(parts[1], ":") {
			r.collect(k, part, o, depth+1)
		}
		return
	}
	if name := scan.At(tokens, 0); name.Kind == scan.Name && scan.Is(tokens, 1, "(") {
		for _, n := range r.named[name.Text] {
			if object := r.objectReturned(r.functions[n]); object != nil {
				r.collect(k, object, o, depth+1)
				return
			}
		}
	}
	for _, t := range tokens {
		if lower := strings.ToLower(t.Text); t.Kind == scan.Name && (strings.Contains(lower, "header") || strings.Contains(lower, "auth")) {
			return
		}
	}
	o.open = true
}

// objectReturned is the object that a function returns.
func (r *reader) objectReturned(f function) []scan.Token {
	for i := f.open; i < len(f.tokens) && i < f.open+maxBody && f.tokens[i].From < f.to; i++ {
		next := i + 1
		if f.tokens[i].Is("=>") && scan.Is(f.tokens, next, "(") {
			next++
		} else if !f.tokens[i].Is("return") {
			continue
		}
		if p := scan.Partner(f.tokens, next); scan.Is(f.tokens, next, "{") && p > next {
			return f.tokens[next : p+1]
		}
	}
	return nil
}

// first is the value of the first of names that is there.
func (o options) first(names ...string) []scan.Token {
	for _, name := range names {
		if a, ok := scan.Named(o.properties, name); ok {
			return a.Value
		}
	}
	return nil
}

// method is the request's method in capitals, or the default. It is not known if it is
// a variable without a value.
func (o options) method(k *scan.Constants, otherwise string) (string, bool) {
	value := o.first("method", "type")
	if value == nil {
		return otherwise, !o.open
	}
	if tokens := k.Resolve(value); len(tokens) == 1 && tokens[0].Is("undefined") {
		return otherwise, !o.open
	}
	method := strings.ToUpper(k.Value(value))
	return method, verbs[method]
}

// accept is the media type that is asked for.
func (o options) accept(k *scan.Constants) string {
	if headers := k.Resolve(o.first("headers")); scan.Is(headers, 0, "{") {
		if a, ok := scan.Named(scan.Arguments(headers, 0), "accept", "Accept", "ACCEPT"); ok {
			if value := k.Value(a.Value); scan.Known(value) {
				return value
			}
		}
	}
	if media := k.Resolve(o.first("mediaType")); scan.Is(media, 0, "{") {
		if a, ok := scan.Named(scan.Arguments(media, 0), "format"); ok {
			if value := k.Value(a.Value); scan.Known(value) && value != "" {
				return "application/vnd.github." + value
			}
		}
	}
	return ""
}

// acceptOf is the media type of an object of options; shown: there is no other.
func (r *reader) acceptOf(k *scan.Constants, tokens []scan.Token) (string, bool) {
	o := r.options(k, tokens)
	return o.accept(k), !o.open
}
