package apply_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// key names a request or token among all organizations.
type key struct {
	organization string
	kind         pat.Kind
	id           int64
}

// hub is a GitHub in memory, which goes wrong at random and takes down whatever
// must never be asked of it.
type hub struct {
	cfg           *hcl.Configuration
	now           time.Time
	rand          *rand.Rand
	faults        faults
	organizations map[string]*state
	nextID        int64
	planned       map[key]pat.Grant // as it was when the plan was made
	incomplete    map[string]bool   // by organization: whether its last reading was
	late          []lateEffect
	sent          map[key]bool // what calls were about that were or may have been taken on
	done          map[key]pat.ReviewAction
	calls         []api.Review // that were made, also those that were refused
	reads         int
	wrong         []string
	interrupt     func() // ends the run
}

// state is what an organization has, by id.
type state struct{ requests, tokens map[int64]pat.Grant }

// faults are how often of a hundred times what goes wrong.
type faults struct {
	noEffect, late, forbidden, bad, unsent, tooLate, lostBefore, lostAfter, gap, gapOfRepositories, interrupt, others int
}

type lateEffect struct {
	reads  int
	effect func()
}

func (h *hub) in(percent int) bool { return h.rand.IntN(100) < percent }

func (h *hub) wrongf(format string, args ...any) {
	h.wrong = append(h.wrong, fmt.Sprintf(format, args...))
}

// snapshot is everything as it is, without faults.
func (h *hub) snapshot() *github.Snapshot {
	s := &github.Snapshot{GeneratedAt: h.now, Host: "github.com"}
	for _, login := range slices.Sorted(maps.Keys(h.organizations)) {
		s.Organizations = append(s.Organizations, github.Organization{
			Login: login, ReadAt: h.now,
			Requests: sorted(h.organizations[login].requests), Tokens: sorted(h.organizations[login].tokens),
		})
	}
	return s
}

func sorted(grants map[int64]pat.Grant) []pat.Grant {
	return slices.SortedFunc(maps.Values(grants), func(a, b pat.Grant) int { return cmp.Compare(a.ID, b.ID) })
}

func (h *hub) ReadSome(_ context.Context, organization string, some api.Some, needs api.Needs) github.Organization {
	h.reads++
	h.settle(false)
	o := github.Organization{Login: organization, ReadAt: h.now}
	if s := h.organizations[strings.ToLower(organization)]; s != nil {
		o.Requests, o.Tokens = chosen(s.requests, some.Requests), chosen(s.tokens, some.Tokens)
	}
	for _, list := range []*[]pat.Grant{&o.Requests, &o.Tokens} {
		if h.in(h.faults.gap) {
			*list = (*list)[:h.rand.IntN(len(*list)+1)]
			o.Incomplete = append(o.Incomplete, github.Gap{What: "a list", Why: "GitHub answered 502."})
		}
	}
	requests, tokens := needs(&o)
	h.readRepositories(&o, o.Requests, requests)
	h.readRepositories(&o, o.Tokens, tokens)
	h.incomplete[strings.ToLower(organization)] = len(o.Incomplete) > 0
	return o
}

// chosen are copies whose repositories nobody has read yet.
func chosen(grants map[int64]pat.Grant, tokenIDs []int64) []pat.Grant {
	out := []pat.Grant{}
	for _, g := range sorted(grants) {
		if slices.Contains(tokenIDs, 0) || slices.Contains(tokenIDs, g.TokenID) {
			g.Repositories, g.RepositoriesRead = nil, false
			out = append(out, g)
		}
	}
	return out
}

func (h *hub) readRepositories(o *github.Organization, grants []pat.Grant, at []int) {
	for _, i := range at {
		if h.in(h.faults.gapOfRepositories) {
			o.Incomplete = append(o.Incomplete, github.Gap{What: "repositories", Why: "GitHub answered 502."})
			continue
		}
		s := h.organizations[strings.ToLower(o.Login)]
		all := s.tokens
		if grants[i].Kind == pat.KindRequest {
			all = s.requests
		}
		grants[i].Repositories, grants[i].RepositoriesRead = all[grants[i].ID].Repositories, true
	}
}

// Review holds a call against what must never happen, and does it, or not.
func (h *hub) Review(_ context.Context, r api.Review) error {
	if h.in(h.faults.tooLate) {
		h.now = h.now.Add(5 * time.Minute)
		return &api.ReviewError{Outcome: api.Late, Why: "It would be too late."}
	}
	if h.in(h.faults.unsent) {
		return &api.ReviewError{Outcome: api.Unsent, Why: "The limit is used up."}
	}
	h.calls = append(h.calls, r)
	h.judgeCall(r)
	switch {
	case h.in(h.faults.forbidden):
		return &api.ReviewError{Outcome: api.Refused, Status: 403, Why: "GitHub answered 403."}
	case h.faults.bad > 0 && slices.ContainsFunc(r.IDs, func(id int64) bool { return id%100 < int64(h.faults.bad) }):
		return &api.ReviewError{Outcome: api.Refused, Status: 422, Why: "GitHub answered 422."}
	}
	h.markSent(r)
	if h.in(h.faults.interrupt) && h.interrupt != nil {
		defer h.interrupt()
	}
	switch {
	case h.in(h.faults.lostBefore):
		h.others(r)
		return &api.ReviewError{Outcome: api.Unknown, Why: "The connection broke."}
	case h.in(h.faults.noEffect):
		h.others(r)
		return nil
	case h.in(h.faults.late):
		h.late = append(h.late, lateEffect{h.rand.IntN(8), func() { h.effect(r) }})
		return nil
	}
	h.effect(r)
	if h.in(h.faults.lostAfter) {
		return &api.ReviewError{Outcome: api.Unknown, Why: "The connection broke."}
	}
	return nil
}

// others do by hand, or undo, what a call asked for in vain.
func (h *hub) others(r api.Review) {
	s := h.organizations[strings.ToLower(r.Organization)]
	for _, id := range r.IDs {
		g, there := s.requests[id]
		if !there || r.Action == pat.Revoke || !h.in(h.faults.others) {
			continue
		}
		delete(s.requests, id)
		if h.in(50) {
			h.activate(s, g)
		}
	}
}

// effect does what a call asks for.
func (h *hub) effect(r api.Review) {
	s := h.organizations[strings.ToLower(r.Organization)]
	for _, k := range h.keys(r) {
		if k.kind == pat.KindToken {
			h.note(k, s.tokens, r.Action)
			delete(s.tokens, k.id)
			continue
		}
		g, there := s.requests[k.id]
		h.note(k, s.requests, r.Action)
		delete(s.requests, k.id)
		if there && r.Action == pat.Approve {
			h.activate(s, g)
		}
	}
}

// activate makes a request an active token.
func (h *hub) activate(s *state, g pat.Grant) {
	h.nextID++
	now := h.now
	g.Kind, g.ID, g.Since = pat.KindToken, h.nextID, &now
	s.tokens[g.ID] = g
}

func (h *hub) note(k key, list map[int64]pat.Grant, action pat.ReviewAction) {
	if _, there := list[k.id]; there {
		h.done[k] = action
	}
}

// settle lets late calls take effect, all of them or those whose time has come.
func (h *hub) settle(all bool) {
	var waiting []lateEffect
	for _, l := range h.late {
		if l.reads--; l.reads < 0 || all {
			l.effect()
			continue
		}
		waiting = append(waiting, l)
	}
	h.late = waiting
}
