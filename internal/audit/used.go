package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// Observer tells what a log shows of a token. Several goroutines ask at the same time.
type Observer interface {
	Observe(organization string, g *pat.Grant, publicRepositories *int) usage.Observation
	// Beyond returns what the token did that other permissions would not have allowed.
	Beyond(organization string, g *pat.Grant, have pat.Permissions) []usage.Beyond
}

// Used is what was read of what tokens did.
type Used struct {
	Log      *usage.Log
	Observer Observer // nil: the log is only for classic tokens
	Classic  bool     // the classic tokens of the snapshot were asked for
}

// The rules that need to know what tokens did.
const (
	unusedPermission   = "unused-permission"
	unusedWrite        = "unused-write"
	unusedRepositories = "unused-repositories"
	beyondTemplate     = "beyond-template"
	classicToken       = "classic-token"
)

// observes reports whether the log says something of fine-grained tokens.
func (u *Used) observes() bool { return u != nil && u.Observer != nil }

// strange leaves a gap where the log has none of the tokens: it is probably that of
// another organization, and all that it shows is that nothing was used.
func (j *judge) strange(snapshot *github.Snapshot) bool {
	if !j.used.observes() {
		return false
	}
	j.recorded = map[int64]bool{}
	known := map[int64]bool{}
	named := map[[2]string]bool{}
	unnamed := map[string]bool{} // users with a token whose ID the log does not show
	for i := range j.used.Log.Tokens {
		t := &j.used.Log.Tokens[i]
		if t.Kind == record.Classic {
			continue
		}
		if t.Source == usage.Recorded {
			j.recorded[t.ID] = true
		}
		if t.ID != 0 {
			known[t.ID] = true
		} else {
			unnamed[strings.ToLower(t.User)] = true
		}
		if t.Name != "" {
			named[[2]string{strings.ToLower(t.User), t.Name}] = true
		}
	}
	var logins []string
	tokens := 0
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		tokens += len(o.Tokens)
		logins = append(logins, o.Login)
		for k := range o.Tokens {
			g := &o.Tokens[k]
			owner := strings.ToLower(g.Owner)
			if known[g.TokenID] || unnamed[""] || unnamed[owner] || named[[2]string{owner, g.TokenName}] {
				return false
			}
		}
	}
	if tokens == 0 {
		return false
	}
	if len(j.used.Log.Coverage) == 0 {
		return true // nothing was read, which is a gap already
	}
	slices.Sort(logins)
	j.gaps = append(j.gaps, Gap{What: "use of tokens", Why: fmt.Sprintf(
		"No token of %s is in what was read with --used. That is probably about another organization, or names no tokens. So nothing is reported as unused.",
		strings.Join(logins, " or "))})
	return true
}

// uncovered leaves a gap for each organization with tokens that an audit log does not name: what
// its tokens did is not known.
func (j *judge) uncovered(snapshot *github.Snapshot) {
	if !j.used.observes() || j.stranger {
		return
	}
	logged := slices.ContainsFunc(j.used.Log.Coverage, func(c usage.Coverage) bool { return c.Source == usage.AuditLog })
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		covered := slices.ContainsFunc(j.used.Log.Coverage, func(c usage.Coverage) bool { return c.Source != usage.Recorded && c.Covers(o.Login) })
		if logged && !covered && len(o.Tokens) > 0 {
			j.gaps = append(j.gaps, Gap{Organization: o.Login, What: "use of tokens", Why: "What was read with --used names other organizations only. So nothing is known of what the tokens of " + o.Login + " did."})
		}
	}
}

// logGaps adds the gaps of the log. They belong to no organization.
func (j *judge) logGaps() {
	if j.used == nil || j.used.Log == nil {
		return
	}
	for _, g := range j.used.Log.Gaps {
		what := g.Source.Words()
		if g.File != "" {
			what += " " + g.File
		}
		what += ": "
		if strings.HasPrefix(g.What, g.Source.Words()) {
			what = "" // it names its source
		}
		j.gaps = append(j.gaps, Gap{What: what + g.What, Why: g.Why})
	}
}

// observe adds what the log shows of a token, and what the rules find.
func (j *judge) observe(s *Subject, closest *profile, allowed bool) []Finding {
	if !j.used.observes() || s.Kind != pat.KindToken || j.stranger {
		return nil
	}
	seen := j.used.Observer.Observe(s.Organization, &s.Grant, j.public)
	if len(seen.Sources) == 0 || !j.recorded[s.TokenID] && !slices.ContainsFunc(seen.Sources, func(u usage.Source) bool { return u != usage.Recorded }) {
		return nil // no source is about this organization, or about this token
	}
	s.Use = &seen
	expired := s.ExpiredAt(j.asOf)
	var findings []Finding
	if whole(&seen) && (!j.partial || !slices.Contains(seen.Sources, usage.Insights)) {
		logged := slices.ContainsFunc(seen.Sources, func(u usage.Source) bool { return u != usage.Recorded })
		if (seen.Days > 0 || !logged) && !j.stale(&seen, unusedPermission) {
			s.Narrower = j.narrower(s, allowed) // a log of hours is no reason to narrow anything
		}
		if !expired {
			findings = j.unusedFindings(s)
		}
	}
	if s.Template != nil && !expired && !seen.Unjoined {
		findings = append(findings, j.beyond(s, closest)...)
	}
	return findings
}

