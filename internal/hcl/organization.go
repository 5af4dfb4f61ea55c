package hcl

import (
	"fmt"
	"time"

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
		l.add(expression.Duplicate("organization", login, b.DefRange, other.header))
		return
	}
	o, inner := l.block(s, b, organizationSchema, expression.ScopeNames)
	s.organizations[login] = o
	for _, review := range inner {
		if len(o.inner) > 0 {
			l.add(diag.Error(review.DefRange, "duplicate-block", "Duplicate review block",
				fmt.Sprintf("An organization can have only one review block. This one already has a review block at %s.", diag.Place(o.inner[0].header))))
			continue
		}
		o.inner = append(o.inner, l.decodeReview(s, review))
	}
}

func (m *instance) organization(b *block) *Organization {
	o := &Organization{Login: b.name, Range: b.header}
	if len(b.inner) == 0 {
		return o
	}
	r := m.reader(b.inner[0], nil)
	review := &Review{Range: b.inner[0].header}
	review.Approve, _ = r.list("approve")
	review.Deny, _ = r.list("deny")
	review.Revoke, _ = r.list("revoke")
	if n, ok := r.whole("max_actions"); ok {
		review.MaxActions = &n
	}
	if v, ok := r.converted("max_revoke_share", cty.Number); ok {
		share, _ := v.AsBigFloat().Float64()
		review.MaxRevokeShare = &share
	}
	m.Words(review, r)
	review.arguments = r.args
	o.Review = review
	return o
}

func (m *instance) rule(b *block) *RuleSetting {
	r := m.reader(b, nil)
	out := &RuleSetting{Name: b.name, Range: b.header}
	out.Severity = m.severity(r, "", pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice, pat.SeverityOff)
	if days, ok := r.whole("days"); ok {
		out.Days = &days
	}
	out.arguments = r.args
	return out
}

func (m *instance) exception(b *block) *Exception {
	r := m.reader(b, nil)
	e := &Exception{
		Name:         b.name,
		Organization: r.text("organization"),
		Owner:        r.text("owner"),
		TokenName:    r.text("name"),
		Template:     r.text("template"),
		Reason:       r.text("reason"),
		Range:        b.header,
	}
	if v, ok := r.converted("token_id", cty.Number); ok {
		id, accuracy := v.AsBigFloat().Int64()
		if accuracy != 0 {
			r.wrong("token_id", fmt.Errorf("a whole number is required"))
		}
		e.TokenID = &id
	}
	e.Rules, _ = r.list("rules")
	e.Expires = m.endOfDay(r, "expires")
	e.arguments = r.args
	return e
}

// endOfDay reads a date and returns the moment at which that day is over, UTC.
func (m *instance) endOfDay(r *reader, name string) time.Time {
	text := r.text(name)
	if !r.args.Known(name) {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		m.l.add(diag.Error(r.at(name), "invalid-date", "Invalid date",
			fmt.Sprintf("The argument %q requires a date, such as \"2026-12-31\", and %q is not a date.", name, text)))
		r.unset(name)
		return time.Time{}
	}
	return day.AddDate(0, 0, 1)
}
