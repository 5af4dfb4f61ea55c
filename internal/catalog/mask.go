package catalog

import (
	"strings"
	"sync"
)

// literals are the segments of documented paths that are no parameters.
var literals = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, e := range endpointTable().endpoints {
		for segment := range strings.SplitSeq(e.Path, "/") {
			if !strings.Contains(segment, "{") {
				words[segment] = true
			}
		}
	}
	return words
})

// named are how many segments behind the first are names, by the first.
var named = map[string]int{"repos": 2, "networks": 2, "orgs": 1, "organizations": 1, "users": 1, "enterprises": 1, "repositories": 1, "teams": 1, "gists": 1, "scim": 2}

// Masked returns a path or route that is not documented, without what may be a name in it:
// "*" replaces each segment that is no word of a documented path.
func (c *Catalog) Masked(path string) string {
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	names := named[segments[0]]
	for i, segment := range segments {
		if i > 0 && i <= names || segment != "" && !literals()[segment] {
			segments[i] = "*"
		}
	}
	return "/" + strings.Join(segments, "/")
}
