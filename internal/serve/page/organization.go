package page

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/status"
)

// organization is a row of the table of organizations.
type organization struct {
	Login            string
	Address          string // of the page that shows it only
	Looked, Complete moment
	Tone, State      string
	Gaps             list[string]
	Pending, Tokens  string
}

// organizationsOf is the table: those with problems first, then those with pending requests,
// then by login.
func organizationsOf(all []status.Organization, now time.Time) list[organization] {
	order := make([]*status.Organization, len(all))
	for i := range all {
		order[i] = &all[i]
	}
	slices.SortStableFunc(order, func(a, b *status.Organization) int {
		return cmp.Or(yesFirst(!isRead(a), !isRead(b)), yesFirst(len(a.Requests) > 0, len(b.Requests) > 0),
			strings.Compare(strings.ToLower(a.Login), strings.ToLower(b.Login)), strings.Compare(a.Login, b.Login))
	})
	return firstOf(order, MaxOrganizations, func(o *status.Organization) organization { return newOrganization(o, now) })
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func newOrganization(o *status.Organization, now time.Time) organization {
	pending := map[pat.Verdict]int{}
	for i := range o.Requests {
		pending[o.Requests[i].Verdict]++
	}
	out := organization{
		Login: name(o.Login), Address: "/?" + url.Values{"organization": {o.Login}}.Encode(),
		Looked: newMoment(o.LookedAt, now), Complete: newMoment(o.CompleteAt, now),
		Pending: asRead(o, pendingText(pending, len(o.Requests))), Tokens: asRead(o, tally(tokensOf(o.Tokens))),
		Gaps: firstOf(o.Gaps, maxGaps, func(g status.Gap) string { return text(g.What) + ": " + text(g.Why) }),
	}
	out.Tone, out.State = stateOf(o)
	return out
}

// asRead makes sure that no number of an organization claims more than was read.
func asRead(o *status.Organization, words string) string {
	switch {
	case o.LookedAt.IsZero():
		return "unknown"
	case !isRead(o):
		return words + " in what was read"
	}
	return words
}

func stateOf(o *status.Organization) (tone, state string) {
	switch {
	case o.LookedAt.IsZero():
		return "calm", "not read yet"
	case isRead(o):
		return "good", "complete"
	case o.Failures > 1:
		return "bad", "incomplete, " + format.Count(o.Failures, "time") + " in a row"
	}
	return "bad", "incomplete"
}

// pendingText says how many requests are pending, by verdict.
func pendingText(numbers map[pat.Verdict]int, total int) string {
	known := 0
	for _, v := range []pat.Verdict{pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted} {
		known += numbers[v]
	}
	switch other := total - known; {
	case other == 0:
		return tally(numbers)
	case known == 0:
		return format.Count(other, "request") + " without a verdict"
	default:
		return tally(numbers) + ", " + format.Count(other, "request") + " without a verdict"
	}
}
