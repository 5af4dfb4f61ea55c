// Package mask takes what may be a name out of paths that GitHub does not document.
package mask

import (
	"strings"
	"sync"

	"github.com/patctl/patctl/internal/catalog"
)

// literals are the segments of documented paths that are no parameters.
var literals = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, e := range catalog.Default().Endpoints() {
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

// longest is how many segments are kept. Documented paths have fewer.
const longest = 16

// Path returns a path or a route with "*" for each segment that may be a name: those that
// are no words of a documented path, and those where names are.
func Path(path string) string {
	segments := strings.SplitN(strings.TrimPrefix(path, "/"), "/", longest+1)
	if len(segments) > longest {
		segments[longest] = "*"
	}
	names := named[segments[0]]
	for i, segment := range segments {
		if i > 0 && i <= names || segment != "" && !literals()[segment] {
			segments[i] = "*"
		}
	}
	return "/" + strings.Join(segments, "/")
}
