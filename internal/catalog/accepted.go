package catalog

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// permissionless is what GitHub says about a call that needs no permission.
const permissionless = "allows_permissionless_access"

// Accepted reads the header in which GitHub says what a call takes:
// "issues=write; pull_requests=write" are two sets, "contents=read,issues=write" is
// one. Sets that fine-grained tokens cannot have are left out. ok is false where none
// is left, or where a name or a level is not known. No sets, with ok: nothing is needed.
//
// https://docs.github.com/rest/authentication/permissions-required-for-fine-grained-personal-access-tokens
func (c *Catalog) Accepted(header string) (sets []pat.Permissions, ok bool) {
	for alternative := range strings.SplitSeq(header, ";") {
		if strings.TrimSpace(alternative) == permissionless+"=true" {
			return nil, true
		}
		set, known := c.acceptedSet(alternative)
		if !known {
			return nil, false
		}
		if c.canHold(set) {
			sets = append(sets, set)
		}
	}
	return sets, len(sets) > 0
}

func (c *Catalog) acceptedSet(text string) (pat.Permissions, bool) {
	set := pat.Permissions{}
	for part := range strings.SplitSeq(text, ",") {
		name, level, _ := strings.Cut(strings.TrimSpace(part), "=")
		if _, known := c.permissions[name]; !known || pat.Level(level).Rank() <= 0 {
			return nil, false
		}
		set[name] = pat.Level(level)
	}
	return set, true
}

// canHold reports whether a fine-grained token can have all of a set.
func (c *Catalog) canHold(set pat.Permissions) bool {
	return !slices.ContainsFunc(set.Names(), func(name string) bool { return !c.permissions[name].Status.Usable() })
}

// Disagrees reports whether a header in which GitHub says what a call takes differs from
// what the catalog knows of its endpoint. Which sets there are is compared, whatever their
// conditions, and without metadata, which every token has. A header that cannot be read
// says nothing.
func (c *Catalog) Disagrees(e Endpoint, header string) bool {
	sets, ok := c.Accepted(header)
	if !ok || e.FineGrained != FineGrainedYes {
		return false
	}
	full, known := c.Endpoint(e.Method, e.Path)
	return known && !slices.Equal(c.comparable(sets), c.comparable(full.Sets))
}

// comparable gives sets in a form and an order that can be compared.
func (c *Catalog) comparable(sets []pat.Permissions) []string {
	var texts []string
	for _, set := range sets {
		set = c.Canonical(set)
		var parts []string
		for _, name := range set.Names() {
			if name != "metadata" {
				parts = append(parts, name+"="+string(set[name]))
			}
		}
		texts = append(texts, strings.Join(parts, ","))
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
