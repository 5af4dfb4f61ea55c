package adopt

import (
	"cmp"
	"fmt"
	"slices"
)

// partition divides members by a word, sorted by it.
func partition(members []*member, by func(*member) string) [][]*member {
	lists := map[string][]*member{}
	var words []string
	for _, m := range members {
		word := by(m)
		if lists[word] == nil {
			words = append(words, word)
		}
		lists[word] = append(lists[word], m)
	}
	slices.Sort(words)
	out := make([][]*member, len(words))
	for i, word := range words {
		out[i] = lists[word]
	}
	return out
}

// prefixed is named for the first words of those that are left, as far as no
// other token's name begins with it.
func (g *grouping) prefixed(all, rest []*member) (units []*unit, left []*member) {
	total, open := map[string]int{}, map[string]int{}
	for _, m := range all {
		total[m.stem.word]++
	}
	for _, m := range rest {
		open[m.stem.word]++
	}
	return g.named(rest, otherName, func(m *member) string {
		if total[m.stem.word] != open[m.stem.word] {
			return ""
		}
		return m.stem.word
	})
}

// merged puts units together that differ only in the rest of a name with
// the same first word, where there are many. What never expires stays apart.
func (g *grouping) merged(units []*unit) []*unit {
	same := map[string][]*unit{}
	word := func(u *unit) string {
		expiry, _, _ := u.limits()
		return fmt.Sprintf("%s\x00%s\x00%s\x00%v", u.class, u.key, u.members[0].stem.word, expiry.Never)
	}
	for _, u := range units {
		if u.members[0].stem.word != "" {
			same[word(u)] = append(same[word(u)], u)
		}
	}
	var out []*unit
	for _, u := range units {
		list := same[word(u)] // before it is merged: what it is then called is the same
		switch {
		case len(list) < manyNames:
			out = append(out, u)
		case list[0] == u:
			for _, other := range list[1:] {
				u.members = append(u.members, other.members...)
			}
			slices.SortFunc(u.members, compareMembers)
			out = append(out, u)
		}
	}
	return out
}

// split divides members into those that a glob has to claim, and the others.
func (g *grouping) split(members []*member) (claimed, free []*member) {
	for _, m := range members {
		if g.claimed[m.identity] || len(m.permissions) == 0 { // without permissions nothing fits by shape
			claimed = append(claimed, m)
			continue
		}
		free = append(free, m)
	}
	return claimed, free
}

// perName makes units of members by their names, however few they are.
func (g *grouping) perName(members []*member) []*unit {
	var out []*unit
	for _, list := range partition(members, func(m *member) string { return cmp.Or(m.stem.key, m.name) }) {
		out = append(out, g.cluster(list, sameName)...)
	}
	return out
}

// pools makes units of members whose names say nothing.
func (g *grouping) pools(members []*member) []*unit {
	units := g.cluster(members, otherName)
	for _, u := range units {
		first := u.members[0].stem.key
		alone := first != "" && !slices.ContainsFunc(u.members, func(m *member) bool { return m.stem.key != first || m.name == "" })
		u.pooled = !alone && !g.flooded[u.members[0].organization]
	}
	return units
}
