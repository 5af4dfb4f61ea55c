package audit

import (
	"slices"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// policies holds a subject against the policies on its kind. One whose condition
// cannot be evaluated leaves a gap, since nobody knows whether it holds, and so
// does one that looks at unknown repositories, because null may satisfy it.
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
		case violation == nil && diags.HasErrors():
			j.unevaluated(p, s, diags[0].Summary+": "+diags[0].Detail, diags)
		case s.RepositorySelection == subset && !s.RepositoriesRead && p.Reads("repositories"):
			j.unevaluated(p, s, "The repositories that it selects were not read, and the policy looks at them.", nil)
		}
		switch {
		case violation == nil && diag.Stopped(diags): // no other can be evaluated either
			return findings
		case violation == nil:
			continue
		}
		message := violation.Message
		if diags.HasErrors() {
			message = withoutMessage
		}
		findings = append(findings, Finding{
			Rule: pat.PolicyRulePrefix + p.Name, Severity: p.Severity,
			Message: message, Range: &p.Range,
		})
	}
	return findings
}

// withoutMessage takes the place of an error_message that cannot be evaluated. That the
// condition does not hold is certain all the same.
const withoutMessage = "The condition of the policy is false. Its error_message could not be evaluated."

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
		days := j.daysOfLife(&s.Grant)
		out.ExpiresIn = &days
	}
	if s.RepositoriesRead {
		out.Repositories.Patterns = append([]string{}, s.Repositories...)
		slices.Sort(out.Repositories.Patterns)
	}
	if days, known := j.daysUnused(s); known && s.Kind == pat.KindToken {
		out.DaysUnused = &days
	}
	if s.Template != nil {
		out.Address, out.Labels = &s.Template.Address, s.Template.Labels
	}
	return out
}
