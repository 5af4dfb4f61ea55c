package audit

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// shape is a set of permissions as subjects share it, and what follows from it
// for the templates of one organization.
type shape struct {
	granted     pat.GrantPermissions   // as the first subject had them
	permissions pat.Permissions        // under the catalog's names, metadata:read implied beside repository permissions
	sorted      []string               // names of permissions
	unknown     []string               // names that the catalog does not know, sorted
	vague       []string               // names of permissions whose level no one knows, sorted
	others      []pat.GrantPermissions // equal ones in other maps, kept so that no new map gets their addresses
	empty       bool                   // GitHub gave no permission at all

	distances []distance // to each profile, by its index; nil: not computed
	fits      []int      // profiles that grant all of it, narrowest first
	closest   []int      // profiles at the smallest distance

	fitLists, closestLists []int // the shortlists that these are in; nil: not known yet
}

// distance is how far a shape is from a template: what it has beyond it counts
// before what it lacks.
type distance struct{ extra, missing int }

func (d distance) compare(other distance) int {
	return cmp.Or(cmp.Compare(d.extra, other.extra), cmp.Compare(d.missing, other.missing))
}

// unnamedLevel is that of a permission to which GitHub gives none: it is held,
// nobody knows how far, and so it goes beyond every template.
const unnamedLevel pat.Level = "unknown"

// beyondAll is the rank of a level that no one knows: above every other.
var beyondAll = pat.Admin.Rank() + 1

// rank orders levels as pat.Level.Rank does, with unknown ones above all.
func rank(l pat.Level) int {
	if r := l.Rank(); r >= 0 {
		return r
	}
	return beyondAll
}

// metadata is the permission that GitHub adds to every token at the level read.
// So it is never beyond a template at that level, and never missing.
const metadata = "metadata"

// newShape flattens the sections. A key that GitHub gives in another section
// than the catalog keeps its section's name, and so is a permission that no
// template can declare.
func newShape(p pat.GrantPermissions, c *catalog.Catalog) *shape {
	s := &shape{granted: p, permissions: pat.Permissions{}, empty: p.IsZero()}
	unknown := map[string]bool{}
	s.add(p.Organization, pat.Organization, c, unknown)
	s.add(p.Repository, pat.Repository, c, unknown)
	s.add(p.Other, "other", c, unknown)
	if len(p.Repository) > 0 && s.permissions[metadata] == pat.NoAccess {
		s.permissions[metadata] = pat.Read
	}
	s.unknown = slices.Sorted(maps.Keys(unknown))
	s.sorted = s.permissions.Names()
	for _, name := range s.sorted {
		if s.permissions[name].Rank() < 0 {
			s.vague = append(s.vague, name)
		}
	}
	return s
}

func (s *shape) add(permissions pat.Permissions, section pat.Section, c *catalog.Catalog, unknown map[string]bool) {
	for name, level := range permissions {
		if level == pat.NoAccess {
			level = unnamedLevel
		}
		known, ok := c.Permission(name)
		if ok && known.Section != section {
			name, ok = string(section)+"."+name, false
		}
		if !ok || !known.Status.Usable() {
			unknown[name] = true
		}
		s.permissions[name] = higher(s.permissions[name], level)
	}
}

// higher returns the higher of two levels of one permission that GitHub gives
// in two sections, whichever comes first.
func higher(a, b pat.Level) pat.Level {
	if cmp.Or(cmp.Compare(rank(a), rank(b)), strings.Compare(string(a), string(b))) >= 0 {
		return a
	}
	return b
}

// storage identifies permissions by the addresses of their maps. It holds as long as these are in
// memory, and do not change.
type storage [3]uintptr

func storageOf(p pat.GrantPermissions) storage {
	address := func(m pat.Permissions) uintptr { return reflect.ValueOf(m).Pointer() }
	return storage{address(p.Organization), address(p.Repository), address(p.Other)}
}

// key identifies a set of permissions.
func key(p pat.GrantPermissions) string {
	var b strings.Builder
	for i, section := range []pat.Permissions{p.Organization, p.Repository, p.Other} {
		if len(section) == 0 {
			continue
		}
		b.WriteByte(byte('0' + i))
		for _, name := range section.Names() {
			b.WriteString(name)
			b.WriteByte(0)
			b.WriteString(string(section[name]))
			b.WriteByte(0)
		}
	}
	return b.String()
}

// measure is a set of permissions made ready to be compared with many profiles.
type measure struct {
	held    []heldRank
	unasked int // sum of the ranks that no profile has anything of
}

// heldRank is the rank of a permission by its number in the index.
type heldRank struct{ number, rank int }

// measure counts metadata:read as held, with which nothing is ever missing of it.
func (x *index) measure(p pat.Permissions) measure {
	var m measure
	for name, level := range p {
		m.add(x, name, rank(level))
	}
	if _, ok := p[metadata]; !ok {
		m.add(x, metadata, pat.Read.Rank())
	}
	return m
}

func (m *measure) add(x *index, name string, rank int) {
	if number, ok := x.numbers[name]; ok {
		m.held = append(m.held, heldRank{number, rank})
		return
	}
	m.unasked += rank
}

// to returns the distance to a profile.
func (m *measure) to(p *profile) distance {
	d := distance{m.unasked, p.total}
	for _, h := range m.held {
		declared := p.ranks[h.number]
		d.extra += max(h.rank-declared, 0)
		d.missing -= min(h.rank, declared)
	}
	return d
}
