package githubtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// watched is an organization whose calls API Insights counts, with credentials for single
// sign-on.
func watched() githubtest.Organization {
	at := func(days int) *time.Time {
		at := githubtest.DefaultNow.Add(-time.Duration(days) * 24 * time.Hour)
		return &at
	}
	return githubtest.Organization{
		PublicRepositories: 3,
		Authorizations: []githubtest.Authorization{
			{Scopes: []string{"repo"}, ID: 70, Note: "nightly", AccessedAt: at(1), ExpiresAt: at(-9)},
			{Login: "mona", Type: "SSH key"},
			{Broken: githubtest.Broken{Set: map[string]any{"scopes": 5}, Absent: []string{"login"}}},
		},
		Insights: []githubtest.InsightsSubject{
			{Name: "mona", ID: 7, Actors: []githubtest.InsightsActor{
				{ID: 70, Name: "nightly", Routes: []githubtest.InsightsRoute{
					{Route: "/user", LastAt: at(2)}, {Method: "POST", Route: "/repositories/:repository_id/hooks", Count: 5, LastAt: at(3)}, {Route: "/old", Count: 9, LastAt: at(40)},
				}},
				{ID: 71, Type: "fine_grained_pat", Routes: []githubtest.InsightsRoute{{Route: "/user", Count: 8}}},
			}},
			{Type: "installation", Name: "GitHub Actions", ID: 8, Actors: []githubtest.InsightsActor{{ID: 8, Type: "installation", Routes: []githubtest.InsightsRoute{{Route: "/app", Count: 2}}}}},
		},
	}
}

const insightsPath = "/orgs/octo-org/insights/api/"

// since30 is the range of a good call.
const since30 = "?min_timestamp=2026-10-23T12:00:00Z&max_timestamp=2026-11-22T06:00:00Z"

func reading(org githubtest.Organization) githubtest.World {
	org.Installation = &githubtest.Installation{Permissions: map[string]string{"organization_administration": "read", "organization_api_insights": "read"}}
	w := octoOrg(org)
	w.Credentials[0].Permissions = org.Installation.Permissions
	return w
}

func TestInsights(t *testing.T) {
	s := checked.New(t, reading(watched()))
	for path, want := range map[string]string{
		"subject-stats" + since30:                                  "mona 14, GitHub Actions 2",
		"subject-stats" + since30 + "&direction=asc":               "GitHub Actions 2, mona 14",
		"subject-stats" + since30 + "&subject_name_substring=MON":  "mona 14",
		"subject-stats" + since30 + "&per_page=1&page=2":           "GitHub Actions 2",
		"user-stats/7" + since30:                                   " 8, nightly 6",
		"route-stats/classic_pat/70" + since30:                     "/repositories/:repository_id/hooks 5, /user 1",
		"route-stats/fine_grained_pat/71" + since30:                "/user 8",
		"summary-stats" + since30:                                  "16",
		"summary-stats/users/7" + since30:                          "14",
		"summary-stats/classic_pat/70" + since30:                   "6",
		"time-stats" + since30 + "&timestamp_increment=1d":         "2026-10-23T12:00:00Z 16",
		"time-stats/users/7" + since30 + "&timestamp_increment=1d": "2026-10-23T12:00:00Z 14",
		// GitHub's description: without an end, the range ends 30 days ago.
		"subject-stats?min_timestamp=2026-10-23T12:00:00Z":      "",
		"route-stats/classic_pat/71" + since30:                  "404 Not Found",
		"user-stats/8" + since30:                                "404 Not Found",
		"subject-stats?min_timestamp=2026-10-01T12:00:00Z":      "422 Validation Failed",
		"subject-stats?min_timestamp=yesterday":                 "422 Validation Failed",
		"subject-stats" + since30[:36] + "&max_timestamp=today": "422 Validation Failed",
	} {
		r := get(t, s, insightsPath+path)
		got := rows(r.body)
		if r.status != 200 {
			got = r.message(t)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
}

// rows shortens an answer of API Insights to names and numbers.
func rows(body string) string {
	type row struct {
		Subject string `json:"subject_name"`
		Actor   string `json:"actor_name"`
		Route   string `json:"api_route"`
		At      string `json:"timestamp"`
		Count   int    `json:"total_request_count"`
	}
	var one row
	if json.Unmarshal([]byte(body), &one) == nil {
		return fmt.Sprint(one.Count)
	}
	var list []row
	_ = json.Unmarshal([]byte(body), &list)
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprint(r.Subject+r.Actor+r.Route+r.At, " ", r.Count))
	}
	return strings.Join(out, ", ")
}

