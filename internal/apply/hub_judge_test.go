package apply_test

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func (h *hub) keys(r api.Review) []key {
	out := make([]key, 0, len(r.IDs))
	for _, id := range r.IDs {
		out = append(out, key{strings.ToLower(r.Organization), r.Action.Kind(), id})
	}
	return out
}

func (h *hub) markSent(r api.Review) {
	for _, k := range h.keys(r) {
		if h.sent[k] {
			h.wrongf("%v is asked for a second time", k)
		}
		h.sent[k] = true
	}
}

// judgeCall finds what no call may be about, by what is at this moment.
func (h *hub) judgeCall(r api.Review) {
	if len(r.IDs) == 0 || len(r.IDs) > 100 {
		h.wrongf("a call with %d ids", len(r.IDs))
	}
	if r.Action == pat.Revoke && h.incomplete[strings.ToLower(r.Organization)] {
		h.wrongf("tokens are revoked after a reading with gaps: %v", r)
	}
	found, _ := audit.Judge(h.cfg, h.only(r), time.Time{})
	verdicts := map[key]pat.Verdict{}
	for i := range found.Subjects {
		s := &found.Subjects[i]
		verdicts[key{s.Organization, s.Kind, s.ID}] = s.Verdict
	}
	seen := map[key]bool{}
	for _, k := range h.keys(r) {
		verdict, there := verdicts[k]
		switch {
		case !there:
			h.wrongf("%v is not there, and shall be reviewed", k)
		case !same(h.planned[k], h.grant(k)):
			h.wrongf("%v has changed since the plan, and shall be reviewed", k)
		case seen[k]:
			h.wrongf("%v occurs twice in a call", k)
		case r.Action == pat.Approve && (verdict != pat.Conforming || !h.fits(k)):
			h.wrongf("%v is %s, and shall be approved", k, verdict)
		}
		seen[k] = true
	}
}

func (h *hub) grant(k key) pat.Grant {
	if k.kind == pat.KindRequest {
		return h.organizations[k.organization].requests[k.id]
	}
	return h.organizations[k.organization].tokens[k.id]
}

// same compares what cannot change by itself.
func same(a, b pat.Grant) bool {
	a.LastUsedAt, b.LastUsedAt = nil, nil
	return reflect.DeepEqual(a, b)
}

// only is what a call is about, as it is.
func (h *hub) only(r api.Review) *github.Snapshot {
	o := github.Organization{Login: strings.ToLower(r.Organization), ReadAt: h.now}
	s := h.organizations[o.Login]
	for _, id := range r.IDs {
		if g, there := s.requests[id]; there && r.Action.Kind() == pat.KindRequest {
			o.Requests = append(o.Requests, g)
		}
		if g, there := s.tokens[id]; there && r.Action.Kind() == pat.KindToken {
			o.Tokens = append(o.Tokens, g)
		}
	}
	return &github.Snapshot{GeneratedAt: h.now, Host: "github.com", Organizations: []github.Organization{o}}
}

// fits says of a request, without the audit, whether some template allows it.
func (h *hub) fits(k key) bool {
	g := h.organizations[k.organization].requests[k.id]
	return slices.ContainsFunc(h.cfg.Templates, func(t *hcl.Template) bool {
		if t.TargetName != k.organization || !allows(t, &g) {
			return false
		}
		for name, level := range g.Permissions.Repository {
			if name != "metadata" && !t.Permissions[name].Includes(level) {
				return false
			}
		}
		return len(g.Permissions.Organization)+len(g.Permissions.Other) == 0
	})
}

func allows(t *hcl.Template, g *pat.Grant) bool {
	const day = 24 * time.Hour
	switch {
	case len(t.Owners) > 0 && !slices.Contains(t.Owners, g.Owner):
		return false
	case !t.ExpiresIn.Never && (g.ExpiresAt == nil || g.ExpiresAt.Sub(*g.Since) > time.Duration(t.ExpiresIn.Days+1)*day):
		return false
	case g.ExpiresAt != nil && g.Expired:
		return false
	case t.Repositories.Patterns != nil && g.RepositorySelection == "all":
		return false
	}
	return t.Repositories.Patterns == nil || !slices.ContainsFunc(g.Repositories, func(r string) bool {
		return !slices.Contains(t.Repositories.Patterns, r)
	})
}
