package audit_test

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// This file judges once more, as plainly as it can be written: from "How a
// request or token is judged" in docs/rules.md alone, subject by subject and
// template by template, with no index and nothing shared. It takes nothing
// from package audit but the interface of what tokens did, and of the other packages only what was declared, what
// GitHub said, and what the catalog knows.

// plain judges by a configuration as of a time.
type plain struct {
	cfg  *hcl.Configuration
	asOf time.Time
	org  string

	readAt time.Time     // of the organization
	teams  []github.Team // of the organization
	assume bool          // that every owner is in every team that was not read

	observer audit.Observer // nil: without --used
}

// plainResult is what is said of a subject.
type plainResult struct {
	Verdict, Template, By, Nearest string
	Findings                       []string // rule, severity, permission, declared, actual, exception; sorted
	Tolerated                      []string // of a request: rules that are errors by default only; sorted
	Unjudged, UnreadGap, FutureGap bool
}

// plainFinding is a finding, or a deviation whose severity is not known yet.
type plainFinding struct {
	rule, severity, permission, declared, actual, exception string
}

var plainDefaults = map[string]string{
	"undeclared-token": "error", "permission-extra": "error", "permission-elevated": "error", "permission-missing": "notice",
	"repositories-wider": "error", "repository-extra": "error", "lifetime-exceeded": "error", "never-expires": "error",
	"owner-not-allowed": "error", "name-differs": "notice", "unknown-permission": "warning", "expired-request": "notice",
	"expires-soon": "notice", "unused-token": "warning",
	"unused-permission": "notice", "unused-write": "notice", "unused-repositories": "notice", "beyond-template": "notice",
}

func (p plain) severity(rule string) string {
	for _, r := range p.cfg.Rules {
		if r.Name == rule && r.Severity != "" && (rule != "undeclared-token" || r.Severity != "off") {
			return string(r.Severity)
		}
	}
	return plainDefaults[rule]
}

func (p plain) days(rule string, otherwise int) int {
	for _, r := range p.cfg.Rules {
		if r.Name == rule && r.Days != nil {
			return *r.Days
		}
	}
	return otherwise
}

func plainRank(level string) int {
	at := slices.Index([]string{"", "read", "write", "admin"}, level)
	if at < 0 {
		return 4
	}
	return at
}

// held returns the permissions of a subject by name, and the names that the
// catalog does not know.
func (p plain) held(g pat.Grant) (levels map[string]string, unknown []string) {
	levels = map[string]string{}
	put := func(name, level string) {
		if level == "" {
			level = "unknown"
		}
		old := levels[name]
		if plainRank(level) > plainRank(old) || plainRank(level) == plainRank(old) && level > old {
			levels[name] = level
		}
	}
	for section, permissions := range map[string]pat.Permissions{
		"organization": g.Permissions.Organization, "repository": g.Permissions.Repository, "other": g.Permissions.Other,
	} {
		for key, level := range permissions {
			known, ok := p.cfg.Catalog.Permission(key)
			name := key
			if ok && string(known.Section) != section {
				name = section + "." + key
			}
			if name != key || !ok || !known.Status.Usable() {
				unknown = append(unknown, name)
			}
			put(name, string(level))
		}
	}
	if len(g.Permissions.Repository) > 0 && levels["metadata"] == "" {
		levels["metadata"] = "read"
	}
	slices.Sort(unknown)
	return levels, slices.Compact(unknown)
}

// granted returns the permissions of a template. GitHub adds metadata to each.
func (p plain) granted(t *hcl.Template) map[string]string {
	out := map[string]string{}
	for name, level := range t.Permissions {
		known, _ := p.cfg.Catalog.Permission(name)
		if known.Status == catalog.Alias {
			name = known.Instead
		}
		if plainRank(string(level)) > plainRank(out[name]) {
			out[name] = string(level)
		}
	}
	if out["metadata"] == "" {
		out["metadata"] = "read"
	}
	return out
}

func nothingSaid(g pat.Grant) bool {
	return len(g.Permissions.Organization)+len(g.Permissions.Repository)+len(g.Permissions.Other) == 0
}

// deviations lists what departs from a template.
func (p plain) deviations(g pat.Grant, t *hcl.Template) []plainFinding {
	return slices.Concat(p.permissionDeviations(g, t), p.repositoryDeviations(g, t), p.lifetimeDeviations(g, t), p.ownerDeviations(g, t))
}

