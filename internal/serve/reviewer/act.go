package reviewer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/plan"
)

// revokeWindow is the time for which max_revoke_share holds: by one look after another, every
// token could be revoked otherwise.
const revokeWindow = 24 * time.Hour

// newRun returns a run of apply. Its journal also takes entries after the look was interrupted: by
// then a call may have been answered.
func (k *look) newRun(ctx context.Context) *apply.Run {
	return &apply.Run{
		Config: k.Config, Host: k.Host, GitHub: k.client, Journal: k.Store.Journal(context.WithoutCancel(ctx), k.Organization), Now: k.Now, Sleep: k.Sleep,
		Tell: func(o apply.Outcome) { k.tell(o, false) }, Version: k.Version, Name: k.NewRunName(),
		LooksAgain: true,
	}
}

// recover finds out what happened to the calls that an earlier process left open. What they are
// about is left out of the plan of this look, as apply leaves it out.
func (k *look) recover(ctx context.Context, run *apply.Run) error {
	open, err := k.Store.Open(ctx, k.Organization)
	if err != nil {
		return fmt.Errorf("read the journal: %w", err)
	}
	k.open = slices.DeleteFunc(slices.Clone(open), func(e apply.Entry) bool { return !strings.EqualFold(e.Organization, k.Organization) })
	if len(k.open) == 0 {
		return nil
	}
	told := run.Tell
	run.Tell = func(o apply.Outcome) { k.tell(k.named(o), true) }
	_, err = run.Recover(ctx, k.open, nil)
	run.Tell = told
	return err
}

// named adds to an outcome that is known from a journal what an earlier look knew.
func (k *look) named(o apply.Outcome) apply.Outcome {
	for i := range k.before.Done {
		if d := &k.before.Done[i]; d.Kind == o.Kind && d.ID == o.ID {
			o.TokenName, o.Owner, o.Verdict = d.TokenName, d.Owner, d.Verdict
		}
	}
	for i := range k.before.Requests {
		if r := &k.before.Requests[i]; o.Kind == requestKind && r.ID == o.ID {
			o.TokenName, o.Owner, o.Verdict, o.Template = r.TokenName, r.Owner, r.Verdict, r.Template
		}
	}
	return o
}

// act carries out what is planned, unless it exceeds a limit: then nothing of it is done.
func (k *look) act(ctx context.Context, run *apply.Run) error {
	over, err := k.exceeded(ctx)
	if err != nil {
		return err
	}
	if k.over = over; len(over) > 0 {
		k.Log.Warn("too many reviews", "organization", k.Organization, "why", diag.Printable(strings.Join(over, " ")))
		return nil
	}
	_, err = run.Do(ctx, k.judged.Job())
	return err
}

// exceeded says in whole sentences which limits the reviews exceed. Revocations of the last 24 hours
// count as if they were part of the present ones: as revocations, and as tokens that were active.
func (k *look) exceeded(ctx context.Context) ([]string, error) {
	var out []string
	for _, limit := range k.judged.Limits {
		if over := limit.Exceeded(); len(over) > 0 || limit.Revocations == 0 {
			out = append(out, over...)
			continue
		}
		earlier, err := k.Store.Revoked(ctx, k.Organization, k.Now().Add(-revokeWindow))
		if err != nil {
			return nil, fmt.Errorf("count the revocations of the last 24 hours: %w", err)
		}
		out = append(out, beyondWindow(limit, earlier)...)
	}
	return out, nil
}

func beyondWindow(limit plan.Limit, earlier int) []string {
	now, active := limit.Revocations, limit.ActiveTokens
	limit.Revocations += earlier
	limit.ActiveTokens += earlier
	if len(limit.Exceeded()) == 0 {
		return nil
	}
	return []string{fmt.Sprintf(
		"The revocations in %s (%d now and %d in the last 24 hours) exceed max_revoke_share = %v of its %d active tokens and those %d.",
		limit.Organization, now, earlier, limit.MaxRevokeShare, active, earlier)}
}
