package apply_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

const (
	worlds         = 10_000
	parts          = 4   // of the worlds, at the same time
	repeated       = 3   // one in so many worlds is applied a second time
	configurations = 250 // to load one takes longer than to apply it
)

// trial is one run in one random world.
type trial struct {
	*testing.T
	seed     uint64
	hub      *hub
	job      apply.Job
	spoilt   bool // no plan of patctl
	log      *book
	outcomes []apply.Outcome
	err      error
}

func (x *trial) failf(format string, args ...any) {
	x.Helper()
	x.Fatalf("world %d: %s", x.seed, fmt.Sprintf(format, args...))
}

// randomFaults are none, one or several.
func randomFaults(r *rand.Rand) faults {
	rare := func() int { return one(r, 0, 0, 0, 0, 10, 40) }
	if r.IntN(4) == 0 {
		return faults{}
	}
	return faults{
		noEffect: rare(), late: rare(), forbidden: rare(), bad: one(r, 0, 0, 0, 3, 10), unsent: rare(), tooLate: rare(),
		lostBefore: rare(), lostAfter: rare(), gap: rare(), gapOfRepositories: rare(), interrupt: one(r, 0, 0, 0, 20), others: one(r, 0, 50),
	}
}

func someConfigurations(t *testing.T) []*hcl.Configuration {
	r := rand.New(rand.NewPCG(1, 1))
	var out []*hcl.Configuration
	for range configurations {
		out = append(out, randomConfiguration(t, r))
	}
	return out
}

// TestNothingBeyondThePlan: whatever organizations, plans and GitHub are like,
// nothing is done that the plan does not show, nothing twice, and every review
// is told of once and truly.
func TestNothingBeyondThePlan(t *testing.T) {
	all := someConfigurations(t)
	results := make([]map[apply.Result]int, parts)
	t.Run("worlds", func(t *testing.T) {
		for part := range parts {
			results[part] = map[apply.Result]int{}
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for seed := part; seed < worlds; seed += parts {
					for _, o := range tryOut(t, uint64(seed), all) {
						results[part][o.Result]++
					}
				}
			})
		}
	})
	for _, result := range []apply.Result{apply.Done, apply.Changed, apply.Gone, apply.Refused, apply.Unsent, apply.NoEffect, apply.Unread, apply.Unknown} {
		n := 0
		for _, seen := range results {
			n += seen[result]
		}
		t.Logf("%d reviews are %s", n, result)
		if n < 100 {
			t.Errorf("only %d reviews are %s: the test says little", n, result)
		}
	}
}

// tryOut does one run in one world, and holds it against what must be.
func tryOut(t *testing.T, seed uint64, all []*hcl.Configuration) []apply.Outcome {
	r := rand.New(rand.NewPCG(2, seed))
	x := &trial{T: t, seed: seed, hub: newHub(r, all[r.IntN(len(all))]), log: &book{failAt: one(r, 0, 0, 0, 0, 1+r.IntN(12))}}
	x.hub.faults = faults{gap: one(r, 0, 0, 0, 50)}
	x.job = x.hub.job()
	if x.spoilt = r.IntN(3) == 0; x.spoilt {
		x.job = spoil(r, x.job)
	}
	x.hub.change()
	x.hub.faults = randomFaults(r)
	x.do("first")
	x.check()
	outcomes := x.outcomes
	if seed%repeated == 0 {
		x.again()
	}
	return outcomes
}

// do carries out the job, and takes down calls after a failed entry.
func (x *trial) do(name string) {
	ctx, cancel := context.WithCancel(x.Context())
	defer cancel()
	x.hub.interrupt = cancel
	var told []apply.Outcome
	run := x.hub.run(watched{x}, name, func(o apply.Outcome) { told = append(told, o) })
	run.LooksAgain = x.seed%2 == 1
	x.outcomes, x.err = run.Do(ctx, x.job)
	if len(told) != len(x.outcomes) {
		x.failf("%d outcomes were told, and %d returned", len(told), len(x.outcomes))
	}
}

// watched fails the trial where a call was made after the journal failed, or
// without an entry before it.
type watched struct{ *trial }

func (w watched) Write(e apply.Entry) error {
	before := 0
	for _, old := range w.log.entries {
		if old.Phase == apply.Before {
			before++
		}
	}
	if len(w.hub.calls) > before {
		w.failf("%d calls with %d entries before them", len(w.hub.calls), before)
	}
	return w.log.Write(e)
}

// again plans from what is and applies that, without faults: it does all that is
// left, and then there is nothing left.
func (x *trial) again() {
	x.Helper()
	x.hub.settle(true)
	x.hub.faults, x.hub.sent = faults{}, map[key]bool{}
	x.hub.calls, x.hub.done = nil, map[key]pat.ReviewAction{}
	entries := x.log.entries
	x.log = &book{entries: slices.Clone(entries)}
	run := x.hub.run(x.log, "second", func(apply.Outcome) {})
	run.LooksAgain = x.seed%2 == 1
	recovered, err := run.Recover(x.Context(), apply.Open(entries), nil)
	if err != nil || len(x.hub.calls) > 0 {
		x.failf("to look back: %v, with %d calls", err, len(x.hub.calls))
	}
	for _, o := range recovered {
		if o.Result == apply.Unknown || o.Result == apply.NoEffect && !x.isThere(o) {
			x.failf("looking back tells %+v", o)
		}
	}
	if open := apply.Open(x.log.entries); len(open) > 0 {
		x.failf("the journal leaves open %v", open)
	}
	x.checkStory()
	x.job = x.hub.job()
	if run.Check(x.job) != nil {
		return
	}
	x.outcomes, x.err = run.Do(x.Context(), x.job)
	for _, o := range x.outcomes {
		if o.Result != apply.Done {
			x.failf("without faults %+v", o)
		}
	}
	if len(x.hub.wrong) > 0 || x.err != nil {
		x.failf("%v, %s", x.err, strings.Join(x.hub.wrong, "\n"))
	}
	if left := x.hub.job().Reviews; len(left) > 0 {
		x.failf("after a second run there is left %+v", left)
	}
}

func (x *trial) isThere(o apply.Outcome) bool {
	s := x.hub.organizations[strings.ToLower(o.Organization)]
	_, pending := s.requests[o.ID]
	_, active := s.tokens[o.ID]
	return pending && o.Kind == pat.KindRequest || active && o.Kind == pat.KindToken
}
