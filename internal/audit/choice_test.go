package audit_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// TestSeveritiesDoNotChoose: which of several templates a subject has does not
// depend on what a rule was set to, also among those that claim its name.
func TestSeveritiesDoNotChoose(t *testing.T) {
	const src = `
template "a" {
  name         = "a"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = "selected"
}
template "b" {
  name         = "b"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { issues = "read" }
  repositories = "all"
  match { name = "a*" }
}
`
	g := token(request, named("a"), in("all"))
	for _, severity := range []string{"error", "warning", "notice", "off"} {
		s := one(t, src+`rule "permission-extra" { severity = "`+severity+`" }`, g)
		check(t, s, pat.Drifted, "error repositories-wider selected/all")
		if address(s.Template) != "template.a" {
			t.Errorf("%s: %s", severity, address(s.Template))
		}
	}
}

// TestUnknownLevels: a level that no one knows is above every level. It is
// never missing, fits nothing by its shape, and where a silenced rule would let
// it conform, it is not judged.
func TestUnknownLevels(t *testing.T) {
	const src = `
template "projects" {
  name        = "projects"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { organization_projects = "admin" }
}
`
	const silent = `rule "permission-elevated" { severity = "warning" }`
	for _, level := range []pat.Level{"owner", "", "Admin"} {
		g := token(in("none"), named("x"), func(g *pat.Grant) {
			g.Permissions = pat.GrantPermissions{Organization: pat.Permissions{"organization_projects": level}}
		})
		for _, settings := range []string{"", silent} {
			if s := one(t, src+settings, g); s.Verdict != pat.Undeclared {
				t.Errorf("%q is %s %v", level, s.Verdict, found(s))
			}
		}
		g.TokenName = "projects"
		shown := level
		if shown == "" {
			shown = "unknown"
		}
		s := one(t, src, g)
		check(t, s, pat.Drifted, "error permission-elevated organization_projects admin/"+string(shown))
		if s.Unjudged {
			t.Errorf("%q: a certain deviation is called unjudged: %v", level, s.UnjudgedWhy)
		}
		s = one(t, src+silent, g)
		check(t, s, pat.Conforming, "warning permission-elevated organization_projects admin/"+string(shown))
		if !s.Unjudged || len(s.UnjudgedWhy) != 1 {
			t.Errorf("%q conforms, and nothing says that it could not be judged: %v", level, s.UnjudgedWhy)
		}
	}
}

const listed = `
template "reader" {
  name         = "reader"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { contents = "read" }
  repositories = ["api"]
}
`

// TestUnreadRepositories: where a list decides, and the repositories were not
// read, the audit is incomplete, however the rule is set.
func TestUnreadRepositories(t *testing.T) {
	excepted := exception("e", "name = \"reader\"\n expires = \"2027-01-01\"")
	unread := token(in("subset"))
	tests := map[string]struct {
		src     string
		g       pat.Grant
		verdict pat.Verdict
		gap     bool
	}{
		"claimed":                     {listed, unread, pat.Drifted, true},
		"claimed, a warning":          {listed + `rule "repository-extra" { severity = "warning" }`, unread, pat.Conforming, true},
		"claimed, off":                {listed + `rule "repository-extra" { severity = "off" }`, unread, pat.Conforming, true},
		"claimed, excepted":           {listed + excepted, unread, pat.Excepted, true},
		"by shape":                    {listed, token(in("subset"), named("x")), pat.Undeclared, true},
		"by shape, not its owner":     {strings.Replace(listed, "expires_in", "owners = [\"hubot\"]\nexpires_in", 1), token(in("subset"), named("x")), pat.Undeclared, false},
		"by shape, it never expires":  {listed, token(in("subset"), named("x"), until(nil)), pat.Undeclared, false},
		"by shape, it lives too long": {listed, token(in("subset"), named("x"), until(days(40))), pat.Undeclared, false},
		"by shape, it has more":       {listed, token(in("subset"), named("x"), with("contents=write")), pat.Undeclared, false},
		"all":                         {listed, token(in("all")), pat.Drifted, false},
		"no list":                     {reader, unread, pat.Conforming, false},
		"read":                        {listed, token(), pat.Conforming, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			a := judge(t, test.src, test.g)
			s := a.Subjects[0]
			if s.Verdict != test.verdict || s.Unjudged != test.gap || a.Complete() == test.gap {
				t.Errorf("%s %v, unjudged %t, gaps %v", s.Verdict, found(s), s.Unjudged, a.Gaps)
			}
			if test.gap && a.Gaps[0].What != "repositories of token 1" {
				t.Errorf("the gap is %+v", a.Gaps[0])
			}
			cfg := load(t, test.src)
			requests, tokens := audit.NeedsRepositories(cfg, &snapshot(test.g).Organizations[0])
			if needed := len(requests)+len(tokens) == 1; needed != (test.gap || name == "read") {
				t.Errorf("the repositories are needed: %t", needed)
			}
		})
	}
}

