package apply_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// TestHundredACall: calls are as few as may be, and none is larger than GitHub takes.
func TestHundredACall(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for id := int64(1); id <= 250; id++ {
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(id, "reader", "read"))
		w.Organizations[0].Tokens = append(w.Organizations[0].Tokens, grant(1000+id, "mine", "write"))
	}
	r := newRig(t, w)
	outcomes, err := r.run().Do(t.Context(), r.plan())
	if err != nil || len(outcomes) != 500 {
		t.Errorf("%d outcomes, %v", len(outcomes), err)
	}
	var sizes []int
	for _, e := range r.log.entries {
		if e.Phase == apply.Before {
			sizes = append(sizes, len(e.IDs))
		}
	}
	if diff := cmp.Diff([]int{100, 100, 50, 100, 100, 50}, sizes); diff != "" {
		t.Error(diff)
	}
	for _, o := range outcomes {
		if o.Result != apply.Done {
			t.Fatalf("%+v", o)
		}
	}
}

// TestLongWaitForALimit: after five minutes of waiting everything is read again
// before the call is made, and what changed meanwhile is left alone.
func TestLongWaitForALimit(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 300, Method: http.MethodPost, Path: requestsPath, Times: 1}))
	job := r.plan()
	count := r.server.Latency
	r.server.Latency = func(req *http.Request) {
		count(req)
		if len(r.posts) == 1 && req.Method == http.MethodPost {
			r.server.Change(func(o []githubtest.Organization) { o[0].Requests[0].Permissions.Repository["contents"] = "write" })
		}
	}
	r.want(job, map[string]string{
		"approve 11": "changed It changed after the plan was made. Its verdict is now drifted.",
		"approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done",
	})
	r.wantPosts(4) // the first was refused
	r.wantListed([]int64{11}, []int64{23, 50000001})
}

// TestJobsThatAreNoPlans: whoever hands over what patctl does not plan is refused.
func TestJobsThatAreNoPlans(t *testing.T) {
	for name, change := range map[string]func(*apply.Job){
		"the request 11 is drifted, and only conforming requests can be approved": func(j *apply.Job) { j.Reviews[0].Verdict = pat.Drifted },
		"the request 11 occurs twice":                         func(j *apply.Job) { j.Reviews = append(j.Reviews, j.Reviews[0]) },
		`there is no review "delete" for a request`:           func(j *apply.Job) { j.Reviews[0].Action = "delete" },
		`there is no review "approve" for a token`:            func(j *apply.Job) { j.Reviews[0].Kind = pat.KindToken },
		"something could not be read, so no token is revoked": func(j *apply.Job) { j.Complete = false },
		"5 reviews in octodemo exceed max_actions = 0, the limit for one run. 2 revocations in octodemo exceed max_revoke_share = 0 of its 0 active tokens, the limit for one run.": func(j *apply.Job) {
			for i := range j.Reviews {
				j.Reviews[i].Organization = "octodemo"
			}
		},
		"2 revocations in octo-org exceed max_revoke_share = 1 of its 0 active tokens, the limit for one run.": func(j *apply.Job) { j.Limits = nil },
	} {
		r := newRig(t, world())
		job := r.plan()
		change(&job)
		outcomes, err := r.run().Do(t.Context(), job)
		if err == nil || err.Error() != name || len(outcomes) > 0 {
			t.Errorf("%d outcomes, %v, want %s", len(outcomes), err, name)
		}
		r.wantPosts(0)
	}
}

// failing answers every call that changes something with an error.
type failing struct {
	apply.GitHub
	err   api.ReviewError
	calls int
	after func()
}

func (f *failing) Review(context.Context, api.Review) error {
	f.calls++
	f.after()
	return &f.err
}

// TestCallsThatAlwaysFail: a run ends, and does not try on and on.
func TestCallsThatAlwaysFail(t *testing.T) {
	for _, test := range []struct {
		outcome api.Outcome
		calls   int
		want    map[apply.Result]int
	}{
		{api.Late, 11, map[apply.Result]int{apply.Unsent: 6}},
		{api.Unsent, 1, map[apply.Result]int{apply.Unsent: 6}},
		{api.Unknown, 3, map[apply.Result]int{apply.NoEffect: 4, apply.Unsent: 2}}, // two requests share the first call
	} {
		w := world()
		other := grant(14, "reader", "read")
		other.Permissions.Repository["issues"] = pat.Write
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, other)
		r := newRig(t, w)
		f := &failing{GitHub: r.client, err: api.ReviewError{Outcome: test.outcome, Why: "It failed."}}
		f.after = func() { _ = r.sleep(t.Context(), 5*time.Minute) }
		job := r.plan()
		run := r.run()
		run.GitHub = f
		outcomes, err := run.Do(t.Context(), job)
		got := map[apply.Result]int{}
		for _, o := range outcomes {
			got[o.Result]++
		}
		if diff := cmp.Diff(test.want, got); diff != "" || err != nil || f.calls != test.calls {
			t.Errorf("%s: %d calls, %v, %s", test.outcome, f.calls, err, diff)
		}
	}
}
