package adopt

import (
	"cmp"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// unit are the tokens of one organization that one template covers.
type unit struct {
	*cluster
	login  string
	class  string // see grouping.class
	pooled bool   // their names have nothing in common: no glob claims them
}

// grouping decides which tokens share a template.
type grouping struct {
	vocabulary *vocabulary
	exact      bool              // only what is equal goes together
	claimed    map[identity]bool // a glob has to claim these: by shape they fit nothing
	flooded    map[string]bool   // organizations in which every template needs a glob
}

const (
	// strong is how many tokens of one kind and name are worth a template of
	// their own, if they also are this part of all with the name.
	strong      = 4
	strongShare = 2
	// manyNames is how many names with the same first word and the same
	// permissions become one template.
	manyNames = 4
	// manyClaims is how many templates at least may be split off from others
	// because a glob takes their tokens for its own.
	manyClaims = 16
)

// units puts members into units, sorted by organization, size, and name.
func (g *grouping) units(members []*member) []*unit {
	byOrganization := map[string][]*member{}
	for _, m := range members {
		byOrganization[m.organization] = append(byOrganization[m.organization], m)
	}
	var out []*unit
	for _, ours := range byOrganization {
		out = append(out, g.ofOrganization(ours)...)
	}
	slices.SortFunc(out, compareUnits)
	return out
}

func compareUnits(a, b *unit) int {
	return cmp.Or(
		strings.Compare(a.members[0].organization, b.members[0].organization),
		cmp.Compare(len(b.members), len(a.members)),
		compareMembers(a.members[0], b.members[0]),
		strings.Compare(a.key, b.key), strings.Compare(a.class, b.class),
	)
}

// ofOrganization finds those with a name of their own first, then those that
// share its first word, and pools the rest by what they may do.
func (g *grouping) ofOrganization(members []*member) []*unit {
	named, rest := g.named(members, sameName, func(m *member) string { return m.stem.key })
	prefixed, rest := g.prefixed(members, rest)
	units := g.merged(append(named, prefixed...))
	if g.flooded[members[0].organization] {
		return append(units, g.pools(rest)...)
	}
	claimed, free := g.split(rest)
	carved := g.perName(claimed)
	pools := g.pools(free)
	if len(carved) > max(manyClaims, 2*len(pools)) {
		g.flooded[members[0].organization] = true
		return append(units, g.pools(rest)...)
	}
	return slices.Concat(units, carved, pools)
}

// class names what else than permissions keeps tokens apart: all repositories
// or a choice; in an exact grouping also none, and the lifetime.
func (g *grouping) class(m *member) string {
	selection := m.RepositorySelection
	switch {
	case !g.vocabulary.ofRepositories(m.permissions):
		selection = "" // it says nothing
	case selection != "all" && !g.exact:
		selection = "some"
	}
	if !g.exact {
		return selection
	}
	return selection + " " + lifetime(m.days).String()
}

func (g *grouping) tolerance(t tolerance) tolerance {
	if g.exact {
		return never
	}
	return t
}

// likeness is what members have in common, and so how much they may differ.
type likeness struct {
	permissions tolerance
	endless     int // those that never expire may be one for so many others; 0: none
}

var (
	sameName  = likeness{sameNameLacks, 2}
	otherName = likeness{otherNameLacks, 0}
)

// cluster makes units of members that may share templates.
func (g *grouping) cluster(members []*member, tolerates likeness) []*unit {
	var out []*unit
	for _, list := range partition(members, g.class) {
		for _, c := range clusters(list, g.tolerance(tolerates.permissions)) {
			for _, part := range c.byExpiry(tolerates.endless) {
				out = append(out, &unit{cluster: part, login: part.members[0].login, class: g.class(list[0])})
			}
		}
	}
	return out
}

// named makes units of the members whose name says what they are for: enough of
// those that are called so may do the same. The others are returned.
func (g *grouping) named(members []*member, tolerates likeness, name func(*member) string) (units []*unit, rest []*member) {
	for _, list := range partition(members, name) {
		if name(list[0]) == "" || list[0].name == "" {
			rest = append(rest, list...)
			continue
		}
		found := g.cluster(list, tolerates)
		if !slices.ContainsFunc(found, func(u *unit) bool { return isStrong(len(u.members), len(list)) }) {
			rest = append(rest, list...)
			continue
		}
		units = append(units, found...)
	}
	return units, rest
}

func isStrong(size, all int) bool { return size >= strong && strongShare*size >= all }

// limits returns what of a unit's tokens a template has to allow beside permissions.
func (u *unit) limits() (expiry pat.Expiry, endlessOnes int, otherwise pat.Expiry) {
	longest := 0
	for _, m := range u.members {
		if m.days == endless {
			endlessOnes++
			continue
		}
		longest = max(longest, m.days)
	}
	otherwise = lifetime(longest)
	if endlessOnes > 0 {
		return pat.Expiry{Never: true}, endlessOnes, otherwise
	}
	return otherwise, 0, otherwise
}
