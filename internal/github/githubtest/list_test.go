package githubtest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/pat"
)

func TestPages(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(5)))
	tests := []struct {
		query string
		ids   []int64
		rels  string
	}{
		{"", []int64{1, 2, 3, 4, 5}, ""},
		{"?per_page=2", []int64{1, 2}, "next=2 last=3"},
		{"?per_page=2&page=2", []int64{3, 4}, "prev=1 next=3 last=3 first=1"},
		{"?per_page=2&page=3", []int64{5}, "prev=2 first=1"},
		{"?per_page=2&page=9", []int64{}, "prev=3 first=1"},
		{"?per_page=2&direction=asc", []int64{5, 4}, "next=2 last=3"},
	}
	for _, prefix := range []string{"", "/api/v3"} {
		for _, test := range tests {
			r := get(t, s, prefix+tokensPath+test.query)
			if diff := cmp.Diff(test.ids, r.ids(t)); diff != "" {
				t.Errorf("%s%s: %s", prefix, test.query, diff)
			}
			if got := rels(t, r.header.Get("Link"), s.URL+prefix); got != test.rels {
				t.Errorf("%s%s: the Link header names %q, want %q", prefix, test.query, got, test.rels)
			}
		}
	}
}

// rels shortens a Link header to the pages that it names, in its order.
func rels(t *testing.T, link, base string) string {
	t.Helper()
	var out []string
	for l := range strings.SplitSeq(link, ", ") {
		target, rel, found := strings.Cut(strings.TrimPrefix(l, "<"), ">; rel=")
		if !found {
			continue
		}
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(target, base+"/organizations/652551/personal-access-tokens?") {
			t.Errorf("the Link header names %s", target)
		}
		out = append(out, strings.Trim(rel, `"`)+"="+u.Query().Get("page"))
	}
	return strings.Join(out, " ")
}

func TestFirstPageHas30AndALargeOne100(t *testing.T) {
	s := checked.New(t, octoOrg(tokens(250)))
	for query, want := range map[string]int{"": 30, "?per_page=100": 100, "?per_page=100&page=3": 50} {
		if got := len(get(t, s, tokensPath+query).ids(t)); got != want {
			t.Errorf("%q gives %d elements, want %d", query, got, want)
		}
	}
}

func TestElementIsGitHubs(t *testing.T) {
	summer := time.Date(2026, 5, 16, 8, 47, 9, 0, time.FixedZone("", -7*3600))
	winter := time.Date(2026, 12, 17, 6, 49, 30, 0, time.UTC)
	reason := "I need to access the GitHub API"
	org := githubtest.Organization{Requests: []githubtest.Grant{{Grant: pat.Grant{
		ID: 25381, TokenID: 98716, TokenName: "Some Token", Owner: "mona", RepositorySelection: "all",
		Permissions: pat.GrantPermissions{
			Organization: pat.Permissions{"members": "read"}, Repository: pat.Permissions{"metadata": "read"},
		},
		Reason: &reason, Since: &summer, ExpiresAt: &winter,
	}}}}
	s := checked.New(t, octoOrg(org))
	body := get(t, s, requestsPath).body
	for _, want := range []string{
		`"id":25381,"reason":"I need to access the GitHub API","owner":{"login":"mona",`,
		`"repository_selection":"all","repositories_url":"` + s.URL + `/organizations/652551/personal-access-token-requests/25381/repositories"`,
		`"permissions":{"organization":{"members":"read"},"repository":{"metadata":"read"}}`,
		`"created_at":"2026-05-16T08:47:09.000-07:00","token_id":98716,"token_name":"Some Token"`,
		`"token_expired":false,"token_expires_at":"2026-12-17T06:49:30Z","token_last_used_at":null`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the element lacks %s:\n%s", want, body)
		}
	}
}

