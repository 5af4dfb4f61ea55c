package apply_test

import (
	"context"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// lists is a GitHub whose lists a test changes at each look.
type lists struct {
	apply.GitHub
	looks  int
	change func(look int, o *github.Organization)
}

func (l *lists) ReadSome(ctx context.Context, organization string, some api.Some, needs api.Needs) github.Organization {
	o := l.GitHub.ReadSome(ctx, organization, some, needs)
	l.looks++
	l.change(l.looks, &o)
	return o
}

// denial is the outcome of the denial of request 13, with lists that a test changes.
func denial(t *testing.T, change func(look int, o *github.Organization), edit func(*plan.Review)) apply.Outcome {
	t.Helper()
	r := newRig(t, world())
	job := r.plan()
	for i := range job.Reviews {
		if job.Reviews[i].ID == 13 {
			edit(&job.Reviews[i])
		}
	}
	run := r.run()
	run.GitHub = &lists{GitHub: r.client, change: change}
	outcomes, err := run.Do(t.Context(), job)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		if o.ID == 13 {
			return o
		}
	}
	t.Fatal("there is no outcome")
	return apply.Outcome{}
}

func active(id int64) pat.Grant { return pat.Grant{Kind: pat.KindToken, ID: 77, TokenID: id} }

// TestWhatWasActiveBefore: whether a denied request's token was active before is
// known only from a list that was read as a whole, or that has the token.
func TestWhatWasActiveBefore(t *testing.T) {
	later := func(look int, o *github.Organization) {
		if look > 1 {
			o.Tokens = append(o.Tokens, active(900000013))
		}
	}
	gap := func(look int, o *github.Organization) {
		if later(look, o); look == 1 {
			o.Incomplete = append(o.Incomplete, github.Gap{What: "tokens", Why: "GitHub answered 502."})
		}
	}
	always := func(_ int, o *github.Organization) { o.Tokens = append(o.Tokens, active(900000013)) }
	as := func(*plan.Review) {}
	for name, test := range map[string]struct {
		change func(int, *github.Organization)
		want   apply.Result
	}{
		"active since":         {later, apply.NoEffect},
		"active, perhaps long": {gap, apply.Gone},
		"active all the time":  {always, apply.Done},
	} {
		if got := denial(t, test.change, as); got.Result != test.want {
			t.Errorf("%s: %+v, want %s", name, got, test.want)
		}
	}
}

// TestNamelessTokensAreDifferent: two tokens whose ids GitHub does not say are
// not one.
func TestNamelessTokensAreDifferent(t *testing.T) {
	gone := func(_ int, o *github.Organization) { o.Requests, o.Tokens = nil, append(o.Tokens, active(0)) }
	got := denial(t, gone, func(r *plan.Review) { r.TokenID = 0 })
	if got.Result != apply.Gone || got.Message != "The request is no longer pending." {
		t.Errorf("%+v", got)
	}
}

// TestLimitsIgnoreCase: GitHub's logins do, too.
func TestLimitsIgnoreCase(t *testing.T) {
	r := newRig(t, world())
	job := r.plan()
	for i := range job.Limits {
		job.Limits[i].Organization = strings.ToUpper(job.Limits[i].Organization)
	}
	if err := r.run().Check(job); err != nil {
		t.Errorf("refused: %v", err)
	}
	for i := range job.Limits {
		job.Limits[i].Organization = "octodemo"
	}
	if err := r.run().Check(job); err == nil {
		t.Error("the limits of another organization are taken")
	}
}
