package hcl

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl/expression"
	"github.com/patctl/patctl/internal/hcl/schema"
	"github.com/patctl/patctl/internal/pat"
)

var (
	organizationSchema = schema.Organization.Body()
	reviewSchema       = schema.Review.Body()
	ruleSchema         = schema.Rule.Body()
	exceptionSchema    = schema.Exception.Body()
)

func (l *loader) decodeOrganization(s *source, b *hcl.Block) {
	if l.foreign(s, b) {
		return
	}
	login := b.Labels[0]
	if other, ok := s.organizations[login]; ok {
		l.add(expression.Duplicate("organization", login, b.DefRange, other.Header))
		return
	}
	o, inner := l.block(s, b, organizationSchema, expression.ScopeNames)
	s.organizations[login] = o
	for _, review := range inner {
		if len(o.Inner) > 0 {
			l.add(diag.Error(review.DefRange, "duplicate-block", "Duplicate review block",
				fmt.Sprintf("An organization can have only one review block. This one already has a review block at %s.", diag.Place(o.Inner[0].Header))))
			continue
		}
		o.Inner = append(o.Inner, l.decodeTold(s, review, reviewSchema, expression.ScopeRefusal))
	}
}

func (m *instance) organization(b *block) *Organization {
	o := &Organization{Login: b.Name, Range: b.Header}
	if len(b.Inner) == 0 {
		return o
	}
	r := m.reader(b.Inner[0], nil)
	review := &Review{Range: b.Inner[0].Header}
	review.Approve, _ = r.List("approve")
	review.Deny, _ = r.List("deny")
	review.Revoke, _ = r.List("revoke")
	if n, ok := r.Whole("max_actions"); ok {
		review.MaxActions = &n
	}
	if v, ok := r.Converted("max_revoke_share", cty.Number); ok {
		share, _ := v.AsBigFloat().Float64()
		review.MaxRevokeShare = &share
	}
	m.Words(review, r)
	review.arguments = r.Args
	o.Review = review
	return o
}

func (m *instance) rule(b *block) *RuleSetting {
	r := m.reader(b, nil)
	out := &RuleSetting{Name: b.Name, Range: b.Header}
	out.Severity = r.Severity("", pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice, pat.SeverityOff)
	if days, ok := r.Whole("days"); ok {
		out.Days = &days
	}
	out.arguments = r.Args
	return out
}

func (m *instance) exception(b *block) *Exception {
	r := m.reader(b, nil)
	e := &Exception{
		Name:         b.Name,
		Organization: r.Text("organization"),
		Owner:        r.Text("owner"),
		TokenName:    r.Text("name"),
		Template:     r.Text("template"),
		Reason:       r.Text("reason"),
		Range:        b.Header,
	}
	if v, ok := r.Converted("token_id", cty.Number); ok {
		id, accuracy := v.AsBigFloat().Int64()
		if accuracy != 0 {
			r.Wrong("token_id", fmt.Errorf("a whole number is required"))
		}
		e.TokenID = &id
	}
	e.Rules, _ = r.List("rules")
	e.Expires = r.EndOfDay("expires")
	e.arguments = r.Args
	return e
}
