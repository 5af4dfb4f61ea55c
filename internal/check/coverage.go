package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/condition"
	"github.com/patctl/patctl/internal/pat"
)

// endpointsAreCovered: with less than its endpoints need, a token does not work.
func endpointsAreCovered(r *run, t *template) {
	have, clear := t.grants(r.Catalog)
	if !clear {
		return
	}
	holding := r.Catalog.Holding(have)
	var lacking map[int]catalog.Endpoint
	var all []catalog.Endpoint
	for i, text := range t.Endpoints {
		if d := r.declared(text); d.callable() && !holding.Covers(d.Endpoint) {
			if lacking == nil {
				lacking = map[int]catalog.Endpoint{}
			}
			lacking[i] = d.Endpoint
			all = append(all, d.Endpoint)
		}
	}
	if len(all) == 0 {
		return
	}
	together := addition(r.Catalog, all, have)
	for i := range t.Endpoints {
		if e, ok := lacking[i]; ok {
			r.error(t, t.ElementRange("endpoints", i), "uncovered-endpoint", "Permissions do not cover an endpoint",
				uncovered(r.Catalog, e, have, together))
		}
	}
}

// addition is what to add so that all endpoints are covered, or nil where they
// cannot be all together.
func addition(c *catalog.Catalog, endpoints []catalog.Endpoint, have pat.Permissions) pat.Permissions {
	least, ok := c.Addition(endpoints, have)
	if !ok || len(least.Impossible) > 0 {
		return nil
	}
	return least.Permissions
}

// uncovered says what an endpoint lacks. Where all that lack something can be
// served together, the advice is a part of that, so that the advices agree.
func uncovered(c *catalog.Catalog, e catalog.Endpoint, have, together pat.Permissions) string {
	detail := fmt.Sprintf("A token with the permissions of this template cannot call %q, which requires %s.", e, setsText(e))
	lacks := addition(c, []catalog.Endpoint{e}, have)
	switch {
	case lacks == nil:
		return detail + " You cannot add it here, because GitHub rejects account and organization permissions together. " +
			"Declare the endpoint in a separate template."
	case together != nil:
		lacks = c.AdditionFor(e, have, together)
	}
	return detail + fmt.Sprintf(" Add %s to the permissions.", assignments(lacks))
}

// setsText lists alternatives with their conditions:
// `contents = "read", or issues = "read" and pages = "write"`.
func setsText(e catalog.Endpoint) string {
	var texts []string
	for i, set := range e.Sets {
		if e.Refused(i) {
			continue
		}
		text := assignments(set)
		if i < len(e.Conditions) {
			text += condition.Text(e.Conditions[i])
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, ", or ")
}

// assignments writes permissions as a template has them.
func assignments(set pat.Permissions) string { return AndList(items(set), "and") }

// items writes each permission of a set, sorted.
func items(set pat.Permissions) []string {
	var texts []string
	for _, name := range set.Names() {
		texts = append(texts, fmt.Sprintf("%s = %q", name, set[name]))
	}
	return texts
}

// grants gives the permissions of a template with endpoints under their right
// names. It is not clear what it grants where some permission is wrong, which
// is reported.
func (t *template) grants(c *catalog.Catalog) (have pat.Permissions, clear bool) {
	if len(t.Endpoints) == 0 || t.unclear {
		return nil, false
	}
	have = make(pat.Permissions, len(t.Permissions))
	for name, level := range t.Permissions {
		name = rightName(c, name) // of a mistaken one: it will be, once it is corrected
		if level.Rank() < 0 {
			return nil, false
		}
		if level.Rank() > have[name].Rank() {
			have[name] = level
		}
	}
	return have, true
}

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
		r.warn(t, t.permissionRange(name), "unneeded-permission", "Permission not needed by endpoints",
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
	detail := fmt.Sprintf("None of the declared endpoints requires %s = %q.", name, level)
	if lower, ok := needed[name]; ok {
		detail = fmt.Sprintf("The declared endpoints require only %s = %q, not %q.", name, lower, level)
	}
	detail += " If the token makes other calls, declare their endpoints."
	if len(could) == 0 {
		return detail + " Otherwise, remove all permissions."
	}
	return detail + fmt.Sprintf(" Otherwise, reduce the permissions:\n\n  permissions = { %s }", strings.Join(items(could), ", "))
}