// whole reports whether the log has every use of the token that GitHub knows of. Otherwise
// nothing may rest on what was not seen.
func whole(seen *usage.Observation) bool {
	return seen.Unlogged == nil && !seen.Unjoined && !seen.Partial
}

// stale reports whether a log ended at least as many days ago as a rule asks for. What it
// does not show may have been used every day since.
func (j *judge) stale(seen *usage.Observation, rule string) bool {
	return !seen.To.IsZero() && j.asOf.Sub(seen.To) >= time.Duration(j.rules[rule].days)*24*time.Hour
}

// unusedFindings rest on what was not seen, and so on how many days the log covers.
func (j *judge) unusedFindings(s *Subject) []Finding {
	var findings []Finding
	seen := s.Use
	where := j.shared(fmt.Sprintf(" in %s, according to %s.", diag.Counted(seen.Days, "day"), usage.SourcesWords(seen.Sources)))
	long := func(rule string) bool { return seen.Days >= j.rules[rule].days && !j.stale(seen, rule) }
	for i := range seen.Permissions {
		p := &seen.Permissions[i]
		switch {
		case p.Name == metadata:
		case p.State == usage.NotSeen && long(unusedPermission):
			findings = j.add(findings, unusedPermission, Finding{
				Message:    j.shared(fmt.Sprintf("The token has not used %s = %q", p.Name, p.Granted) + where),
				Permission: p.Name, Range: j.departure(s),
			})
		case p.State == usage.Narrower && long(unusedWrite):
			findings = j.add(findings, unusedWrite, Finding{
				Message:    j.shared(fmt.Sprintf("The token has %s = %q, but has only used %q", p.Name, p.Granted, p.Seen) + where),
				Permission: p.Name, Range: j.departure(s),
			})
		}
	}
	if seen.Repository.State == usage.Narrower && long(unusedRepositories) {
		findings = j.add(findings, unusedRepositories, Finding{Message: unusedRepositoriesText(seen) + where, Range: j.departure(s)})
	}
	return findings
}

// unusedRepositoriesText begins the message of the rule unused-repositories.
func unusedRepositoriesText(o *usage.Observation) string {
	r := &o.Repository
	if len(r.Unused) > 0 {
		return fmt.Sprintf("The token has not used %d of its %d selected repositories", len(r.Unused), len(r.Unused)+len(r.Seen))
	}
	used := "1 repository"
	if len(r.Seen) != 1 {
		used = fmt.Sprintf("%d repositories", len(r.Seen))
	}
	return fmt.Sprintf("The token has access to %s, but has only used %s", selected(r.Granted), used)
}

// beyond says that a token did what its template does not grant. It rests on what was
// seen, so that the days do not matter.
func (j *judge) beyond(s *Subject, p *profile) []Finding {
	var findings []Finding
	for _, b := range j.used.Observer.Beyond(s.Organization, &s.Grant, p.permissions) {
		declared := p.permissions[b.Permission]
		findings = j.add(findings, beyondTemplate, Finding{
			Message: j.shared(fmt.Sprintf("According to %s, the token made calls that need %s = %q, such as %s. Its template does not grant that.",
				usage.SourcesWords(s.Use.Sources), b.Permission, b.Level, b.Example)),
			Permission: b.Permission, Declared: string(declared), Actual: string(b.Level), Range: p.at("permissions", declaredName(declared, b.Permission)),
		})
	}
	return findings
}

// declaredName is the name of a permission that a template declares.
func declaredName(level pat.Level, name string) string {
	if level == pat.NoAccess {
		return ""
	}
	return name
}

// Narrower is the least that was seen of a token or template.
type Narrower struct {
	Permissions pat.Permissions
	URL         string // a link that fills them in; "" where the owner may not hold such a token
}

// narrower is the token without what it did not use, or nil if nothing can be taken away.
func (j *judge) narrower(s *Subject, allowed bool) *Narrower {
	left := s.Use.Narrowed
	if left == nil {
		return nil
	}
	permissions := pat.Permissions{}
	for _, section := range []struct {
		name        pat.Section
		permissions pat.Permissions
	}{{pat.Repository, left.Repository}, {pat.Organization, left.Organization}} {
		for name, level := range section.permissions {
			if p, ok := j.cfg.Catalog.Permission(name); ok && p.Section == section.name && p.Status.Usable() && name != metadata {
				permissions[name] = level
			}
		}
	}
	out := &Narrower{Permissions: permissions}
	if !allowed && s.Template != nil || len(permissions) == 0 {
		return out // nobody needs a token without permissions
	}
	t := pat.Template{Name: s.TokenName, TargetName: s.Organization}
	if s.Template != nil {
		t = s.Template.Template
	}
	out.URL = j.narrowerLink(t, permissions)
	return out
}

// narrowerLink is the link of a template with other permissions. Many tokens share it.
func (j *judge) narrowerLink(t pat.Template, permissions pat.Permissions) string {
	t.Permissions = permissions
	return j.shared(prefill.URL(j.host, t, j.cfg.Catalog))
}