func (p plain) permissionDeviations(g pat.Grant, t *hcl.Template) []plainFinding {
	var out []plainFinding
	held, _ := p.held(g)
	granted := p.granted(t)
	for name, level := range held {
		if plainRank(level) <= plainRank(granted[name]) {
			continue
		}
		rule := "permission-elevated"
		if granted[name] == "" {
			rule = "permission-extra"
		}
		out = append(out, plainFinding{rule: rule, permission: name, declared: granted[name], actual: level})
	}
	must := ""
	if t.Match.Exact {
		must = "error"
	}
	for name, level := range granted {
		if name != "metadata" && plainRank(held[name]) < plainRank(level) {
			out = append(out, plainFinding{rule: "permission-missing", severity: must, permission: name, declared: level, actual: held[name]})
		}
	}
	if nothingSaid(g) {
		out = append(out, plainFinding{rule: "permission-missing", severity: must})
	}
	return out
}

// selection is what a template says of repositories: all, selected, none or list.
func selection(t *hcl.Template) string {
	switch {
	case t.Repositories.Patterns != nil:
		return "list"
	case t.Repositories.Selection == "":
		return "all"
	}
	return string(t.Repositories.Selection)
}

func listedIn(t *hcl.Template, repository string) bool {
	for _, pattern := range t.Repositories.Patterns {
		if !strings.Contains(pattern, "/") {
			pattern = t.TargetName + "/" + pattern
		}
		if plainGlob(pattern, repository) {
			return true
		}
	}
	return false
}

