package catalog

import (
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// Least is a smallest set of permissions for some endpoints.
type Least struct {
	Permissions pat.Permissions // never nil; empty where nothing is needed
	Choices     []Choice        // why each of them, in the order of the form
	// Impossible are the endpoints that no permissions open: fine-grained tokens
	// cannot call them, GitHub's data does not list them, or the permissions of
	// the catalog lack what they need.
	Impossible []Endpoint
}

// Choice says why a permission is in a smallest set.
type Choice struct {
	Permission string
	Level      pat.Level
	For        []Endpoint // those that need it at this level, at least one
	Why        Why
	// Rival is the best set without the permission at this level; nil where Why
	// is WhyOnly.
	Rival pat.Permissions
}

// Why says by what a set is better than its rival.
type Why string

// The reasons, in the order in which sets are compared.
const (
	WhyOnly    Why = "only"     // there is no other
	WhyFewer   Why = "fewer"    // fewer permissions
	WhyLower   Why = "lower"    // lower levels
	WhyChosen  Why = "chosen"   // more of what was chosen before
	WhySection Why = "section"  // sections that reach less
	WhyOpened  Why = "narrower" // fewer endpoints are opened
	WhyName    Why = "name"     // nothing but the order of names
)

// Least returns the smallest set of permissions with which a token can call all
// of the endpoints. Of several sets it takes the one with fewer permissions,
// then with lower levels, then with more of the permissions in chosen (at
// whatever level), then in sections that reach less (repository, organization,
// account), then the one that opens fewer endpoints, then the one whose names
// come first. It is exact, and the same for the same endpoints in every order.
//
// metadata:read is part of every repository permission. It is in the set only
// where it is needed and no other repository permission is.
//
// GitHub takes no account and organization permissions together. Where the
// endpoints need both, ok is false, and Split divides them.
func (c *Catalog) Least(endpoints []Endpoint, chosen pat.Permissions) (least Least, ok bool) {
	return c.newSearch(nil, chosen).least(endpoints)
}

// Addition is like Least for a token that has the permissions in have: the set
// is what to add to them, or to raise, in order to call all of the endpoints.
func (c *Catalog) Addition(endpoints []Endpoint, have pat.Permissions) (addition Least, ok bool) {
	return c.newSearch(have, have).least(endpoints)
}

// Split divides endpoints that no one token can call: a token of a user's own
// account can call the first, one of an organization the others. Endpoints that
// both could call are with the organization's. The order stays, and Least finds a
// set for each part.
func (c *Catalog) Split(endpoints []Endpoint) (own, organizations []Endpoint) {
	s := c.newSearch(nil, nil)
	for _, e := range endpoints {
		if s.needsAccount(e) {
			own = append(own, e)
		} else {
			organizations = append(organizations, e)
		}
	}
	return own, organizations
}

// needsAccount reports whether every set of an endpoint has an account permission.
func (s *search) needsAccount(e Endpoint) bool {
	possible := s.alternatives(e)
	return len(possible) > 0 && !slices.ContainsFunc(possible, func(set pat.Permissions) bool {
		return !s.hasSection(set, pat.Account)
	})
}

// AdditionFor returns the part of an addition, as Addition gave it for several
// endpoints, that one of them needs beside the permissions in have.
func (c *Catalog) AdditionFor(e Endpoint, have, addition pat.Permissions) pat.Permissions {
	s := c.newSearch(have, have)
	return s.added(union(have, s.used(union(have, addition), e)))
}

// Union has the higher level of each permission of several sets. Words that are
// no level lose against those that are, and are kept else.
func Union(sets ...pat.Permissions) pat.Permissions {
	all := pat.Permissions{}
	for _, set := range sets {
		all = union(all, set)
	}
	return all
}

// WithoutImplied leaves out metadata:read where another repository permission
// brings it. The result is a copy.
func (c *Catalog) WithoutImplied(permissions pat.Permissions) pat.Permissions {
	return c.newSearch(nil, nil).added(permissions)
}
