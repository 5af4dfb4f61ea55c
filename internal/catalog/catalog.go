package catalog

import (
	"maps"
	"slices"
	"sync"

	"github.com/patctl/patctl/internal/pat"
)

// Catalog is a set of permissions, and GitHub's REST endpoints. It never
// changes, so that it may be used from several goroutines. The zero value
// knows no permission.
type Catalog struct {
	permissions map[string]Permission
	indexOnce   sync.Once
	words       wordIndex // by index only
}

var defaultCatalog = sync.OnceValue(newDefault)

func newDefault() *Catalog {
	c := &Catalog{permissions: make(map[string]Permission, len(recordedPermissions))}
	for _, p := range recordedPermissions {
		c.permissions[p.Name] = p
	}
	return c
}

// Default returns the catalog of the recorded facts, the same one at every
// call. It does not read the endpoints: the first method that needs them does.
func Default() *Catalog { return defaultCatalog() }

// Source says where recorded facts come from.
type Source struct {
	Name    string // what it tells: "permissions", "GitHub CLI"
	Version string // as its publisher calls it, or ""
	Read    string // the date on which it was read: 2026-11-28
	Address string
}

// Sources returns where the recorded facts come from, those of the permissions first.
func Sources() []Source { return slices.Clone(recordedSources) }

// DataDate returns the date on which GitHub's permission data was read, such as 2026-11-28.
func DataDate() string { return recordedSources[0].Read }

// With returns a catalog that also has the extra permissions, each in the
// place of one with its name. An extra one without a status is Declared. The
// catalog c stays as it is.
func (c *Catalog) With(extra ...Permission) *Catalog {
	extended := &Catalog{permissions: maps.Clone(c.permissions)}
	if extended.permissions == nil {
		extended.permissions = map[string]Permission{}
	}
	for _, p := range extra {
		if p.Status == "" {
			p.Status = Declared
		}
		extended.permissions[p.Name] = p
	}
	return extended
}

// Permission returns the permission with exactly this name, of whatever
// status, and whether there is one.
func (c *Catalog) Permission(name string) (Permission, bool) {
	p, ok := c.permissions[name]
	return p, ok
}

// Permissions returns all permissions of every status, sorted by section
// (account, repository, organization), then by name.
func (c *Catalog) Permissions() []Permission {
	return slices.SortedFunc(maps.Values(c.permissions), compareShown)
}

// Usable returns the names that a template may use, sorted.
func (c *Catalog) Usable() []string {
	names := make([]string, 0, len(c.permissions))
	for name, p := range c.permissions {
		if p.Status.Usable() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Canonical returns the permissions under the names to write: an alias becomes
// the right name, at a level which that one has, and where both are given the
// higher level stays. Everything else is kept as it is, also unknown names.
// The result is a copy; nil gives nil.
func (c *Catalog) Canonical(permissions pat.Permissions) pat.Permissions {
	if permissions == nil {
		return nil
	}
	canonical := make(pat.Permissions, len(permissions))
	for _, stated := range permissions.Names() { // sorted, so that ties have one outcome
		name, level := c.resolve(stated, permissions[stated])
		if given, twice := canonical[name]; !twice || level.Rank() > given.Rank() {
			canonical[name] = level
		}
	}
	return canonical
}

// resolve replaces an alias.
func (c *Catalog) resolve(name string, level pat.Level) (string, pat.Level) {
	p, ok := c.permissions[name]
	if !ok || p.Status != Alias {
		return name, level
	}
	if right, ok := c.permissions[p.Instead]; ok {
		level = right.nearestLevel(level)
	}
	return p.Instead, level
}
