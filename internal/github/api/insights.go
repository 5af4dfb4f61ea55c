package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/patctl/patctl/internal/exactjson"
	"github.com/patctl/patctl/internal/github"
)

// GitHub counts a call 4 to 6 hours after it was made, and gives numbers of the last 31 days.
//
// https://docs.github.com/enterprise-cloud@latest/rest/orgs/api-insights
const (
	insightsDelay = 6 * time.Hour
	insightsDays  = 30 * 24 * time.Hour
)

// timeRange is the time that API Insights is asked for.
type timeRange struct{ from, to time.Time }

// insightsRange is the last 30 days that GitHub has counted. It ends on an hour, so that runs
// shortly after one another ask for the same.
func (c *Client) insightsRange() timeRange {
	to := c.options.Now().UTC().Add(-insightsDelay).Truncate(time.Hour)
	return timeRange{to.Add(-insightsDays), to}
}

// query always has both ends: without the second one, GitHub's range ends 30 days ago.
func (r timeRange) query() string {
	return url.Values{"min_timestamp": {r.from.Format(time.RFC3339)}, "max_timestamp": {r.to.Format(time.RFC3339)}}.Encode() + "&"
}

func insightsPath(organization, rest string) string {
	return "orgs/" + url.PathEscape(organization) + "/insights/api/" + rest
}

// insightsReader reads API Insights of one organization.
type insightsReader struct {
	c            *Client
	s            *session
	organization string
	within       timeRange
}

// insights reads which routes the tokens of an organization called: first its users, then their
// tokens, then the routes of each token. They are nil if nothing could be read.
func (c *Client) insights(ctx context.Context, s *session, organization string) (*github.Insights, []github.Gap) {
	r := insightsReader{c, s, organization, c.insightsRange()}
	c.watch.reading(organization + ": API Insights")
	users, gaps := r.users(ctx)
	if len(users) == 0 && len(gaps) > 0 {
		return nil, gaps
	}
	actors, more := r.actors(ctx, users)
	gaps = append(gaps, more...)
	gaps = append(gaps, r.routes(ctx, actors)...)
	return &github.Insights{From: r.within.from, To: r.within.to, Complete: len(gaps) == 0, Actors: actors}, gaps
}

// read reads a list whose elements have no ID of their own.
func (r *insightsReader) read(ctx context.Context, path, what string, id ...string) ([]json.RawMessage, []github.Gap) {
	l := list{c: r.c, s: r.s, what: what, path: insightsPath(r.organization, path), query: r.within.query(), id: idBy(id...),
		why: func(err error) string { return r.c.explainInsights(err, r.s, r.organization) }}
	return l.read(ctx)
}

// insightsUser is a subject that calls the API and is no App.
type insightsUser struct {
	ID   int64
	Name string // login
}

// users reads the subjects. They are users and Apps, and GitHub documents only the type of Apps,
// so that all others are taken for users.
func (r *insightsReader) users(ctx context.Context) ([]insightsUser, []github.Gap) {
	elements, gaps := r.read(ctx, "subject-stats", github.WhatInsights, "subject_type", "subject_id")
	var failed github.Failures
	var users []insightsUser
	for i, element := range elements {
		var subject struct {
			Type string `json:"subject_type"`
			Name string `json:"subject_name"`
			ID   int64  `json:"subject_id"`
		}
		err := exactjson.Unmarshal(element, &subject)
		switch {
		case err != nil:
		case strings.EqualFold(subject.Type, "installation"):
			continue
		case subject.ID <= 0:
			err = errors.New("it does not have a subject_id")
		}
		if err != nil {
			failed.Add(int64(i+1), sentence(err))
			continue
		}
		users = append(users, insightsUser{subject.ID, subject.Name})
	}
	slices.SortFunc(users, func(a, b insightsUser) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Name, b.Name)) })
	users = slices.CompactFunc(users, func(a, b insightsUser) bool { return a.ID == b.ID })
	return users, append(gaps, failed.Gaps(func(numbers string, several bool) string {
		return fmt.Sprintf("%s of the %s", plural("element", numbers, several), github.WhatInsights)
	})...)
}

// plural names things by their numbers.
func plural(thing, numbers string, several bool) string {
	if several {
		thing += "s"
	}
	return thing + " " + numbers
}

