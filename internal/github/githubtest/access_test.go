package githubtest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

func TestWhoMayList(t *testing.T) {
	world := octoOrg(tokens(1))
	world.Organizations = append(world.Organizations, githubtest.Organization{Login: "octodemo", Installation: &githubtest.Installation{Suspended: true}})
	world.Credentials = append(world.Credentials,
		githubtest.Credential{Token: "ghp_classic", Kind: githubtest.ClassicToken},
		githubtest.Credential{Token: "github_pat_fine", Kind: githubtest.FineGrainedToken},
		githubtest.Credential{Token: "gho_oauth", Kind: githubtest.OAuthToken},
		githubtest.Credential{Token: "ghu_user", Kind: githubtest.AppUserToken},
		githubtest.Credential{Token: "ghs_old", Kind: githubtest.InstallationToken, Organization: "octo-org", ExpiresAt: githubtest.DefaultNow},
		githubtest.Credential{Token: "ghs_requests", Kind: githubtest.InstallationToken, Organization: "octo-org",
			Permissions: map[string]string{githubtest.RequestsPermission: "read"}},
		githubtest.Credential{Token: "ghs_demo", Kind: githubtest.InstallationToken, Organization: "octodemo"},
	)
	s := checked.New(t, world)
	const notByToken, notByApp = "403 Resource not accessible by personal access token", "403 Resource not accessible by integration"
	for _, test := range []struct{ authorization, path, want string }{
		{"", tokensPath, "401 Requires authentication"},
		{"Bearer ghs_unknown", tokensPath, "401 Bad credentials"},
		{"Basic b2N0b2NhdA==", tokensPath, "401 Bad credentials"},
		{"token ghp_classic", tokensPath, notByToken},
		{"Bearer github_pat_fine", tokensPath, notByToken},
		{"Bearer gho_oauth", tokensPath, notByToken},
		{"Bearer ghs_old", tokensPath, "401 Bad credentials"},
		{"Bearer ghs_requests", tokensPath, notByApp},
		{"Bearer ghs_demo", tokensPath, "403 This installation has been suspended"},
		{"Bearer " + reader, "/orgs/octodemo/personal-access-tokens", notByApp},
		{"Bearer " + reader, "/orgs/nobody/personal-access-tokens", "404 Not Found"},
		{"Bearer " + reader, "/app", "401 A JSON web token could not be decoded"},
		{"Bearer ghu_user", "/installation/repositories", "403 You must authenticate with an installation access token in order to list repositories for an installation."},
	} {
		if got := get(t, s, test.path, "Authorization", test.authorization).message(t); got != test.want {
			t.Errorf("%q %s: %s, want %s", test.authorization, test.path, got, test.want)
		}
	}
	for _, authorization := range []string{"Bearer ghu_user", "token " + reader} {
		if r := get(t, s, tokensPath, "Authorization", authorization); r.status != 200 {
			t.Errorf("%s: %d %s", authorization, r.status, r.body)
		}
	}
	r := get(t, s, requestsPath, "Authorization", "Bearer ghs_requests")
	if got := r.header.Get("X-Accepted-GitHub-Permissions"); r.status != 200 || got != githubtest.RequestsPermission+"=read" {
		t.Errorf("the answer %d says that it needs %q", r.status, got)
	}
	r = call(t, s, "POST", requestsPath+"/1", `{"action":"deny"}`, "Authorization", "Bearer ghs_requests")
	if got := r.message(t); got != notByApp {
		t.Errorf("a review with read answers %s", got)
	}
}

func TestAppTokenIsChecked(t *testing.T) {
	s := checked.New(t, githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}})
	now := s.Now()
	other := checked.New(t, githubtest.World{})
	forged := goodAppToken(t, other)
	forged = forged[:strings.LastIndexByte(forged, '.')+1] + "AAAA"
	for _, test := range []struct{ token, want string }{
		{appToken(t, s, "2", now, now.Add(time.Minute)), "404 Integration not found"},
		{appToken(t, s, nil, now, now.Add(time.Minute)), "401 Missing 'issuer' claim ('iss') in assertion"},
		{appToken(t, s, 1, now.Add(5*time.Minute), now.Add(9*time.Minute)), "401 'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"},
		{appToken(t, s, 1, now.Add(-9*time.Minute), now), "401 'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"},
		{appToken(t, s, 1, now, now.Add(11*time.Minute)), "401 'Expiration time' claim ('exp') is too far in the future"},
		{forged, "401 A JSON web token could not be decoded"},
		{"Bearer a.b.c", "401 A JSON web token could not be decoded"},
	} {
		if got := get(t, s, "/app", "Authorization", test.token).message(t); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
	for _, issuer := range []any{"1", 1} {
		r := get(t, s, "/app", "Authorization", appToken(t, s, issuer, now, now.Add(10*time.Minute)))
		if r.status != 200 || !strings.Contains(r.body, `"slug":"octo-reviewer"`) {
			t.Errorf("issuer %v: %d %s", issuer, r.status, r.body)
		}
	}
}

