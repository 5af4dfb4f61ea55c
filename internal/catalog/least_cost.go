package catalog

import (
	"cmp"
	"slices"
	"sync"

	"github.com/patctl/patctl/internal/pat"
)

// cost says how dear a set is, in the order in which costs are compared.
type cost struct {
	permissions, levels, unchosen, sections, opened int
	set                                             pat.Permissions // what costs this
}

func (a cost) compare(b cost) int {
	order := cmp.Or(a.compareSize(b), cmp.Compare(a.unchosen, b.unchosen), cmp.Compare(a.sections, b.sections),
		cmp.Compare(a.opened, b.opened))
	if order != 0 {
		return order
	}
	return slices.Compare(a.set.Names(), b.set.Names())
}

// compareSize compares what can only grow when a set does.
func (a cost) compareSize(b cost) int {
	return cmp.Or(cmp.Compare(a.permissions, b.permissions), cmp.Compare(a.levels, b.levels))
}

// costOf is that of what a set has beyond what is held.
func (s *search) costOf(set pat.Permissions) cost {
	total := cost{set: s.added(set)}
	for name, level := range total.set {
		total.permissions++
		total.levels += level.Rank()
		if _, ok := s.chosen[name]; !ok {
			total.unchosen++
		}
		total.sections += reach(s.catalog.permissions[name].Section)
		total.opened += opened()[grant{name, level}]
	}
	return total
}

// reach orders the sections by what a permission in them opens: repositories
// that are chosen one by one, an organization, all that is a person's own.
func reach(s pat.Section) int {
	return slices.Index([]pat.Section{pat.Repository, pat.Organization, pat.Account}, s)
}

// grant is a permission at a level.
type grant struct {
	name  string
	level pat.Level
}

// opened counts the endpoints that each permission opens at each level, alone or
// with others. It counts at the first call.
var opened = sync.OnceValue(func() map[grant]int {
	counts := map[grant]int{}
	for _, e := range endpointTable().endpoints {
		lowest := pat.Permissions{}
		for _, set := range e.Sets {
			for name := range set {
				lowest[name], _ = e.neededLevel(name)
			}
		}
		for name, needed := range lowest {
			for _, level := range []pat.Level{pat.Read, pat.Write, pat.Admin} {
				if level.Includes(needed) {
					counts[grant{name, level}]++
				}
			}
		}
	}
	return counts
})
