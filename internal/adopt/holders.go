package adopt

import "github.com/patctl/patctl/internal/pat"

// holders counts the tokens that hold a permission at a level, or at a higher one.
type holders struct {
	total int
	of    map[holding]int
}

type holding struct {
	name  string
	level pat.Level
}

func newHolders(sets []*cluster) *holders {
	h := &holders{of: map[holding]int{}}
	for _, set := range sets {
		h.total += set.own
		for name, level := range set.permissions {
			for _, lower := range []pat.Level{pat.Read, pat.Write, pat.Admin} {
				if level.Includes(lower) {
					h.of[holding{name, lower}] += set.own
				}
			}
		}
	}
	return h
}

// most reports whether more than half hold what the wider permissions have beyond
// the narrower ones.
func (h *holders) most(narrower, wider pat.Permissions) bool {
	for name, level := range wider {
		if !narrower[name].Includes(level) && 2*h.of[holding{name, level}] <= h.total {
			return false
		}
	}
	return true
}
