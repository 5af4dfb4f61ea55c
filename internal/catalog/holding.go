package catalog

import "github.com/patctl/patctl/internal/pat"

// Holding is the permissions that a token has, to be held against endpoints.
type Holding struct {
	search   *search
	metadata bool // implied
}

// Holding returns the permissions as a token with them has them: aliases count
// as the names to write. They must not be changed while it is used.
func (c *Catalog) Holding(permissions pat.Permissions) Holding {
	s := c.newSearch(c.Canonical(permissions), nil)
	return Holding{s, s.impliesMetadata(s.held)}
}

// Covers reports whether a token can call the endpoint, as far as GitHub's data
// says.
func (h Holding) Covers(e Endpoint) bool {
	if e.FineGrained != FineGrainedYes {
		return false
	}
	for i, set := range e.Sets {
		if !e.Refused(i) && h.includes(set) {
			return true
		}
	}
	return len(e.Sets) == 0
}

func (h Holding) includes(set pat.Permissions) bool {
	for name, level := range set {
		if !h.search.held[name].Includes(level) && (name != metadata || level != pat.Read || !h.metadata) {
			return false
		}
	}
	return true
}

// Use adds to used the permissions that an endpoint makes use of: all of those held that are
// in one of its sets. A set beside metadata:read alone is of no
// use.
func (h Holding) Use(e Endpoint, used pat.Permissions) {
	for _, set := range e.Sets {
		if len(set) == 1 && set[metadata] == pat.Read {
			raise(used, set)
			return
		}
	}
	for _, set := range e.Sets {
		if h.includes(set) {
			raise(used, set)
		}
	}
}

// raise adds a set to permissions, the higher level of each.
func raise(permissions, set pat.Permissions) {
	for name, level := range set {
		if !permissions[name].Includes(level) {
			permissions[name] = level
		}
	}
}
