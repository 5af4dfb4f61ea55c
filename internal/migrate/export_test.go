package migrate

import (
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// NeedsOf gives the sets that a call for a resource owner needs, for each endpoint that it
// calls.
func NeedsOf(c *catalog.Catalog, owner Owner, call Call) [][]pat.Permissions {
	p := proposal{Token: &Token{}, catalog: c}
	n, stuck := p.read(call)
	if stuck != nil {
		return nil
	}
	banned := pat.Account
	if owner.Kind == Account {
		banned = pat.Organization
	}
	var needs [][]pat.Permissions
	for _, e := range n.endpoints {
		needs = append(needs, p.without(e, banned).Usual())
	}
	return needs
}
