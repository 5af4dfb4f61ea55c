package check

import (
	"fmt"
	"strings"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func (r *run) indexPolicies() {
	for _, p := range r.Policies {
		r.policyRules[pat.PolicyRulePrefix+p.Name] = true
		if p.Applies(pat.KindTemplate) {
			r.ofTemplates = append(r.ofTemplates, templatePolicy{p, argumentsOf(p)})
		}
	}
}

// policiesHold: the configuration's own rules for templates.
func policiesHold(r *run, t *template) {
	if len(r.ofTemplates) == 0 {
		return
	}
	self := hcl.NewSelf(r.subject(t))
	for _, p := range r.ofTemplates {
		if p.Covers(t.Module) && p.readable(t) && !r.judge(t, p.Policy, self) {
			return // no other can be evaluated either
		}
	}
}

// judge reports whether evaluation may go on.
func (r *run) judge(t *template, p *hcl.Policy, self hcl.Self) bool {
	violation, diags := p.Judge(self)
	for _, d := range diags {
		if d.Subject == nil {
			d.Subject = &p.Range
		}
		r.add(t, d).unjudged = true
	}
	if violation == nil {
		return !diag.Stopped(diags)
	}
	detail := fmt.Sprintf("%s\n\nThis was checked by the policy %q at %s.",
		strings.TrimSpace(violation.Message), p.Name, diag.Place(violation.CheckedBy))
	if d := r.violated(t, p, detail); d.Expression == nil { // the values are those of the first instance
		violation.Explain(d)
	}
	return !diag.Stopped(diags)
}

// violated reports a violation as heavy as the policy says.
func (r *run) violated(t *template, p *hcl.Policy, detail string) *diag.Diagnostic {
	if p.Severity == pat.SeverityError {
		return r.error(t, t.Range, "policy-violation", "Policy violation", detail)
	}
	return r.warn(t, t.Range, "policy-violation", "Policy violation", detail)
}

// subject is the template as policies see it. The permissions are those of the
// link, so that another name of one does not get round a policy.
func (r *run) subject(t *template) pat.Subject {
	s := pat.Subject{
		Kind:         pat.KindTemplate,
		Address:      &t.Address,
		Name:         given(t, "name", &t.Name),
		Description:  given(t, "description", &t.Description),
		Organization: given(t, "target_name", &t.TargetName),
		Permissions:  t.Permissions,
		Repositories: t.Repositories,
		Labels:       t.Labels,
	}
	if !t.ExpiresIn.Never && t.Known("expires_in") {
		s.ExpiresIn = &t.ExpiresIn.Days
	}
	if t.hasAlias {
		s.Permissions = r.Catalog.Canonical(t.Permissions)
	}
	if s.Labels == nil {
		s.Labels = map[string]string{} // a template without labels has none, rather than null
	}
	return s
}

func given(t *template, argument string, value *string) *string {
	if !t.Known(argument) {
		return nil
	}
	return value
}

// templatePolicy is a policy that is about templates, with the arguments that
// it reads.
type templatePolicy struct {
	*hcl.Policy
	arguments []string
}

// readable reports whether what the policy reads of a template could be
// evaluated, and is there where it has to be: otherwise what the policy says
// would only follow from what is reported already.
func (p *templatePolicy) readable(t *template) bool {
	for _, argument := range p.arguments {
		if unreadable(t.Template, argument) || argument == "name" && !t.Known(argument) {
			return false
		}
	}
	return true
}

// argumentsOf returns the arguments that the attributes of self come from, as
// far as the policy reads them.
func argumentsOf(p *hcl.Policy) []string {
	var read []string
	for _, argument := range []string{"name", "description", "expires_in", "permissions", "repositories", "labels"} {
		if p.Reads(argument) {
			read = append(read, argument)
		}
	}
	if p.Reads("organization") {
		read = append(read, "target_name")
	}
	return read
}
