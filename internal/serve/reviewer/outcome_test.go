package reviewer_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/queue"
)

// before lets others act just before the first call that changes something.
func (r *rig) before(change func(o *githubtest.Organization)) {
	count := r.server.Latency
	r.server.Latency = func(req *http.Request) {
		if count(req); req.Method == http.MethodPost && !strings.Contains(req.URL.Path, "access_tokens") && len(r.posts) == 1 {
			r.server.Change(func(all []githubtest.Organization) { change(&all[0]) })
		}
	}
}

// TestOthersAreFaster: what somebody else has reviewed is neither pending nor told.
func TestOthersAreFaster(t *testing.T) {
	r := newRig(t, reviews, world())
	r.before(func(o *githubtest.Organization) { o.Requests = o.Requests[1:] }) // 11 is withdrawn
	found := r.wantLook()
	wantOutcomes(t, found, "approve 11 gone", "deny 12 done", "revoke 23 done")
	if diff := cmp.Diff([]string{"pending request 13", "denied request 12", "revoked token 23"}, events(found)); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	if got := whys(r.status()); len(got) != 1 {
		t.Errorf("pending are %v", got)
	}
}

// TestApprovedIsNotWhatWasPlanned is told with the command that revokes the token.
func TestApprovedIsNotWhatWasPlanned(t *testing.T) {
	r := newRig(t, reviews, world())
	r.before(func(o *githubtest.Organization) { o.Requests[0].Permissions.Repository["contents"] = "write" })
	found := r.wantLook() // the token is drifted in the next look, which another attempt does not hasten
	wantOutcomes(t, found, "approve 11 differs", "deny 12 done", "revoke 23 done")
	n := found.Notices.Done[0]
	if n.Event != "failed" || n.ID != 11 || n.Result != "differs" || !strings.Contains(n.Detail, `"write" instead of "read"`) ||
		!strings.HasSuffix(n.Detail, "\n\ngh api --method POST /orgs/octo-org/personal-access-tokens -f action=revoke -F 'pat_ids[]=50000001'") {
		t.Errorf("the notice is %+v", n)
	}
	if got := whys(r.status()); len(got) != 1 {
		t.Errorf("pending are %v", got)
	}
}

// TestRefusedReview is told at once, and is no reason to look again soon.
func TestRefusedReview(t *testing.T) {
	w := world()
	w.App = &githubtest.App{Permissions: map[string]string{githubtest.RequestsPermission: "read", githubtest.TokensPermission: "write"}}
	r := newRig(t, reviews, w)
	found := r.wantLook()
	if diff := cmp.Diff([]string{"pending request 11", "pending request 12", "pending request 13", "failed request 11", "revoked token 23"}, events(found)); diff != "" {
		t.Errorf("notices (-want +got):\n%s", diff)
	}
	if why := whys(r.status())[11]; !strings.Contains(why, `The App does not have the organization permission "Personal access token requests" (write)`) {
		t.Errorf("the request is pending because %q", why)
	}
	if why := whys(r.status())[12]; !strings.Contains(why, "GitHub rejected an earlier call of the same kind") {
		t.Errorf("the request is pending because %q", why)
	}
	r.wantLook()
	if done := r.status().Done; len(done) != 2 {
		t.Errorf("kept as done after another look are %+v", done)
	}
}

// TestPassingFailureIsToldLater: a review that the next look may do is told when two looks have failed.
func TestPassingFailureIsToldLater(t *testing.T) {
	for attempt, want := range map[int]int{1: 0, 2: 0, 3: 2} {
		limit := githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 600, Method: http.MethodPost, Path: requestsPath}
		r := newRig(t, strings.Replace(reviews, `"undeclared"`, `"never-expires"`, 1), world(limit))
		r.reviewer.Config = load(t, template+"organization \"octo-org\" {\n review {\n approve = [\"conforming\"]\n deny = [\"drifted\"]\n }\n}")
		found, err := r.reviewer.Look(t.Context(), queue.Look{Organization: "octo-org", Attempt: attempt})
		if err == nil || !strings.Contains(err.Error(), "unsent") {
			t.Errorf("attempt %d: %v", attempt, err)
		}
		if n := len(found.Notices.Done); n != want || len(found.Notices.Pending) != 3 {
			t.Errorf("attempt %d: notices %v", attempt, events(found))
		}
		if why := whys(r.status())[11]; !strings.Contains(why, "GitHub's rate limit is exceeded") {
			t.Errorf("attempt %d: the request is pending because %q", attempt, why)
		}
	}
}

// TestPolicyThatFails: what it could not judge is left to people, and looking again does not help.
func TestPolicyThatFails(t *testing.T) {
	const policy = "policy \"short\" {\n on = [\"request\"]\n condition = self.expires_in < 90\n error_message = \"No.\"\n}\n"
	r := newRig(t, reviews+policy, world())
	found := r.wantLook()
	if !found.Notices.Complete || len(found.Notices.Pending) != 3 || r.status().Failures != 0 {
		t.Errorf("complete %v, notices %v, status %+v", found.Notices.Complete, events(found), r.status())
	}
	if why := whys(r.status())[11]; !strings.HasPrefix(why, "It could not be checked.") {
		t.Errorf("the request is pending because %q", why)
	}
	if len(r.status().Gaps) == 0 || !strings.Contains(r.log.String(), "cannot evaluate") {
		t.Errorf("nobody says that the policy failed: %+v\n%s", r.status(), r.log)
	}
}

// TestTeams: the members of the teams that templates name are read.
func TestTeams(t *testing.T) {
	w := world()
	w.App = &githubtest.App{Permissions: map[string]string{githubtest.RequestsPermission: "write", githubtest.TokensPermission: "write", githubtest.MembersPermission: "read"}}
	w.Organizations[0].Teams = map[string][]string{"platform": {"octocat"}}
	w.Organizations[0].Requests = w.Organizations[0].Requests[:1]
	r := newRig(t, strings.Replace(reviews, "permissions =", "owners = [\"@octo-org/platform\"]\n permissions =", 1), w)
	wantOutcomes(t, r.wantLook(), "approve 11 done", "revoke 23 done")
}

// TestOutcomesHaveTheirTimes, for metrics.
func TestOutcomesHaveTheirTimes(t *testing.T) {
	r := newRig(t, reviews, world())
	start := r.clock()
	found := r.wantLook()
	for _, o := range found.Outcomes {
		if o.At.Before(start) || o.At.After(r.clock()) || o.Since.IsZero() != (o.Kind == pat.KindToken) {
			t.Errorf("%s %d was known at %s, and made at %s", o.Action, o.ID, o.At, o.Since)
		}
	}
}
