package catalog

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Readings is like Find for a call out of a script, where a variable may hold
// more than one part of the path: $REPO is often an owner and a name. sure is
// false where the call may be of an endpoint that is not among those found.
func (c *Catalog) Readings(call Call) (found []Endpoint, sure bool) {
	words := pathWords(call.Path)
	if call.Path == "" || words[0] != "repos" || len(words) < 2 || !isVariable(words[1]) {
		found = c.Find(call)
		return found, found != nil || !couldBe(call.Method, words)
	}
	one := c.Find(call)
	twoWords := slices.Concat([]string{"repos", "{owner}", "{repo}"}, words[2:])
	two := findPath(call.Method, "/"+strings.Join(twoWords, "/"))
	possible := two != nil || couldBe(call.Method, twoWords)
	name := strings.ToLower(strings.Trim(words[1], "{}"))
	inTwo := len(words) > 2 && isVariable(words[2]) && (holdsOwner(name) || holdsName(words[2])) && !bothNames.MatchString(name)
	switch {
	case inTwo, !possible:
		return one, one != nil || !couldBe(call.Method, words)
	case one == nil, two != nil && holdsBoth(name):
		return two, two != nil
	}
	return one, slices.EqualFunc(one, two, func(a, b Endpoint) bool { return a.String() == b.String() })
}

// Names of variables, by what they hold.
var (
	ownerName = lazyregexp.New(`owner|org|user|login|account|namespace|^o$`)
	repoName  = lazyregexp.New(`repo|proj|^r$|^name$`)
	bothNames = lazyregexp.New(`slug|full_?name|nwo|name_?with_?owner|owner_?(?:and_?)?repo|^output$`)
)

func holdsBoth(name string) bool {
	return bothNames.MatchString(name) || repoName.MatchString(name) && !ownerName.MatchString(name)
}

func holdsOwner(name string) bool { return ownerName.MatchString(name) && !repoName.MatchString(name) }

func holdsName(word string) bool {
	return repoName.MatchString(strings.ToLower(strings.Trim(word, "{}")))
}

// isVariable reports whether a word is a variable as a whole.
func isVariable(word string) bool {
	return strings.HasPrefix(word, "{") && strings.HasSuffix(word, "}")
}

// couldBe reports whether words are the path of an endpoint where a variable may
// represent a word of the path, or the rest of one.
func couldBe(method string, words []string) bool {
	if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, "{") }) {
		return false
	}
	return pathTree().couldBe(method, words, new(int))
}

// maxCouldBe bounds the search: every variable may be any word.
const maxCouldBe = 20_000

func (n *pathNode) couldBe(method string, words []string, steps *int) bool {
	if *steps++; *steps > maxCouldBe {
		return true
	}
	if len(words) == 0 {
		return slices.ContainsFunc(n.endpoints, func(i int) bool { return method == "" || endpointTable().endpoints[i].Method == method })
	}
	prefix, _, open := strings.Cut(words[0], "{")
	for literal, next := range n.literal {
		if (literal == words[0] || open && strings.HasPrefix(literal, prefix)) && next.couldBe(method, words[1:], steps) {
			return true
		}
	}
	if n.parameter == nil || !n.parameter.takes(words[0]) {
		return false
	}
	for taken := 1; taken <= len(words); taken++ {
		if n.parameter.couldBe(method, words[taken:], steps) {
			return true
		}
		if !n.parameter.spans {
			return false
		}
	}
	return false
}
