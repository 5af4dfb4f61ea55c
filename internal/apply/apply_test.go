package apply_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

func TestEverythingIsDone(t *testing.T) {
	r := newRig(t, world())
	r.want(r.plan(), map[string]string{"approve 11": "done", "approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done"})
	r.wantListed([]int64{}, []int64{23, 50000001, 50000002})
	r.wantPosts(3)
	for i := 1; i < len(r.posts); i++ {
		if gap := r.posts[i].Sub(r.posts[i-1]); gap < time.Second {
			t.Errorf("a call comes %s after the one before", gap)
		}
	}
	if left := r.plan().Reviews; len(left) > 0 {
		t.Errorf("there is left %v", left)
	}
	r.want(r.plan(), map[string]string{})
	r.wantPosts(3)
}

func TestAcceptedWithoutEffect(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultNoEffect, Path: requestsPath}))
	nothing := "no_effect GitHub accepted the call, but it has had no effect yet."
	r.want(r.plan(), map[string]string{"approve 11": nothing, "approve 12": nothing, "deny 13": nothing, "revoke 21": "done", "revoke 22": "done"})
	r.wantPosts(3)
}

func TestLateEffect(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultLate, Count: 7, Method: http.MethodPost}))
	r.want(r.plan(), map[string]string{"approve 11": "done", "approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done"})
	r.wantPosts(3)
}

func TestForbiddenInTheMiddle(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultStatus, Status: 403, Method: http.MethodPost, Path: requestsPath, Nth: 2}))
	r.want(r.plan(), map[string]string{
		"approve 11": "done", "approve 12": "done", "revoke 21": "done", "revoke 22": "done",
		"deny 13": `refused GitHub answered 403: Forbidden. The App has the organization permission "Personal access token requests" in octo-org, so something else prevents the call, such as an enterprise policy.`,
	})
	r.wantListed([]int64{13}, []int64{23, 50000001, 50000002})
}

// TestForbiddenFromTheStart: after a refusal no other call of the kind is made.
func TestForbiddenFromTheStart(t *testing.T) {
	w := world()
	w.App = &githubtest.App{Permissions: map[string]string{githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read"}}
	r := newRig(t, w)
	outcomes, err := r.run().Do(t.Context(), r.plan())
	if err != nil {
		t.Fatal(err)
	}
	r.wantPosts(2)
	got := results(outcomes)
	for name, words := range map[string]string{
		"approve 11": `refused GitHub answered 403: Resource not accessible by integration. The App does not have the organization permission "Personal access token requests" (write) in octo-org`,
		"deny 13":    "unsent The call was not made, because GitHub rejected an earlier call of the same kind",
		"revoke 22":  `refused GitHub answered 403: Resource not accessible by integration. The App does not have the organization permission "Personal access tokens" (write) in octo-org`,
	} {
		if !strings.HasPrefix(got[name], words) {
			t.Errorf("%s: %s", name, got[name])
		}
	}
}

// TestOneBadID: GitHub refuses a call for one of its ids, and halving finds it.
func TestOneBadID(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for id := int64(1); id <= 4; id++ {
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(id, "reader", "read"))
	}
	for _, nth := range []int{1, 3, 4} { // 1 to 4, then 3 and 4, then 3
		w.Faults = append(w.Faults, githubtest.Fault{Do: githubtest.FaultStatus, Status: 422, Method: http.MethodPost, Path: requestsPath, Nth: nth, Times: 1})
	}
	r := newRig(t, w)
	r.want(r.plan(), map[string]string{
		"approve 1": "done", "approve 2": "done", "approve 4": "done",
		"approve 3": "refused GitHub answered 422: Unprocessable Entity. The response gives no other reason.",
	})
	r.wantPosts(5)
	r.wantListed([]int64{3}, []int64{50000001, 50000002, 50000003})
}

// TestOthersAct: between plan and apply one request changes, one is withdrawn and
// one is approved by hand; the others are done.
func TestOthersAct(t *testing.T) {
	w := world()
	w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(14, "reader", "read"), grant(15, "reader", "read"))
	r := newRig(t, w)
	job := r.plan()
	r.server.Change(func(o []githubtest.Organization) {
		var rest []githubtest.Grant
		for _, g := range o[0].Requests {
			switch g.ID {
			case 11:
				g.Permissions.Repository = pat.Permissions{"contents": "write", "metadata": "read"}
			case 12:
				continue
			case 14:
				now := r.clock()
				g.Kind, g.ID, g.Since = pat.KindToken, 24, &now
				o[0].Tokens = append(o[0].Tokens, g)
				continue
			}
			rest = append(rest, g)
		}
		o[0].Requests = rest
		o[0].Tokens = o[0].Tokens[1:]
	})
	r.want(job, map[string]string{
		"approve 11": "changed It changed after the plan was made. Its verdict is now drifted.",
		"approve 12": "gone The request is no longer pending.",
		"approve 14": "gone The request is no longer pending, and the token is active.",
		"approve 15": "done", "deny 13": "done", "revoke 22": "done",
		"revoke 21": "gone The token is no longer active.",
	})
	r.wantListed([]int64{11}, []int64{23, 24, 50000001})
}

// TestReasonsThatDoNotHoldAnyMore: a token that was used since is not revoked for
// being unused, also if something else speaks against it.
func TestReasonsThatDoNotHoldAnyMore(t *testing.T) {
	w := world()
	long := githubtest.DefaultNow.AddDate(-1, 0, 0)
	for i := range w.Organizations[0].Tokens {
		w.Organizations[0].Tokens[i].Since, w.Organizations[0].Tokens[i].LastUsedAt = &long, &long
	}
	r := newRig(t, w)
	r.cfg = load(t, strings.Replace(source, `["undeclared"]`, `["undeclared", "unused-token"]`, 1))
	job := r.plan()
	r.server.Change(func(o []githubtest.Organization) {
		now := githubtest.DefaultNow
		for i := range o[0].Tokens {
			if o[0].Tokens[i].ID != 22 {
				o[0].Tokens[i].LastUsedAt = &now
			}
		}
	})
	r.want(job, map[string]string{
		"approve 11": "done", "approve 12": "done", "deny 13": "done", "revoke 22": "done",
		"revoke 21": "changed Not all reasons for the planned review still apply: undeclared, unused-token.",
		"revoke 23": "changed The configuration no longer asks for this review. Its verdict is conforming.",
	})
}
