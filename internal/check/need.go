package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// permissionsAreNeeded: where a template says what its tokens are for, they
// need no more than that.
func permissionsAreNeeded(r *run, t *template) {
	have, clear := t.grants(r.Catalog)
	if !clear {
		return
	}
	needed, known := r.needed(t, have)
	if !known {
		return
	}
	for name, level := range t.Permissions {
		right := rightName(r.Catalog, name)
		if needed[right].Includes(have[right]) || !countsAlone(r.Catalog, right, have) {
			continue
		}
		r.warn(t, t.permissionRange(name), "unneeded-permission", "Permission that no endpoint needs",
			unneeded(right, level, needed, couldBe(r.Catalog, have, needed)))
	}
}

// needed is the part of the permissions that the endpoints make use of. Where
// it cannot be told, because something else is wrong with an endpoint or GitHub's
// data does not list it, known is false.
func (r *run) needed(t *template, have pat.Permissions) (needed pat.Permissions, known bool) {
	holding := r.Catalog.Holding(have)
	needed = make(pat.Permissions, len(have))
	for _, text := range t.Endpoints {
		d := r.declared(text)
		if !d.callable() || !holding.Covers(d.Endpoint) {
			return nil, false
		}
		holding.Use(d.Endpoint, needed)
	}
	return needed, true
}

// countsAlone reports whether a permission is one to be called not needed: some
// endpoint needs it, and no other brings it. People copy lists of permissions,
// which may name metadata.
func countsAlone(c *catalog.Catalog, name string, have pat.Permissions) bool {
	_, stays := c.WithoutImplied(have)[name]
	return stays && declarable(c, name)
}

func rightName(c *catalog.Catalog, name string) string {
	if p, ok := c.Permission(name); ok && p.Instead != "" {
		return p.Instead
	}
	return name
}

// declarable reports whether some endpoint needs the permission, so that the
// template could name one. Others are for git, for Copilot, or newer than the data.
func declarable(c *catalog.Catalog, name string) bool {
	return c.Opens(name, pat.Admin) > 0
}

// couldBe is what is left of the permissions without those that are not needed.
func couldBe(c *catalog.Catalog, have, needed pat.Permissions) pat.Permissions {
	could := catalog.Union(needed)
	for name, level := range have {
		if !declarable(c, name) {
			could[name] = level
		}
	}
	return c.WithoutImplied(could)
}

func unneeded(name string, level pat.Level, needed, could pat.Permissions) string {
	detail := fmt.Sprintf("No endpoint that the template declares needs %s = %q.", name, level)
	if lower, ok := needed[name]; ok {
		detail = fmt.Sprintf("The endpoints that the template declares need %s = %q only, not %q.", name, lower, level)
	}
	detail += " If the token is for more, declare the endpoints."
	if len(could) == 0 {
		return detail + " Otherwise it needs no permission at all."
	}
	return detail + fmt.Sprintf(" Otherwise the permissions can be:\n\n  permissions = { %s }", strings.Join(items(could), ", "))
}
