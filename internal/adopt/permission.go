package adopt

import (
	"fmt"
	"maps"
	"slices"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/lazyregexp"
	"github.com/patctl/patctl/internal/pat"
)

// vocabulary is what templates can say about permissions: what the catalog knows,
// and what permission blocks are written for.
type vocabulary struct {
	catalog  *catalog.Catalog
	declared map[string]catalog.Permission
}

func newVocabulary(c *catalog.Catalog) *vocabulary {
	return &vocabulary{catalog: c, declared: map[string]catalog.Permission{}}
}

// metadata is the permission that GitHub adds to every other one of repositories.
const metadata = "metadata"

// declarable returns what a template has to grant so that tokens with the
// permissions of a grant fit it, or why no template can say that.
func (v *vocabulary) declarable(p pat.GrantPermissions) (permissions pat.Permissions, why string) {
	if names := p.Other.Names(); len(names) > 0 {
		return nil, fmt.Sprintf("GitHub lists the permission %q in a section that templates do not support", names[0])
	}
	permissions = pat.Permissions{}
	for _, section := range []struct {
		name pat.Section
		held pat.Permissions
	}{{pat.Organization, p.Organization}, {pat.Repository, p.Repository}} {
		for _, name := range section.held.Names() {
			level, why := v.level(section.name, name, section.held[name])
			if why != "" {
				return nil, why
			}
			permissions[name] = level
		}
	}
	if len(p.Repository) > 0 && permissions[metadata] == pat.NoAccess {
		permissions[metadata] = pat.Read
	}
	return permissions, ""
}

// level returns the level at which a template has to grant a permission.
func (v *vocabulary) level(section pat.Section, name string, level pat.Level) (pat.Level, string) {
	known, ok := v.catalog.Permission(name)
	switch {
	case level.Rank() <= 0:
		return "", fmt.Sprintf("GitHub returns the level %[2]q for the permission %[1]q, which templates do not support", name, string(level))
	case !ok:
		return v.declare(catalog.Permission{Name: name, Section: section}, level)
	case known.Section != section:
		return "", fmt.Sprintf("GitHub lists the permission %q in the %s section, but the catalog lists it in the %s section", name, section, known.Section)
	case !known.Status.Usable() || known.Status == catalog.Alias:
		return v.declare(known, level) // GitHub knows better what tokens hold
	}
	for _, offered := range known.Levels {
		if offered.Includes(level) {
			return offered, ""
		}
	}
	if known.Status == catalog.Declared {
		return "", fmt.Sprintf("the permission block %q does not have the level %q", name, level)
	}
	return v.declare(known, level)
}

// blockLabel is what the label of a permission block looks like.
var blockLabel = lazyregexp.New(`^[A-Za-z_][A-Za-z0-9_-]{0,99}$`)

// formFields are parameters of the link that no permission can be called like.
var formFields = []string{"name", "description", "target_name", "expires_in"}

// declare notes that a permission block is needed, with one more level.
func (v *vocabulary) declare(p catalog.Permission, level pat.Level) (pat.Level, string) {
	if !blockLabel.MatchString(p.Name) || slices.Contains(formFields, p.Name) {
		return "", fmt.Sprintf("the permission %q is not in the catalog, and its name is not valid in a permission block", p.Name)
	}
	already, ok := v.declared[p.Name]
	if ok && already.Section != p.Section {
		return "", fmt.Sprintf("GitHub lists the permission %q in two sections, and it is not in the catalog", p.Name)
	}
	if !ok {
		already = p
	}
	if !already.HasLevel(level) {
		already.Levels = append(slices.Clone(already.Levels), level)
		slices.SortFunc(already.Levels, func(a, b pat.Level) int { return a.Rank() - b.Rank() })
	}
	v.declared[p.Name] = already
	return level, ""
}

// sectionOf returns the section of a permission that declarable gave.
func (v *vocabulary) sectionOf(name string) pat.Section {
	if p, ok := v.declared[name]; ok {
		return p.Section
	}
	p, _ := v.catalog.Permission(name)
	return p.Section
}

// ofRepositories reports whether one of the permissions is about repositories.
func (v *vocabulary) ofRepositories(p pat.Permissions) bool {
	for name := range p {
		if v.sectionOf(name) == pat.Repository {
			return true
		}
	}
	return false
}

// written returns the permissions as people write them: metadata, which GitHub
// adds by itself, only where it stands alone among those of repositories.
func (v *vocabulary) written(p pat.Permissions) pat.Permissions {
	out := maps.Clone(p)
	delete(out, metadata)
	if p[metadata] != pat.NoAccess && (p[metadata] != pat.Read || !v.ofRepositories(out)) {
		out[metadata] = p[metadata]
	}
	return out
}

// extras returns the permissions that need a block, sorted by name.
func (v *vocabulary) extras() []catalog.Permission {
	var out []catalog.Permission
	for _, name := range slices.Sorted(maps.Keys(v.declared)) {
		out = append(out, v.declared[name])
	}
	return out
}
