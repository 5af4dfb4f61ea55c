package apply_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

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

// checkStory: the journal tells of each id of each call that may have arrived
// what became of it, whenever the run was ended.
func (x *trial) checkStory() {
	x.Helper()
	begun, told := map[string]bool{}, map[string]bool{}
	for _, e := range x.log.entries {
		switch {
		case e.Phase == apply.Before:
			note(begun, e)
		case e.Phase == apply.Seen && e.Result != string(apply.Unknown),
			e.Phase == apply.After && (e.Result == string(apply.Refused) || e.Result == string(apply.Unsent)):
			note(told, e)
		}
	}
	if diff := cmp.Diff(begun, told); diff != "" {
		x.failf("begun and told: %s", diff)
	}
}
