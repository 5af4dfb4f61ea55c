package migrate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/migrate"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/record"
	"github.com/patctl/patctl/internal/usage"
)

// called is a call that worked, as METHOD /route, or in the words of explain.
func called(what, repository string) usage.Call {
	method, route, _ := strings.Cut(what, " ")
	c := usage.Call{Repository: repository, Count: 1, FirstAt: now, LastAt: now}
	if c.Method, c.Route = method, route; !catalog.IsMethod(method) {
		c.Method, c.Route, c.Is = "", "", []string{what}
	}
	return c
}

// moved migrates a token of mona with calls in the audit log of octo-org. hubot is another user.
func moved(calls ...usage.Call) *migrate.Token {
	log := &usage.Log{Tokens: []usage.Token{
		{Kind: record.Classic, Organization: "octo-org", ID: 1, User: "mona", Name: "ci", Source: usage.AuditLog, Scopes: []string{"repo", "workflow"}, Calls: calls},
		{Kind: record.FineGrained, ID: 2, User: "hubot", Source: usage.AuditLog},
	}}
	return migrate.Propose(migrate.Input{Log: log, Catalog: catalog.Default(), Organizations: []string{"octo-org"}}).Tokens[0]
}

func with(c usage.Call, change func(*usage.Call)) usage.Call {
	change(&c)
	return c
}

