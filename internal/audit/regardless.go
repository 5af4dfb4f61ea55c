package audit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit/excess"
	"github.com/patctl/patctl/internal/audit/span"
	"github.com/patctl/patctl/internal/catalog/gap"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
)

// undeclaredToken is the rule for what no template matches.
const undeclaredToken = "undeclared-token"

// undeclared says that no template matches, and how far the closest one is.
func (j *judge) undeclared(s *Subject, shape *shape, closest *profile, bare bool) Finding {
	if closest == nil {
		f := Finding{Message: "No template matches. " + noneShared, Actual: s.TokenName, Range: j.organizationRange(s.Organization)}
		switch {
		case bare:
			f.Message, f.Actual = fmt.Sprintf("No template is declared for %s.", s.Organization), ""
		case shape.empty:
			f.Message = "No template matches. " + noPermissions
		}
		return f
	}
	f := Finding{
		Message:  "No template matches. The closest is " + closest.Address,
		Declared: closest.Address, Actual: s.TokenName, Range: &closest.Range,
	}
	j.scratch = j.compare(j.scratch[:0], s, shape, closest)
	if beyond := exceeds(j.scratch, closest); beyond != "" {
		f.Message += excess.Opening + beyond
	}
	f.Message += "."
	return f
}

// endless says that a subject without a template never expires: that needs no
// template to be found, and is as bad for one that nobody agreed on.
func (j *judge) endless(findings []Finding, s *Subject) []Finding {
	if s.ExpiresAt != nil {
		return findings
	}
	return j.add(findings, "never-expires", Finding{Message: neverExpires, Actual: "none", Range: j.departure(s)})
}

// neverExpires is the message of the rule never-expires.
const neverExpires = "The token never expires."

const noneShared = "None has a permission in common with this token."

// exceeds lists in a few words what the findings of a comparison are about.
func exceeds(findings []Finding, closest *profile) string {
	var words []string
	for _, f := range findings {
		switch f.Rule {
		case "permission-extra", "permission-elevated":
			words = append(words, f.Permission+":"+f.Actual)
		case "repositories-wider":
			words = append(words, selected(f.Actual))
		case "repository-extra":
			if f.Actual != notRead {
				words = append(words, "the repository "+f.Actual)
			}
		case "lifetime-exceeded":
			words = append(words, "a lifetime of "+f.Actual+" days")
		case "never-expires":
			words = append(words, "no expiration")
		case "owner-not-allowed":
			if f.Actual == notRead && len(closest.unknown) > 0 {
				continue // that nobody knows is no excess
			}
			words = append(words, "the owner "+f.Actual)
		}
	}
	return join(words)
}

// selected puts a selection of repositories into words.
func selected(selection string) string {
	if selection == subset {
		return "selected repositories"
	}
	return selection + " repositories"
}

func join(words []string) string {
	const most = 5
	out := ""
	for i, w := range words {
		switch {
		case i == most:
			return out + fmt.Sprintf(" and %d more", len(words)-most)
		case i > 0:
			out += ", "
		}
		out += w
	}
	return out
}

func (j *judge) organizationRange(login string) *diag.Range {
	return j.declared[strings.ToLower(login)]
}

// unknownText tells a permission that the catalog does not have from one that
// it has, but not for fine-grained tokens.
func (j *judge) unknownText(name string) string {
	if p, ok := j.cfg.Catalog.Permission(name); ok && !p.Status.Usable() {
		text := fmt.Sprintf("According to the catalog, fine-grained tokens cannot have the permission %s.", name)
		if closed, known := gap.Permission(name); known {
			text = strings.TrimRight(text+" "+closed.Why+" "+closed.Next, " ")
		}
		return text
	}
	return fmt.Sprintf("The permission %s is not in the catalog.", name)
}

// regardless adds what is to be said about a subject whatever its template.
func (j *judge) regardless(findings []Finding, s *Subject, shape *shape) []Finding {
	for _, name := range shape.unknown {
		findings = j.add(findings, "unknown-permission", Finding{
			Message:    j.unknownText(name),
			Permission: name, Actual: string(shape.permissions[name]), Range: j.departure(s),
		})
	}
	expired := s.ExpiredAt(j.asOf)
	switch {
	case s.Kind == pat.KindRequest && expired:
		findings = j.add(findings, "expired-request", Finding{
			Message: "The token of this request has expired.", Actual: stamp(s.ExpiresAt), Range: j.departure(s),
		})
	case s.Kind == pat.KindToken && !expired:
		findings = j.unused(j.expiresSoon(findings, s), s)
	}
	return findings
}

// departure is the place in the template that a subject has, or is near to.
func (j *judge) departure(s *Subject) *diag.Range {
	switch {
	case s.Template != nil:
		return &s.Template.Range
	case s.Nearest != nil:
		return &s.Nearest.Range
	}
	return j.organizationRange(s.Organization)
}

func (j *judge) expiresSoon(findings []Finding, s *Subject) []Finding {
	limit := j.rules["expires-soon"].days
	if s.ExpiresAt == nil {
		return findings
	}
	days := span.DaysUp(j.asOf, *s.ExpiresAt)
	if days > limit {
		return findings
	}
	return j.add(findings, "expires-soon", Finding{
		Message: j.inDays("The token expires in %s.", days),
		Actual:  stamp(s.ExpiresAt), Range: j.departure(s),
	})
}

// unused counts from the last use, or from when access was granted.
func (j *judge) unused(findings []Finding, s *Subject) []Finding {
	limit := j.rules["unused-token"].days
	days, known := j.daysUnused(s)
	switch {
	case !known:
		return j.add(findings, "unused-token", Finding{
			Message: "The token was never used, and GitHub does not say when access was granted.", Range: j.departure(s),
		})
	case days < limit:
		return findings
	case s.LastUsedAt == nil:
		return j.add(findings, "unused-token", Finding{
			Message:  j.inDays("The token was never used in the %s since access was granted.", days),
			Declared: strconv.Itoa(limit), Actual: strconv.Itoa(days), Range: j.departure(s),
		})
	}
	return j.add(findings, "unused-token", Finding{
		Message:  j.inDays("The token has not been used for %s.", days),
		Declared: strconv.Itoa(limit), Actual: strconv.Itoa(days), Range: j.departure(s),
	})
}

// daysUnused are whole days; known is false where GitHub gives no time to count from.
func (j *judge) daysUnused(s *Subject) (days int, known bool) {
	since := s.LastUsedAt
	if since == nil {
		since = s.Since
	}
	if since == nil {
		return 0, false
	}
	return max(span.DaysDown(*since, j.asOf), 0), true
}

func stamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