func TestInstallationTokens(t *testing.T) {
	s := checked.New(t, githubtest.World{Organizations: []githubtest.Organization{
		{Login: "octo-org", Tokens: tokens(1).Tokens}, {Login: "octodemo", NotInstalled: true},
	}})
	app := goodAppToken(t, s)
	if got := get(t, s, "/app/installations", "Authorization", app).ids(t); len(got) != 1 || got[0] != 7001 {
		t.Errorf("the App is installed as %v, want 7001", got)
	}
	if got := get(t, s, "/orgs/octodemo/installation", "Authorization", app).message(t); got != "404 Not Found" {
		t.Errorf("where the App is not installed: %s", got)
	}
	if r := get(t, s, "/orgs/octo-org/installation", "Authorization", app); !strings.Contains(r.body, `"id":7001`) {
		t.Errorf("the installation: %d %s", r.status, r.body)
	}
	token, expires := issue(t, s, app)
	if want := s.Now().Add(time.Hour); !expires.Equal(want) {
		t.Errorf("the token expires at %s, want %s", expires, want)
	}
	if r := get(t, s, tokensPath, "Authorization", "Bearer "+token); r.status != 200 {
		t.Errorf("a fresh token: %d %s", r.status, r.body)
	}
	s.Advance(time.Hour)
	if got := get(t, s, tokensPath, "Authorization", "Bearer "+token).message(t); got != "401 Bad credentials" {
		t.Errorf("an hour later: %s", got)
	}
	r := call(t, s, "POST", "/app/installations/7001/access_tokens", `{"permissions":{"members":"read"}}`, "Authorization", goodAppToken(t, s))
	if r.status != 422 {
		t.Errorf("a permission that is not granted: %d %s", r.status, r.body)
	}
}

// issue makes an installation token for octo-org.
func issue(t *testing.T, s *githubtest.Server, app string) (string, time.Time) {
	t.Helper()
	r := call(t, s, "POST", "/app/installations/7001/access_tokens", "", "Authorization", app)
	var made struct {
		Token     string    `json:"token"`
		ExpiresAt time.Time `json:"expires_at"`
	}
	if err := json.Unmarshal([]byte(r.body), &made); err != nil || r.status != 201 {
		t.Fatalf("%d %s: %v", r.status, r.body, err)
	}
	return made.Token, made.ExpiresAt
}

func TestPrimaryLimitRunsOutAndComesBack(t *testing.T) {
	world := octoOrg(tokens(1))
	world.RateLimit = 2
	s := checked.New(t, world)
	get(t, s, tokensPath)
	get(t, s, tokensPath)
	r := get(t, s, tokensPath)
	if got := r.message(t); !strings.HasPrefix(got, "403 API rate limit exceeded for installation ID 7001.") {
		t.Errorf("the third call: %s", got)
	}
	if remaining, reset := r.header.Get("X-RateLimit-Remaining"), r.header.Get("X-RateLimit-Reset"); remaining != "0" || reset != "1795352400" {
		t.Errorf("%s calls are left until %s", remaining, reset)
	}
	if r := get(t, s, "/rate_limit"); r.status != 200 || !strings.Contains(r.body, `"core":{"limit":2,"used":2,"remaining":0,`) {
		t.Errorf("the limits: %d %s", r.status, r.body)
	}
	s.Advance(time.Hour)
	if r := get(t, s, tokensPath); r.status != 200 || r.header.Get("X-RateLimit-Remaining") != "1" {
		t.Errorf("an hour later: %d, %s left", r.status, r.header.Get("X-RateLimit-Remaining"))
	}
}