// TestPlaces: what becomes of single calls.
func TestPlaces(t *testing.T) {
	workflow := func(answer usage.Answer) func(*usage.Call) { return func(c *usage.Call) { c.Workflow = answer } }
	public := func(answer usage.Answer) func(*usage.Call) { return func(c *usage.Call) { c.Public = answer } }
	const put = "PUT /repos/{owner}/{repo}/contents/{path}"
	for _, test := range []struct {
		name string
		call usage.Call
		want string // KIND LOGIN: PERMISSIONS [REPOSITORIES], "free", or a reason
	}{
		{"a write", called("POST /repos/{owner}/{repo}/issues", "octo-org/api"), "organization octo-org: issues=write [octo-org/api]"},
		{"a file that may be a workflow", called(put, "octo-org/api"), "organization octo-org: contents=write [octo-org/api] open"},
		{"a workflow", with(called(put, "octo-org/api"), workflow(usage.Yes)), "organization octo-org: contents=write workflows=write [octo-org/api]"},
		{"another file", with(called(put, "octo-org/api"), workflow(usage.No)), "organization octo-org: contents=write [octo-org/api]"},
		{"a push", called("git push", "octo-org/api"), "organization octo-org: contents=write [octo-org/api] open"},
		{"a push without workflows", with(called("git push", "octo-org/api"), workflow(usage.No)), "organization octo-org: contents=write [octo-org/api]"},
		{"a push of workflows", with(called("git push", "octo-org/api"), workflow(usage.Yes)), "organization octo-org: contents=write workflows=write [octo-org/api]"},
		{"a clone", called("git fetch", "octo-org/api"), "organization octo-org: contents=read [octo-org/api]"},
		{"a clone of what is public", with(called("git fetch", "octo-org/api"), public(usage.Yes)), "free"},
		{"an own repository", called("POST /repos/{owner}/{repo}/issues", "mona/dotfiles"), "account mona: issues=write [mona/dotfiles]"},
		{"the own account", called("POST /user/keys", ""), "account mona: keys=write none"},
		{"a gist", called("POST /gists", ""), "account mona: gists=write none"},
		{"a star", called("PUT /user/starred/{owner}/{repo}", "octo-org/api"), "account mona: metadata=read starring=write selected"},
		{"invitations", called("GET /repos/{owner}/{repo}/invitations", "octo-org/api"), "organization octo-org: administration=read [octo-org/api]"},
		{"the organization", called("GET /orgs/{org}/members", ""), "organization octo-org: members=read none"},
		{"a repository of a stranger", called("POST /repos/{owner}/{repo}/issues", "stranger/x"), "login stranger: issues=write [stranger/x]"},
		{"a repository of another user", called("POST /repos/{owner}/{repo}/issues", "hubot/x"), "other_user"},
		{"of a managed user", called("POST /repos/{owner}/{repo}/issues", "kate_octo/x"), "other_user"},
		{"to read what may be public", called("GET /repos/{owner}/{repo}/issues", "hubot/x"), "other_user_public"},
		{"to read what is private", with(called("GET /repos/{owner}/{repo}/issues", "hubot/x"), public(usage.No)), "other_user"},
		{"to read what is public", with(called("GET /repos/{owner}/{repo}/issues", "hubot/x"), public(usage.Yes)), "free"},
		{"without a permission", called("GET /rate_limit", ""), "free"},
		{"packages", called("GET /orgs/{org}/packages", ""), "packages"},
		{"a registry", called("host ghcr.io", ""), "packages"},
		{"checks", called("POST /repos/{owner}/{repo}/check-runs", "octo-org/api"), "closed"},
		{"an unknown route", called("GET /internal/x", ""), "unknown_route"},
		{"no route", usage.Call{Count: 1}, "no_call"},
		{"GraphQL", called("graphql", ""), "graphql"},
		{"GraphQL as a route", called("POST /graphql", ""), "graphql"},
		{"a mutation", called("graphql mutation createIssue", "octo-org/api"), "organization octo-org: issues=write [octo-org/api]"},
		{"an unknown mutation", called("graphql mutation nothing", ""), "unknown_need"},
		{"refused", with(called("POST /repos/{owner}/{repo}/issues", "octo-org/api"), func(c *usage.Call) { c.Count, c.Refused = 0, 2 }), "refused"},
		{"refused in part", with(called("POST /repos/{owner}/{repo}/issues", "octo-org/api"), func(c *usage.Call) { c.Refused = 2 }), "organization octo-org: issues=write [octo-org/api]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := placeOf(moved(test.call)); got != test.want {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

// placeOf says where the only call of a token is.
func placeOf(token *migrate.Token) string {
	switch {
	case len(token.Free) == 1:
		return "free"
	case len(token.Refused) == 1:
		return "refused"
	case len(token.Closed) == 1:
		return string(token.Closed[0].Reason)
	case len(token.Unclear) == 1:
		return string(token.Unclear[0].Reason)
	}
	p := token.Templates[0]
	text := fmt.Sprintf("%s %s:", p.Owner.Kind, p.Owner.Login)
	for _, name := range p.Permissions.Names() {
		text += fmt.Sprintf(" %s=%s", name, p.Permissions[name])
	}
	if p.Repositories.Patterns != nil {
		text += fmt.Sprintf(" %v", p.Repositories.Patterns)
	} else {
		text += " " + string(p.Repositories.Selection)
	}
	if len(p.Open) > 0 {
		text += " open"
	}
	return text
}

// TestOneCallOfSeveralSets: of several sets that would do, the template has what other calls
// need anyway, and the rest is said.
func TestOneCallOfSeveralSets(t *testing.T) {
	token := moved(called("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", "octo-org/api"), called("POST /repos/{owner}/{repo}/pulls", "octo-org/api"))
	p := token.Templates[0]
	if want := (pat.Permissions{"pull_requests": "write"}); !cmp.Equal(p.Permissions, want) {
		t.Error(p.Permissions)
	}
	if len(p.Open) != 1 || p.Open[0].Condition != "object=issue" {
		t.Errorf("%+v", p.Open)
	}
}

// TestSeveralOwners: the program has to choose, and each template has a name of its own.
func TestSeveralOwners(t *testing.T) {
	token := moved(called("POST /repos/{owner}/{repo}/issues", "octo-org/api"), called("POST /user/keys", ""), called("POST /repos/{owner}/{repo}/issues", "mona/x"))
	if len(token.Templates) != 2 || token.Templates[0].Name != "ci mona" || token.Templates[1].Name != "ci octo-org" || !strings.Contains(token.Remarks[0], "mona, octo-org") {
		t.Errorf("%v %q", token.Templates, token.Remarks)
	}
	if !token.Moves() {
		t.Error("it does not move")
	}
}

// TestManyRepositories: a token can select 50.
func TestManyRepositories(t *testing.T) {
	for n, want := range map[int]pat.Selection{50: "", 51: pat.AllRepositories} {
		var calls []usage.Call
		for i := range n {
			calls = append(calls, called("POST /repos/{owner}/{repo}/issues", fmt.Sprintf("octo-org/r%d", i)))
		}
		p := moved(calls...).Templates[0]
		if p.Repositories.Selection != want || len(p.Seen) != n || (len(p.Repositories.Patterns) == n) != (want == "") {
			t.Errorf("%d: %+v", n, p.Repositories)
		}
		if said := strings.Contains(strings.Join(p.Remarks, " "), "all repositories"); said != (want != "") {
			t.Errorf("%d: %q", n, p.Remarks)
		}
	}
}

// TestScopes: a scope is used if a call needs it, and never becomes a permission.
func TestScopes(t *testing.T) {
	log := &usage.Log{Tokens: []usage.Token{{
		Kind: record.Classic, Organization: "octo-org", ID: 1, User: "mona", Source: usage.AuditLog,
		Scopes: []string{"admin:org", "admin:repo_hook", "delete_repo", "gist", "repo", "workflow", "x"},
		Calls: []usage.Call{
			called("GET /repos/{owner}/{repo}/hooks/{hook_id}/config", "octo-org/api"), called("POST /repos/{owner}/{repo}/issues", "octo-org/api"),
			with(called("DELETE /repos/{owner}/{repo}", "octo-org/api"), func(c *usage.Call) { c.Count, c.Refused = 0, 1 }),
		},
	}}}
	token := migrate.Propose(migrate.Input{Log: log, Catalog: catalog.Default()}).Tokens[0]
	got := map[string]migrate.ScopeState{}
	for _, s := range token.Scopes {
		got[s.Name] = s.State
		if s.Known == (s.Name == "x") {
			t.Errorf("%+v", s)
		}
	}
	want := map[string]migrate.ScopeState{
		"admin:org": migrate.ScopeNotSeen, "admin:repo_hook": migrate.ScopeUsed, "delete_repo": migrate.ScopeNotSeen, "gist": migrate.ScopeNotSeen,
		"repo": migrate.ScopeUsed, "workflow": migrate.ScopeNotSeen, "x": migrate.ScopeNotSeen,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p := token.Templates[0].Permissions; !cmp.Equal(p, pat.Permissions{"issues": "write", "repository_hooks": "read"}) {
		t.Error(p)
	}
}

// TestUnseenUse: if GitHub says that a token was used after its last call in the log, what it
// did then is not known to move.
func TestUnseenUse(t *testing.T) {
	for hours, unseen := range map[int]bool{-100: false, 1: false, 23: false, 100: true} {
		used := now.Add(time.Duration(hours) * time.Hour)
		in := migrate.Input{
			Log: &usage.Log{Tokens: []usage.Token{{
				Kind: record.Classic, Organization: "octo-org", ID: 1, User: "mona", Source: usage.AuditLog, Calls: []usage.Call{called("POST /repos/{owner}/{repo}/issues", "octo-org/api")},
			}}},
			Known: []migrate.Known{{Organization: "octo-org", ClassicToken: pat.ClassicToken{ID: 1, LastUsedAt: &used}}}, Catalog: catalog.Default(),
		}
		token := migrate.Propose(in).Tokens[0]
		if (token.UnseenAt != nil) != unseen || token.Moves() == unseen || (len(token.Remarks) > 0) != unseen {
			t.Errorf("%d hours: %v %v %q", hours, token.UnseenAt, token.Moves(), token.Remarks)
		}
	}
}

// TestJoined: tokens are one by their ID, and what GitHub lists is not always classic.
func TestJoined(t *testing.T) {
	issue, hook := called("POST /repos/{owner}/{repo}/issues", "octo-org/api"), called("GET /repos/{owner}/{repo}/hooks", "octodemo/x")
	classic := func(id int64, organization, user string, calls ...usage.Call) usage.Token {
		return usage.Token{Kind: record.Classic, ID: id, Organization: organization, User: user, Calls: calls}
	}
	m := migrate.Propose(migrate.Input{
		Catalog: catalog.Default(),
		Log: &usage.Log{Coverage: []usage.Coverage{{Source: usage.AuditLog, Named: []string{"octo-org", "octodemo"}}}, Tokens: []usage.Token{
			classic(1, "octo-org", "mona", issue), classic(1, "octodemo", "mona", hook), classic(0, "octo-org", "mona", issue), classic(0, "", "", issue),
			{Kind: record.FineGrained, ID: 3, Calls: []usage.Call{issue, hook}},
		}},
		Known: []migrate.Known{
			{Organization: "octo-org", ClassicToken: pat.ClassicToken{ID: 1, CredentialID: 10, Owner: "mona", Note: "deploy"}},
			{Organization: "octo-org", ClassicToken: pat.ClassicToken{ID: 3, Owner: "mona"}},
			{Organization: "octo-org", ClassicToken: pat.ClassicToken{ID: 3, Owner: "mona", Note: "old", Scopes: []string{"repo"}}},
			{Organization: "octo-org", ClassicToken: pat.ClassicToken{ID: 4, Owner: "hubot", Note: "idle"}},
		},
	})
	var got []string
	for _, token := range m.Tokens {
		got = append(got, fmt.Sprintf("%d %s %s %d %v", token.ID, token.User, token.Name, len(places(token)), token.Organizations))
	}
	want := []string{"0   1 []", "4 hubot idle 0 [octo-org]", "0 mona  1 [octo-org]", "1 mona deploy 2 [octo-org octodemo]", "3 mona old 0 [octo-org]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]migrate.Other{{Kind: record.FineGrained, Tokens: 1, Calls: 2}}, m.Others); diff != "" {
		t.Error(diff)
	}
}

// TestOwnerOfRepository: the owner of a repository is an organization only if an event says so.
func TestOwnerOfRepository(t *testing.T) {
	for want, named := range map[migrate.OwnerKind][]string{migrate.Login: {"octo-org"}, migrate.Organization: {"stranger", "octo-org"}} {
		log := &usage.Log{
			Coverage: []usage.Coverage{{Source: usage.AuditLog, Organizations: []string{"octo-org", "stranger"}, Named: named}},
			Tokens:   []usage.Token{{Kind: record.Classic, Organization: "stranger", ID: 1, User: "mona", Source: usage.AuditLog, Calls: []usage.Call{called("POST /repos/{owner}/{repo}/issues", "stranger/x")}}},
		}
		if got := migrate.Propose(migrate.Input{Log: log, Catalog: catalog.Default()}).Tokens[0].Templates[0].Owner; got.Kind != want {
			t.Errorf("%s, want %s", got.Kind, want)
		}
	}
}

// TestOnlyRefused: a token that GitHub only refused doesn't move.
func TestOnlyRefused(t *testing.T) {
	refused := with(called("GET /repos/{owner}/{repo}/issues", "octo-org/api"), func(c *usage.Call) { c.Count, c.Refused = 0, 2 })
	if token := moved(refused); token.Moves() || len(token.Remarks) != 1 {
		t.Errorf("it moves: %q", token.Remarks)
	}
	if token := moved(refused, called("POST /repos/{owner}/{repo}/issues", "octo-org/api")); !token.Moves() {
		t.Error("it does not move")
	}
}
