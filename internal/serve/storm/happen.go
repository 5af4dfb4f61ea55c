package storm

import (
	"slices"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// How many pending requests and active tokens an organization has before others begin to
// withdraw and delete some: without a limit, what nobody reviews is read again by every look.
const (
	manyRequests = 30
	manyTokens   = 10
)

// Happen lets something happen in an organization by chance, and returns its login: mostly
// somebody requests a token. A request may also be withdrawn, or approved by hand.
func (h *Hub) Happen() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	at := h.random.IntN(len(h.organizations))
	org := h.organizations[at]
	h.Change(func(all []githubtest.Organization) {
		o := &all[at]
		switch n := h.random.IntN(20); {
		case n < 12:
			o.Requests = append(slices.Clone(o.Requests), h.arrive(org, pat.KindRequest))
		case n < 15:
			o.Tokens = append(slices.Clone(o.Tokens), h.arrive(org, pat.KindToken))
		case n < 17 && len(o.Requests) > 0:
			i := h.random.IntN(len(o.Requests))
			h.take(o.Requests[i])
			o.Requests = slices.Delete(slices.Clone(o.Requests), i, i+1)
		case n == 17 && len(o.Requests) > 0:
			h.approveByHand(org, o, h.random.IntN(len(o.Requests)))
		}
		o.Requests = h.thinOut(o.Requests, manyRequests)
		o.Tokens = h.thinOut(o.Tokens, manyTokens)
	})
	return org.login
}

// Request lets somebody request a token in an organization that conforms, and returns its id.
func (h *Hub) Request(login string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	at := slices.IndexFunc(h.organizations, func(o *organization) bool { return o.login == login })
	var g githubtest.Grant
	h.Change(func(all []githubtest.Organization) {
		g = h.newGrant(h.organizations[at], pat.KindRequest, pat.Conforming)
		all[at].Requests = append(slices.Clone(all[at].Requests), g)
	})
	return g.ID
}

// Reviewed reports whether a review of a request has taken effect.
func (h *Hub) Reviewed(request int64) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.subjects[key{pat.KindRequest, request}].done != ""
}

// thinOut takes away some, by chance, of more than there may be.
func (h *Hub) thinOut(all []githubtest.Grant, most int) []githubtest.Grant {
	for len(all) > most {
		i := h.random.IntN(len(all))
		h.take(all[i])
		all = slices.Delete(slices.Clone(all), i, i+1)
	}
	return all
}

// arrive returns a new request or token, whose verdict is left to chance.
func (h *Hub) arrive(org *organization, kind pat.Kind) githubtest.Grant {
	verdict := pat.Conforming
	switch h.random.IntN(4) {
	case 0:
		verdict = pat.Drifted
	case 1:
		verdict = pat.Undeclared
	}
	return h.newGrant(org, kind, verdict)
}

func (h *Hub) newGrant(org *organization, kind pat.Kind, verdict pat.Verdict) githubtest.Grant {
	h.next++
	now := h.options.Now().UTC().Truncate(time.Second)
	g := githubtest.Grant{Grant: pat.Grant{Kind: kind, ID: h.next, TokenID: 900_000 + h.next, TokenName: "reader", Owner: "octocat", Since: &now}}
	level := pat.Read
	if verdict != pat.Conforming {
		level = pat.Write
	}
	if verdict == pat.Undeclared {
		g.TokenName = "mine"
	}
	g.Permissions.Repository = pat.Permissions{"contents": level, "metadata": pat.Read}
	h.add(org, g, verdict)
	return g
}

func (h *Hub) add(org *organization, g githubtest.Grant, v pat.Verdict) {
	h.counts.Arrived++
	h.subjects[key{g.Kind, g.ID}] = &subject{organization: org, Grant: g, want: org.policy[verdict{g.Kind, v}]}
}

// take notes that others take a request or token away. A token may be that of a request.
func (h *Hub) take(g githubtest.Grant) {
	h.counts.Taken++
	for _, s := range h.subjects {
		if s.TokenID == g.TokenID {
			s.gone = true
		}
	}
}

// approveByHand makes a request an active token, as an owner of the organization does.
func (h *Hub) approveByHand(org *organization, o *githubtest.Organization, i int) {
	g := o.Requests[i]
	h.take(g)
	h.next++
	g.Kind, g.ID, g.Reason = pat.KindToken, h.next, nil
	v := pat.Conforming
	switch {
	case g.TokenName != "reader":
		v = pat.Undeclared
	case g.Permissions.Repository["contents"] != pat.Read:
		v = pat.Drifted
	}
	h.add(org, g, v)
	o.Requests, o.Tokens = slices.Delete(slices.Clone(o.Requests), i, i+1), append(slices.Clone(o.Tokens), g)
}
