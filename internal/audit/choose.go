package audit

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/audit/shortlist"
	"github.com/patctl/patctl/internal/audit/span"
	"github.com/patctl/patctl/internal/pat"
)

// fit is a template that a subject has.
type fit struct {
	profile *profile // nil: none
	by      MatchedBy
}

// choose finds the template of a subject: of those that claim its name the one
// with the fewest and lightest deviations, else the narrowest that it does not
// depart from. Deviations weigh here what they weigh by default: what somebody
// made of the rules changes what is reported, and never which template counts.
func (x *index) choose(shape *shape, f *facts, name string) fit {
	if claimed := x.claimed(name); len(claimed) > 0 {
		return fit{x.profiles[x.lightest(claimed, shape, f)], ByName}
	}
	if p := x.first(shape, f.owner, f.repositories, func(i int, p *profile) bool { return !f.departs(shape, i, p) }); p != nil {
		return fit{p, ByShape}
	}
	return fit{}
}

// first returns the first template that fits a shape and for which something holds, or nil. If it holds for
// a template that neither names the owner nor lists one of the repositories, it must hold for each that
// differs from it in nothing else.
func (x *index) first(s *shape, owner string, repositories []string, holds func(i int, p *profile) bool) *profile {
	lists := x.shortlists()
	if s.fitLists == nil {
		s.fitLists = lists.Of(s.fits)
	}
	missing := func(i int) int { return s.distances[i].missing }
	i := lists.Lightest(s.fitLists, owner, repositories, missing, func(i int) int {
		if holds(i, x.profiles[i]) {
			return missing(i)
		}
		return shortlist.Never
	})
	if i < 0 {
		return nil
	}
	return x.profiles[i]
}

// shortlists are made when they are first needed: most tokens claim a template.
func (x *index) shortlists() *shortlist.Lists {
	if x.lists == nil {
		templates := make([]shortlist.Template, len(x.profiles))
		for i, p := range x.profiles {
			templates[i] = shortlist.Template{Template: &p.Template.Template, Ranks: p.ranks, Limit: p.limit, Owners: p.owners, Names: p.names, Patterns: p.patterns}
		}
		x.lists = shortlist.New(templates)
	}
	return x.lists
}

// otherName reports that a subject does not bear the name of its template. One that
// does may still be found by its shape only: a glob may claim other names.
func (j *judge) otherName(findings []Finding, s *Subject, p *profile) []Finding {
	if strings.EqualFold(s.TokenName, p.Name) {
		return findings
	}
	return j.add(findings, "name-differs", Finding{
		Message:  "The token matches the template but has a different name.",
		Declared: p.Name, Actual: s.TokenName, Range: p.at("name", ""),
	})
}

// lightest returns which of several profiles weighs the least. Among equals it
// is the first, which is the narrowest.
func (x *index) lightest(claimed []int, shape *shape, f *facts) int {
	best := claimed[0]
	if len(claimed) == 1 {
		return best
	}
	least := f.weigh(shape, best, x.profiles[best])
	for _, i := range claimed[1:] {
		if w := f.weigh(shape, i, x.profiles[i]); w.compare(least) < 0 {
			best, least = i, w
		}
	}
	return best
}

// weight counts the deviations from a template, errors before notices, and then
// the distance of permissions.
type weight struct {
	errors, notices int
	distance
}

func (w weight) compare(other weight) int {
	return cmp.Or(cmp.Compare(w.errors, other.errors), cmp.Compare(w.notices, other.notices), w.distance.compare(other.distance))
}

// weigh counts what compare finds, by the default severities of the rules.
func (f *facts) weigh(shape *shape, i int, p *profile) weight {
	w := weight{errors: f.departures(p), distance: shape.distances[i]}
	for _, name := range shape.sorted {
		if !p.permissions[name].Includes(shape.permissions[name]) {
			w.errors++
		}
	}
	missing := 0
	if shape.empty {
		missing++
	}
	for _, name := range p.sorted {
		if lacks(shape.permissions[name], p.permissions[name]) {
			missing++
		}
	}
	if p.Match.Exact {
		w.errors += missing
		return w
	}
	w.notices = missing
	return w
}

