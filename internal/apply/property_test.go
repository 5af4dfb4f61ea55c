package apply_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
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

func (x *trial) check() {
	x.Helper()
	if len(x.hub.wrong) > 0 {
		x.failf("%s", strings.Join(x.hub.wrong, "\n"))
	}
	x.checkLimits()
	x.checkOutcomes()
	x.checkJournal()
	planned := map[key]pat.ReviewAction{}
	for _, r := range x.job.Reviews {
		planned[keyOf(r)] = r.Action
	}
	for k, action := range x.hub.done {
		if planned[k] != action {
			x.failf("%s of %v was not planned", action, k)
		}
	}
}

func keyOf(r plan.Review) key { return key{strings.ToLower(r.Organization), r.Kind, r.ID} }

// checkLimits counts what was asked for against what the configuration allows.
func (x *trial) checkLimits() {
	x.Helper()
	actions, revocations := map[string]int{}, map[string]int{}
	for _, r := range x.job.Reviews {
		actions[strings.ToLower(r.Organization)]++
		if r.Action == pat.Revoke {
			revocations[strings.ToLower(r.Organization)]++
		}
	}
	active := map[string]int{}
	for _, l := range x.job.Limits {
		active[strings.ToLower(l.Organization)] = l.ActiveTokens
	}
	over := false
	for login, n := range actions {
		most, share := plan.Allowed(x.hub.cfg, login)
		over = over || n > most || float64(revocations[login]) > share*float64(active[login])+0.001
	}
	if over && (x.err == nil || len(x.hub.calls) > 0 || len(x.log.entries) > 0) {
		x.failf("the plan goes beyond a limit, and there are %d calls and %d entries, error %v", len(x.hub.calls), len(x.log.entries), x.err)
	}
	for _, call := range x.hub.calls {
		if call.Action == pat.Revoke && !x.job.Complete {
			x.failf("tokens are revoked by a plan of an incomplete scan")
		}
	}
}

// checkOutcomes holds what was told against what there is.
func (x *trial) checkOutcomes() {
	x.Helper()
	if x.err != nil && !x.log.failed {
		if len(x.outcomes)+len(x.hub.calls) > 0 {
			x.failf("refused with %v, and there are %d outcomes and %d calls", x.err, len(x.outcomes), len(x.hub.calls))
		}
		return
	}
	if x.log.failed != errors.Is(x.err, errFull) {
		x.failf("the journal failed: %v, and the error is %v", x.log.failed, x.err)
	}
	count := map[key]int{}
	for _, o := range x.outcomes {
		count[keyOf(o.Review)]++
		if o.Result == apply.Done && !x.tookEffect(o) {
			x.failf("told to be done, and is not: %+v", o)
		}
		if k := keyOf(o.Review); o.Result != apply.Done && o.Result != apply.Unknown && o.Result != apply.NoEffect && x.hub.done[k] != "" {
			x.failf("told to be %s, and was done: %+v", o.Result, o)
		}
		if !x.spoilt && o.Result == apply.Changed && reflect.DeepEqual(x.hub.planned[keyOf(o.Review)], x.hub.grant(keyOf(o.Review))) {
			x.failf("told to have changed, and has not: %+v", o)
		}
		if !x.spoilt && o.Result == apply.Gone && x.isThere(o) {
			x.failf("told to be gone, and is there: %+v", o)
		}
		if o.Result != apply.Done && o.Message == "" {
			x.failf("%s, and nobody says why: %+v", o.Result, o)
		}
	}
	for _, r := range x.job.Reviews {
		if count[keyOf(r)] != 1 {
			x.failf("%d outcomes of %+v", count[keyOf(r)], r)
		}
	}
}

// tookEffect looks whether the request or token is where it should be.
func (x *trial) tookEffect(o apply.Outcome) bool {
	if x.isThere(o) {
		return false
	}
	active := slices.ContainsFunc(sorted(x.hub.organizations[strings.ToLower(o.Organization)].tokens), func(g pat.Grant) bool {
		return o.TokenID != 0 && g.TokenID == o.TokenID
	})
	return o.Action == pat.Revoke || o.TokenID == 0 || active == (o.Action == pat.Approve)
}

// checkJournal: every call has its entries, and what was sent is told to the end.
func (x *trial) checkJournal() {
	x.Helper()
	var before, after [][]int64
	sent, told := map[string]bool{}, map[string]bool{}
	for _, e := range x.log.entries {
		switch e.Phase {
		case apply.Before:
			before = append(before, e.IDs)
		case apply.After:
			after = append(after, e.IDs)
			if e.Result == apply.Accepted || e.Result == string(apply.Unknown) {
				note(sent, e)
			}
		case apply.Seen:
			note(told, e)
		}
	}
	if x.log.failed {
		return // the rest is about journals that are whole
	}
	if len(before) != len(after) || !slices.EqualFunc(before, after, slices.Equal[[]int64]) {
		x.failf("before %v and after %v", before, after)
	}
	if len(sent) != len(told) {
		x.failf("sent %v, and told %v", sent, told)
	}
	for _, call := range x.hub.calls {
		if !slices.ContainsFunc(before, func(ids []int64) bool { return slices.Equal(ids, call.IDs) }) {
			x.failf("a call that is not in the journal: %v", call)
		}
	}
}

func note(into map[string]bool, e apply.Entry) {
	for _, id := range e.IDs {
		into[fmt.Sprintf("%s %d %s %d", e.Run, e.Call, e.Action, id)] = true
	}
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
	recovered, err := run.Recover(x.Context(), apply.Open(entries))
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
