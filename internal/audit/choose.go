package audit

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// fit is a template that a subject has, with what departs from it.
type fit struct {
	profile  *profile // nil: none
	by       MatchedBy
	findings []Finding
}

// choose finds the template of a subject: of those that claim its name the one
// with the fewest and lightest findings, else the narrowest that it does not
// depart from.
func (j *judge) choose(s *Subject, shape *shape, index *index) fit {
	if s.TokenName != "" {
		if best := j.best(s, shape, index); best.profile != nil {
			return best
		}
	}
	facts := j.facts(s)
	for _, i := range shape.fits {
		p := index.profiles[i]
		if facts.departs(shape, i, p) {
			continue
		}
		return fit{p, ByShape, append(j.compare(s, shape, p), j.otherName(s, p)...)}
	}
	return fit{}
}

// otherName reports that a subject does not bear the name of its template. One that
// does may still be found by its shape only: a glob may claim other names.
func (j *judge) otherName(s *Subject, p *profile) []Finding {
	if strings.EqualFold(s.TokenName, p.Name) {
		return nil
	}
	return j.finding("name-differs", Finding{
		Message:  "The token is named otherwise than the template that it fits.",
		Declared: p.Name, Actual: s.TokenName, Range: p.at("name", ""),
	})
}

func (j *judge) best(s *Subject, shape *shape, index *index) fit {
	var best fit
	var bestWeight [4]int
	for _, i := range index.claimed(s.TokenName) {
		p := index.profiles[i]
		findings := j.compare(s, shape, p)
		w := weight(findings, shape.distances[i])
		if best.profile == nil || lighter(w, bestWeight) || w == bestWeight && p.Address < best.profile.Address {
			best, bestWeight = fit{p, ByName, findings}, w
		}
	}
	return best
}

// weight counts errors, warnings, notices, and the distance of permissions.
func weight(findings []Finding, d distance) [4]int {
	var w [4]int
	for _, f := range findings {
		w[severityOrder[f.Severity]]++
	}
	w[3] = 100*d.extra + d.missing
	return w
}

func lighter(a, b [4]int) bool {
	for i := range a {
		if c := cmp.Compare(a[i], b[i]); c != 0 {
			return c < 0
		}
	}
	return false
}

// departs reports whether a subject departs from a template, of index i, in
// anything that matters, whatever severity its rule was given: what a rule was
// silenced for is no reason to take a token for one that was agreed. It says
// the same as compare, and is asked so often that it says nothing more.
func (f *facts) departs(shape *shape, i int, p *profile) bool {
	d := shape.distances[i]
	switch {
	case shape.empty || d.extra > 0 || p.Match.Exact && d.missing > 0:
		return true
	case p.owners != nil && !p.owners[f.owner]:
		return true
	case p.limit != endless && f.days > p.limit+tolerance:
		return true
	}
	fits, byList := p.selects(f.selection)
	if !byList {
		return !fits
	}
	return !f.read || slices.ContainsFunc(f.repositories, func(r string) bool { return !p.lists(r) })
}

// facts are what a subject is held against many templates with.
type facts struct {
	owner        string // lower case
	days         int    // of its life
	selection    string
	read         bool
	repositories []string // lower case
}

func (j *judge) facts(s *Subject) *facts {
	f := &facts{
		owner: strings.ToLower(s.Owner), days: math.MaxInt, selection: s.RepositorySelection,
		read: s.RepositoriesRead, repositories: make([]string, len(s.Repositories)),
	}
	if s.ExpiresAt != nil {
		f.days = j.daysOfLife(s)
	}
	for i, r := range s.Repositories {
		f.repositories[i] = strings.ToLower(r)
	}
	return f
}

// maxCompared is how many equally near templates are compared further. Where
// more are equal, for_each made them, and one is as good a hint as another.
const maxCompared = 64

// nearest returns the profile at the smallest distance, or nil where there is
// none. Of several it is the one from which the owner, the lifetime and the
// repositories depart the least, and of those the first by address.
func (j *judge) nearest(s *Subject, shape *shape, index *index) *profile {
	var best *profile
	fewest := 0
	for _, i := range shape.closest[:min(len(shape.closest), maxCompared)] {
		p := index.profiles[i]
		n := len(j.repositories(s, p))
		if p.owners != nil && !p.allows(s.Owner) {
			n++
		}
		if j.lifetime(s, p) != nil {
			n++
		}
		if best == nil || n < fewest {
			best, fewest = p, n
		}
	}
	return best
}

// NeedsRepositories returns the indices of those requests and tokens of an
// organization for which a verdict may depend on the repositories that they
// select: they select some, and a template that they may have lists
// repositories, or a policy looks at them.
func NeedsRepositories(cfg *hcl.Configuration, o *github.Organization) (requests, tokens []int) {
	j := newJudge(cfg, "", time.Time{})
	x := newIndex(j.templates[strings.ToLower(o.Login)], cfg.Catalog)
	return x.needing(o.Requests, policiesRead(cfg, pat.KindRequest)), x.needing(o.Tokens, policiesRead(cfg, pat.KindToken))
}

// policiesRead reports whether a policy on a kind looks at repositories.
func policiesRead(cfg *hcl.Configuration, kind pat.Kind) bool {
	return slices.ContainsFunc(cfg.Policies, func(p *hcl.Policy) bool { return p.Applies(kind) && p.Reads("repositories") })
}

func (x *index) needing(grants []pat.Grant, all bool) []int {
	var out []int
	for i, g := range grants {
		if g.RepositorySelection == "subset" && (all || x.candidateLists(g)) {
			out = append(out, i)
		}
	}
	return out
}

func (x *index) candidateLists(g pat.Grant) bool {
	candidates := x.shape(g).fits
	if g.TokenName != "" {
		candidates = append(x.claimed(g.TokenName), candidates...)
	}
	for _, i := range candidates {
		if x.profiles[i].Repositories.Patterns != nil {
			return true
		}
	}
	return false
}
