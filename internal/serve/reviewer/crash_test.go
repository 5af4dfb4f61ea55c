package reviewer_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// crash ends a look at a write of the journal, before or after it is safe: from then on,
// nothing is written and no call arrives.
func (r *rig) crash(at int, safe bool) error {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	r.store.failAt, r.store.safe, r.store.killed = r.store.writes+at, safe, cancel
	_, err := r.reviewer.Look(ctx, queue.Look{Organization: "octo-org", Attempt: 1})
	r.store.failAt, r.store.dead, r.store.locked = 0, false, false
	return err
}

// settle looks until there is nothing left to do.
func (r *rig) settle(most int) {
	r.Helper()
	for range most {
		if found, err := r.look(); err == nil && len(found.Outcomes) == 0 {
			return
		}
	}
	r.Fatalf("there is still something to do after %d looks", most)
}

// wantNothingTwice fails if a call was made about something while an earlier call about it was open.
func (r *rig) wantNothingTwice() {
	r.Helper()
	for i, e := range r.store.entries {
		if e.Phase != apply.Before {
			continue
		}
		for _, open := range apply.Open(r.store.entries[:i]) {
			for _, id := range open.IDs {
				for _, again := range e.IDs {
					if id == again && open.ReviewAction().Kind() == e.ReviewAction().Kind() {
						r.Errorf("%s %d was asked for by %s, while %s %d of %s was open", e.Action, id, e.Run, open.Action, id, open.Run)
					}
				}
			}
		}
	}
}

// TestCrashAtEachWrite: whenever a process ends, the next one finds out what happened, does
// the rest, and does nothing twice.
func TestCrashAtEachWrite(t *testing.T) {
	whole := newRig(t, reviews, world())
	whole.wantLook()
	if whole.store.writes < 9 {
		t.Fatalf("only %d entries", whole.store.writes)
	}
	for at := 1; at <= whole.store.writes; at++ {
		for _, safe := range []bool{false, true} {
			t.Run(fmt.Sprintf("at %d, safe %v", at, safe), func(t *testing.T) {
				r := newRig(t, reviews, world())
				if err := r.crash(at, safe); err == nil {
					t.Error("the look has not failed")
				}
				r.settle(4)
				requests, _ := r.server.Listed("octo-org")
				if len(requests) != 1 || len(apply.Open(r.store.entries)) > 0 || r.status().Failures > 0 {
					t.Errorf("there are left the requests %v and the calls %v", requests, apply.Open(r.store.entries))
				}
				r.wantListed([]int64{13}, []int64{21, 22, 50000001})
				r.wantNothingTwice()
				calls := 0
				for _, e := range r.store.entries {
					if e.Phase == apply.Seen && e.Result == string(apply.Done) {
						calls += len(e.IDs)
					}
				}
				if calls != 3 || len(r.posts) != 3 {
					t.Errorf("%d reviews are told to be done, and there were the calls %v", calls, r.posts)
				}
			})
		}
	}
}

// TestRecoveredReviewsAreTold: what an earlier process asked for is part of what the next one
// tells, with the names that it knew.
func TestRecoveredReviewsAreTold(t *testing.T) {
	r := newRig(t, reviews, world())
	r.reviewer.Act = false
	r.wantLook()
	r.reviewer.Act = true
	if err := r.crash(2, true); err == nil { // the approval has arrived
		t.Fatal("the look has not failed")
	}
	found, _ := r.look()
	if len(found.Outcomes) == 0 || !found.Outcomes[0].Recovered || found.Outcomes[0].Result != apply.Done {
		t.Fatalf("the outcomes are %+v", found.Outcomes)
	}
	n := found.Notices.Done[0]
	if n.Event != "approved" || n.ID != 11 || n.Name != "reader" || n.Owner != "octocat" || n.Verdict != "conforming" {
		t.Errorf("the notice is %+v", n)
	}
	if d := r.status().Done[0]; d.ID != 11 || d.TokenName != "reader" || d.Result != "done" {
		t.Errorf("the status has %+v", d)
	}
}

// TestOpenCallIsLeftOut: as long as the lists cannot tell what happened, the review is not asked for again.
func TestOpenCallIsLeftOut(t *testing.T) {
	r := newRig(t, reviews, world(
		githubtest.Fault{Do: githubtest.FaultReset, Method: http.MethodPost, Path: requestsPath, Times: 1},
		githubtest.Fault{Do: githubtest.FaultNoEffect, Method: http.MethodPost, Path: requestsPath, Times: 1},
	))
	if err := r.crash(2, true); err == nil {
		t.Fatal("the look has not failed")
	}
	posts := len(r.posts)
	found, err := r.look()
	if err == nil || len(found.Outcomes) == 0 || found.Outcomes[0].Result != apply.NoEffect || !found.Outcomes[0].Recovered {
		t.Errorf("%v, %+v", err, found.Outcomes)
	}
	for _, o := range found.Outcomes[1:] {
		if o.ID == 11 && o.Kind == pat.KindRequest {
			t.Errorf("it was asked for again: %+v", o)
		}
	}
	if why := whys(r.status())[11]; why != found.Outcomes[0].Message || why == "" {
		t.Errorf("the request is pending because %q", why)
	}
	r.settle(3)
	r.wantListed([]int64{13}, []int64{21, 22, 50000001})
	r.wantNothingTwice()
	if posts != 1 || len(r.posts) != 4 {
		t.Errorf("calls: %d before, and then %v", posts, r.posts)
	}
}

// TestEndlessLook: a look that takes too long counts as a failure of the organization, so that
// people see which one it is.
func TestEndlessLook(t *testing.T) {
	r := newRig(t, reviews, world())
	ctx, cancel := context.WithDeadlineCause(t.Context(), time.Unix(0, 0), errors.New("it took longer than 10 minutes"))
	defer cancel()
	_, err := r.reviewer.Look(ctx, queue.Look{Organization: "octo-org", Attempt: 1})
	got := r.status()
	want := []status.Gap{{What: "reviews", Why: "it took longer than 10 minutes"}}
	if err == nil || got.Failures != 1 || !got.LookedAt.Equal(r.clock()) || !got.CompleteAt.IsZero() || !cmp.Equal(got.Gaps, want) {
		t.Errorf("%v, status %+v", err, got)
	}
}

// TestInterruptedLook keeps what was done, and does not count as a failure of the organization.
func TestInterruptedLook(t *testing.T) {
	r := newRig(t, reviews, world())
	ctx, cancel := context.WithCancel(t.Context())
	r.store.killed, r.store.stopAt = cancel, 2 // after the first call was answered
	found, err := r.reviewer.Look(ctx, queue.Look{Organization: "octo-org", Attempt: 1})
	if err == nil || r.status().Failures != 0 || !r.status().LookedAt.IsZero() || len(found.Outcomes) != 3 {
		t.Errorf("%v, %+v, status %+v", err, found.Outcomes, r.status())
	}
	if e := r.store.entries; len(e) != 3 || e[2].Phase != apply.Seen || e[2].Result != string(apply.Unknown) {
		t.Errorf("the journal has %+v", e)
	}
	if d := r.status().Done; len(d) != 1 || d[0].ID != 11 || d[0].Result != "unknown" {
		t.Errorf("kept as done are %+v", d)
	}
	r.settle(3)
	r.wantListed([]int64{13}, []int64{21, 22, 50000001})
	if got := r.status(); len(got.Done) != 3 || got.Done[0].Result != "done" {
		t.Errorf("kept as done are %+v", got.Done)
	}
}
