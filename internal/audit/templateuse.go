package audit

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit/classictoken"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/usage"
)

// TemplateUse is what the tokens of a template used of it.
type TemplateUse struct {
	Template *hcl.Template
	Tokens   int // that have it, have not expired, and were observed
	Days     int // the most that the log covers for one of them
	// Unneeded are the permissions that no token used, or that all used at a lower level. It
	// is empty unless the log covers the days of the rule unused-permission, and ended within them.
	Unneeded []Unneeded
	Narrower *Narrower // the template without them; nil: there are none
	// Uncovered are the endpoints of the template that Narrower does not cover, as the
	// template has them. They have to go, too, or the configuration is not valid.
	Uncovered []string
}

// Unneeded is a permission of a template that is more than its tokens used.
type Unneeded struct {
	Name    string
	Granted pat.Level
	Seen    pat.Level // the highest that a token used; "" for none
}

// usedAtAll adds what the log shows beyond single tokens.
func (j *judge) usedAtAll(a *Audit) {
	if j.used == nil {
		return
	}
	a.Use, a.ClassicRead = j.used.Log, j.used.Classic
	j.asOf = a.AsOf
	a.Classic = append(a.Classic, j.judgeClassic(classictoken.Elsewhere(j.used.Log))...)
	slices.SortStableFunc(a.Classic, func(x, y Classic) int { return classictoken.Compare(&x.Token, &y.Token) })
	byTemplate := map[*hcl.Template][]*usage.Observation{}
	for i := range j.subjects {
		s := &j.subjects[i]
		if s.Use != nil && s.Template != nil && !s.ExpiredAt(a.TimeOf(s.Organization)) {
			byTemplate[s.Template] = append(byTemplate[s.Template], s.Use)
		}
	}
	for t, seen := range byTemplate {
		a.Templates = append(a.Templates, j.templateUse(t, seen))
	}
	slices.SortFunc(a.Templates, func(x, y TemplateUse) int { return strings.Compare(x.Template.Address, y.Template.Address) })
}

func (j *judge) templateUse(t *hcl.Template, seen []*usage.Observation) TemplateUse {
	out := TemplateUse{Template: t, Tokens: len(seen), Days: seen[0].Days}
	for _, o := range seen {
		out.Days = max(out.Days, o.Days)
	}
	stale := slices.ContainsFunc(seen, func(o *usage.Observation) bool { return j.stale(o, unusedPermission) })
	if stale || out.Days < j.rules[unusedPermission].days {
		return out
	}
	left := pat.Permissions{}
	permissions := j.cfg.Catalog.Canonical(t.Permissions)
	for _, name := range permissions.Names() {
		granted := permissions[name]
		used, unneeded := highest(name, granted, seen)
		switch {
		case name == metadata || !unneeded:
			left[name] = granted
			continue
		case used != pat.NoAccess:
			left[name] = used
		}
		out.Unneeded = append(out.Unneeded, Unneeded{name, granted, used})
	}
	if len(out.Unneeded) > 0 {
		out.Narrower = &Narrower{Permissions: left}
		out.Uncovered = uncovered(j.cfg.Catalog, t.Endpoints, permissions, left)
		if len(left) > 0 {
			out.Narrower.URL = j.narrowerLink(t.Template, left)
		}
	}
	return out
}

// uncovered returns the endpoints that some permissions cover and that less does not.
func uncovered(c *catalog.Catalog, endpoints []string, all, left pat.Permissions) []string {
	var out []string
	whole, less := c.Holding(all), c.Holding(left)
	for _, text := range endpoints {
		call, err := catalog.ParseCall(text)
		if err != nil {
			continue
		}
		for _, e := range c.Find(call) {
			if whole.Covers(e) && !less.Covers(e) {
				out = append(out, text)
				break
			}
		}
	}
	return out
}

// highest returns the highest level at which tokens used a permission, and whether that
// is less than a template grants. Nobody knows that of a permission that no token has, or
// whose use may not be in the log.
func highest(name string, granted pat.Level, seen []*usage.Observation) (used pat.Level, unneeded bool) {
	held := false
	for _, o := range seen {
		at := slices.IndexFunc(o.Permissions, func(p usage.Permission) bool { return p.Name == name })
		switch {
		case at < 0:
			continue
		case !whole(o):
			return "", false
		}
		p := &o.Permissions[at]
		if p.State != usage.NotSeen && p.State != usage.Narrower {
			return "", false
		}
		held = true
		if p.Seen.Rank() > used.Rank() {
			used = p.Seen
		}
	}
	return used, held && used.Rank() < granted.Rank()
}
