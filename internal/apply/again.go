package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// readAgain reads what the reviews are about, judges it as the plan did, and
// settles every review that the plan would not hold any more.
func (w *work) readAgain(ctx context.Context, reviews []plan.Review) {
	w.readAt = w.Now()
	revoked := map[int64]bool{}
	for _, r := range reviews {
		revoked[r.ID] = revoked[r.ID] || r.Action == pat.Revoke
	}
	isRevoked := func(g pat.Grant) bool { return revoked[g.ID] }
	o := w.GitHub.ReadSome(ctx, w.organization, someOf(reviews), func(o *github.Organization) (requests, tokens []int) {
		requests, tokens = audit.NeedsRepositories(w.Config, o)
		return requests, slices.DeleteFunc(tokens, func(at int) bool { return !isRevoked(o.Tokens[at]) })
	})
	if ctx.Err() != nil {
		return // rest says that the run was interrupted
	}
	w.active = map[int64]pat.Grant{}
	for _, g := range o.Tokens {
		w.active[g.TokenID] = g
	}
	o.Tokens = slices.DeleteFunc(slices.Clone(o.Tokens), func(g pat.Grant) bool { return !isRevoked(g) })
	now := w.judge(&o)
	for _, r := range reviews {
		if result, message := w.compare(r, &o, now); result != "" {
			w.settle(r, result, message)
		}
	}
}

// judged is what a plan would say now.
type judged struct {
	verdicts map[subject]pat.Verdict
	reviews  map[subject]plan.Review
}

func (w *work) judge(o *github.Organization) judged {
	snapshot := &github.Snapshot{GeneratedAt: o.ReadAt, Host: w.Host, Organizations: []github.Organization{*o}}
	found, _ := audit.Judge(w.Config, snapshot, time.Time{}) // what could not be evaluated is not reviewed
	out := judged{map[subject]pat.Verdict{}, map[subject]plan.Review{}}
	for i := range found.Subjects {
		s := &found.Subjects[i]
		out.verdicts[subject{s.Kind, s.ID}] = s.Verdict
	}
	for _, r := range plan.Reviews(w.Config, snapshot, found) {
		out.reviews[subject{r.Kind, r.ID}] = r
	}
	return out
}

// compare holds a review against what is now. It returns no result where both
// are the same.
func (w *work) compare(r plan.Review, o *github.Organization, now judged) (Result, string) {
	key := subject{r.Kind, r.ID}
	verdict, there := now.verdicts[key]
	same, planned := now.reviews[key]
	switch {
	case !there && !o.Complete():
		return Unread, unread(o)
	case !there:
		return Gone, w.goneWhere(r)
	case planned && same.State != r.State, verdict != r.Verdict:
		return Changed, fmt.Sprintf("It changed since the plan. Its verdict is %s now.", verdict)
	case !planned && !o.Complete():
		return Unread, unread(o)
	case !planned || same.Action != r.Action:
		return Changed, fmt.Sprintf("The configuration does not ask for it any more. Its verdict is %s.", verdict)
	}
	return "", ""
}

// unread says why something could not be read again.
func unread(o *github.Organization) string {
	return fmt.Sprintf("It could not be read again: %s: %s", o.Incomplete[0].What, o.Incomplete[0].Why)
}

func (w *work) goneWhere(r plan.Review) string {
	if r.Kind == pat.KindToken {
		return "It is not an active token any more."
	}
	if _, active := w.active[r.TokenID]; active && r.TokenID != 0 {
		return "It is not pending any more, and the token is active."
	}
	return "It is not pending any more."
}

// someOf are the tokens of reviews. Of a request it matters too whether its
// token is active.
func someOf(reviews []plan.Review) github.Some {
	var some github.Some
	for _, r := range reviews {
		if r.Kind == pat.KindRequest {
			some.Requests = append(some.Requests, r.TokenID)
		}
		if r.Kind == pat.KindToken || r.TokenID != 0 {
			some.Tokens = append(some.Tokens, r.TokenID)
		}
	}
	return some
}
