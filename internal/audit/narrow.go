package audit

import (
	"cmp"
	"math"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// narrower orders profiles by what they allow beside permissions: repositories
// first, then lifetime, then owners, then whether permissions must be exact. The
// address decides among equals. docs/rules.md describes the order to users.
func narrower(a, b *profile) int {
	return cmp.Or(
		compareReach(a, b),
		cmp.Compare(a.longest(), b.longest()),
		cmp.Compare(a.holders(), b.holders()),
		cmp.Compare(strictness(a), strictness(b)),
		strings.Compare(a.Address, b.Address),
	)
}

// compareReach orders profiles by the repositories that they allow. Of two
// lists, the one with fewer patterns is narrower, then the one with fewer
// entries, then the one whose patterns leave less open.
func compareReach(a, b *profile) int {
	if c := cmp.Compare(reach(a.Repositories), reach(b.Repositories)); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(len(a.patterns), len(b.patterns)),
		cmp.Compare(len(a.names)+len(a.patterns), len(b.names)+len(b.patterns)),
		cmp.Compare(literals(b.patterns), literals(a.patterns)),
	)
}

// reach orders the ways to choose repositories.
func reach(r pat.Repositories) int {
	switch {
	case r.Selection == pat.NoRepositories:
		return 0
	case r.Patterns != nil:
		return 1
	case r.Selection == pat.SelectedRepositories:
		return 2
	}
	return 3 // all, or nothing declared: any selection
}

// literals counts the bytes of patterns that match themselves.
func literals(patterns []string) int {
	n := 0
	for _, p := range patterns {
		n += len(p) - strings.Count(p, "*") - strings.Count(p, "?")
	}
	return n
}

func (p *profile) longest() int {
	if p.limit == endless {
		return math.MaxInt
	}
	return p.limit
}

func (p *profile) holders() int {
	if p.owners == nil {
		return math.MaxInt // anyone
	}
	return p.entries()
}

func strictness(p *profile) int {
	if p.Match.Exact {
		return 0
	}
	return 1
}