// TestUnknownKeyInTwoSections: the higher level counts, whichever section is
// read last, and the finding appears once.
func TestUnknownKeyInTwoSections(t *testing.T) {
	const policy = `
policy "no-admin" {
  on            = ["token"]
  condition     = alltrue([for level in values(self.permissions) : level != "admin"])
  error_message = "It administers something."
}
`
	for _, levels := range [][2]pat.Level{{"admin", "read"}, {"read", "admin"}} {
		g := token(func(g *pat.Grant) {
			g.Permissions.Organization = pat.Permissions{"crystal_balls": levels[0]}
			g.Permissions.Other = pat.Permissions{"crystal_balls": levels[1]}
		})
		check(t, one(t, reader+policy, g), pat.Drifted,
			"error permission-extra crystal_balls /admin", "error policy:no-admin", "warning unknown-permission crystal_balls /admin")
	}
}

// TestMetadataIsNoDifference: GitHub adds metadata:read to every token, so that
// with or without it a token and a template are the same.
func TestMetadataIsNoDifference(t *testing.T) {
	for _, exact := range []string{"", "match { permissions = \"exact\" }\n"} {
		for _, declared := range []string{`{ members = "read" }`, `{ members = "read", metadata = "read" }`} {
			src := strings.Replace(strings.Replace(reader, `{ contents = "read" }`, declared, 1), "expires_in", exact+"expires_in", 1)
			for _, repository := range []pat.Permissions{nil, {"metadata": "read"}} {
				for _, name := range []string{"reader", "x"} {
					g := token(named(name), func(g *pat.Grant) {
						g.Permissions = pat.GrantPermissions{Organization: pat.Permissions{"members": "read"}, Repository: repository}
					})
					if s := one(t, src, g); s.Verdict != pat.Conforming {
						t.Errorf("%s %v %s: %s %v", declared, repository, name, s.Verdict, found(s))
					}
				}
			}
		}
	}
}

// TestNarrowestByShape: among templates with equal permissions the one that
// allows less beside them counts, whatever their addresses.
func TestNarrowestByShape(t *testing.T) {
	template := func(address, arguments string) string {
		return "template \"" + address + "\" {\n name = \"" + address + "\"\n target_name = \"octo-org\"\n permissions = { contents = \"read\" }\n" + arguments + "\n}\n"
	}
	for name, test := range map[string][2]string{ // wider, narrower
		"all":                {`repositories = "all"`, `repositories = "selected"`},
		"nothing said":       {``, `repositories = "selected"`},
		"selected":           {`repositories = "selected"`, `repositories = ["octo-org/*"]`},
		"a pattern":          {`repositories = ["octo-org/*"]`, `repositories = ["api", "web"]`},
		"a longer list":      {`repositories = ["api", "web"]`, `repositories = ["api"]`},
		"a shorter pattern":  {`repositories = ["*"]`, `repositories = ["a*"]`},
		"lifetime":           {`expires_in = 90`, `expires_in = 60`},
		"no end":             {`expires_in = "none"`, `expires_in = 366`},
		"anyone":             {``, `owners = ["mona", "hubot"]`},
		"more owners":        {`owners = ["mona", "hubot"]`, `owners = ["mona"]`},
		"less is accepted":   {``, `match { permissions = "exact" }`},
		"repositories first": {"repositories = \"selected\"\nexpires_in = 30\nowners = [\"mona\"]", "repositories = [\"api\"]\nexpires_in = \"none\""},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, template("a", test[0])+template("b", test[1]), token(named("x")))
			if address(s.Template) != "template.b" {
				t.Errorf("got %s: %v", address(s.Template), found(s))
			}
			s = one(t, template("a", test[0]+"\n")+template("b", test[1]), token(named("a")))
			if address(s.Template) != "template.a" {
				t.Errorf("the name claims %s", address(s.Template))
			}
		})
	}
}

// TestEachOrganizationHasItsTime: exceptions and expiration go by when each
// organization was read, and the audit says when that was.
func TestEachOrganizationHasItsTime(t *testing.T) {
	src := reader + strings.ReplaceAll(strings.Replace(reader, `"reader"`, `"late"`, 1), "octo-org", "octodemo") +
		exception("e", "owner = \"mona\"\n expires = \"2026-11-25\"")
	g := token(with("contents=read issues=read"), until(days(5)))
	s := snapshot(g)
	later := github.Organization{Login: "octodemo", ReadAt: now.AddDate(0, 0, 7), Tokens: []pat.Grant{g}}
	s.Organizations = append(s.Organizations, later)
	s.GeneratedAt = later.ReadAt
	a, _ := audit.Judge(load(t, src), s, time.Time{})
	if a.Subjects[0].Verdict != pat.Excepted || a.Subjects[1].Verdict != pat.Drifted {
		t.Errorf("%s %v, %s %v", a.Subjects[0].Verdict, found(a.Subjects[0]), a.Subjects[1].Verdict, found(a.Subjects[1]))
	}
	want := []audit.Organization{{"octo-org", now, now}, {"octodemo", later.ReadAt, later.ReadAt}}
	if diff := cmp.Diff(want, a.Organizations); diff != "" {
		t.Error(diff)
	}
	for i, expired := range []bool{false, true} {
		if s := &a.Subjects[i]; s.ExpiredAt(a.TimeOf(s.Organization)) != expired {
			t.Errorf("%s has expired: %t", s.Organization, !expired)
		}
	}
	if u := a.Exceptions[0]; !u.Lapsed || u.Covered != 3 {
		t.Errorf("the exception: %+v", u)
	}
	at := now.AddDate(0, 0, -1)
	a, _ = audit.Judge(load(t, src), s, at)
	if a.AsOf != at || a.Organizations[1].AsOf != at || a.Exceptions[0].Lapsed {
		t.Errorf("as of another time: %v %+v", a.AsOf, a.Organizations)
	}
}

