package audit_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

func TestRuleSettings(t *testing.T) {
	unused := token(func(g *pat.Grant) { g.LastUsedAt = days(-40) })
	tests := map[string]struct {
		settings string
		g        pat.Grant
		verdict  pat.Verdict
		want     []string
	}{
		"default":           {"", unused, pat.Conforming, nil},
		"days":              {`rule "unused-token" { days = 30 }`, unused, pat.Conforming, []string{"warning unused-token 30/40"}},
		"days and severity": {"rule \"unused-token\" {\n days = 30\n severity = \"error\"\n}", unused, pat.Drifted, []string{"error unused-token 30/40"}},
		"off":               {`rule "permission-extra" { severity = "off" }`, token(with("contents=read issues=read")), pat.Conforming, nil},
		"lighter":           {`rule "permission-extra" { severity = "warning" }`, token(with("contents=read issues=read")), pat.Conforming, []string{"warning permission-extra issues /read"}},
		"heavier":           {`rule "permission-missing" { severity = "error" }`, token(with("metadata=read")), pat.Drifted, []string{"error permission-missing contents read/"}},
		"soon":              {`rule "expires-soon" { days = 40 }`, token(), pat.Conforming, []string{"notice expires-soon /2026-12-12T12:00:00Z"}},
		"undeclared off":    {`rule "undeclared-token" { severity = "off" }`, token(named("x"), with("issues=read")), pat.Undeclared, []string{"error undeclared-token /x"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { check(t, one(t, reader+test.settings, test.g), test.verdict, test.want...) })
	}
}

// exception returns an exception block with more arguments.
func exception(name, arguments string) string {
	return "\nexception \"" + name + "\" {\n reason = \"Moves.\"\n" + arguments + "\n}\n"
}

func TestExceptions(t *testing.T) {
	const later = "\n expires = \"2027-06-01\""
	extra := token(with("contents=read issues=read"))
	const bare = "error permission-extra issues /read"
	tests := map[string]struct {
		block   string
		g       pat.Grant
		verdict pat.Verdict
		want    []string
	}{
		"by token":           {"token_id = 98716" + later, extra, pat.Excepted, []string{bare + " excepted by e"}},
		"by another token":   {"token_id = 1" + later, extra, pat.Drifted, []string{bare}},
		"by owner":           {"owner = \"M?na\"" + later, extra, pat.Excepted, []string{bare + " excepted by e"}},
		"by name":            {"name = \"READ*\"" + later, extra, pat.Excepted, []string{bare + " excepted by e"}},
		"by template":        {"template = \"template.reader\"" + later, extra, pat.Excepted, []string{bare + " excepted by e"}},
		"all must fit":       {"name = \"reader\"\n owner = \"hubot\"" + later, extra, pat.Drifted, []string{bare}},
		"organization":       {"name = \"reader\"\n organization = \"OCTO-ORG\"" + later, extra, pat.Excepted, []string{bare + " excepted by e"}},
		"other organization": {"name = \"reader\"\n organization = \"octodemo\"" + later, extra, pat.Drifted, []string{bare}},
		"another rule":       {"name = \"reader\"\n rules = [\"repository-extra\"]" + later, extra, pat.Drifted, []string{bare}},
		"every rule but those to be named": {"name = \"reader\"" + later, token(until(nil), with("contents=read issues=read")), pat.Drifted,
			[]string{"error never-expires 30/none", bare + " excepted by e"}},
		"named": {"name = \"reader\"\n rules = [\"never-expires\", \"permission-extra\"]" + later, token(until(nil), with("contents=read issues=read")), pat.Excepted,
			[]string{"error never-expires 30/none excepted by e", bare + " excepted by e"}},
		"undeclared, not named": {"name = \"x\"" + later, token(named("x"), with("issues=read")), pat.Undeclared, []string{"error undeclared-token /x"}},
		"undeclared, named": {"name = \"x\"\n rules = [\"undeclared-token\"]" + later, token(named("x"), with("issues=read")), pat.Excepted,
			[]string{"error undeclared-token /x excepted by e"}},
		"without a name": {"name = \"*\"" + later, token(named(""), with("issues=read")), pat.Undeclared, []string{"error undeclared-token"}},
		"last day":       {"name = \"reader\"\n expires = \"2026-11-22\"", extra, pat.Excepted, []string{bare + " excepted by e"}},
		"lapsed":         {"name = \"reader\"\n expires = \"2026-11-21\"", extra, pat.Drifted, []string{bare}},
		"a warning":      {"name = \"reader\"" + later, token(func(g *pat.Grant) { g.LastUsedAt = days(-100) }), pat.Conforming, []string{"warning unused-token 90/100 excepted by e"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			check(t, one(t, reader+exception("e", test.block), test.g), test.verdict, test.want...)
		})
	}
}

// TestExceptionUses: an exception that lapsed, is needed no more or lapses soon is told.
func TestExceptionUses(t *testing.T) {
	src := reader +
		exception("active", "name = \"reader\"\n expires = \"2027-06-01\"") +
		exception("lapsed", "owner = \"mona\"\n expires = \"2026-11-01\"") +
		exception("soon", "owner = \"mona\"\n expires = \"2026-12-05\"") +
		exception("unused", "owner = \"hubot\"\n expires = \"2026-12-07\"")
	a := judge(t, src, token(with("contents=read issues=read pages=read")))
	type use struct {
		Name         string
		Covered      int
		Lapsed, Soon bool
	}
	var got []use
	for _, u := range a.Exceptions {
		got = append(got, use{u.Exception.Name, u.Covered, u.Lapsed, u.Soon})
	}
	want := []use{{"active", 2, false, false}, {"lapsed", 2, true, false}, {"soon", 2, false, true}, {"unused", 0, false, false}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPolicies(t *testing.T) {
	const src = reader + `
policy "reason" {
  on            = ["request"]
  severity      = "warning"
  condition     = try(length(self.reason) > 5, false)
  error_message = "${self.owner} gives no reason for ${self.name}."
}
policy "life" {
  on            = ["token"]
  condition     = try(self.expires_in <= 10, false) || self.days_unused == null
  error_message = "${self.kind} ${self.token_id} of ${self.organization} fits ${self.address == null ? "nothing" : self.address}, unused for ${self.days_unused == null ? "no" : self.days_unused} days."
}
policy "templates" {
  on            = ["template"]
  condition     = false
  error_message = "This is about templates only."
}
`
	check(t, one(t, src, token(request)), pat.Conforming, "warning policy:reason")
	check(t, one(t, src, token(request, func(g *pat.Grant) { g.Reason = ptr("Because I must.") })), pat.Conforming)
	check(t, one(t, src, token(until(days(9.5)))), pat.Conforming, "notice expires-soon /2026-12-02T00:00:00Z")
	s := one(t, src, token(until(nil), named("x"), func(g *pat.Grant) { g.LastUsedAt = days(-3.5) }))
	check(t, s, pat.Undeclared, "error never-expires /none", "error policy:life", "error undeclared-token template.reader/x")
	if got, want := s.Findings[1].Message, "token 98716 of octo-org fits nothing, unused for 3 days."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if r := s.Findings[1].Range; r == nil || r.Start.Line != 15 {
		t.Errorf("the policy is at %v", r)
	}
	named := exception("e", "name = \"reader\"\n expires = \"2027-01-01\"\n rules = [\"policy:life\"]")
	check(t, one(t, src+named, token()), pat.Excepted, "error policy:life excepted by e")
	unnamed := exception("e", "name = \"reader\"\n expires = \"2027-01-01\"")
	check(t, one(t, src+unnamed, token()), pat.Drifted, "error policy:life")
}

// TestViolationThatCannotBeWorded: a violation is not lost with its message, and
// nothing is missing from the audit.
func TestViolationThatCannotBeWorded(t *testing.T) {
	const src = reader + `
policy "short" {
  on            = ["token"]
  condition     = self.expires_in <= 7
  error_message = "${self.labels.team} lives too long."
}
`
	a, diags := audit.Judge(load(t, src), snapshot(token()), time.Time{})
	if len(diags) > 0 || !a.Complete() || a.Subjects[0].Unjudged {
		t.Errorf("got %d diagnostics, the audit is complete: %t, and the token is unjudged: %t", len(diags), a.Complete(), a.Subjects[0].Unjudged)
	}
	check(t, a.Subjects[0], pat.Drifted, "error policy:short")
	if got := a.Subjects[0].Findings[0].Message; !strings.Contains(got, "could not be evaluated") {
		t.Errorf("the message is %q", got)
	}
}

// TestNullsInMessages: what GitHub leaves out of a request or token does not keep
// a policy from saying what is wrong.
func TestNullsInMessages(t *testing.T) {
	const src = `
policy "none" {
  condition     = self.permissions.administration != null
  error_message = "${self.name} of ${self.owner}: ${self.reason}, ${self.description}, ${self.expires_in} days, ${self.days_unused}, ${self.address}."
}
`
	nameless := token(named(""), until(nil), func(g *pat.Grant) { g.Reason, g.LastUsedAt, g.Since = nil, nil, nil })
	a, diags := audit.Judge(load(t, src), snapshot(nameless), time.Time{})
	if len(diags) > 0 || !a.Complete() {
		t.Errorf("the audit is not complete: %v %v", a.Gaps, diags)
	}
	const want = "(no name) of mona: (no reason), (no description), (no expiration) days, (unknown), (no template)."
	said := slices.ContainsFunc(a.Subjects[0].Findings, func(f audit.Finding) bool { return f.Rule == "policy:none" && f.Message == want })
	if !said {
		t.Errorf("no finding of the policy says %q: %v", want, a.Subjects[0].Findings)
	}
}

// TestExceptingTheUndeclared: what has no template is excepted for that only.
func TestExceptingTheUndeclared(t *testing.T) {
	const src = reader + `
rule "undeclared-token" { severity = "notice" }
policy "short" {
  on            = ["token"]
  condition     = self.expires_in <= 7
  error_message = "It lives too long."
}
`
	rules := func(names string) string {
		return exception("e", "name = \"x\"\n expires = \"2027-01-01\"\n rules = ["+names+"]")
	}
	x := token(named("x"), with("issues=read"))
	for names, want := range map[string]pat.Verdict{
		`"policy:short"`: pat.Undeclared, `"undeclared-token"`: pat.Undeclared, `"policy:short", "undeclared-token"`: pat.Excepted,
	} {
		if s := one(t, src+rules(names), x); s.Verdict != want {
			t.Errorf("rules %s: %s, want %s", names, s.Verdict, want)
		}
	}
}

// TestPoliciesOnUnreadRepositories: what a policy says of null is no judgement
// of repositories that there are.
func TestPoliciesOnUnreadRepositories(t *testing.T) {
	const src = reader + `
policy "secret" {
  on            = ["token"]
  condition     = !try(contains(self.repositories, "octo-org/secret"), false)
  error_message = "It reaches the secret repository."
}
`
	for name, test := range map[string]struct {
		g        pat.Grant
		unjudged bool
	}{
		"unread": {token(in("subset")), true}, "read": {token(), false},
		"all": {token(in("all")), false}, "request": {token(request, in("subset")), false},
	} {
		a, _ := audit.Judge(load(t, src), snapshot(test.g), time.Time{})
		if a.Complete() == test.unjudged || a.Subjects[0].Unjudged != test.unjudged {
			t.Errorf("%s: unjudged is %t, the gaps are %v", name, a.Subjects[0].Unjudged, a.Gaps)
		}
	}
}

// TestPoliciesThatFail: who could not be judged was not judged well.
func TestPoliciesThatFail(t *testing.T) {
	const src = reader + `
policy "faulty" {
  on            = ["token"]
  condition     = self.labels.team == "security"
  error_message = "Not of the security team."
}
`
	a, diags := audit.Judge(load(t, src), snapshot(token(), token(), token(request), token()), time.Time{})
	if len(diags) != 1 || !diags.HasErrors() || a.Complete() {
		t.Errorf("got %d diagnostics, and the audit is complete: %t", len(diags), a.Complete())
	}
	for i, want := range []bool{false, true, true, true} { // the request comes first, and the policy is not on it
		if a.Subjects[i].Unjudged != want {
			t.Errorf("%s: unjudged is %t", a.Subjects[i].String(), !want)
		}
	}
	if len(a.Gaps) != 1 || a.Gaps[0].What != "policy faulty on tokens 1, 2, 4" || !strings.Contains(a.Gaps[0].Why, "null") {
		t.Errorf("got %+v", a.Gaps)
	}
}

// TestPoliciesAfterTheLimit: once evaluation is stopped, a gap names the policy that was the first, and
// no subject counts as judged.
func TestPoliciesAfterTheLimit(t *testing.T) {
	const src = reader + `
policy "expensive" {
  on            = ["token"]
  condition     = length([for a in range(1000) : [for b in range(1000) : a]]) > 0
  error_message = "No."
}
policy "other" {
  on            = ["token"]
  condition     = self.name != ""
  error_message = "No."
}
`
	cfg, _ := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}, ".", hcl.Options{Version: "0.1.0", Steps: 50_000})
	a, _ := audit.Judge(cfg, snapshot(token(), token()), time.Time{})
	if len(a.Gaps) != 1 || a.Gaps[0].What != "policy expensive on tokens 1, 2" || !a.Subjects[0].Unjudged || !a.Subjects[1].Unjudged {
		t.Errorf("got %+v", a.Gaps)
	}
}

func TestGapsAreKept(t *testing.T) {
	s := snapshot(token())
	s.Organizations = append(s.Organizations, github.Organization{Login: "octodemo", ReadAt: now, Incomplete: []github.Gap{{What: "tokens", Why: "403"}, {What: "requests", Why: "403"}}})
	a, _ := audit.Judge(load(t, reader), s, time.Time{})
	want := []audit.Gap{{Organization: "octodemo", What: "requests", Why: "403"}, {Organization: "octodemo", What: "tokens", Why: "403"}}
	if diff := cmp.Diff(want, a.Gaps); diff != "" || a.Complete() || len(a.Subjects) != 1 {
		t.Errorf("%s; complete: %t", diff, a.Complete())
	}
}

// TestAsOf: a snapshot is judged as of when it was read, unless another time is given.
func TestAsOf(t *testing.T) {
	s := snapshot(token())
	for asOf, want := range map[time.Time][]string{
		{}:                   {},
		now.AddDate(0, 0, 8): {"notice expires-soon /2026-12-12T12:00:00Z"},
	} {
		a, _ := audit.Judge(load(t, reader), s, asOf)
		if diff := cmp.Diff(want, found(a.Subjects[0])); diff != "" {
			t.Error(diff)
		}
	}
	s.Organizations[0].ReadAt = now.AddDate(0, 0, 7)
	a, _ := audit.Judge(load(t, reader), s, time.Time{})
	if len(a.Subjects[0].Findings) != 1 {
		t.Errorf("got %v", found(a.Subjects[0]))
	}
}

// TestEveryFindingHasAPlace: findings lead to what is to be changed.
func TestEveryFindingHasAPlace(t *testing.T) {
	src := strings.Replace(reader, "expires_in", "owners = [\"octocat\"]\nrepositories = [\"api\"]\nexpires_in", 1)
	s := one(t, src, token(until(nil), with("contents=write issues=read crystal_balls=read"), in("all")))
	lines := map[string]int{}
	for _, f := range s.Findings {
		if f.Range == nil {
			t.Fatalf("%s has no place", f.Rule)
		}
		lines[f.Rule] = f.Range.Start.Line
	}
	want := map[string]int{
		"never-expires": 7, "owner-not-allowed": 5, "permission-elevated": 8, "permission-extra": 8,
		"repositories-wider": 6, "unknown-permission": 2,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	s = one(t, strings.ReplaceAll(reader, "octo-org", "octodemo")+"\norganization \"octo-org\" {}\n", token())
	if r := s.Findings[0].Range; r == nil || r.Start.Line != 9 {
		t.Errorf("without a template the place is %v", r)
	}
}

// TestFirstExceptionIsNamed: of several that cover a finding the first by name
// counts, whether it selects by number or otherwise.
func TestFirstExceptionIsNamed(t *testing.T) {
	const byNumber, byOwner = "token_id = 9\n expires = \"2027-06-01\"", "owner = \"mona\"\n expires = \"2027-06-01\""
	for _, src := range []string{
		exception("a", byNumber) + exception("b", byOwner) + exception("c", byNumber),
		exception("a", byOwner) + exception("b", byNumber),
		exception("a", byOwner) + exception("b", "token_id = 8\n expires = \"2027-06-01\""),
	} {
		g := token(held("mona"), func(g *pat.Grant) { g.TokenID, g.RepositorySelection = 9, "all" })
		g.Permissions.Repository = pat.Permissions{"administration": "write"}
		s := one(t, reader+src, g)
		for _, f := range s.Findings {
			if f.Rule == "permission-extra" && f.ExceptedBy != "a" {
				t.Errorf("%s: excepted by %q", src, f.ExceptedBy)
			}
		}
		if s.Verdict != pat.Excepted {
			t.Errorf("%s: %s %v", src, s.Verdict, s.Findings)
		}
	}
}
