package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/operations"
	"github.com/patctl/patctl/internal/calls/scan"
)

// graphqlCall notes octokit.graphql(...).
func (r *reader) graphqlCall(at scan.Token, t thing, c chain, s step) {
	if t.verb == "defaults" {
		return
	}
	if s.form == tagged {
		r.attempt(at, func(k *scan.Constants) outcome { return document(k.Template(c.tokens[s.at : s.at+1])) })
		return
	}
	a := c.arguments(s)
	if len(a) == 0 {
		return
	}
	r.attempt(at, func(k *scan.Constants) outcome { return r.documentOf(k, a[0].Value) })
}

// documentOf reads a document, or an object with one.
func (r *reader) documentOf(k *scan.Constants, tokens []scan.Token) outcome {
	tokens = k.Resolve(tokens)
	if scan.Is(tokens, 0, "{") {
		return r.documentIn(k, tokens)
	}
	if len(tokens) > 1 && tokens[0].Kind == scan.Name { // gql`...`, print(DOCUMENT)
		switch next := tokens[1]; {
		case next.Kind == scan.String:
			tokens = tokens[1:]
		case next.Is("("):
			if a := scan.Arguments(tokens, 1); len(a) > 0 && r.depth < maxThings {
				r.depth++
				defer func() { r.depth-- }()
				return r.documentOf(k, a[0].Value)
			}
		}
	}
	return document(k.Template(tokens))
}

// documentIn reads the document of an object, { query: "..." }, or of such an object in
// JSON.stringify.
func (r *reader) documentIn(k *scan.Constants, tokens []scan.Token) outcome {
	for n := 0; n < maxSpread && len(tokens) > 0; n++ {
		tokens = k.Resolve(tokens)
		switch {
		case scan.Is(tokens, 0, "{"):
			o := r.options(k, tokens)
			if query := o.first("query", "mutation", "document"); query != nil {
				return r.documentOf(k, query)
			}
			if tokens = o.first("body", "data", "json"); tokens == nil {
				return openDocument
			}
		case scan.Is(tokens, 0, "JSON") && scan.Is(tokens, 3, "("):
			tokens = firstValue(scan.Arguments(k.Resolve(tokens), 3))
		default:
			return openDocument
		}
	}
	return openDocument
}

func firstValue(a []scan.Argument) []scan.Token {
	if len(a) == 0 {
		return nil
	}
	return a[0].Value
}

var openDocument = outcome{unclear: "graphql", open: true}

// document reads a document whose text is known.
func document(text string) outcome {
	if strings.HasPrefix(text, "${") && strings.IndexByte(text, '}') == len(text)-1 {
		return openDocument
	}
	found := operations.Read(text)
	o := outcome{calls: found.Calls}
	if len(found.Unclear) > 0 {
		o.unclear = found.Unclear[0].Call
	} else if len(found.Calls) == 0 {
		return openDocument
	}
	return o
}

// graphqlHTTPCall notes a call of a client of GraphQL over HTTP: request(address, document),
// new GraphQLClient(address).request(document).
func (r *reader) graphqlHTTPCall(at scan.Token, t thing, c chain, s step) {
	a := c.arguments(s)
	if len(a) == 0 || c.made {
		return
	}
	target := t.options
	if len(target) == 0 {
		target = a[0].Value
		if a = a[1:]; len(a) == 0 {
			return
		}
	}
	r.attempt(at, func(k *scan.Constants) outcome {
		where, _ := scan.PlaceOf(k.Value(target))
		switch {
		case where == scan.API:
			return r.documentOf(k, a[0].Value)
		case where == scan.Open && r.signs.graphql:
			return openDocument
		}
		return outcome{}
	})
}
