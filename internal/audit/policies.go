package audit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func equalFold(a, b string) bool { return strings.EqualFold(a, b) }

// policies holds a subject against the policies on its kind. One that cannot be
// evaluated leaves a gap, since nobody knows whether it holds, and so does one
// that looks at repositories of which nobody knows: null may satisfy it.
func (j *judge) policies(s *Subject, shape *shape) []Finding {
	var (
		findings []Finding
		self     *hcl.Self
	)
	for _, p := range j.cfg.Policies {
		if !p.Applies(s.Kind) || !covers(p, s.Template) {
			continue
		}
		if self == nil {
			made := hcl.NewSelf(j.policySubject(s, shape))
			self = &made
		}
		violation, diags := p.Judge(*self)
		switch {
		case diags.HasErrors():
			j.unjudged(p, s, diags[0].Summary+": "+diags[0].Detail, diags)
		case s.RepositorySelection == "subset" && !s.RepositoriesRead && p.Reads("repositories"):
			j.unjudged(p, s, "Which repositories it selects was not read, and the policy looks at them.", nil)
		}
		if violation == nil {
			continue
		}
		message := violation.Message
		if diags.HasErrors() {
			message = unsaid
		}
		findings = append(findings, Finding{
			Rule: pat.PolicyRulePrefix + p.Name, Severity: p.Severity,
			Message: message, Range: &p.Range,
		})
	}
	return findings
}

// unsaid takes the place of an error_message that cannot be evaluated. That the
// condition does not hold is certain all the same.
const unsaid = "The condition of the policy does not hold. Its error_message could not be evaluated."

// unevaluated is a policy that could not be evaluated for some subjects of an
// organization. A mistake in a policy mostly concerns all of them, so that it is
// one gap, with the diagnostics of the first subject.
type unevaluated struct {
	organization, module, policy string
	first                        string
	more                         int
	why                          string
	diags                        diag.Diagnostics
}

// same reports whether two are of one policy in one organization.
func (u *unevaluated) same(other *unevaluated) bool {
	return u.organization == other.organization && u.module == other.module && u.policy == other.policy
}

func (u *unevaluated) gap() Gap {
	what := "policy " + u.policy + " on " + u.first
	if u.more > 0 {
		what += fmt.Sprintf(" and %d more", u.more)
	}
	return Gap{u.organization, what, u.why}
}

// unjudged notes that a policy could not be evaluated for a subject.
func (j *judge) unjudged(p *hcl.Policy, s *Subject, why string, diags diag.Diagnostics) {
	s.Unjudged = true
	j.miss(&unevaluated{
		organization: s.Organization, module: p.Module, policy: p.Name,
		first: fmt.Sprintf("%s %d", s.Kind, s.ID), why: why, diags: diags,
	})
}

// miss adds what could not be evaluated to what is known of its policy.
func (j *judge) miss(u *unevaluated) {
	if at := slices.IndexFunc(j.unevaluated, u.same); at >= 0 {
		j.unevaluated[at].more += 1 + u.more
		return
	}
	j.unevaluated = append(j.unevaluated, u)
}

// covers reports whether a policy is about subjects that fit a template. Those
// without one are for the root module's policies.
func covers(p *hcl.Policy, t *hcl.Template) bool {
	if t == nil {
		return p.Module == ""
	}
	return p.Covers(t.Module)
}

func (j *judge) policySubject(s *Subject, shape *shape) pat.Subject {
	out := pat.Subject{
		Kind: s.Kind, Organization: &s.Organization, Owner: &s.Owner,
		Permissions: shape.permissions, RepositorySelection: &s.RepositorySelection,
		Reason: s.Reason,
	}
	if s.TokenName != "" {
		out.Name = &s.TokenName
	}
	if s.TokenID != 0 {
		out.TokenID = &s.TokenID
	}
	if s.ExpiresAt != nil {
		days := j.daysOfLife(s)
		out.ExpiresIn = &days
	}
	if s.RepositoriesRead {
		out.Repositories.Patterns = append([]string{}, s.Repositories...)
	}
	if days, known := j.daysUnused(s); known && s.Kind == pat.KindToken {
		out.DaysUnused = &days
	}
	if s.Template != nil {
		out.Address, out.Labels = &s.Template.Address, s.Template.Labels
	}
	return out
}
