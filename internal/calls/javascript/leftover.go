package javascript

import (
	"strings"

	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/scan"
)

// leftovers notes addresses of the API that no call was found for: something that
// is not known may call them.
func (r *reader) leftovers(tokens []scan.Token) {
	for i, t := range tokens {
		for _, part := range t.Parts {
			r.leftovers(part.Tokens)
		}
		if t.Kind != scan.String && (t.Kind != scan.Name || !scan.Is(tokens, i+1, "+")) || r.constants.Seen(t.From) || r.isSilent(t.From) || isData(tokens, i) {
			continue
		}
		if r.signs.speaks && r.isAddress(tokens, i) || r.isRemote(tokens, i) {
			r.unclear(t, reading.Unreadable)
		}
	}
}

// isRemote reports whether an address with a credential of Git begins at an index, such
// as https://x-access-token:TOKEN@github.com/octo-org/api.git.
func (r *reader) isRemote(tokens []scan.Token, i int) bool {
	t := tokens[i]
	if t.Kind != scan.String || len(t.Parts) == 0 || !strings.HasPrefix(t.Parts[0].Text, "https://") {
		return false // a whole one is an example
	}
	address := r.constants.Value(tokens[i : i+1])
	_, rest, _ := strings.Cut(address, "://")
	authority, path, _ := strings.Cut(rest, "/")
	return strings.HasSuffix(authority, "@github.com") && path != "" && !strings.ContainsAny(address, " \n")
}

// isAddress reports whether an address of the API with a path begins at an index.
func (r *reader) isAddress(tokens []scan.Token, i int) bool {
	t := tokens[i]
	switch {
	case t.Kind == scan.Name:
		value, ok := r.constants.Lookup(t.Text, t.From)
		if !ok || len(value) > maxAddress || scan.Is(tokens, i-1, ".") {
			return false
		}
		return isAPI(r.constants.Value(value), "/x")
	case t.Parts == nil:
		return isAPI(t.Text, "")
	}
	return isAPI(r.constants.Value(tokens[i:i+1]), "")
}

// maxAddress is how many tokens an address is made of.
const maxAddress = 20

// isAPI reports whether an address is one of the API, with more than a host.
func isAPI(address, path string) bool {
	if !strings.HasPrefix(address, "http") || len(address) > 1000 || strings.ContainsAny(address, " \n") {
		return false
	}
	address += path
	if where, _ := scan.PlaceOf(address); where != scan.API {
		return false
	}
	_, rest, _ := strings.Cut(address, "://")
	_, rest, _ = strings.Cut(rest, "/")
	rest = strings.TrimSuffix(strings.TrimPrefix(rest, "api/v3"), "/")
	return rest != "" && rest != "api/graphql"
}

// isData reports whether a string is a value among the data of an answer, what is
// compared, or a part of a message.
func isData(tokens []scan.Token, i int) bool {
	before := scan.At(tokens, i-1)
	switch {
	case before.Is(":"):
		name := scan.At(tokens, i-2)
		lower := strings.ToLower(name.Text)
		return strings.HasSuffix(lower, "_url") || lower == "href" || lower == "$schema" || lower == "url" && amongData(tokens, i)
	case before.Is("===") || before.Is("==") || before.Is("!==") || before.Is("case") || before.Is("import") || before.Is("from"):
		return true
	case before.Is("=") && scan.At(tokens, i-2).Text == "href":
		return true
	}
	return said[callee(tokens, i)]
}

// callee is the name of the function that a token is an argument of.
func callee(tokens []scan.Token, i int) string {
	for j, steps := i-1, 0; j > 0 && steps < maxAddress; steps++ {
		switch t := tokens[j]; {
		case t.Match < 0:
			j += t.Match
		case t.Is("("):
			return tokens[j-1].Text
		case t.Is("{") || t.Is("[") || t.Is(";"):
			return ""
		}
		j--
	}
	return ""
}

// said are functions that take a text and call nothing with it.
var said = set("log error warn info debug startsWith includes endsWith indexOf toBe toEqual toContain match test describe it setFailed notice warning Error replace startGroup toStrictEqual toHaveBeenCalledWith equal deepEqual strictEqual")

// amongData reports whether a property belongs to an object as GitHub's answers
// have them.
func amongData(tokens []scan.Token, i int) bool {
	for j := max(0, i-40); j < min(len(tokens), i+40); j++ {
		switch tokens[j].Text {
		case "node_id", "html_url", "id", "avatar_url", "created_at":
			if scan.Is(tokens, j+1, ":") {
				return true
			}
		}
	}
	return false
}
