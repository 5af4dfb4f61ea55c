package audit_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
)

// templates of different width, and two that claim the same names.
const several = `
template "reader" {
  name        = "reader"
  target_name = "OCTO-org"
  expires_in  = 30
  permissions = { contents = "read" }
}
template "wide" {
  name        = "wide"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "write", issues = "write", pull_requests = "write" }
}
template "writer" {
  name        = "writer"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { contents = "write" }
}
template "release_read" {
  name        = "release-read"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { deployments = "read" }
  match { name = "release-*" }
}
template "release_write" {
  name        = "release-write"
  target_name = "octo-org"
  expires_in  = 30
  permissions = { deployments = "write" }
  match { name = "Release-?*" }
}
template "elsewhere" {
  name        = "elsewhere"
  target_name = "octodemo"
  expires_in  = 30
  permissions = { contents = "read", metadata = "read" }
}
`

func TestMatching(t *testing.T) {
	tests := map[string]struct {
		g                        pat.Grant
		template, nearest, match string
	}{
		"name":                   {token(), "template.reader", "", "name"},
		"name in another case":   {token(named("READER")), "template.reader", "", "name"},
		"not a part of the name": {token(named("reader-2"), with("contents=admin")), "", "template.writer", ""},
		"name before shape":      {token(named("wide")), "template.wide", "", "name"},
		"name, though it drifts": {token(with("contents=write")), "template.reader", "", "name"},
		"glob":                   {token(named("release-x"), with("deployments=read")), "template.release_read", "", "name"},
		"glob, another case":     {token(named("RELEASE-x"), with("deployments=read")), "template.release_read", "", "name"},
		"glob, fewest findings":  {token(named("release-x"), with("deployments=write")), "template.release_write", "", "name"},
		"glob, lightest findings": {token(named("release-x"), with("deployments=write"), until(days(20))),
			"template.release_write", "", "name"},
		"glob, one character at least": {token(named("release-"), with("deployments=write")), "template.release_read", "", "name"},
		"shape":                        {token(named("x")), "template.reader", "", "shape"},
		"shape, the narrowest":         {token(named("x"), with("contents=write")), "template.writer", "", "shape"},
		"shape, only the wide one":     {token(named("x"), with("issues=read")), "template.wide", "", "shape"},
		"nearest":                      {token(named("x"), with("issues=write actions=read")), "", "template.wide", ""},
		"nearest by what is beyond":    {token(named("x"), with("contents=admin")), "", "template.writer", ""},
		"nearest by what is less":      {token(named("x"), with("deployments=read pages=read")), "", "template.release_read", ""},
		"nearest of no permission":     {token(named("x"), with("")), "", "", ""},
		"not of another organization":  {token(named("elsewhere")), "template.reader", "", "shape"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := one(t, several, test.g)
			got := []string{address(s.Template), address(s.Nearest), string(s.MatchedBy)}
			if diff := cmp.Diff([]string{test.template, test.nearest, test.match}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNearestOfEqualOnes: of templates with the same permissions the hint is the one
// that suits the owner and the repositories too, and else always the same one.
func TestNearestOfEqualOnes(t *testing.T) {
	const src = `
template "service" {
  for_each     = { api = "octocat", db = "octocat", web = "hubot" }
  name         = each.key
  target_name  = "octo-org"
  expires_in   = 30
  owners       = [each.value]
  permissions  = { contents = "write" }
  repositories = [each.key]
}
`
	change := []func(*pat.Grant){named("x"), with("contents=write issues=read")}
	web := token(append(change, held("hubot"), in("subset", "octo-org/web"))...)
	if got := address(one(t, src, web).Nearest); got != `template.service["web"]` {
		t.Errorf("got %s", got)
	}
	for range 3 {
		if got := address(one(t, src, token(append(change, held("octocat"), in("subset", "octo-org/x"))...)).Nearest); got != `template.service["api"]` {
			t.Errorf("got %s", got)
		}
	}
}

// TestSilencedRulesDoNotMatch: that nobody wants to hear of a departure makes
// no token one that was agreed.
func TestSilencedRulesDoNotMatch(t *testing.T) {
	const silent = `
rule "never-expires" { severity = "off" }
rule "permission-extra" { severity = "notice" }
`
	check(t, one(t, reader+silent, token(named("x"), until(nil))), pat.Undeclared, "error undeclared-token template.reader/x")
	check(t, one(t, reader+silent, token(named("x"), with("contents=read issues=read"))), pat.Undeclared, "error undeclared-token template.reader/x")
	check(t, one(t, reader+silent, token(until(nil))), pat.Conforming)
}

func TestAdvice(t *testing.T) {
	s := one(t, several, token(named("x"), with("contents=write issues=write actions=write")))
	const link = "https://github.com/settings/personal-access-tokens/new?name=wide&target_name=octo-org&expires_in=30&contents=write&issues=write&pull_requests=write"
	if s.NearestURL != link || s.FixURL != "" {
		t.Errorf("got %s, and as a correction %q", s.NearestURL, s.FixURL)
	}
	want := "This token does not match what the organization agreed on:\n" +
		"- No template matches. The closest is template.wide; this token also has actions:write.\n" +
		"If the closest template, template.wide, grants enough, create a token with its link:\n" + link
	if diff := cmp.Diff(want, s.DenyReason); diff != "" {
		t.Error(diff)
	}
	s = one(t, several, token(named("x"), func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{} }))
	if got := s.Findings[0].Message; !strings.HasSuffix(got, "No template matches. GitHub does not say which permissions it has.") {
		t.Errorf("without permissions: %s", got)
	}
	var many strings.Builder
	for _, name := range []string{"actions", "administration", "checks", "codespaces", "deployments", "discussions", "environments", "pages", "secrets", "statuses", "workflows", "attestations", "merge_queues", "repository_hooks", "codespaces_secrets", "vulnerability_alerts"} {
		many.WriteString(name + "=write ")
	}
	s = one(t, several, token(with(many.String()+"contents=read")))
	if n := len([]rune(s.DenyReason)); n > 1024 || !strings.Contains(s.DenyReason, "- and more\nCreate a token") {
		t.Errorf("%d characters: %s", n, s.DenyReason)
	}
}

func TestNeedsRepositories(t *testing.T) {
	const src = several + `
template "listed" {
  name         = "listed"
  target_name  = "octo-org"
  expires_in   = 30
  permissions  = { pages = "write" }
  repositories = ["api"]
}
`
	o := &github.Organization{Login: "octo-org",
		Requests: []pat.Grant{token(), token(named("listed"))},
		Tokens: []pat.Grant{
			token(), token(named("LISTED"), with("administration=write")), token(named("x"), with("pages=read")), token(named("x"), with("pages=admin")),
			token(named("listed"), in("all")), token(named("listed"), in("none")),
		},
	}
	requests, tokens := audit.NeedsRepositories(load(t, src), o)
	if diff := cmp.Diff([][]int{{1}, {1, 2}}, [][]int{requests, tokens}); diff != "" {
		t.Error(diff)
	}
	const policy = `
policy "few" {
  on            = ["token"]
  condition     = length(self.repositories) < 5
  error_message = "Too many."
}
`
	requests, tokens = audit.NeedsRepositories(load(t, src+policy), o)
	if diff := cmp.Diff([][]int{{1}, {0, 1, 2, 3}}, [][]int{requests, tokens}); diff != "" {
		t.Errorf("with a policy that looks at them: %s", diff)
	}
}

// TestOrder: the same snapshot gives the same audit, sorted by organization,
// kind and id.
func TestOrder(t *testing.T) {
	a := judge(t, reader, token(), token(request), token(), token(request))
	var got []string
	for i := range a.Subjects {
		got = append(got, a.Subjects[i].String())
	}
	want := []string{
		"request 2 (reader) of mona in octo-org", "request 4 (reader) of mona in octo-org",
		"token 1 (reader) of mona in octo-org", "token 3 (reader) of mona in octo-org",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