// TestDescribedInsights: the calls without a range, or with one that GitHub does not know, are
// noted.
func TestDescribedInsights(t *testing.T) {
	for _, path := range []string{"subject-stats", "user-stats/7?max_timestamp=x", "time-stats" + since30, "route-stats/pat/7" + since30, "subject-stats" + since30 + "&sort=name"} {
		s := start(t, reading(watched()))
		get(t, s, insightsPath+path)
		if len(s.Violations()) == 0 {
			t.Errorf("%s passes", path)
		}
	}
}

func TestAuthorizations(t *testing.T) {
	s := checked.New(t, reading(watched()))
	const path = "/orgs/octo-org/credential-authorizations"
	body := get(t, s, path).body
	for _, want := range []string{
		`"login":"octocat"`, `"credential_type":"personal access token"`, `"scopes":["repo"]`, `"authorized_credential_id":70`, `"token_last_eight":"`,
		`"credential_type":"SSH key"`, `"fingerprint":"`, `"scopes":5`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	if r := get(t, s, path+"?login=mona"); strings.Count(r.body, "credential_type") != 1 {
		t.Errorf("of mona: %s", r.body)
	}
	if r := get(t, s, "/orgs/octo-org"); r.status != 200 || !strings.Contains(r.body, `"public_repos":3`) {
		t.Errorf("the organization: %d %s", r.status, r.body)
	}
}

// TestAcceptedPermissions: tokens with permissions hear which are accepted, also of a refusal,
// and tokens with scopes hear of scopes.
func TestAcceptedPermissions(t *testing.T) {
	w := reading(watched())
	w.Credentials = append(w.Credentials,
		githubtest.Credential{Token: "ghp_owner", Kind: githubtest.ClassicToken, Scopes: []string{"admin:org", "repo"}},
		githubtest.Credential{Token: "ghp_plain", Kind: githubtest.ClassicToken},
		githubtest.Credential{Token: "github_pat_fine", Kind: githubtest.FineGrainedToken, Permissions: map[string]string{"organization_administration": "read"}},
	)
	s := checked.New(t, w)
	const list = "/orgs/octo-org/credential-authorizations"
	for _, test := range []struct {
		token, path string
		status      int
		permissions string
		scopes      string
	}{
		{reader, list, 200, "organization_administration=read", ""},
		{reader, insightsPath + "subject-stats" + since30, 200, "organization_api_insights=read", ""},
		{reader, tokensPath, 403, "organization_personal_access_tokens=read", ""},
		{reader, "/orgs/octo-org", 200, "allows_permissionless_access=true", ""},
		{"github_pat_fine", list, 200, "organization_administration=read", ""},
		{"github_pat_fine", insightsPath + "subject-stats" + since30, 403, "organization_api_insights=read", ""},
		{"ghp_owner", list, 200, "", "admin:org, repo"},
		{"ghp_plain", list, 403, "", ""},
		{"ghp_owner", insightsPath + "subject-stats" + since30, 403, "", "admin:org, repo"},
	} {
		r := get(t, s, test.path, "Authorization", "Bearer "+test.token)
		permissions, scopes := r.header.Get("X-Accepted-GitHub-Permissions"), r.header.Get("X-OAuth-Scopes")
		if r.status != test.status || permissions != test.permissions || scopes != test.scopes {
			t.Errorf("%s of %s: %d, permissions %q, scopes %q", test.path, test.token, r.status, permissions, scopes)
		}
	}
}