// each does something for each of n parts, several at a time, and shows how many are done.
func (r *insightsReader) each(n int, parts string, do func(i int)) {
	var group errgroup.Group
	group.SetLimit(r.c.options.Parallelism)
	var mu sync.Mutex
	done := 0
	for i := range n {
		group.Go(func() error {
			do(i)
			mu.Lock()
			defer mu.Unlock()
			done++
			r.c.watch.reading(fmt.Sprintf("%s: API Insights, %s, %d of %d", r.organization, parts, done, n))
			return nil
		})
	}
	_ = group.Wait() // each part has its own gaps
}

// actors reads the personal access tokens of users, sorted, and without routes.
func (r *insightsReader) actors(ctx context.Context, users []insightsUser) ([]github.InsightsActor, []github.Gap) {
	found, whys := make([][]github.InsightsActor, len(users)), make([][]string, len(users))
	r.each(len(users), "users", func(i int) { found[i], whys[i] = r.actorsOf(ctx, users[i]) })
	var failed github.Failures
	var all []github.InsightsActor
	for i, user := range users {
		for _, why := range whys[i] {
			failed.Add(user.ID, why)
		}
		all = append(all, found[i]...)
	}
	gaps := failed.Gaps(func(numbers string, several bool) string {
		return github.WhatInsights + " of " + plural("user", numbers, several)
	})
	github.SortInsightsActors(all)
	twice := actorFailures{}
	unique := slices.CompactFunc(all, func(a, b github.InsightsActor) bool {
		if a.Key() == b.Key() && a.User != b.User {
			twice.add(&a, "GitHub lists the token for more than one user. patctl used only one of them.")
		}
		return a.Key() == b.Key()
	})
	if unique == nil {
		unique = []github.InsightsActor{}
	}
	return unique, append(gaps, twice.gaps()...)
}

// actorsOf reads the tokens of one user, and why some are missing.
func (r *insightsReader) actorsOf(ctx context.Context, user insightsUser) (actors []github.InsightsActor, whys []string) {
	elements, gaps := r.read(ctx, fmt.Sprintf("user-stats/%d", user.ID), fmt.Sprintf("%s of user %d", github.WhatInsights, user.ID), "actor_type", "actor_id")
	for _, gap := range gaps {
		whys = append(whys, gap.Why)
	}
	for i, element := range elements {
		a, err := github.DecodeInsightsActor(element)
		switch {
		case a.Type != "" && !a.IsToken(): // an App
		case err != nil:
			whys = append(whys, fmt.Sprintf("patctl cannot read element %d of the list: %v.", i+1, err))
		default:
			a.User = user.Name
			actors = append(actors, a)
		}
	}
	return actors, whys
}

// routes reads the routes of each actor into it.
func (r *insightsReader) routes(ctx context.Context, actors []github.InsightsActor) []github.Gap {
	whys := make([][]string, len(actors))
	r.each(len(actors), "tokens", func(i int) { whys[i] = r.routesOf(ctx, &actors[i]) })
	failed := actorFailures{}
	for i := range actors {
		for _, why := range whys[i] {
			failed.add(&actors[i], why)
		}
	}
	return failed.gaps()
}

// routesOf reads the routes of one actor into it, and returns why some are missing.
func (r *insightsReader) routesOf(ctx context.Context, a *github.InsightsActor) (whys []string) {
	what := github.WhatActors(a.Type, fmt.Sprint(a.ID), false)
	elements, gaps := r.read(ctx, fmt.Sprintf("route-stats/%s/%d", a.Type, a.ID), what, "http_method", "api_route")
	for _, gap := range gaps {
		whys = append(whys, gap.Why)
	}
	a.Routes = make([]github.InsightsRoute, 0, len(elements))
	for i, element := range elements {
		route, err := github.DecodeInsightsRoute(element)
		if err != nil {
			whys = append(whys, fmt.Sprintf("patctl cannot read element %d of the list: %v.", i+1, err))
			continue
		}
		a.Routes = append(a.Routes, route)
	}
	github.SortInsightsRoutes(a.Routes)
	return whys
}

// actorFailures are what failed, by the type of the token.
type actorFailures map[string]*github.Failures

func (f actorFailures) add(a *github.InsightsActor, why string) {
	if f[a.Type] == nil {
		f[a.Type] = &github.Failures{}
	}
	f[a.Type].Add(a.ID, why)
}

// gaps names classic tokens first.
func (f actorFailures) gaps() []github.Gap {
	var out []github.Gap
	for _, kind := range []string{github.ClassicActor, github.FineGrainedActor} {
		if failed := f[kind]; failed != nil {
			out = append(out, failed.Gaps(func(numbers string, several bool) string { return github.WhatActors(kind, numbers, several) })...)
		}
	}
	return out
}
