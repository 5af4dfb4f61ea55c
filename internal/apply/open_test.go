package apply_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestManyOpenCalls: thousands are looked after at once, in a few calls.
func TestManyOpenCalls(t *testing.T) {
	var open []apply.Entry
	for i := range 10_000 {
		open = append(open, apply.Entry{Run: "a", Call: i + 1, Organization: "octo-org", Action: "deny", IDs: []int64{int64(1000 + i)}, TokenIDs: []int64{int64(5000 + i)}})
	}
	r := newRig(t, world())
	outcomes, err := r.run().Recover(t.Context(), open, nil)
	if err != nil || len(outcomes) != len(open) || outcomes[0].Result != apply.Done || len(apply.Open(append(open, r.log.entries...))) > 0 {
		t.Errorf("%d outcomes, %v", len(outcomes), err)
	}
	if n := len(r.server.Calls()); n > 20 {
		t.Errorf("%d calls", n)
	}
}

// endless is a journal of calls that have ended, which is too long to be kept.
type endless struct{ calls int }

func (e *endless) Read(p []byte) (int, error) {
	if e.calls == 0 {
		return 0, io.EOF
	}
	e.calls--
	entry := func(phase, result string) string {
		return fmt.Sprintf(`{"run":"a","call":%d,"phase":%q,"organization":"octo-org","action":"deny","ids":[1],"token_ids":[2],"result":%q}`+"\n", e.calls, phase, result)
	}
	return copy(p, entry("before", "")+entry("after", "accepted")+entry("seen", "done")), nil
}

// TestLongJournal: what has ended is forgotten, and a line without end is skipped.
func TestLongJournal(t *testing.T) {
	long := io.MultiReader(&endless{20_000}, strings.NewReader(strings.Repeat("x", 9<<20)+"\n"),
		strings.NewReader(`{"run":"b","call":1,"phase":"before","action":"deny","ids":[11]}`+"\n"))
	told, err := apply.ReadJournal(long)
	if err != nil || told.Broken != 1 || told.Cut || len(told.Open) != 1 || told.Open[0].Run != "b" {
		t.Errorf("%d broken, cut %v, %d open, %v", told.Broken, told.Cut, len(told.Open), err)
	}
}

// TestLateCall: one that GitHub carries out some seconds after patctl was killed
// is seen to be done.
func TestLateCall(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultLate, Method: http.MethodPost, Path: requestsPath, Count: 4, Times: 1}))
	job := r.plan()
	if _, err := r.run().Do(t.Context(), apply.Job{Reviews: job.Reviews[:1], Limits: job.Limits, Complete: true}); err != nil {
		t.Fatal(err)
	}
	if _, requests := r.server.Listed("octo-org"); len(requests) == 0 {
		t.Error("nothing is listed")
	}
	for _, e := range r.log.entries {
		if e.Phase == apply.Seen && e.Result != string(apply.Done) {
			t.Errorf("%+v", e)
		}
	}
}

// TestTooManyRequests: GitHub may have done what it says 429 to, so that the call
// is not made again.
func TestTooManyRequests(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultStatus, Status: 429, Seconds: 5, Method: http.MethodPost, Path: tokensPath}))
	outcomes, err := r.run().Do(t.Context(), r.plan())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.Action == "revoke" && o.Result != apply.NoEffect {
			t.Errorf("%+v", o)
		}
	}
	r.wantPosts(3)
}

// TestSettled: the user closes calls of an organization that is gone.
func TestSettled(t *testing.T) {
	open := []apply.Entry{{Run: "a", Call: 1, Phase: apply.Before, Organization: "Gone", Action: "deny", IDs: []int64{11}, TokenIDs: []int64{0}}}
	r := newRig(t, world())
	run := r.run()
	run.GitHub = nil
	outcomes, err := run.Recover(t.Context(), open, map[string]bool{"gone": true})
	if err != nil || len(outcomes) != 1 || outcomes[0].Result != apply.Settled || outcomes[0].Result.Failed() {
		t.Errorf("%+v, %v", outcomes, err)
	}
	if left := apply.Open(append(open, r.log.entries...)); len(left) > 0 {
		t.Errorf("open is %+v", left)
	}
}
