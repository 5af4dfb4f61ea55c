package audit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit/shortlist"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// profile is a template made ready for comparison.
type profile struct {
	*hcl.Template
	permissions pat.Permissions   // under the catalog's names, metadata:read implied
	sorted      []string          // names of permissions, without metadata, which is never missing
	owners      map[string]bool   // lower case, with the members of teams that were read; nil: anyone
	unknown     []string          // teams among the owners that were not read, as written
	names       map[string]bool   // of the listed repositories, lower case
	patterns    []string          // of the listed repositories, lower case, those with * and ?
	globs       pat.Globs[string] // the same
	limit       int               // of the lifetime in days, or endless
	ranks       []int             // of permissions, by their number in the index
	total       int               // sum of ranks
	ranges      map[place]*diag.Range

	excess, lack levelFindings
	listText     string // the listed repositories, as written, without those beyond maxListed
	ownersText   string // the owners, likewise
	lifetimeText string // of the rule lifetime-exceeded, with %s for the days
}

// endless is the limit of a template that sets no end.
const endless = -1

// index finds the templates of one organization by name and by shape.
type index struct {
	catalog  *catalog.Catalog
	profiles []*profile       // narrowest first: among equals, the one with the lowest index counts
	exact    map[string][]int // by name, lower case
	globs    pat.Globs[glob]
	shapes   map[string]*shape
	same     map[storage]*shape // by the maps of their grants, which are compared faster than their keys
	numbers  map[string]int     // of the permissions that any profile has
	lists    *shortlist.Lists   // nil: not made yet
	unread   bool               // a profile has owners in a team that was not read
}

type glob struct {
	pattern string
	profile int
}

func newIndex(templates []*hcl.Template, c *catalog.Catalog, known teams) *index {
	x := &index{catalog: c, exact: map[string][]int{}, shapes: map[string]*shape{}, same: map[storage]*shape{}, numbers: map[string]int{}}
	for _, t := range templates {
		x.profiles = append(x.profiles, newProfile(t, c, known))
	}
	slices.SortFunc(x.profiles, narrower)
	for i, t := range x.profiles {
		x.unread = x.unread || len(t.unknown) > 0
		pattern := strings.ToLower(t.Match.Name)
		if pattern == "" {
			x.exact[strings.ToLower(t.Name)] = append(x.exact[strings.ToLower(t.Name)], i)
			continue
		}
		x.globs.Add(pattern, glob{pattern, i})
	}
	x.number()
	return x
}

// maxListed is how many names a finding lists. Each of very many findings can be about a list of very many.
const maxListed = 20

func listed(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return fmt.Sprintf("%s, and %d more", strings.Join(names[:maxListed], ", "), more)
	}
	return strings.Join(names, ", ")
}

// number gives each permission a number, so that distances are sums over
// arrays: there is one for every shape and profile.
func (x *index) number() {
	for _, p := range x.profiles {
		for name := range p.permissions {
			if _, ok := x.numbers[name]; !ok {
				x.numbers[name] = len(x.numbers)
			}
		}
	}
	for _, p := range x.profiles {
		p.ranks = make([]int, len(x.numbers))
		for name, level := range p.permissions {
			rank := max(level.Rank(), 0)
			p.ranks[x.numbers[name]] = rank
			p.total += rank
		}
	}
}

