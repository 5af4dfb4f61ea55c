package githubtest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/pat"
)

// queue is an organization with three requests and three tokens.
func queue() githubtest.Organization {
	org := tokens(3)
	for id := range int64(3) {
		org.Requests = append(org.Requests, githubtest.Grant{Grant: pat.Grant{ID: 11 + id, TokenName: "asked"}})
	}
	return org
}

func listed(t *testing.T, s *githubtest.Server, requests, tokens []int64) {
	t.Helper()
	gotRequests, gotTokens := s.Listed("octo-org")
	if diff := cmp.Diff(requests, gotRequests); diff != "" {
		t.Errorf("requests: %s", diff)
	}
	if diff := cmp.Diff(tokens, gotTokens); diff != "" {
		t.Errorf("tokens: %s", diff)
	}
}

func TestReviewsTakeEffect(t *testing.T) {
	s := checked.New(t, octoOrg(queue()))
	for _, step := range []struct {
		path, body string
		status     int
	}{
		{requestsPath + "/11", `{"action":"approve"}`, 204},
		{requestsPath + "/11", `{"action":"approve"}`, 404},
		{requestsPath, `{"action":"deny","pat_request_ids":[12,99],"reason":"Too broad."}`, 202},
		{tokensPath + "/1", `{"action":"revoke"}`, 204},
		{tokensPath, `{"action":"revoke","pat_ids":[2]}`, 202},
	} {
		if r := call(t, s, "POST", step.path, step.body); r.status != step.status {
			t.Errorf("%s %s: %d %s, want %d", step.path, step.body, r.status, r.body, step.status)
		}
	}
	listed(t, s, []int64{13}, []int64{3, 50000001})
	if body := get(t, s, tokensPath).body; !strings.Contains(body, `"access_granted_at":"2026-11-22T12:00:00Z"`) || strings.Contains(body, "reason") {
		t.Errorf("the approved request is no token from now on: %s", body)
	}
}

func TestReviewsThatGitHubRefuses(t *testing.T) {
	tooMany := strings.Repeat("1,", 100) + "1"
	for _, test := range []struct{ path, body, want string }{
		{requestsPath + "/11", `{"action"`, "400 Problems parsing JSON"},
		{requestsPath + "/11", `{"action":"revoke"}`, "422 Validation Failed"},
		{requestsPath, `{"action":"deny","pat_request_ids":[]}`, "422 Validation Failed"},
		{requestsPath, `{"action":"deny"}`, "422 Validation Failed"},
		{tokensPath, `{"action":"revoke","pat_ids":[` + tooMany + `]}`, "422 Validation Failed"},
		{tokensPath + "/99", `{"action":"revoke"}`, "404 Not Found"},
	} {
		s := start(t, octoOrg(queue()))
		if got := call(t, s, "POST", test.path, test.body).message(t); got != test.want {
			t.Errorf("%s %s: %s, want %s", test.path, test.body, got, test.want)
		}
		listed(t, s, []int64{11, 12, 13}, []int64{1, 2, 3})
	}
}

func TestReviewWithoutEffect(t *testing.T) {
	s := checked.New(t, octoOrg(queue(), githubtest.Fault{Do: githubtest.FaultNoEffect}))
	if r := call(t, s, "POST", tokensPath, `{"action":"revoke","pat_ids":[2]}`); r.status != 202 {
		t.Errorf("%d %s", r.status, r.body)
	}
	listed(t, s, []int64{11, 12, 13}, []int64{1, 2, 3})
}

func TestReviewWithLateEffect(t *testing.T) {
	s := checked.New(t, octoOrg(queue(), githubtest.Fault{Do: githubtest.FaultLate, Count: 1, Times: 1}))
	call(t, s, "POST", tokensPath, `{"action":"revoke","pat_ids":[2]}`)
	if diff := cmp.Diff([]int64{1, 2, 3}, get(t, s, tokensPath).ids(t)); diff != "" {
		t.Errorf("the first list: %s", diff)
	}
	if diff := cmp.Diff([]int64{1, 3}, get(t, s, tokensPath).ids(t)); diff != "" {
		t.Errorf("the second list: %s", diff)
	}
}
