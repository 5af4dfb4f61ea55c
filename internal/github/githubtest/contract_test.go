package githubtest_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// start serves a World without failing the test at violations.
func start(t *testing.T, w githubtest.World) *githubtest.Server {
	t.Helper()
	s, err := checked.Start(w)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestDeparturesOfRequestsAreCaught(t *testing.T) {
	for _, test := range []struct{ method, path, body, want string }{
		{"GET", "/orgs/octo-org/tokens", "", "GitHub's description has no such call"},
		{"DELETE", tokensPath, "", "GitHub's description has no such call"},
		{"GET", "/organizations/652551/personal-access-tokens", "", "GitHub's description has no such call"},
		{"GET", tokensPath + "?perpage=2", "", `the query parameter "perpage" is not described`},
		{"GET", tokensPath + "?per_page=many", "", "per_page"},
		{"GET", tokensPath + "?per_page=101", "", "per_page is at most 100"},
		{"GET", tokensPath + "?owner=mona", "", `the query parameter "owner": only lists are written with [], and all of them`},
		{"GET", tokensPath + "?permission[]=issues_read", "", `the query parameter "permission[]": only lists are written with []`},
		{"GET", tokensPath + "?sort=name", "", "sort"},
		{"GET", tokensPath + "?" + strings.Repeat("owner[]=mona&", 11), "", "owner"},
		{"GET", tokensPath, `{"per_page":100}`, "a GET has a body"},
		{"GET", tokensPath + "/all/repositories", "", "pat_id"},
		{"POST", tokensPath + "/1", `{"action":"approve"}`, "action"},
		{"POST", tokensPath, `{"action":"revoke","pat_ids":[]}`, "pat_ids"},
		{"POST", tokensPath, `{"action":"revoke","pat_ids":[1],"reason":"x"}`, `the field "reason" of the body is not described`},
		{"POST", requestsPath, `{"action":"deny"}`, "the body lacks pat_request_ids"},
		{"POST", requestsPath + "/1", `{"action":"deny","reason":"` + strings.Repeat("x", 1025) + `"}`, "reason"},
		{"POST", requestsPath + "/1", "", "body"},
	} {
		s := start(t, octoOrg(tokens(1)))
		r := call(t, s, test.method, test.path, test.body)
		got := strings.Join(s.Violations(), "\n")
		if !strings.Contains(got, test.want) || !strings.Contains(got, test.method+" "+test.path[:10]) {
			t.Errorf("%s %s %s: the answer %d, noted %q, want %q", test.method, test.path, test.body, r.status, got, test.want)
		}
	}
}

// What GitHub would never say must be noted, were it not a fault's making.
func TestDeparturesOfAnswersAreCaught(t *testing.T) {
	org := tokens(1)
	org.Tokens[0].RepositorySelection = "some"
	s := start(t, octoOrg(org))
	get(t, s, tokensPath)
	got := strings.Join(s.Violations(), "\n")
	if !strings.Contains(got, "the answer 200") || !strings.Contains(got, "/0/repository_selection") {
		t.Errorf("noted %q", got)
	}
	if strings.Count(got, "\n") > 3 {
		t.Errorf("the note is too long to read:\n%s", got)
	}
}

func TestOrdinaryReviewsAndFiltersPass(t *testing.T) {
	s := checked.New(t, octoOrg(queue()))
	for _, path := range []string{"?owner[]=mona&token_id[]=1&token_id[]=2", "?last_used_before=2026-11-05T00:00:00Z&sort=created_at&direction=asc"} {
		if r := get(t, s, tokensPath+path); r.status != 200 {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
	}
	if r := call(t, s, "POST", requestsPath, `{"action":"approve","pat_request_ids":[11],"reason":null}`); r.status != 202 {
		t.Errorf("%d %s", r.status, r.body)
	}
}
