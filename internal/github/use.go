package github

import (
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/pat"
)

// What gaps are about that only some readings have.
const (
	WhatCredentials = "classic tokens"
	WhatInsights    = "API Insights"
	WhatPublic      = "number of public repositories"
)

// Fill takes from another reading of the same organization what this one was not asked for:
// classic tokens, API Insights, and the number of public repositories, with the gaps of the
// other reading that are about them.
func (o *Organization) Fill(other Organization) {
	if o.Credentials == nil && !o.Lacks(WhatCredentials) {
		o.Credentials = other.Credentials
		o.take(other.Incomplete, WhatCredentials)
	}
	if o.Insights == nil && !o.Lacks(WhatInsights) {
		o.Insights = other.Insights
		o.take(other.Incomplete, WhatInsights)
	}
	if o.PublicRepositories == nil && !o.Lacks(WhatPublic) {
		o.PublicRepositories = other.PublicRepositories
		o.take(other.Incomplete, WhatPublic)
	}
}

// Lacks reports whether something was asked for and could not be read, or not all of it.
func (o *Organization) Lacks(what string) bool {
	return slices.ContainsFunc(o.Incomplete, func(g Gap) bool { return g.isAbout(what) })
}

// take adds the gaps that are about something.
func (o *Organization) take(gaps []Gap, what string) {
	for _, gap := range gaps {
		if gap.isAbout(what) {
			o.Incomplete = append(slices.Clip(o.Incomplete), gap)
		}
	}
}

// isAbout reports whether a gap is about something. API Insights of classic tokens are not the
// list of classic tokens.
func (g *Gap) isAbout(what string) bool {
	return strings.Contains(g.What, what) && (what == WhatInsights || !strings.Contains(g.What, WhatInsights))
}

// FineGrained returns the IDs of the requests and tokens.
func (o *Organization) FineGrained() map[int64]bool {
	ids := map[int64]bool{}
	for _, list := range [][]pat.Grant{o.Requests, o.Tokens} {
		for i := range list {
			ids[list[i].TokenID] = true
		}
	}
	delete(ids, 0)
	return ids
}

// ClassicTokens returns the credentials that are not known to be fine-grained tokens. GitHub
// does not always say what it lists, but only classic tokens have scopes.
func (o *Organization) ClassicTokens() []pat.ClassicToken {
	if len(o.Credentials) == 0 {
		return nil
	}
	fineGrained := o.FineGrained()
	if o.Insights != nil {
		for i := range o.Insights.Actors {
			if a := &o.Insights.Actors[i]; a.Type == FineGrainedActor {
				fineGrained[a.ID] = true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(o.Credentials), func(t pat.ClassicToken) bool {
		return len(t.Scopes) == 0 && fineGrained[t.ID]
	})
}
