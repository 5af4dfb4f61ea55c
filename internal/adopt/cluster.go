package adopt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// cluster are tokens that share a template as far as permissions go.
type cluster struct {
	permissions pat.Permissions // all that any of them holds
	key         string          // of permissions
	own         int             // how many hold all of it
	members     []*member
	holders     *holders // of all that it is compared with
}

// tolerance says whether tokens with some permissions may share a template with
// those that hold more: of all that the wider ones hold, the narrower ones lack
// so many, wholly or in level.
type tolerance func(narrower, wider *cluster, lacking int) bool

// never keeps apart what differs.
func never(_, _ *cluster, _ int) bool { return false }

// sameNameLacks is for tokens that are called the same: then a difference is an
// oversight where it is of no more than half of the permissions, or rare. What
// the narrower ones gain must be what most of all hold: else it is the wider ones
// that stand out.
func sameNameLacks(narrower, wider *cluster, lacking int) bool {
	few := lacking <= max(1, len(wider.permissions)/2) || rare*narrower.own <= len(wider.members)
	return few && wider.holders.most(narrower.permissions, wider.permissions)
}

// otherNameLacks is for tokens of different names, which may have nothing else
// to do with each other: the difference has to be both small and rare.
func otherNameLacks(narrower, wider *cluster, lacking int) bool {
	return lacking <= max(1, len(wider.permissions)/4) && rare*narrower.own <= wider.own
}

const (
	// rare is how many others there are for one that is taken for an exception.
	rare = 4
	// maxCompared bounds how many sets of permissions each other one is held
	// against, so that thousands of different ones take no millions of comparisons.
	maxCompared = 256
)

// clusters puts members with equal permissions together, and then those that
// hold less with a set that holds more, the widest first.
func clusters(members []*member, tolerates tolerance) []*cluster {
	sets := equalSets(members)
	common := mostCommon(sets)
	var out, wide []*cluster
	for _, set := range sets {
		if wider := widerThan(set, wide, tolerates); wider != nil {
			wider.members = append(wider.members, set.members...)
			continue
		}
		out = append(out, set)
		if common[set] {
			wide = append(wide, set)
		}
	}
	for _, c := range out {
		slices.SortFunc(c.members, compareMembers)
	}
	return out
}

// equalSets returns a cluster for each set of permissions, the widest first, of
// equally wide ones the most common.
func equalSets(members []*member) []*cluster {
	sets := map[string]*cluster{}
	var out []*cluster
	for _, m := range members {
		set, ok := sets[m.key]
		if !ok {
			set = &cluster{permissions: m.permissions, key: m.key}
			sets[m.key] = set
			out = append(out, set)
		}
		set.members = append(set.members, m)
		set.own++
	}
	h := newHolders(out)
	for _, set := range out {
		set.holders = h
	}
	slices.SortFunc(out, func(a, b *cluster) int {
		return cmp.Or(
			cmp.Compare(breadth(b.permissions), breadth(a.permissions)),
			cmp.Compare(b.own, a.own),
			strings.Compare(a.key, b.key),
		)
	})
	return out
}

// mostCommon chooses the sets that others are held against.
func mostCommon(sets []*cluster) map[*cluster]bool {
	sorted := slices.Clone(sets)
	slices.SortStableFunc(sorted, func(a, b *cluster) int { return cmp.Compare(b.own, a.own) })
	out := map[*cluster]bool{}
	for _, set := range sorted[:min(len(sorted), maxCompared)] {
		out[set] = true
	}
	return out
}

func breadth(p pat.Permissions) int {
	sum := 0
	for _, level := range p {
		sum += level.Rank()
	}
	return sum
}

// widerThan returns the nearest of the clusters that may take a set in, or nil.
func widerThan(set *cluster, among []*cluster, tolerates tolerance) *cluster {
	var best *cluster
	fewest := 0
	for _, c := range among {
		if !c.permissions.Includes(set.permissions) {
			continue
		}
		lacking := lacks(set.permissions, c.permissions)
		if tolerates(set, c, lacking) && (best == nil || lacking < fewest) {
			best, fewest = c, lacking
		}
	}
	return best
}

// lacks counts the permissions of the wider set that the narrower one does not
// hold at the same level.
func lacks(narrower, wider pat.Permissions) int {
	n := 0
	for name, level := range wider {
		if narrower[name] != level {
			n++
		}
	}
	return n
}

// byExpiry keeps what never expires apart from the rest, unless it is one token
// for so many others at most, or the rest is.
func (c *cluster) byExpiry(others int) []*cluster {
	var ends, never []*member
	for _, m := range c.members {
		if m.days == endless {
			never = append(never, m)
			continue
		}
		ends = append(ends, m)
	}
	few, many := len(never), len(ends)
	if few > many {
		few, many = many, few
	}
	if few == 0 || others > 0 && others*few <= many {
		return []*cluster{c}
	}
	return []*cluster{newCluster(ends), newCluster(never)}
}

// newCluster returns a cluster with whatever its members hold.
func newCluster(members []*member) *cluster {
	c := &cluster{permissions: pat.Permissions{}, own: len(members), members: members}
	for _, m := range members {
		for name, level := range m.permissions {
			if level.Includes(c.permissions[name]) {
				c.permissions[name] = level
			}
		}
	}
	c.key = permissionsKey(c.permissions)
	return c
}