// lacks reports whether a level is less than the declared one. A level that no
// one knows is above every other.
func lacks(actual, declared pat.Level) bool { return rank(actual) < rank(declared) }

// departs reports whether a subject departs from a template, of index i, in
// anything that matters, whatever severity its rule was given: what a rule was
// silenced for is no reason to take a token for one that was agreed. It says
// the same as compare, and is asked so often that it says nothing more.
func (f *facts) departs(shape *shape, i int, p *profile) bool {
	if f.departsBesides(shape, i, p) {
		return true
	}
	fits, byList := p.selects(f.selection)
	if !byList {
		return !fits
	}
	return !f.read || slices.ContainsFunc(f.repositories, func(r string) bool { return !p.lists(r) })
}

// departsBesides is departs for everything but repositories.
func (f *facts) departsBesides(shape *shape, i int, p *profile) bool {
	d := shape.distances[i]
	return shape.empty || d.extra > 0 || p.Match.Exact && d.missing > 0 || f.excluded(p) || f.outlives(p)
}

// facts are what a subject is compared with many templates by.
type facts struct {
	owner        string // lower case
	days         int    // of its life
	selection    string
	read         bool
	repositories []string // lower case
}

// facts are as of a time. Without one, the lifetime of what counts from then on
// is not known, and taken to be short.
func (j *judge) facts(g *pat.Grant) *facts {
	f := &facts{
		owner: strings.ToLower(g.Owner), days: math.MaxInt, selection: g.RepositorySelection,
		read: g.RepositoriesRead, repositories: make([]string, len(g.Repositories)),
	}
	switch {
	case g.ExpiresAt == nil:
	case j.asOf.IsZero() && (g.Kind != pat.KindRequest || g.Since == nil):
		f.days = 0
	default:
		f.days = j.daysOfLife(g)
	}
	for i, r := range g.Repositories {
		f.repositories[i] = strings.ToLower(r)
	}
	return f
}

// excluded reports whether the owner may not hold a token of a template.
func (f *facts) excluded(p *profile) bool { return p.owners != nil && !p.owners[f.owner] }

// outlives reports whether the subject lives longer than a template allows.
func (f *facts) outlives(p *profile) bool { return p.limit != endless && f.days > p.limit+tolerance }

// departures counts the deviations beside permissions.
func (f *facts) departures(p *profile) int {
	n := f.strays(p)
	if f.excluded(p) {
		n++
	}
	if f.outlives(p) {
		n++
	}
	return n
}

// strays counts the deviations in repositories: each that a list does not
// have, or one where the selection is wider or the list was not read.
func (f *facts) strays(p *profile) int {
	fits, byList := p.selects(f.selection)
	switch {
	case fits:
		return 0
	case !byList, !f.read:
		return 1
	}
	n := 0
	for _, r := range f.repositories {
		if !p.lists(r) {
			n++
		}
	}
	return n
}

// nearest returns the profile at the smallest distance, or nil where none has a
// permission in common with the subject. Of several it is the one from which the
// owner, the lifetime and the repositories depart the least, and of those the
// narrowest.
func (x *index) nearest(shape *shape, f *facts) *profile {
	if len(shape.closest) == 0 || !shape.shares(x.profiles[shape.closest[0]]) {
		return nil
	}
	lists := x.shortlists()
	if shape.closestLists == nil {
		shape.closestLists = lists.Of(shape.closest)
	}
	none := func(int) int { return 0 }
	return x.profiles[lists.Lightest(shape.closestLists, f.owner, f.repositories, none, func(i int) int { return f.departures(x.profiles[i]) })]
}

// shares reports whether a template has a permission of the shape, at whatever
// level. That every token has metadata:read means nothing. If any template does,
// those at the smallest distance do.
func (s *shape) shares(p *profile) bool {
	return slices.ContainsFunc(p.sorted, func(name string) bool { return s.permissions[name] != pat.NoAccess })
}

// daysOfLife rounds up; the expiry must not be nil.
func (j *judge) daysOfLife(g *pat.Grant) int {
	from := j.asOf
	if g.Kind == pat.KindRequest && g.Since != nil && g.Since.Before(from) {
		from = *g.Since
	}
	return span.DaysUp(from, *g.ExpiresAt)
}
