package catalog

import (
	"maps"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// metadata is the permission that every repository permission brings with it.
//
// https://docs.github.com/en/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
const metadata = "metadata"

// search looks for the smallest set that covers needs.
type search struct {
	catalog *Catalog
	held    pat.Permissions // what the token has anyway, at no cost
	chosen  pat.Permissions
	// forbidden is left out, at its level and above; "": nothing is.
	forbidden      string
	forbiddenLevel pat.Level

	needs    []need
	best     pat.Permissions // with held; nil: none was found
	bestCost cost
	tried    map[string]bool // sets that were extended already, with the need that was next
}

// need is the alternatives of some endpoints, any one of which is enough.
type need []pat.Permissions

func (c *Catalog) newSearch(held, chosen pat.Permissions) *search {
	return &search{catalog: c, held: held, chosen: chosen}
}

// added is what a set has beyond what is held, without what is implied.
func (s *search) added(set pat.Permissions) pat.Permissions {
	implied := s.impliesMetadata(set)
	added := pat.Permissions{}
	for name, level := range set {
		if s.held[name].Includes(level) || name == metadata && level == pat.Read && implied {
			continue
		}
		added[name] = level
	}
	return added
}

// covers reports whether a set grants all that another asks for.
func (s *search) covers(set, asked pat.Permissions) bool {
	for name, level := range asked {
		if set[name].Includes(level) {
			continue
		}
		if name != metadata || level != pat.Read || !s.impliesMetadata(set) {
			return false
		}
	}
	return true
}

// impliesMetadata reports whether a set has a repository permission beside
// metadata itself.
func (s *search) impliesMetadata(set pat.Permissions) bool {
	for name, level := range set {
		p := s.catalog.permissions[name]
		if name != metadata && p.Section == pat.Repository && p.Status.Usable() && level.Rank() > 0 {
			return true
		}
	}
	return false
}

func (s *search) hasSection(set pat.Permissions, section pat.Section) bool {
	for name := range set {
		if s.catalog.permissions[name].Section == section {
			return true
		}
	}
	return false
}

// together reports whether one token can have all of a set. Where what is held
// is mixed already, another check reports that.
func (s *search) together(set pat.Permissions) bool {
	mixed := func(set pat.Permissions) bool {
		return s.hasSection(set, pat.Account) && s.hasSection(set, pat.Organization)
	}
	return !mixed(set) || mixed(s.held)
}

// union has the higher level of each permission.
func union(a, b pat.Permissions) pat.Permissions {
	out := make(pat.Permissions, len(a)+len(b))
	maps.Copy(out, a)
	raise(out, b)
	return out
}

// run searches the smallest set, with what is held. It is nil where there is none.
func (s *search) run(endpoints []Endpoint) pat.Permissions {
	s.best, s.tried = nil, map[string]bool{}
	s.needs = s.distinctNeeds(endpoints)
	s.extend(union(s.held, nil), 0)
	return s.best
}

// extend adds to a set what the needs from index on ask for, in every way that
// may be better than the best so far.
func (s *search) extend(set pat.Permissions, index int) {
	for index < len(s.needs) && s.meets(set, s.needs[index]) {
		index++
	}
	total := s.costOf(set)
	if s.best != nil && total.compareSize(s.bestCost) > 0 {
		return
	}
	if index == len(s.needs) {
		if s.best == nil || total.compare(s.bestCost) < 0 {
			s.best, s.bestCost = set, total
		}
		return
	}
	if key := setKey(set); !s.tried[key] {
		s.tried[key] = true
		s.branch(set, index)
	}
}

func (s *search) branch(set pat.Permissions, index int) {
	for _, alternative := range s.needs[index] {
		if wider := union(set, alternative); s.together(wider) {
			s.extend(wider, index+1)
		}
	}
}

func (s *search) meets(set pat.Permissions, n need) bool {
	return slices.ContainsFunc(n, func(alternative pat.Permissions) bool { return s.covers(set, alternative) })
}

// setKey is the same for the same permissions.
func setKey(set pat.Permissions) string {
	var b strings.Builder
	for _, name := range set.Names() {
		b.WriteString(name + ":" + string(set[name]) + " ")
	}
	return b.String()
}
