package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/catalog"
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
	detail := fmt.Sprintf("With the permissions of the template, a token cannot call %q, which needs %s.", e, setsText(e.Sets))
	lacks := addition(c, []catalog.Endpoint{e}, have)
	switch {
	case lacks == nil:
		return detail + " It cannot be added here, because GitHub takes no account and organization permissions together. " +
			"Declare the endpoint in a template of its own."
	case together != nil:
		lacks = c.AdditionFor(e, have, together)
	}
	return detail + fmt.Sprintf(" Add %s to the permissions.", assignments(lacks))
}

// setsText lists alternatives: `contents = "read", or issues = "read" and pages = "write"`.
func setsText(sets []pat.Permissions) string {
	texts := make([]string, len(sets))
	for i, set := range sets {
		texts[i] = assignments(set)
	}
	return strings.Join(texts, ", or ")
}

// assignments writes permissions as a template has them.
func assignments(set pat.Permissions) string { return list(items(set), "and") }

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
