package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/status"
)

// request is a pending request.
type request struct {
	Organization, Name, Owner string
	ID                        int64
	Since                     moment
	Verdict, Tone             string
	Template                  string
	Nearest                   string
	Findings                  list[string]
	Planned                   string
	Why                       string
}

// pending is a request and the organization that it is in.
type pending struct {
	login string
	*status.Request
}

// requestsOf are the pending requests: those without a planned review first, and then those
// that have waited longest.
func requestsOf(all []status.Organization, now time.Time) list[request] {
	var order []pending
	for i := range all {
		for j := range all[i].Requests {
			order = append(order, pending{all[i].Login, &all[i].Requests[j]})
		}
	}
	slices.SortFunc(order, func(a, b pending) int {
		return cmp.Or(yesFirst(a.Planned == "", b.Planned == ""), yesFirst(!a.Since.IsZero(), !b.Since.IsZero()),
			a.Since.Compare(b.Since), strings.Compare(a.login, b.login), cmp.Compare(a.ID, b.ID))
	})
	return firstOf(order, MaxRequests, func(p pending) request { return newRequest(p, now) })
}

func newRequest(p pending, now time.Time) request {
	return request{
		Organization: name(p.login), Name: name(p.TokenName), Owner: name(p.Owner), ID: p.ID,
		Since: newMoment(p.Since, now), Verdict: verdictName(p.Verdict), Tone: tone(p.Verdict),
		Template: text(p.Template), Nearest: text(p.Nearest), Findings: firstOf(p.Findings, maxFindings, text),
		Planned: name(p.Planned), Why: text(p.Why),
	}
}

func verdictName(v pat.Verdict) string { return cmp.Or(name(string(v)), "no verdict") }

// tone is the class of a verdict. What is no verdict looks like the worst.
func tone(v pat.Verdict) string {
	switch v {
	case pat.Conforming, pat.Drifted, pat.Excepted:
		return string(v)
	}
	return string(pat.Undeclared)
}
