package catalog

import (
	"slices"

	"github.com/patctl/patctl/internal/pat"
)

// least searches, and says why.
func (s *search) least(endpoints []Endpoint) (Least, bool) {
	out := Least{Permissions: pat.Permissions{}}
	var possible []Endpoint
	for _, e := range endpoints {
		if e.FineGrained != FineGrainedYes || len(e.Sets) > 0 && len(s.alternatives(e)) == 0 {
			out.Impossible = append(out.Impossible, e)
			continue
		}
		possible = append(possible, e)
	}
	set := s.run(possible)
	if set == nil {
		return out, false
	}
	out.Permissions = s.added(set)
	for _, name := range s.inOrder(out.Permissions) {
		out.Choices = append(out.Choices, s.choice(name, set, possible))
	}
	return out, true
}

// inOrder gives the names as the form shows them.
func (s *search) inOrder(set pat.Permissions) []string {
	names := set.Names()
	slices.SortFunc(names, func(a, b string) int {
		return compareShown(s.catalog.permissions[a], s.catalog.permissions[b])
	})
	return names
}

// choice explains a permission of the set that was found.
func (s *search) choice(name string, set pat.Permissions, endpoints []Endpoint) Choice {
	out := Choice{Permission: name, Level: set[name], Why: WhyOnly}
	for _, e := range endpoints {
		if used := s.used(set, e); used != nil && used[name] == set[name] {
			out.For = append(out.For, e)
		}
	}
	without := s.catalog.newSearch(s.held, s.chosen)
	without.forbidden, without.forbiddenLevel = name, set[name]
	for _, e := range endpoints {
		if len(e.Sets) > 0 && len(without.alternatives(e)) == 0 && !s.meets(s.held, s.alternatives(e)) {
			return out
		}
	}
	rival := without.run(endpoints)
	if rival == nil {
		return out
	}
	out.Rival = s.added(rival)
	out.Why = s.costOf(set).better(s.costOf(rival))
	return out
}

// better names the first by which a is less than b.
func (a cost) better(b cost) Why {
	switch {
	case a.permissions != b.permissions:
		return WhyFewer
	case a.levels != b.levels:
		return WhyLower
	case a.unchosen != b.unchosen:
		return WhyChosen
	case a.sections != b.sections:
		return WhySection
	case a.opened != b.opened:
		return WhyOpened
	}
	return WhyName
}

// used returns the cheapest alternative of an endpoint that a set covers, or
// nil where the endpoint needs nothing beyond what is held.
func (s *search) used(set pat.Permissions, e Endpoint) pat.Permissions {
	var used pat.Permissions
	for _, alternative := range s.smallest(s.alternatives(e)) {
		if !s.covers(set, alternative) {
			continue
		}
		if used == nil || s.costOf(union(s.held, alternative)).compare(s.costOf(union(s.held, used))) < 0 {
			used = alternative
		}
	}
	if used == nil || s.covers(s.held, used) {
		return nil
	}
	return used
}