// TestUnsaidPermissions: what GitHub does not say was not judged.
func TestUnsaidPermissions(t *testing.T) {
	s := one(t, reader, token(func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} }))
	if s.Verdict != pat.Conforming || !s.Unjudged || len(s.UnjudgedWhy) != 1 {
		t.Errorf("%s, unjudged %t: %v", s.Verdict, s.Unjudged, s.UnjudgedWhy)
	}
	if s := one(t, reader, token()); s.Unjudged || s.UnjudgedWhy != nil {
		t.Errorf("unjudged: %v", s.UnjudgedWhy)
	}
}

// TestLinksLeadSomewhere: nobody gets a link to a token that they may not hold,
// and the closest template is no correction.
func TestLinksLeadSomewhere(t *testing.T) {
	held4 := strings.Replace(reader, "expires_in", "owners = [\"octocat\"]\nexpires_in", 1)
	for name, test := range map[string]struct {
		src          string
		g            pat.Grant
		fix, nearest bool
		hint         bool // a nearest template
	}{
		"drifted":                {reader, token(with("contents=write")), true, false, false},
		"not its owner":          {held4, token(), false, false, false},
		"closest":                {reader, token(named("x"), with("contents=write")), false, true, true},
		"closest, not its owner": {held4, token(named("x"), with("contents=write")), false, false, true},
		"nothing in common":      {reader, token(named("x"), with("secrets=write")), false, false, false},
		"metadata in common":     {reader, token(named("x"), with("secrets=write metadata=read")), false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := one(t, test.src, test.g)
			if (s.FixURL != "") != test.fix || (s.NearestURL != "") != test.nearest || (s.Nearest != nil) != test.hint {
				t.Errorf("%q %q %s", s.FixURL, s.NearestURL, address(s.Nearest))
			}
			if strings.Contains(s.DenyReason, "https://") != (test.fix || test.nearest) {
				t.Errorf("reason: %s", s.DenyReason)
			}
		})
	}
}

// TestDenyReasonKeepsItsLink: a link that takes too much room goes without its description.
func TestDenyReasonKeepsItsLink(t *testing.T) {
	src := strings.Replace(reader, "expires_in", "description = \""+strings.Repeat("Reads ü. ", 90)+"\"\nexpires_in", 1)
	s := one(t, src, token(with("contents=write")))
	if !strings.HasSuffix(s.DenyReason, "new?name=reader&target_name=octo-org&expires_in=30&contents=read") || !strings.Contains(s.FixURL, "description=") {
		t.Errorf("%s\n%s", s.DenyReason, s.FixURL)
	}
}

// TestOrderOfInput: the order of what GitHub lists shows in no text.
func TestOrderOfInput(t *testing.T) {
	const policy = `
policy "faulty" {
  on            = ["token"]
  condition     = self.labels.team == self.repositories[0]
  error_message = "Not of the team."
}
`
	outcome := func(ids ...int64) []string {
		s := &github.Snapshot{GeneratedAt: now, Host: "github.com", Organizations: []github.Organization{{Login: "octo-org", ReadAt: now}}}
		for _, id := range ids {
			g := token(named("x"))
			g.ID, g.Repositories = id, []string{"octo-org/b", "octo-org/a"}
			if ids[0] == 1 {
				g.Repositories = []string{"octo-org/a", "octo-org/b"}
			}
			s.Organizations[0].Tokens = append(s.Organizations[0].Tokens, g)
		}
		a, diags := audit.Judge(load(t, strings.Replace(listed, `"api"`, `"web"`, 1)+policy), s, time.Time{})
		out := []string{diags.Error()}
		for _, gap := range a.Gaps {
			out = append(out, gap.What+gap.Why)
		}
		for _, s := range a.Subjects {
			out = append(out, s.Findings[0].Message)
		}
		return out
	}
	if diff := cmp.Diff(outcome(1, 2, 3), outcome(3, 1, 2)); diff != "" {
		t.Error(diff)
	}
}
