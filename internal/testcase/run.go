package testcase

import (
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/check/linkcheck"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// Result is what came of a case.
type Result struct {
	File    *File
	Case    *Case
	Subject *audit.Subject // nil: it is a link
	Link    *LinkResult    // nil: it is none
	// Differences are the attributes that are not as expected, in a fixed order. A case without
	// any has passed.
	Differences []Difference
	// Doubts say, in sentences, what could not be judged.
	Doubts []string
}

// Passed reports whether everything is as expected.
func (r *Result) Passed() bool { return len(r.Differences) == 0 && !r.unevaluated() }

// unevaluated reports whether a policy could not be evaluated: nobody knows then whether the
// verdict is right. Other doubts are about what a snapshot does not say.
func (r *Result) unevaluated() bool {
	return slices.ContainsFunc(r.Doubts, func(why string) bool { return strings.HasPrefix(why, "The policy ") })
}

// LinkResult is what a check of a link found.
type LinkResult struct {
	Status   string
	Template string // address of the template that it equals, or ""
	Problems []linkcheck.Problem
}

// Run runs the cases of a suite that keep picks, after Resolve has found no errors. Requests
// and tokens that are written out are judged as of now; those of a snapshot as of the time
// asOf, or, if it is zero, as of when they were read. It judges all cases of a configuration
// at once, and every snapshot once.
func (s *Suite) Run(now, asOf time.Time, keep func(*Case) bool) ([]Result, diag.Diagnostics) {
	if !asOf.IsZero() {
		now = asOf
	}
	run := &run{suite: s}
	for _, f := range s.Files {
		for _, c := range f.Cases {
			if keep(c) {
				run.results = append(run.results, Result{File: f, Case: c})
			}
		}
	}
	run.grants(now)
	run.snapshots(asOf)
	run.links()
	for i := range run.results {
		run.results[i].compare()
	}
	return run.results, run.diags
}

// run is what a run of a suite collects.
type run struct {
	suite   *Suite
	results []Result
	diags   diag.Diagnostics
}

// layer is an organization in which every owner belongs to one set of teams.
type layer struct {
	organization string
	number       int
}

// grants judges the requests and tokens that are written out. An owner who belongs to different
// teams in different cases is in several layers, which are organizations of one snapshot.
func (r *run) grants(now time.Time) {
	snapshot := &github.Snapshot{GeneratedAt: now, Host: r.suite.Config.Host}
	places := newPlaces(audit.NamedTeams(r.suite.Config))
	for i := range r.results {
		c := r.results[i].Case
		if c.Kind != Request && c.Kind != Token {
			continue
		}
		o := places.organization(c)
		g := c.grantAt(now, int64(i+1))
		if c.Kind == Request {
			o.Requests = append(o.Requests, g)
		} else {
			o.Tokens = append(o.Tokens, g)
		}
	}
	if len(places.order) == 0 {
		return
	}
	for _, o := range places.order {
		snapshot.Organizations = append(snapshot.Organizations, *o)
	}
	judged, diags := audit.Judge(r.suite.Config, snapshot, now)
	r.diags = append(r.diags, diags...)
	for i := range judged.Subjects {
		subject := &judged.Subjects[i]
		r.results[subject.ID-1].take(subject)
	}
}

// take notes what was judged.
func (r *Result) take(subject *audit.Subject) {
	r.Subject = subject
	for _, why := range subject.UnjudgedWhy {
		// A case that names no permissions has none.
		if r.Case.Kind == Snapshot || strings.HasPrefix(why, "The policy ") {
			r.Doubts = append(r.Doubts, why)
		}
	}
}

// grantAt is the request or token of a case at a time.
func (c *Case) grantAt(now time.Time, id int64) pat.Grant {
	const day = 24 * time.Hour
	g := c.grant
	g.ID = id
	since := now
	if c.Kind == Token {
		used := now.Add(-time.Duration(c.unused) * day)
		g.LastUsedAt = &used
		since = used.Add(-day)
	}
	g.Since = &since
	if c.lifetime != nil {
		end := now.Add(time.Duration(*c.lifetime) * day)
		g.ExpiresAt = &end
	}
	return g
}

// places gives each case an organization in which its owner belongs to its teams.
type places struct {
	named  map[string][]string // teams by organization, lower case
	number map[[2]string]map[string]int
	byKey  map[layer]*github.Organization
	order  []*github.Organization
	member map[*github.Organization]map[string]bool // owners, lower case, that were given their teams
}

func newPlaces(named map[string][]string) *places {
	return &places{named, map[[2]string]map[string]int{}, map[layer]*github.Organization{}, nil, map[*github.Organization]map[string]bool{}}
}

func (p *places) organization(c *Case) *github.Organization {
	login, owner := c.organization, strings.ToLower(c.grant.Owner)
	sets := p.number[[2]string{login, owner}]
	if sets == nil {
		sets = map[string]int{}
		p.number[[2]string{login, owner}] = sets
	}
	teams := strings.Join(c.teams, "\n")
	number, known := sets[teams]
	if !known {
		number = len(sets)
		sets[teams] = number
	}
	key := layer{login, number}
	o := p.byKey[key]
	if o == nil {
		o = &github.Organization{Login: login}
		for _, slug := range p.named[strings.ToLower(login)] {
			o.Teams = append(o.Teams, github.Team{Slug: slug})
		}
		p.byKey[key], p.order = o, append(p.order, o)
		p.member[o] = map[string]bool{}
	}
	if !p.member[o][owner] {
		p.member[o][owner] = true
		for i := range o.Teams {
			if slices.Contains(c.teams, o.Teams[i].Slug) {
				o.Teams[i].Members = append(o.Teams[i].Members, c.grant.Owner)
			}
		}
	}
	return o
}

// snapshots judges every snapshot once.
func (r *run) snapshots(asOf time.Time) {
	judged := map[*github.Snapshot]map[subjectKey]*audit.Subject{}
	for i := range r.results {
		c := r.results[i].Case
		if c.Kind != Snapshot {
			continue
		}
		subjects, known := judged[c.snapshot]
		if !known {
			found, diags := audit.Judge(r.suite.Config, c.snapshot, asOf)
			r.diags = append(r.diags, diags...)
			subjects = make(map[subjectKey]*audit.Subject, len(found.Subjects))
			for j := range found.Subjects {
				s := &found.Subjects[j]
				subjects[subjectKey{s.Organization, s.Kind, s.ID}] = s
			}
			judged[c.snapshot] = subjects
		}
		r.results[i].take(subjects[c.subject])
	}
}

// links checks the links.
func (r *run) links() {
	var checks *linkcheck.Checker
	for i := range r.results {
		c := r.results[i].Case
		if c.Kind != Link {
			continue
		}
		if checks == nil {
			checks = linkcheck.New(r.suite.Config)
		}
		out := &LinkResult{Status: StatusOK, Template: checks.Template(c.link), Problems: checks.Check(c.link)}
		for _, p := range out.Problems {
			if out.Status == StatusOK || p.Severity == pat.SeverityError {
				out.Status = string(p.Severity)
			}
		}
		r.results[i].Link = out
	}
}
