package adopt

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/patctl/patctl/internal/pat"
)

// names gives the template its name, and the glob that claims the members. A
// name that all members have needs no glob, and says it more plainly.
func (d *draft) names(u *unit, b *block) {
	crowd := d.crowds[u.members[0].organization]
	one := u.members[0].TokenName
	same := !slices.ContainsFunc(u.members, func(m *member) bool { return m.name != u.members[0].name })
	switch {
	case u.pooled:
		b.Name = d.namer.name(u.login, shapeName(b.Permissions), func(name string) bool { return crowd.counts[strings.ToLower(name)] > 0 })
		b.comments = append(b.comments, "Their names have little in common, so they match by their access.")
		return
	case same && isName(one) && d.namer.free(u.login, one):
		b.Name = d.namer.name(u.login, one, nobody)
		return
	}
	glob, outsiders := crowd.claim(u.members)
	b.Match.Name = glob
	b.Name = d.namer.name(u.login, d.claimedName(u, glob, b.Permissions), nobody)
	switch {
	case glob == "*":
		b.comments = append(b.comments, "Their names have little in common, so the glob matches every name, and they match by their access.")
	case outsiders > 0:
		b.comments = append(b.comments, fmt.Sprintf("The glob also matches the name of %s.", counted(outsiders, "other")))
	}
}

// claimedName is what the template of a unit is called that a glob claims. Where
// another template has the plain name already, it is called as one of its tokens
// is: its own glob fits that, and that of the other may fit any name made of the
// plain one.
func (d *draft) claimedName(u *unit, glob string, p pat.Permissions) string {
	name := nameOf(u, glob, p)
	if d.namer.free(u.login, cleanName(name, pat.MaxNameLength)) {
		return name
	}
	for _, m := range u.members {
		if isName(m.TokenName) && d.namer.free(u.login, m.TokenName) {
			return m.TokenName
		}
	}
	return name
}

// nobody refuses no name.
func nobody(string) bool { return false }

// isName reports whether the form takes a token's name as it is.
func isName(name string) bool {
	return utf8.RuneCountInString(name) <= pat.MaxNameLength && cleanName(name, pat.MaxNameLength) == name
}

// nameOf returns what a template is called whose tokens a glob claims: what
// their names share, or else what they may do.
func nameOf(u *unit, glob string, p pat.Permissions) string {
	first := u.members[0].stem
	shared := func(of func(stem) string) bool {
		return !slices.ContainsFunc(u.members, func(m *member) bool { return of(m.stem) != of(first) })
	}
	switch {
	case first.key != "" && shared(func(s stem) string { return s.key }):
		return first.text
	case trimmed(strings.Trim(glob, "*?")) != "":
		return trimmed(strings.NewReplacer("*", " ", "?", " ").Replace(glob))
	}
	return shapeName(p)
}

// shapeName names permissions: the widest of them, in the order of the alphabet.
func shapeName(p pat.Permissions) string {
	if len(p) == 0 {
		return "no-permissions"
	}
	names := p.Names()
	slices.SortStableFunc(names, func(a, b string) int { return p[b].Rank() - p[a].Rank() })
	first := strings.ReplaceAll(names[0], "_", "-") + "-" + string(p[names[0]])
	if len(names) == 1 {
		return first
	}
	return fmt.Sprintf("%s-and-%d-more", first, len(names)-1)
}
