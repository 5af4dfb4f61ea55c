package catalog

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/lazyregexp"
)

// Find returns the endpoints that a call names: one; all methods of its path
// where it has no method, all that are documented under its words; nil where
// there is none. Words that are literal in the API win over parameters, which
// may be called anything or have values, and those for paths and for names of
// branches may hold slashes.
func (c *Catalog) Find(call Call) []Endpoint {
	if call.Page != "" || call.Anchor != "" {
		if found := findDocumented(call.Page, call.Anchor); found != nil {
			return found
		}
	}
	if call.Path == "" {
		return nil
	}
	return findPath(call.Method, call.Path)
}

func findPath(method, path string) []Endpoint {
	if path == graphQL.Path && (method == "" || method == graphQL.Method) {
		return []Endpoint{graphQL}
	}
	t := endpointTable()
	if i, ok := t.byKey[endpointKey(method, path)]; ok {
		return []Endpoint{t.endpoints[i]}
	}
	words := pathWords(path)
	at := pathTree().find(words)
	if at == nil {
		words = byName(words)
		at = pathTree().find(words)
	}
	if at == nil && (method == "" || method == "GET") {
		method, at = "GET", pathTree().findWithoutLast(words)
	}
	if at == nil {
		return nil
	}
	var found []Endpoint
	for _, i := range at.endpoints {
		if method == "" || t.endpoints[i].Method == method {
			found = append(found, t.endpoints[i])
		}
	}
	return found
}

// pathWords splits a path at its slashes and decodes each part: %2F is no slash
// between parts.
func pathWords(path string) []string {
	words := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, word := range words {
		if decoded, err := url.PathUnescape(word); err == nil {
			words[i] = decoded
		}
	}
	return words
}

// spanning are the parameters whose values may hold slashes: paths of files,
// and names of branches and tags.
var spanning = []string{"{path}", "{dir}", "{ref}", "{basehead}", "{branch}", "{tag}", "{tree_sha}", "{commit_sha}"}

// enumerated are the parameters that would take any two words for an endpoint,
// with all their values.
//
// https://docs.github.com/rest/orgs/orgs#enable-or-disable-a-security-feature-for-an-organization
var enumerated = map[string][]string{
	"{enablement}": {"enable_all", "disable_all"},
	"{security_product}": {
		"advanced_security", "code_scanning_default_setup", "dependabot_alerts", "dependabot_security_updates",
		"dependency_graph", "secret_scanning", "secret_scanning_push_protection",
	},
}

// pathNode is a place in the tree of all paths.
type pathNode struct {
	literal   map[string]*pathNode
	parameter *pathNode
	spans     bool     // as a parameter: its value may hold slashes
	values    []string // as a parameter: all that it can be; nil: anything
	endpoints []int    // of the path that ends here
}

// pathTree is made at the first call.
var pathTree = sync.OnceValue(func() *pathNode {
	root := &pathNode{}
	for i, e := range endpointTable().endpoints {
		node := root
		for _, segment := range strings.Split(strings.TrimPrefix(e.Path, "/"), "/") {
			node = node.child(segment)
		}
		node.endpoints = append(node.endpoints, i)
	}
	return root
})

// child returns the node behind a segment of a documented path.
func (n *pathNode) child(segment string) *pathNode {
	if strings.HasPrefix(segment, "{") && strings.Count(segment, "{") == 1 {
		if n.parameter == nil {
			n.parameter = &pathNode{values: enumerated[segment]}
		}
		n.parameter.spans = n.parameter.spans || slices.Contains(spanning, segment)
		return n.parameter
	}
	if n.literal == nil {
		n.literal = map[string]*pathNode{}
	}
	if n.literal[segment] == nil {
		n.literal[segment] = &pathNode{}
	}
	return n.literal[segment]
}

// find returns the node of the path that the words represent, or nil.
func (n *pathNode) find(words []string) *pathNode {
	if len(words) == 0 {
		if len(n.endpoints) == 0 {
			return nil
		}
		return n
	}
	if next, ok := n.literal[words[0]]; ok {
		if found := next.find(words[1:]); found != nil {
			return found
		}
	}
	if n.parameter == nil || !n.parameter.takes(words[0]) {
		return nil
	}
	return n.parameter.findBehind(words)
}

// findBehind tries how many words the value of the parameter n has.
func (n *pathNode) findBehind(words []string) *pathNode {
	for taken := 1; taken <= len(words); taken++ {
		if found := n.find(words[taken:]); found != nil || !n.spans {
			return found
		}
	}
	return nil
}

// takes reports whether a word can be the value of the parameter n, or the
// beginning of it.
func (n *pathNode) takes(word string) bool {
	return word != "" && (n.values == nil || isParameter(word) || slices.Contains(n.values, word))
}

// byName gives the documented form of a path with numbers, or with the names of
// GitHub's own routes: addresses that GitHub gives, such as those of the next page,
// have numbers, and its logs have routes.
//
// https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api
func byName(words []string) []string {
	if len(words) < 2 || !isNumberOrRoute(words[1]) {
		return words
	}
	switch words[0] {
	case "repositories":
		return append([]string{"repos", "{owner}", "{repo}"}, words[2:]...)
	case "organizations":
		if len(words) > 3 && words[2] == "team" && isNumberOrRoute(words[3]) {
			return append([]string{"orgs", "{org}", "teams", "{team_slug}"}, words[4:]...)
		}
		return append([]string{"orgs", "{org}"}, words[2:]...)
	case "user":
		if len(words) > 2 {
			return append([]string{"users", "{username}"}, words[2:]...)
		}
	}
	return words
}

// isNumberOrRoute reports whether a word is the number of an object, or the name
// that a route or a program has for it: :repository_id, {repository_id}.
func isNumberOrRoute(word string) bool {
	switch {
	case word == "":
		return false
	case isVariable(word):
		return numberName.MatchString(word)
	}
	return strings.Trim(word, "0123456789") == "" || len(word) > 1 && word[0] == ':'
}

// numberName is the name of a variable that holds a number.
var numberName = lazyregexp.New(`(?i)(?:^\{|[a-z_])(?:id|number)\}$`)

// findWithoutLast finds the endpoints of a repository that work without their
// last parameter: the root directory, and the archive of the default branch.
//
// https://docs.github.com/rest/repos/contents
func (n *pathNode) findWithoutLast(words []string) *pathNode {
	if len(words) != 4 || words[0] != "repos" || !slices.Contains([]string{"contents", "tarball", "zipball"}, words[3]) {
		return nil
	}
	return n.find(append(words, "{last}"))
}