func newProfile(t *hcl.Template, c *catalog.Catalog, known teams) *profile {
	p := &profile{Template: t, permissions: c.Canonical(t.Permissions), ranges: map[place]*diag.Range{},
		excess: levelFindings{}, lack: levelFindings{}, listText: listed(t.Repositories.Patterns), ownersText: listed(t.Owners)}
	if p.permissions == nil {
		p.permissions = pat.Permissions{}
	}
	if p.permissions[metadata] == pat.NoAccess {
		p.permissions[metadata] = pat.Read
	}
	p.sorted = slices.DeleteFunc(p.permissions.Names(), func(name string) bool { return name == metadata })
	if len(t.Owners) > 0 {
		p.owners = map[string]bool{}
		for _, owner := range t.Owners {
			p.allow(owner, known)
		}
	}
	for _, pattern := range t.Repositories.Patterns {
		p.list(fullPattern(strings.ToLower(pattern), strings.ToLower(t.TargetName)))
	}
	p.limit = t.ExpiresIn.Days
	switch {
	case t.ExpiresIn.Never:
		p.limit = endless
	case t.ExpiresIn.IsZero():
		p.limit = pat.DefaultExpiryDays
	}
	p.lifetimeText = fmt.Sprintf("The lifetime is %%s, and the template allows %d.", p.limit)
	return p
}

// list adds an entry of the list of repositories.
func (p *profile) list(pattern string) {
	if strings.ContainsAny(pattern, "*?") {
		p.patterns = append(p.patterns, pattern)
		p.globs.Add(pattern, pattern)
		return
	}
	if p.names == nil {
		p.names = map[string]bool{}
	}
	p.names[pattern] = true
}

// fullPattern completes a repository's name without an owner.
func fullPattern(pattern, target string) string {
	if strings.Contains(pattern, "/") {
		return pattern
	}
	return target + "/" + pattern
}

// place names an argument of a template, or a permission within permissions.
type place struct{ argument, permission string }

// at returns the place of an argument, or of a permission within permissions.
func (p *profile) at(argument, permission string) *diag.Range {
	id := place{argument, permission}
	if r, ok := p.ranges[id]; ok {
		return r
	}
	r := p.ArgumentRange(argument)
	if permission != "" {
		r = p.PermissionRange(permission)
	}
	p.ranges[id] = &r
	return &r
}

// claimed returns the profiles that claim a name, ascending.
func (x *index) claimed(name string) []int {
	if name == "" {
		return nil
	}
	name = strings.ToLower(name)
	found := slices.Clone(x.exact[name])
	for _, g := range x.globs.Candidates(nil, name) {
		if pat.FitsGlob(g.pattern, name) {
			found = append(found, g.profile)
		}
	}
	slices.Sort(found)
	return found
}

// maxDistances is how many distances are kept, which take 16 bytes each. Those of
// all shapes of an organization mostly are far fewer; where every token has
// permissions of its own, keeping them would be of no use.
const maxDistances = 8 << 20

// maxSame is how many grants, beside the first of each shape, are found by their maps. The maps stay
// in memory.
const maxSame = 1 << 14

// shape returns the shared shape of a grant's permissions.
func (x *index) shape(g pat.Grant) *shape {
	stored := storageOf(g.Permissions)
	if s, ok := x.same[stored]; ok {
		return s
	}
	id := key(g.Permissions)
	if s, ok := x.shapes[id]; ok {
		if len(x.same) < maxSame {
			x.same[stored], s.others = s, append(s.others, g.Permissions)
		}
		return s
	}
	if len(x.shapes)*len(x.profiles) > maxDistances {
		clear(x.shapes)
		clear(x.same)
	}
	s := newShape(g.Permissions, x.catalog)
	x.shapes[id], x.same[stored] = s, s
	s.distances = make([]distance, len(x.profiles))
	measure := x.measure(s.permissions)
	for i, p := range x.profiles {
		s.distances[i] = measure.to(p)
		if s.distances[i].extra == 0 && !s.empty {
			s.fits = append(s.fits, i)
		}
		s.approach(i)
	}
	slices.SortStableFunc(s.fits, func(a, b int) int {
		return cmp.Compare(s.distances[a].missing, s.distances[b].missing)
	})
	return s
}

// approach adds a profile to the closest ones if it is one of them.
func (s *shape) approach(i int) {
	c := -1
	if len(s.closest) > 0 {
		c = s.distances[i].compare(s.distances[s.closest[0]])
	}
	switch {
	case c < 0:
		s.closest = append(s.closest[:0], i)
	case c == 0:
		s.closest = append(s.closest, i)
	}
}