func TestFilters(t *testing.T) {
	day := func(d int) *time.Time {
		at := time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC)
		return &at
	}
	org := githubtest.Organization{Repositories: []string{"api", "web"}, Tokens: []githubtest.Grant{
		{Grant: pat.Grant{ID: 1, TokenID: 101, Owner: "mona", RepositorySelection: "all", LastUsedAt: day(3),
			Permissions: pat.GrantPermissions{Repository: pat.Permissions{"issues": "write"}}}},
		{Grant: pat.Grant{ID: 2, TokenID: 102, Owner: "octocat", Repositories: []string{"octo-org/api"}, LastUsedAt: day(10),
			Permissions: pat.GrantPermissions{Repository: pat.Permissions{"issues": "read", "pull_requests": "write"}}}},
		{Grant: pat.Grant{ID: 3, TokenID: 103, Owner: "hubot",
			Permissions: pat.GrantPermissions{Organization: pat.Permissions{"members": "read"}}}},
	}}
	s := checked.New(t, octoOrg(org))
	for query, want := range map[string][]int64{
		"owner[]=mona&owner[]=HUBOT":                        {1, 3},
		"token_id[]=102&token_id[]=103":                     {2, 3},
		"repository=api":                                    {1, 2},
		"repository=web":                                    {1},
		"repository=gone":                                   {},
		"permission=issues_read":                            {1, 2},
		"permission=issues_write":                           {1},
		"permission=pull_requests_write":                    {2},
		"permission=members_read":                           {3},
		"last_used_before=2026-11-05T00:00:00Z":             {1},
		"last_used_after=2026-11-05T00:00:00Z":              {2},
		"owner[]=mona&last_used_after=2026-11-05T00:00:00Z": {},
	} {
		if diff := cmp.Diff(want, get(t, s, tokensPath+"?"+query).ids(t)); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

func TestFiltersThatGitHubRefuses(t *testing.T) {
	for query, field := range map[string]string{
		"sort=name":                           "sort",
		"direction=up":                        "direction",
		"last_used_before=yesterday":          "last_used_before",
		"last_used_after=2026-11-05":          "last_used_after",
		strings.Repeat("owner[]=mona&", 11):   "owner",
		strings.Repeat("token_id[]=101&", 51): "token_id",
	} {
		s := start(t, octoOrg(tokens(1)))
		r := get(t, s, tokensPath+"?"+query)
		if got := r.message(t); got != "422 Validation Failed" || !strings.Contains(r.body, `"field":"`+field+`"`) {
			t.Errorf("%s: %s", query, r.body)
		}
		if len(s.Violations()) == 0 {
			t.Errorf("%s: it is not noted", query)
		}
	}
}

func TestRepositories(t *testing.T) {
	org := githubtest.Organization{
		Repositories: []string{"api", "web", "docs"},
		Requests:     []githubtest.Grant{{Grant: pat.Grant{ID: 1, Repositories: []string{"octo-org/api", "web"}}}},
		Tokens:       []githubtest.Grant{{Grant: pat.Grant{ID: 1, RepositorySelection: "all"}}},
	}
	s := checked.New(t, octoOrg(org))
	r := get(t, s, requestsPath+"/1/repositories?per_page=1&page=2")
	if !strings.Contains(r.body, `"full_name":"octo-org/web"`) || len(r.ids(t)) != 1 {
		t.Errorf("the second repository of the request is not web: %s", r.body)
	}
	if got := len(get(t, s, tokensPath+"/1/repositories").ids(t)); got != 3 {
		t.Errorf("a token for all repositories lists %d, want 3", got)
	}
	if r := get(t, s, tokensPath+"/2/repositories"); r.status != http.StatusNotFound {
		t.Errorf("a token that does not exist answers %d", r.status)
	}
	r = get(t, s, "/installation/repositories?per_page=2")
	if !strings.Contains(r.body, `"total_count":3`) || strings.Count(r.body, `"clone_url"`) != 2 || r.header.Get("Link") == "" {
		t.Errorf("the first page of the installation's repositories is wrong: %s", r.body)
	}
}

func TestBrokenElements(t *testing.T) {
	org := tokens(4)
	org.Tokens[0].Set = map[string]any{"permissions": nil, "reason": nil}
	org.Tokens[1].Absent = []string{"token_id", "token_name"}
	org.Tokens[2].Raw = []byte(`{"id":"three"}`)
	s := checked.New(t, octoOrg(org))
	body := get(t, s, tokensPath).body
	for want, n := range map[string]int{`"permissions":null`: 1, `"reason":null`: 1, `"token_id":`: 2, `{"id":"three"}`: 1} {
		if got := strings.Count(body, want); got != n {
			t.Errorf("%s occurs %d times, want %d: %s", want, got, n, body)
		}
	}
}
