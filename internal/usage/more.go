package usage

import (
	"maps"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// MoreFor returns the permissions with which the answer to a call of an endpoint may have
// more in it, at the highest level that can matter; nil: none are known. A search finds
// only what the token can read.
func MoreFor(e catalog.Endpoint) pat.Permissions {
	if strings.HasPrefix(e.Path, "/search/") {
		return maps.Clone(searchReach)
	}
	return maps.Clone(partial[e.String()])
}
