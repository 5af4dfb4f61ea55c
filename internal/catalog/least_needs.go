package catalog

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// recordedNeed tells the needs of endpoints apart by where their sets are kept.
type recordedNeed struct {
	first *pat.Permissions
	count int
}

// distinctNeeds gives what the endpoints need, each need once, those without a
// choice first. An endpoint that needs nothing more, or cannot be opened, has none.
func (s *search) distinctNeeds(endpoints []Endpoint) []need {
	seen := map[string]bool{}
	recorded := map[recordedNeed]bool{} // sets of endpoints that were looked at: many share theirs
	var needs []need
	for _, e := range endpoints {
		if len(e.Sets) == 0 || recorded[recordedNeed{&e.Sets[0], len(e.Usual())}] {
			continue
		}
		recorded[recordedNeed{&e.Sets[0], len(e.Usual())}] = true
		n := s.smallest(s.alternatives(e))
		if key := needKey(n); len(n) > 0 && !seen[key] && !s.meets(s.held, n) {
			seen[key] = true
			needs = append(needs, n)
		}
	}
	needs = s.independent(needs)
	// The same for every order of the endpoints, and as few branches as can be.
	slices.SortFunc(needs, func(a, b need) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(needKey(a), needKey(b))
	})
	return needs
}

// smallest leaves out alternatives that ask for all that another asks for.
func (s *search) smallest(n need) need {
	var kept need
	for i, alternative := range n {
		redundant := slices.ContainsFunc(n[:i], func(other pat.Permissions) bool { return s.covers(alternative, other) }) ||
			slices.ContainsFunc(n[i+1:], func(other pat.Permissions) bool {
				return s.covers(alternative, other) && !s.covers(other, alternative)
			})
		if !redundant {
			kept = append(kept, alternative)
		}
	}
	slices.SortFunc(kept, func(a, b pat.Permissions) int { return strings.Compare(setKey(a), setKey(b)) })
	return kept
}

// independent leaves out needs that are met wherever another is.
func (s *search) independent(needs []need) []need {
	var kept []need
	for i, n := range needs {
		implied := slices.ContainsFunc(kept, func(other need) bool { return s.implies(other, n) }) ||
			slices.ContainsFunc(needs[i+1:], func(other need) bool { return s.implies(other, n) && !s.implies(n, other) })
		if !implied {
			kept = append(kept, n)
		}
	}
	return kept
}

// implies reports whether every alternative of a need meets another.
func (s *search) implies(n, other need) bool {
	for _, alternative := range n {
		if !s.meets(alternative, other) {
			return false
		}
	}
	return true
}

func needKey(n need) string {
	var b strings.Builder
	for _, alternative := range n {
		b.WriteString(setKey(alternative) + "| ")
	}
	return b.String()
}

// alternatives are the sets of an endpoint that a token can have, at the levels
// that exist.
func (s *search) alternatives(e Endpoint) need {
	var possible need
	for _, set := range e.Usual() {
		if offered, ok := s.offered(set); ok && s.together(union(s.held, offered)) {
			possible = append(possible, offered)
		}
	}
	return possible
}

// offered replaces levels that a permission does not have by the next above.
func (s *search) offered(set pat.Permissions) (pat.Permissions, bool) {
	offered := make(pat.Permissions, len(set))
	for name, asked := range set {
		p := s.catalog.permissions[name]
		i := slices.IndexFunc(p.Levels, func(level pat.Level) bool { return level.Includes(asked) })
		if i < 0 || !p.Status.Usable() || name == s.forbidden && p.Levels[i].Includes(s.forbiddenLevel) {
			return nil, false
		}
		offered[name] = p.Levels[i]
	}
	return offered, true
}
