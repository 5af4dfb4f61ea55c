package reviewer

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/serve/status"
)

const requestKind = pat.KindRequest

// pending is a request that nobody has reviewed yet.
type pending struct {
	*audit.Subject
	review *plan.Review // nil: there is none
	why    string       // why nothing is planned or done
}

// stillPending are the requests that were read, but for those that the look has reviewed.
func (k *look) stillPending(failed error) []pending {
	var out []pending
	if k.judged == nil {
		return nil
	}
	for i := range k.judged.Audit.Subjects {
		s := &k.judged.Audit.Subjects[i]
		at := key{s.Kind, s.ID}
		o := k.outcome(at)
		if s.Kind != requestKind || o != nil && (o.Result == apply.Done || o.Result == apply.Gone || o.Result == apply.Differs) {
			continue
		}
		p := pending{Subject: s, review: k.planned[at]}
		p.why = k.why(&p, o, failed)
		out = append(out, p)
	}
	return out
}

// logPending logs why requests are pending: each once, until that changes.
func (k *look) logPending() {
	known := map[int64]status.Request{}
	for i := range k.before.Requests {
		known[k.before.Requests[i].ID] = k.before.Requests[i]
	}
	for i := range k.pending {
		p := &k.pending[i]
		if before, ok := known[p.ID]; ok && before.Why == p.why && before.Verdict == p.Verdict {
			continue
		}
		k.Log.Info("pending", "organization", k.Organization, "kind", string(p.Kind), "id", p.ID, "name", diag.Printable(p.TokenName),
			"owner", diag.Printable(p.Owner), "verdict", string(p.Verdict), "why", diag.Printable(p.why))
	}
}

// why says in whole sentences why a request is still pending.
func (k *look) why(p *pending, o *Outcome, failed error) string {
	if o != nil {
		return o.Message
	}
	if why := k.leftOut[key{p.Kind, p.ID}]; why != "" {
		return why
	}
	switch {
	case p.review == nil:
		return k.whyUnplanned(p)
	case !k.Act:
		return "Nothing is done, because --act is not set."
	case len(k.over) > 0:
		return strings.Join(k.over, " ") + " Nothing was done."
	case failed != nil:
		return fmt.Sprintf("Nothing was done, because the look failed: %v.", failed)
	}
	return ""
}

func (k *look) whyUnplanned(p *pending) string {
	block := k.block()
	switch {
	case block == nil:
		return "The organization has no review block."
	case len(block.Approve)+len(block.Deny) == 0:
		return "The review block asks for no reviews of requests."
	case p.Verdict == pat.Conforming && !slices.Contains(block.Approve, string(pat.Conforming)):
		return "The review block does not approve requests."
	case p.Verdict == pat.Conforming:
		return "The token has expired, so the request is not approved."
	case p.Verdict == pat.Excepted:
		return "An exception covers what does not match. patctl approves only requests that match a template."
	case len(block.Deny) == 0:
		return "The review block does not deny requests."
	}
	return fmt.Sprintf("The review block does not deny %s requests.", p.Verdict)
}

// request is what is kept of a pending request.
func (p *pending) request() status.Request {
	r := status.Request{
		ID: p.ID, TokenName: p.TokenName, Owner: p.Owner, Since: since(&p.Grant), Verdict: p.Verdict, Findings: []string{}, Why: p.why,
	}
	if p.Template != nil {
		r.Template = p.Template.Address
	}
	if p.Nearest != nil {
		r.Nearest = p.Nearest.Address
	}
	for _, f := range p.Findings {
		if f.ExceptedBy == "" {
			r.Findings = append(r.Findings, f.Message)
		}
	}
	if p.review != nil {
		r.Planned = string(p.review.Action)
	}
	return r
}
