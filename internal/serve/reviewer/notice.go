package reviewer

import (
	"net/url"
	"strings"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/serve/notify"
)

// patience is the look in a row that failed from which people are told about reviews
// that another look may do better.
const patience = 3

// found returns what the look found so far.
func (k *look) found() Found {
	f := Found{Notices: notify.Look{Organization: k.Organization, Complete: k.whole()}, Outcomes: k.outcomes, Calls: k.client.Usage().Calls}
	for i := range k.outcomes {
		if s := k.subjects[key{k.outcomes[i].Kind, k.outcomes[i].ID}]; s != nil {
			k.outcomes[i].Since = since(&s.Grant)
		}
	}
	block := k.block()
	for i := range k.pending {
		p := &k.pending[i]
		f.Notices.Pending = append(f.Notices.Pending, subject.Notice{
			Refusal: plan.Refusal(p.Subject, block, p.review), Event: "pending", ID: p.ID, Detail: p.why, URL: k.page(p.Kind),
		})
	}
	for i := range k.outcomes {
		if event := k.event(&k.outcomes[i]); event != "" {
			f.Notices.Done = append(f.Notices.Done, k.done(&k.outcomes[i], event))
		}
	}
	if len(k.over) > 0 {
		f.Notices.Done = append(f.Notices.Done, subject.Notice{
			Refusal: subject.Refusal{Kind: subject.OrganizationKind, Organization: k.Organization, Name: k.Organization},
			Event:   "failed", Result: string(apply.Unsent), Detail: k.tooMany(), URL: k.page(requestKind),
		})
	}
	return f
}

// tooMany says what to do about limits.
func (k *look) tooMany() string {
	return strings.Join(k.over, " ") + " Nothing was done. If all of the reviews are intended, raise the limit in the review block. Otherwise, find the template or rule that affects so many of them."
}

// event is what people are told about an outcome; "": nothing, since others were faster, or
// the next look may do better.
func (k *look) event(o *Outcome) string {
	switch o.Result {
	case apply.Done:
		return map[pat.ReviewAction]string{pat.Approve: "approved", pat.Deny: "denied", pat.Revoke: "revoked"}[o.Action]
	case apply.Refused, apply.NoEffect, apply.Differs:
		return "failed"
	case apply.Unsent, apply.Unread, apply.Unknown:
		if k.Attempt >= patience {
			return "failed"
		}
	}
	return ""
}

func (k *look) done(o *Outcome, event string) subject.Notice {
	n := subject.Notice{Event: event, ID: o.ID, Result: string(o.Result), Detail: o.Message, URL: k.page(o.Kind)}
	if o.Fix != "" {
		n.Detail += "\n\n" + o.Fix
	}
	if s := k.subjects[key{o.Kind, o.ID}]; s != nil {
		n.Refusal = plan.Refusal(s, k.block(), &o.Review)
		return n
	}
	n.Refusal = subject.Refusal{
		Kind: string(o.Kind), Organization: k.Organization, Name: o.TokenName, Owner: o.Owner, Verdict: string(o.Verdict), Template: o.Template,
	}
	if o.Action != pat.Approve {
		n.DenyReason = o.Reason
	}
	return n
}

// page is GitHub's page on which owners review requests, or see the active tokens.
//
// https://docs.github.com/en/organizations/managing-programmatic-access-to-your-organization
func (k *look) page(kind pat.Kind) string {
	return "https://" + k.Host + "/organizations/" + url.PathEscape(k.Organization) + "/settings/" + github.Collection(kind)
}
