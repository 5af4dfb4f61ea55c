package apply_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// lost is a fault that loses the answer of the first call, which was carried out.
var lost = githubtest.Fault{Do: githubtest.FaultReset, Method: http.MethodPost, Path: requestsPath, Times: 1}

func TestLostAnswerOfWhatWasDone(t *testing.T) {
	r := newRig(t, world(lost))
	outcomes, _ := r.run().Do(t.Context(), r.plan())
	for _, o := range outcomes {
		wasLost := o.Action == pat.Approve
		if o.Result != apply.Done || strings.HasPrefix(o.Message, "The response was lost, but the lists show that it took effect.") != wasLost {
			t.Errorf("%+v", o)
		}
	}
	r.wantPosts(3)
	r.wantListed([]int64{}, []int64{23, 50000001, 50000002})
}

func TestLostCallThatDidNothing(t *testing.T) {
	nothing := lost
	nothing.Do = githubtest.FaultNoEffect
	r := newRig(t, world(lost, nothing))
	outcomes, _ := r.run().Do(t.Context(), r.plan())
	for _, o := range outcomes {
		if o.Action == pat.Approve && (o.Result != apply.NoEffect || !strings.HasSuffix(o.Message, "The lists show that it had no effect.")) {
			t.Errorf("%+v", o)
		}
	}
	r.wantPosts(3) // none of them again
	r.wantListed([]int64{11, 12}, []int64{23})
}

// TestLostWithTheLists: where neither the answer nor the lists can be had, it is
// said so, and the next run finds out.
func TestLostWithTheLists(t *testing.T) {
	w := world(githubtest.Fault{Do: githubtest.FaultReset, Method: http.MethodPost, Path: requestsPath})
	r := newRig(t, w)
	job := r.plan()
	broken := &breaking{GitHub: r.client}
	run := r.run()
	run.GitHub = broken
	outcomes, _ := run.Do(t.Context(), job)
	unknown := 0
	for _, o := range outcomes {
		if o.Result == apply.Unknown {
			unknown++
		}
	}
	if unknown != 5 || !outcomes[0].Result.Failed() {
		t.Errorf("%d are unknown: %v", unknown, results(outcomes))
	}
	open := apply.Open(r.log.entries)
	if len(open) != 3 {
		t.Fatalf("the journal leaves open %v", open)
	}
	told, err := r.run().Recover(t.Context(), open, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range told {
		if o.Result != apply.Done {
			t.Errorf("looking back: %+v", o)
		}
	}
	if open := apply.Open(r.log.entries); len(open) > 0 || len(told) != 5 {
		t.Errorf("the journal leaves open %v after %d outcomes", open, len(told))
	}
	r.wantPosts(3)
}

// TestListsThatCannotBeRead: a run of a server, which looks again soon, does not wait for lists
// that cannot be read, and its calls stay open. As long as nothing more is known, the journal
// does not grow.
func TestListsThatCannotBeRead(t *testing.T) {
	r := newRig(t, world())
	server := func(name string) *apply.Run {
		run := r.run()
		run.LooksAgain, run.Name = true, name
		return run
	}
	run, job, began := server("first"), r.plan(), r.clock()
	run.GitHub = &breaking{GitHub: r.client}
	if _, err := run.Do(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	entries := len(r.log.entries)
	run = server("second")
	run.GitHub = &breaking{GitHub: r.client, broken: true}
	told, err := run.Recover(t.Context(), apply.Open(r.log.entries), nil)
	if err != nil || len(told) != 5 || len(apply.Open(r.log.entries)) != 3 || len(r.log.entries) != entries {
		t.Errorf("%v, outcomes %v, %d entries after %d, open %v", err, results(told), len(r.log.entries), entries, apply.Open(r.log.entries))
	}
	if took := r.clock().Sub(began); took > 5*time.Second {
		t.Errorf("both took %s", took)
	}
	if told, err = server("third").Recover(t.Context(), apply.Open(r.log.entries), nil); err != nil || len(told) != 5 || told[0].Result != apply.Done {
		t.Errorf("%v, %v", err, results(told))
	}
	if open := apply.Open(r.log.entries); len(open) > 0 {
		t.Errorf("the journal leaves open %v", open)
	}
	r.wantPosts(3)
}

// breaking cannot read any more once a call was made.
type breaking struct {
	apply.GitHub
	broken bool
}

func (b *breaking) Review(ctx context.Context, r api.Review) error {
	b.broken = true
	return b.GitHub.Review(ctx, r)
}

func (b *breaking) ReadSome(ctx context.Context, organization string, some api.Some, needs api.Needs) github.Organization {
	if b.broken {
		return github.Organization{Login: organization, Incomplete: []github.Gap{{What: "requests", Why: "GitHub answered 502."}}}
	}
	return b.GitHub.ReadSome(ctx, organization, some, needs)
}
