package audit

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// shape is a set of permissions as subjects share it, and what follows from it
// for the templates of one organization.
type shape struct {
	granted     pat.GrantPermissions // as the first subject had them
	permissions pat.Permissions      // under the catalog's names, metadata:read implied
	sorted      []string             // names of permissions
	unknown     []string             // names that the catalog does not know, sorted
	empty       bool                 // GitHub gave no permission at all

	distances []distance // to each profile, by its index; nil: not computed
	fits      []int      // profiles that grant all of it, narrowest first
	closest   []int      // profiles at the smallest distance
}

// distance is how far a shape is from a template: what it has beyond it counts
// before what it lacks.
type distance struct{ extra, missing int }

func (d distance) less(other distance) bool {
	if d.extra != other.extra {
		return d.extra < other.extra
	}
	return d.missing < other.missing
}

// unnamedLevel is that of a permission to which GitHub gives none: it is held,
// nobody knows how far, and so it goes beyond every template.
const unnamedLevel pat.Level = "unknown"

// newShape flattens the sections. A key that GitHub gives in another section
// than the catalog keeps its section's name, and so is a permission that no
// template can declare.
func newShape(p pat.GrantPermissions, c *catalog.Catalog) *shape {
	s := &shape{granted: p, permissions: pat.Permissions{}, empty: p.IsZero()}
	s.add(p.Organization, pat.Organization, c)
	s.add(p.Repository, pat.Repository, c)
	s.add(p.Other, "other", c)
	s.permissions = implied(s.permissions, len(p.Repository) > 0)
	s.sorted = s.permissions.Names()
	slices.Sort(s.unknown)
	return s
}

func (s *shape) add(permissions pat.Permissions, section pat.Section, c *catalog.Catalog) {
	for name, level := range permissions {
		if level == pat.NoAccess {
			level = unnamedLevel
		}
		known, ok := c.Permission(name)
		if ok && known.Section != section {
			name, ok = string(section)+"."+name, false
		}
		if !ok || !known.Status.Usable() {
			s.unknown = append(s.unknown, name)
		}
		s.permissions[name] = level
	}
}

// implied adds metadata:read where any repository permission is held: GitHub
// grants it with each of them.
func implied(p pat.Permissions, repository bool) pat.Permissions {
	if repository && p["metadata"] == pat.NoAccess {
		p["metadata"] = pat.Read
	}
	return p
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

// measure is a set of permissions made ready to be held against many profiles.
type measure struct {
	held    []heldRank
	unasked int // sum of the ranks that no profile has anything of
}

// heldRank is the rank of a permission by its number in the index. A level that
// no one knows is as far beyond a template as admin, and meets nothing of it.
type heldRank struct{ number, beyond, within int }

func (x *index) measure(p pat.Permissions) measure {
	var m measure
	for name, level := range p {
		beyond, within := level.Rank(), level.Rank()
		if beyond < 0 {
			beyond, within = pat.Admin.Rank(), 0
		}
		if number, ok := x.numbers[name]; ok {
			m.held = append(m.held, heldRank{number, beyond, within})
			continue
		}
		m.unasked += beyond
	}
	return m
}

// to returns the distance to a profile.
func (m *measure) to(p *profile) distance {
	d := distance{m.unasked, p.total}
	for _, h := range m.held {
		declared := p.ranks[h.number]
		d.extra += max(h.beyond-declared, 0)
		d.missing -= min(h.within, declared)
	}
	return d
}
