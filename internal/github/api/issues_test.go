package api_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

const (
	repository = "octo-org/token-requests"
	issuesPath = "/repos/{owner}/{repo}/issues"
	issuePath  = issuesPath + "/{issue_number}"
)

// withIssues is a world whose App may write issues.
func withIssues(level string, issues []githubtest.Issue, faults ...githubtest.Fault) githubtest.World {
	return githubtest.World{
		App:           &githubtest.App{Permissions: map[string]string{githubtest.IssuesPermission: level}},
		Organizations: []githubtest.Organization{{Login: "octo-org", Repositories: []string{"token-requests"}, Issues: issues}},
		Faults:        faults,
	}
}

func issueError(t *testing.T, err error) *api.IssueError {
	t.Helper()
	var failed *api.IssueError
	if !errors.As(err, &failed) {
		t.Fatalf("an error of the type %T: %v", err, err)
	}
	return failed
}

func TestIssueFromBeginningToEnd(t *testing.T) {
	r := newRig(t, withIssues("write", []githubtest.Issue{
		{Repository: "token-requests", Title: "Of a stranger", Labels: []string{"patctl"}},
		{Repository: "token-requests", Title: "Without the label", ByApp: true},
	}), setup{})
	made, err := r.client.CreateIssue(t.Context(), repository, api.IssueChange{Title: "A request", Body: "One.", Labels: []string{"patctl"}})
	if diff := cmp.Diff(api.Issue{Number: 3, Title: "A request", Body: "One.", Open: true, Own: true}, made); err != nil || diff != "" {
		t.Fatalf("%v (-want +got):\n%s", err, diff)
	}
	found, err := r.client.ListIssues(t.Context(), repository, "patctl")
	if diff := cmp.Diff([]api.Issue{made, {Number: 1, Title: "Of a stranger", Open: true}}, found); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if changed, err := r.client.UpdateIssue(t.Context(), repository, 3, api.IssueChange{Body: "Two."}); err != nil || changed.Body != "Two." || changed.Title != "A request" || !changed.Open {
		t.Errorf("%+v, %v", changed, err)
	}
	if err := r.client.CommentIssue(t.Context(), repository, 3, "Done."); err != nil {
		t.Error(err)
	}
	if _, err := r.client.UpdateIssue(t.Context(), repository, 3, api.IssueChange{Close: true}); err != nil {
		t.Error(err)
	}
	if now, err := r.client.Issue(t.Context(), repository, 3); err != nil || now.Open || !now.Own || now.Body != "Two." {
		t.Errorf("%+v, %v", now, err)
	}
	if found, err = r.client.ListIssues(t.Context(), repository, "patctl"); err != nil || len(found) != 1 {
		t.Errorf("%+v, %v", found, err)
	}
	if got := r.server.Issues("octo-org")[2].Comments; !cmp.Equal(got, []string{"Done."}) {
		t.Errorf("comments %q", got)
	}
}

// TestIssueCallsThatFail: only what does no more when it is made twice is made again.
func TestIssueCallsThatFail(t *testing.T) {
	calls := map[string]func(*rig) error{
		"POST " + issuesPath: func(r *rig) error {
			_, err := r.client.CreateIssue(t.Context(), repository, api.IssueChange{Title: "A request"})
			return err
		},
		"POST " + issuePath + "/comments": func(r *rig) error { return r.client.CommentIssue(t.Context(), repository, 1, "x") },
		"PATCH " + issuePath: func(r *rig) error {
			_, err := r.client.UpdateIssue(t.Context(), repository, 1, api.IssueChange{Close: true})
			return err
		},
		"GET " + issuesPath: func(r *rig) error { _, err := r.client.ListIssues(t.Context(), repository, "patctl"); return err },
	}
	own := []githubtest.Issue{{Repository: "token-requests", Title: "Own", ByApp: true}}
	for _, do := range []githubtest.FaultKind{githubtest.FaultReset, githubtest.FaultCut, githubtest.FaultStatus} {
		for operation, call := range calls {
			method, path, _ := strings.Cut(operation, " ")
			r := newRig(t, withIssues("write", own, githubtest.Fault{Do: do, Status: 502, Method: method, Path: path, Times: 1}), setup{})
			err, made := call(r), r.server.Count()[operation]
			switch {
			case method != http.MethodPost && (err != nil || made < 2):
				t.Errorf("%s, %s: %v after %d calls", do, operation, err, made)
			case method == http.MethodPost && (made != 1 || issueError(t, err).Outcome != api.Unknown):
				t.Errorf("%s, %s: %v after %d calls", do, operation, err, made)
			}
		}
	}
}

func TestIssueCallsThatAreRefused(t *testing.T) {
	create := func(r *rig, repository string) error {
		_, err := r.client.CreateIssue(t.Context(), repository, api.IssueChange{Title: "A request"})
		return err
	}
	for name, test := range map[string]struct {
		world      githubtest.World
		repository string
		outcome    api.Outcome
		status     int
		why        string
	}{
		"reading only": {withIssues("read", nil), repository, api.Refused, 403, `The App does not have the repository permission "Issues" (write) in octo-org.`},
		"archived": {withIssues("write", nil, githubtest.Fault{Do: githubtest.FaultStatus, Status: 403, Path: issuesPath}), repository, api.Refused, 403,
			"so something else prevents the call, such as that octo-org/token-requests is archived"},
		"no such repository": {withIssues("write", nil), "octo-org/other", api.Refused, 404, "There is no repository octo-org/other"},
		"disabled":           {withIssues("write", nil, githubtest.Fault{Do: githubtest.FaultStatus, Status: 410, Path: issuesPath}), repository, api.Refused, 410, "issues are disabled in octo-org/token-requests"},
		"no name":            {withIssues("write", nil), "octo-org", api.Unsent, 0, `"octo-org" is not a repository. Write it as OWNER/NAME.`},
		"another path":       {withIssues("write", nil), "octo-org/..", api.Unsent, 0, "is not a repository"},
		"a path in a name":   {withIssues("write", nil), "octo-org/x/issues/1", api.Unsent, 0, "is not a repository"},
		"not installed":      {withIssues("write", nil), "octodemo/x", api.Unsent, 0, "There is no organization octodemo"},
	} {
		r := newRig(t, test.world, setup{})
		failed := issueError(t, create(r, test.repository))
		if failed.Outcome != test.outcome || failed.Status != test.status || !strings.Contains(failed.Why, test.why) {
			t.Errorf("%s: %+v", name, failed)
		}
		if issues := r.server.Issues("octo-org"); len(issues) > 0 {
			t.Errorf("%s: there are the issues %+v", name, issues)
		}
	}
	w := withIssues("write", nil)
	w.App = nil
	w.Credentials = []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}}
	r := newRig(t, w, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}})
	if failed := issueError(t, create(r, repository)); failed.Outcome != api.Unsent || !strings.Contains(failed.Why, "Issues require the private key of a GitHub App") {
		t.Errorf("with a token: %+v", failed)
	}
}

// TestIssuesOnManyPages are all read, with an address of the pages as GitHub gives it.
func TestIssuesOnManyPages(t *testing.T) {
	issues := make([]githubtest.Issue, 250)
	for i := range issues {
		issues[i] = githubtest.Issue{Repository: "token-requests", Title: "Own", ByApp: true, Labels: []string{"patctl"}}
	}
	r := newRig(t, withIssues("write", issues), setup{})
	found, err := r.client.ListIssues(t.Context(), repository, "patctl")
	if err != nil || len(found) != 250 || !found[0].Own {
		t.Errorf("%d issues, %v", len(found), err)
	}
}
