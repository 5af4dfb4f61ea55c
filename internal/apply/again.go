package apply

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
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
	w.remember(reviews, &o)
	for _, g := range o.Requests {
		w.planned[subject{pat.KindRequest, g.ID}] = g
	}
	o.Tokens = slices.DeleteFunc(slices.Clone(o.Tokens), func(g pat.Grant) bool { return !isRevoked(g) })
	now := w.judge(&o)
	for _, r := range reviews {
		if result, message := w.compare(r, now); result != "" {
			w.settle(r, result, message)
		}
	}
}

// remember keeps which of the tokens were active before anything was done to
// them. Of one that could not be read nothing is known.
func (w *work) remember(reviews []plan.Review, o *github.Organization) {
	active := map[int64]bool{}
	for _, g := range o.Tokens {
		active[g.TokenID] = true
	}
	for _, r := range reviews {
		delete(w.active, r.TokenID)
		if r.TokenID != 0 && (active[r.TokenID] || o.Complete()) {
			w.active[r.TokenID] = active[r.TokenID]
		}
	}
}

// judged is what a plan would say now.
type judged struct {
	gaps     []audit.Gap // also of what could not be evaluated
	verdicts map[subject]pat.Verdict
	reviews  map[subject]plan.Review
}

func (w *work) judge(o *github.Organization) judged {
	snapshot := &github.Snapshot{GeneratedAt: o.ReadAt, Host: w.Host, Organizations: []github.Organization{*o}}
	found, _ := audit.Judge(w.Config, snapshot, time.Time{}) // its gaps tell what could not be evaluated
	out := judged{found.Gaps, map[subject]pat.Verdict{}, map[subject]plan.Review{}}
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
// are the same. What is missing from a list, or judged otherwise, proves nothing
// as long as something could not be read.
func (w *work) compare(r plan.Review, now judged) (Result, string) {
	key := subject{r.Kind, r.ID}
	verdict, there := now.verdicts[key]
	same, planned := now.reviews[key]
	switch {
	case !planned && len(now.gaps) > 0:
		return Unread, fmt.Sprintf("It could not be read and checked again: %s: %s", now.gaps[0].What, now.gaps[0].Why)
	case !there:
		return Gone, w.goneWhere(r)
	case planned && !sameSubject(same, r), verdict != r.Verdict:
		return Changed, fmt.Sprintf("It changed after the plan was made. Its verdict is now %s.", verdict)
	case !planned || same.Action != r.Action:
		return Changed, fmt.Sprintf("The configuration no longer asks for this review. Its verdict is %s.", verdict)
	case !includes(same.Because, r.Because):
		return Changed, fmt.Sprintf("Not all reasons for the planned review still apply: %s.", strings.Join(r.Because, ", "))
	}
	return "", ""
}

// sameSubject reports whether what a plan has shown is what there is.
func sameSubject(now, planned plan.Review) bool {
	return now.State == planned.State && now.TokenID == planned.TokenID && now.TokenName == planned.TokenName && now.Owner == planned.Owner
}

func includes(words, some []string) bool {
	return !slices.ContainsFunc(some, func(word string) bool { return !slices.Contains(words, word) })
}

func (w *work) goneWhere(r plan.Review) string {
	if r.Kind == pat.KindToken {
		return "The token is no longer active."
	}
	if w.active[r.TokenID] {
		return "The request is no longer pending, and the token is active."
	}
	return "The request is no longer pending."
}

// someOf are the tokens of reviews. Of a request it matters too whether its
// token is active.
func someOf(reviews []plan.Review) api.Some {
	var some api.Some
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
