package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// more does what follows a look: it reads some requests and tokens again, reviews some, lists
// the installations, or asks for a diagnosis.
func (s *scene) more(ctx context.Context, snapshot *github.Snapshot) {
	o := &snapshot.Organizations[s.IntN(len(snapshot.Organizations))]
	s.wire.operation()
	switch s.IntN(10) {
	case 0, 1, 2:
		s.again(ctx, o)
	case 3, 4, 5:
		s.review(ctx, o)
	case 6, 7:
		s.installed(ctx)
	case 8:
		s.told.look("the diagnosis", fmt.Sprintf("%+v", s.client.Diagnose(ctx, s.logins)))
	}
}

// again reads a part of an organization again: what is asked for, and nothing else.
func (s *scene) again(ctx context.Context, o *github.Organization) {
	var some api.Some
	asked := map[int64]bool{}
	for _, g := range o.Tokens {
		if s.in(20) {
			some.Tokens, asked[g.TokenID] = append(some.Tokens, g.TokenID), true
		}
	}
	needs := &someNeeds{percent: 100}
	was := s.organizations()[o.Login]
	read := s.client.ReadSome(ctx, o.Login, some, needs.choose)
	is := s.organizations()[o.Login]
	if was == nil {
		return
	}
	// What was not asked for need not be there.
	keep := func(grants []githubtest.Grant) []githubtest.Grant {
		return slices.DeleteFunc(grants, func(g githubtest.Grant) bool { return !asked[g.TokenID] || g.Raw != nil })
	}
	was.Tokens, is.Tokens, was.Requests, is.Requests = keep(was.Tokens), keep(is.Tokens), nil, nil
	c := comparison{o: &read, was: was, is: is, needs: needs, scene: s, some: true}
	c.compare()
	for _, g := range read.Tokens {
		if !asked[g.TokenID] {
			c.wrong("token %d was not asked for", g.ID)
		}
	}
}

// installed lists the installations: all of them, or none.
func (s *scene) installed(ctx context.Context) {
	logins, err := s.client.Installations(ctx)
	var want []string
	for login, o := range s.organizations() {
		if o.Installation != nil {
			want = append(want, login)
		}
	}
	slices.Sort(want)
	if err == nil && !slices.Equal(logins, want) {
		s.wrong("the installations are %v, not %v", logins, want)
	}
	s.told.look("an error", fmt.Sprint(err))
}

// review approves, denies, or revokes. Nothing is sent twice that may have arrived, and what
// has an effect is never told to have none.
func (s *scene) review(ctx context.Context, o *github.Organization) {
	r := api.Review{Organization: o.Login, Action: oneOf(s, pat.ReviewActions()...)}
	of := o.Tokens
	if r.Action.Kind() == pat.KindRequest {
		of = o.Requests
	}
	for _, g := range of[:min(len(of), 1+s.IntN(5))] {
		r.IDs = append(r.IDs, g.ID)
	}
	if s.in(20) {
		r.NotAfter = s.now().Add(time.Duration(s.IntN(100)) * time.Second)
	}
	seen := len(s.handler.Calls())
	err := s.client.Review(ctx, r)
	s.reviewed++
	accepted, arrived := 0, 0
	for _, call := range s.handler.Calls()[seen:] {
		if call.Method != http.MethodPost || !strings.HasPrefix(call.Path, "/orgs/") {
			continue
		}
		if effect := slices.ContainsFunc(call.Faults, func(k githubtest.FaultKind) bool {
			return k == githubtest.FaultCut || k == githubtest.FaultHang || k == githubtest.FaultReset
		}); call.Status == http.StatusAccepted || effect {
			accepted++
		}
		if call.Status == 0 || call.Status == http.StatusAccepted || call.Status >= 500 {
			arrived++
		}
	}
	if arrived > 1 {
		s.wrong("%s of %v in %s was sent %d times, and may have arrived each time", r.Action, r.IDs, r.Organization, arrived)
	}
	var failed *api.ReviewError
	switch {
	case err == nil && accepted != 1:
		s.wrong("%s of %v in %s is done, and GitHub accepted it %d times", r.Action, r.IDs, r.Organization, accepted)
	case err != nil && !errors.As(err, &failed):
		s.wrong("%s: the error is %v", r.Action, err)
	case err != nil && failed.Outcome != api.Unknown && accepted > 0:
		s.wrong("%s of %v in %s is %s, and GitHub accepted it: %s", r.Action, r.IDs, r.Organization, failed.Outcome, failed.Why)
	}
	s.told.look("an error", fmt.Sprint(err))
}