// plainGlob ignores case.
func plainGlob(glob, s string) bool {
	var b strings.Builder
	for _, r := range glob {
		switch r {
		case '*':
			b.WriteString(".*")
		case '?':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return compiled("(?is)^" + b.String() + "$").MatchString(s)
}

var expressions = map[string]*regexp.Regexp{}

func compiled(s string) *regexp.Regexp {
	if expressions[s] == nil {
		expressions[s] = regexp.MustCompile(s)
	}
	return expressions[s]
}

func (p plain) repositoryDeviations(g pat.Grant, t *hcl.Template) []plainFinding {
	says := selection(t)
	declared := string(t.Repositories.Selection)
	if says == "list" {
		declared = strings.Join(t.Repositories.Patterns, ", ")
	}
	switch {
	case says == "all" || g.RepositorySelection == "none":
		return nil
	case g.RepositorySelection == "all" || says == "none":
		return []plainFinding{{rule: "repositories-wider", declared: declared, actual: g.RepositorySelection}}
	case says == "selected":
		return nil
	case !g.RepositoriesRead:
		return []plainFinding{{rule: "repository-extra", declared: declared, actual: "unknown"}}
	}
	var out []plainFinding
	for _, r := range g.Repositories {
		if !listedIn(t, r) {
			out = append(out, plainFinding{rule: "repository-extra", declared: declared, actual: r})
		}
	}
	return out
}

func longestLife(t *hcl.Template) float64 {
	switch {
	case t.ExpiresIn.Never:
		return math.Inf(1)
	case t.ExpiresIn.IsZero():
		return 30
	}
	return float64(t.ExpiresIn.Days)
}

// lifeOf is the lifetime in days, rounded up.
func (p plain) lifeOf(g pat.Grant) float64 {
	from := p.asOf
	if g.Kind == pat.KindRequest && g.Since != nil && g.Since.Before(from) {
		from = *g.Since
	}
	return daysUp(g.ExpiresAt.Sub(from))
}

// daysUp counts begun days; a float64 does not hold nanoseconds of years.
func daysUp(d time.Duration) float64 {
	whole := d.Truncate(24 * time.Hour)
	days := float64(whole / (24 * time.Hour))
	if whole < d {
		days++
	}
	return days
}

func (p plain) lifetimeDeviations(g pat.Grant, t *hcl.Template) []plainFinding {
	limit := longestLife(t)
	switch {
	case math.IsInf(limit, 1):
		return nil
	case g.ExpiresAt == nil:
		return []plainFinding{{rule: "never-expires", declared: fmt.Sprint(limit), actual: "none"}}
	case p.lifeOf(g) > limit+1:
		return []plainFinding{{rule: "lifetime-exceeded", declared: fmt.Sprint(limit), actual: fmt.Sprint(p.lifeOf(g))}}
	}
	return nil
}

func (p plain) ownerDeviations(g pat.Grant, t *hcl.Template) []plainFinding {
	allowed, unread := p.holder(g, t)
	switch {
	case allowed:
		return nil
	case unread:
		return []plainFinding{{rule: "owner-not-allowed", declared: strings.Join(t.Owners, ", "), actual: "unknown"}}
	}
	return []plainFinding{{rule: "owner-not-allowed", declared: strings.Join(t.Owners, ", "), actual: g.Owner}}
}

// holder says whether the owner is listed or in a listed team, and whether the
// template lists a team that was not read.
func (p plain) holder(g pat.Grant, t *hcl.Template) (allowed, unread bool) {
	is := func(login string) bool { return strings.EqualFold(login, g.Owner) }
	for _, owner := range t.Owners {
		if !strings.HasPrefix(owner, "@") {
			allowed = allowed || is(owner)
			continue
		}
		found := slices.IndexFunc(p.teams, func(team github.Team) bool {
			return strings.EqualFold(owner, "@"+t.TargetName+"/"+team.Slug)
		})
		if found < 0 {
			unread, allowed = true, allowed || p.assume
			continue
		}
		allowed = allowed || slices.ContainsFunc(p.teams[found].Members, is)
	}
	return allowed || len(t.Owners) == 0, unread
}

// teamDecides: a template that the subject has, or would have if its owner were
// in every team that was not read, is one of these.
func (p plain) teamDecides(g pat.Grant) bool {
	open := func(t *hcl.Template) bool {
		allowed, unread := p.holder(g, t)
		return unread && !allowed
	}
	claimed := false
	for _, t := range p.templates() {
		if claims(t, g.TokenName) {
			claimed = true
			if open(t) {
				return true
			}
		}
	}
	if claimed {
		return false
	}
	member := p
	member.assume = true
	if !g.RepositoriesRead {
		g.RepositoriesRead, g.Repositories = true, nil
	}
	best, by, _ := member.match(g)
	return by == "shape" && open(best)
}

// distance is how far the permissions are from those of a template.
func (p plain) distance(g pat.Grant, t *hcl.Template) (extra, missing int) {
	held, _ := p.held(g)
	granted := p.granted(t)
	held["metadata"] = cmp.Or(held["metadata"], "read")
	for name, level := range held {
		extra += max(plainRank(level)-plainRank(granted[name]), 0)
	}
	for name, level := range granted {
		missing += max(plainRank(level)-plainRank(held[name]), 0)
	}
	return extra, missing
}

// width is the place of a template in the order from narrow to wide, but for
// its address.
func width(t *hcl.Template) []float64 {
	var patterns, entries, literal float64
	seen := map[string]bool{}
	for _, entry := range t.Repositories.Patterns {
		full := strings.ToLower(entry)
		if !strings.Contains(full, "/") {
			full = strings.ToLower(t.TargetName) + "/" + full
		}
		wild := strings.ContainsAny(full, "*?")
		if !wild && seen[full] {
			continue
		}
		seen[full] = true
		entries++
		if wild {
			patterns++
			literal += float64(len(strings.NewReplacer("*", "", "?", "").Replace(full)))
		}
	}
	owners := math.Inf(1)
	if len(t.Owners) > 0 {
		different := map[string]bool{}
		for _, o := range t.Owners {
			different[strings.ToLower(o)] = true
		}
		owners = float64(len(different))
		if slices.ContainsFunc(t.Owners, func(o string) bool { return strings.HasPrefix(o, "@") }) {
			owners += 1e6
		}
	}
	less := 1.0
	if t.Match.Exact {
		less = 0
	}
	reach := float64(slices.Index([]string{"none", "list", "selected", "all"}, selection(t)))
	return []float64{reach, patterns, entries, -literal, longestLife(t), owners, less}
}

// order compares templates: by some numbers, then from narrow to wide, then by
// address.
func order(a, b *hcl.Template, numbers func(*hcl.Template) []float64) int {
	return cmp.Or(slices.Compare(numbers(a), numbers(b)), slices.Compare(width(a), width(b)), strings.Compare(a.Address, b.Address))
}

func first(templates []*hcl.Template, numbers func(*hcl.Template) []float64) *hcl.Template {
	if len(templates) == 0 {
		return nil
	}
	return slices.MinFunc(templates, func(a, b *hcl.Template) int { return order(a, b, numbers) })
}

func (p plain) templates() []*hcl.Template {
	var out []*hcl.Template
	for _, t := range p.cfg.Templates {
		if strings.EqualFold(t.TargetName, p.org) {
			out = append(out, t)
		}
	}
	return out
}

func claims(t *hcl.Template, name string) bool {
	if t.Match.Name == "" {
		return name != "" && strings.EqualFold(t.Name, name)
	}
	return name != "" && plainGlob(t.Match.Name, name)
}

// match returns the template of a subject, how it was found, and the nearest
// one where there is none.
func (p plain) match(g pat.Grant) (t *hcl.Template, by string, nearest *hcl.Template) {
	var claiming, fitting, sharing []*hcl.Template
	for _, t := range p.templates() {
		if claims(t, g.TokenName) {
			claiming = append(claiming, t)
		}
		if p.fits(g, t) {
			fitting = append(fitting, t)
		}
		if p.shares(g, t) {
			sharing = append(sharing, t)
		}
	}
	if len(claiming) > 0 {
		return first(claiming, func(t *hcl.Template) []float64 { return p.weight(g, t) }), "name", nil
	}
	if len(fitting) > 0 {
		return first(fitting, func(t *hcl.Template) []float64 {
			_, missing := p.distance(g, t)
			return []float64{float64(missing)}
		}), "shape", nil
	}
	return nil, "", first(sharing, func(t *hcl.Template) []float64 {
		extra, missing := p.distance(g, t)
		besides := len(p.repositoryDeviations(g, t)) + len(p.lifetimeDeviations(g, t)) + len(p.ownerDeviations(g, t))
		return []float64{float64(extra), float64(missing), float64(besides)}
	})
}

// fits: nothing departs, but that it may have less unless the template is exact.
func (p plain) fits(g pat.Grant, t *hcl.Template) bool {
	return !nothingSaid(g) && !slices.ContainsFunc(p.deviations(g, t), func(d plainFinding) bool {
		return d.rule != "permission-missing" || t.Match.Exact
	})
}

func (p plain) shares(g pat.Grant, t *hcl.Template) bool {
	held, _ := p.held(g)
	for name := range p.granted(t) {
		if name != "metadata" && held[name] != "" {
			return true
		}
	}
	return false
}

func (p plain) weight(g pat.Grant, t *hcl.Template) []float64 {
	var errors, notices float64
	for _, d := range p.deviations(g, t) {
		if cmp.Or(d.severity, plainDefaults[d.rule]) == "error" {
			errors++
		} else {
			notices++
		}
	}
	extra, missing := p.distance(g, t)
	return []float64{errors, notices, float64(extra), float64(missing)}
}

// listDecides: the repositories matter for what is found.
func (p plain) listDecides(g pat.Grant) bool {
	if g.RepositorySelection != "subset" {
		return false
	}
	claimed := false
	for _, t := range p.templates() {
		if claims(t, g.TokenName) {
			claimed = true
			if selection(t) == "list" {
				return true
			}
		}
	}
	if claimed {
		return false
	}
	// Whatever the repositories were, would another template be found?
	g.RepositoriesRead, g.Repositories = true, nil
	best, _, _ := p.match(g)
	return best != nil && selection(best) == "list"
}

// judge says everything of a subject.
func (p plain) judge(g pat.Grant) plainResult {
	t, by, nearest := p.match(g)
	out := plainResult{By: by, Template: address(t), Nearest: address(nearest)}
	var findings []plainFinding
	if t != nil {
		findings = p.deviations(g, t)
		for _, f := range findings {
			if g.Kind == pat.KindRequest && f.severity == "" && plainDefaults[f.rule] == "error" && p.severity(f.rule) != "error" {
				out.Tolerated = append(out.Tolerated, f.rule+"|"+f.permission+"|"+f.actual)
			}
		}
		slices.Sort(out.Tolerated)
		if by == "shape" && !strings.EqualFold(g.TokenName, t.Name) {
			findings = append(findings, plainFinding{rule: "name-differs", declared: t.Name, actual: g.TokenName})
		}
	} else {
		findings = p.undeclared(g, nearest)
	}
	findings = append(findings, p.regardless(g)...)
	findings = append(findings, p.used(g, t)...)
	findings = append(findings, p.policies(g, t, &out)...)
	findings = p.weigh(findings)
	p.except(g, t, findings)
	out.Verdict = plainVerdict(t, findings)
	for _, f := range findings {
		out.Findings = append(out.Findings, strings.Join([]string{f.rule, f.severity, f.permission, f.declared, f.actual, f.exception}, "|"))
	}
	slices.Sort(out.Findings)
	out.UnreadGap = !g.RepositoriesRead && p.listDecides(g)
	held, _ := p.held(g)
	good := out.Verdict == "conforming" || out.Verdict == "excepted"
	for _, level := range held {
		out.Unjudged = out.Unjudged || good && plainRank(level) == 4
	}
	for _, at := range []*time.Time{g.Since, g.LastUsedAt} {
		out.FutureGap = out.FutureGap || at != nil && at.Sub(p.readAt) > 24*time.Hour
	}
	out.Unjudged = out.Unjudged || out.UnreadGap || out.FutureGap || nothingSaid(g) || p.teamDecides(g)
	return out
}

func (p plain) undeclared(g pat.Grant, nearest *hcl.Template) []plainFinding {
	f := plainFinding{rule: "undeclared-token", declared: address(nearest), actual: g.TokenName}
	if len(p.templates()) == 0 {
		f.actual = ""
	}
	out := []plainFinding{f}
	if g.ExpiresAt == nil {
		out = append(out, plainFinding{rule: "never-expires", actual: "none"})
	}
	return out
}

// weigh gives severities, and drops what is off.
func (p plain) weigh(findings []plainFinding) []plainFinding {
	var out []plainFinding
	for _, f := range findings {
		if f.severity == "" {
			f.severity = p.severity(f.rule)
		}
		if f.severity != "off" {
			out = append(out, f)
		}
	}
	return out
}

func plainStamp(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func (p plain) regardless(g pat.Grant) []plainFinding {
	var out []plainFinding
	held, unknown := p.held(g)
	for _, name := range unknown {
		out = append(out, plainFinding{rule: "unknown-permission", permission: name, actual: held[name]})
	}
	expired := g.Expired || g.ExpiresAt != nil && !p.asOf.Before(*g.ExpiresAt)
	if g.Kind == pat.KindRequest {
		if expired {
			out = append(out, plainFinding{rule: "expired-request", actual: plainStamp(g.ExpiresAt)})
		}
		return out
	}
	if expired {
		return out
	}
	if g.ExpiresAt != nil && daysUp(g.ExpiresAt.Sub(p.asOf)) <= float64(p.days("expires-soon", 14)) {
		out = append(out, plainFinding{rule: "expires-soon", actual: plainStamp(g.ExpiresAt)})
	}
	since := cmp.Or(g.LastUsedAt, g.Since)
	if since == nil {
		return append(out, plainFinding{rule: "unused-token"})
	}
	limit := p.days("unused-token", 90)
	if unused := max(-daysUp(since.Sub(p.asOf)), 0); unused >= float64(limit) {
		out = append(out, plainFinding{rule: "unused-token", declared: fmt.Sprint(limit), actual: fmt.Sprint(unused)})
	}
	return out
}

// used is what the rules about use say.
func (p plain) used(g pat.Grant, t *hcl.Template) []plainFinding {
	expired := g.Expired || g.ExpiresAt != nil && !p.asOf.Before(*g.ExpiresAt)
	if p.observer == nil || g.Kind != pat.KindToken || expired {
		return nil
	}
	o := p.observer.Observe(p.org, &g, nil)
	if len(o.Sources) == 0 || o.Unjoined {
		return nil // none covers the organization, or which token is this one is not known
	}
	var out []plainFinding
	rests := func(rule string) bool {
		days := p.days(rule, 30)
		stale := !o.To.IsZero() && !p.asOf.Before(o.To.AddDate(0, 0, days))
		return o.Unlogged == nil && o.Days >= days && !stale
	}
	for _, permission := range o.Permissions {
		if permission.Name == "metadata" {
			continue
		}
		if permission.State == "not_seen" && rests("unused-permission") {
			out = append(out, plainFinding{rule: "unused-permission", permission: permission.Name})
		}
		if permission.State == "narrower" && rests("unused-write") {
			out = append(out, plainFinding{rule: "unused-write", permission: permission.Name})
		}
	}
	if t != nil {
		granted := pat.Permissions{}
		for name, level := range p.granted(t) {
			granted[name] = pat.Level(level)
		}
		for _, b := range p.observer.Beyond(p.org, &g, granted) {
			out = append(out, plainFinding{rule: "beyond-template", permission: b.Permission, declared: string(granted[b.Permission]), actual: string(b.Level)})
		}
	}
	if o.Repository.State == "narrower" && rests("unused-repositories") {
		out = append(out, plainFinding{rule: "unused-repositories"})
	}
	return out
}

// plainPolicies are the conditions of the policies that random configurations have.
var plainPolicies = map[string]func(plain, pat.Grant, *hcl.Template) bool{
	"reasoned": func(_ plain, g pat.Grant, _ *hcl.Template) bool { return g.Reason != nil && len(*g.Reason) > 5 },
	"no-admin": func(p plain, g pat.Grant, _ *hcl.Template) bool {
		held, _ := p.held(g)
		for _, level := range held {
			if level == "admin" {
				return false
			}
		}
		return true
	},
	"agreed": func(_ plain, _ pat.Grant, t *hcl.Template) bool {
		return t == nil || !strings.HasSuffix(t.Address, "3")
	},
	"secret": func(_ plain, g pat.Grant, _ *hcl.Template) bool {
		return !g.RepositoriesRead || !slices.Contains(g.Repositories, "octo-org/secret")
	},
}

func (p plain) policies(g pat.Grant, t *hcl.Template, out *plainResult) []plainFinding {
	var findings []plainFinding
	for _, policy := range p.cfg.Policies {
		if !policy.Applies(g.Kind) {
			continue
		}
		if policy.Name == "secret" && g.RepositorySelection == "subset" && !g.RepositoriesRead {
			out.Unjudged = true
		}
		if !plainPolicies[policy.Name](p, g, t) {
			findings = append(findings, plainFinding{rule: "policy:" + policy.Name, severity: string(policy.Severity)})
		}
	}
	return findings
}

// selected: an exception is about a subject.
func (p plain) selected(e *hcl.Exception, g pat.Grant, t *hcl.Template) bool {
	return (e.Organization == "" || strings.EqualFold(e.Organization, p.org)) &&
		(e.TokenID == nil || *e.TokenID == g.TokenID) &&
		(e.Owner == "" || plainGlob(e.Owner, g.Owner)) &&
		(e.TokenName == "" || g.TokenName != "" && plainGlob(e.TokenName, g.TokenName)) &&
		(e.Template == "" || t != nil && t.Address == e.Template)
}

func about(e *hcl.Exception, rule string) bool {
	if e.Rules != nil {
		return slices.Contains(e.Rules, rule)
	}
	return rule != "undeclared-token" && rule != "never-expires" && rule != "classic-token" && !strings.HasPrefix(rule, "policy:")
}

func (p plain) except(g pat.Grant, t *hcl.Template, findings []plainFinding) {
	for i := range findings {
		for _, e := range p.cfg.Exceptions { // sorted by name
			if findings[i].exception == "" && p.asOf.Before(e.Expires) && p.selected(e, g, t) && about(e, findings[i].rule) {
				findings[i].exception = e.Name
			}
		}
	}
}

func plainVerdict(t *hcl.Template, findings []plainFinding) string {
	open, errors, accepted := 0, 0, t != nil
	for _, f := range findings {
		if f.rule == "undeclared-token" && f.exception != "" {
			accepted = true
		}
		if f.severity == "error" {
			errors++
			if f.exception == "" {
				open++
			}
		}
	}
	switch {
	case t != nil && errors == 0:
		return "conforming"
	case accepted && open == 0:
		return "excepted"
	case t != nil:
		return "drifted"
	}
	return "undeclared"
}

// timeOf is as of when an organization is judged.
func timeOf(s *github.Snapshot, o *github.Organization, asOf time.Time) time.Time {
	return cmp.Or(asOf, o.ReadAt, s.GeneratedAt)
}
