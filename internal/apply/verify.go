package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// verify reads what was sent until it took effect, at most once after each of
// the waits: that GitHub takes a job on is a promise, and not kept at once.
func (w *work) verify(ctx context.Context, waits []time.Duration) error {
	pending := w.sent
	seen := map[subject]sight{}
	for _, wait := range waits {
		if len(pending) == 0 {
			break
		}
		if w.Sleep(ctx, wait) != nil {
			break
		}
		o := w.look(ctx, pending)
		var waiting []sentReview
		for _, s := range pending {
			now := w.sight(s, o)
			seen[subject{s.Kind, s.ID}] = now
			if now.result != Done {
				waiting = append(waiting, s)
			}
		}
		pending = waiting
	}
	return w.conclude(seen)
}

func (w *work) look(ctx context.Context, sent []sentReview) *github.Organization {
	reviews := make([]plan.Review, 0, len(sent))
	for _, s := range sent {
		reviews = append(reviews, s.Review)
	}
	o := w.GitHub.ReadSome(ctx, w.organization, someOf(reviews), github.NeedsNone)
	return &o
}

// sight is what the lists show of a review.
type sight struct {
	result  Result
	message string
}

// sight decides what became of a review. Only a list that was read as a whole
// can show that something is not in it.
func (w *work) sight(s sentReview, o *github.Organization) sight {
	pending := slices.ContainsFunc(o.Requests, func(g pat.Grant) bool { return g.ID == s.ID })
	revocable := slices.ContainsFunc(o.Tokens, func(g pat.Grant) bool { return g.ID == s.ID })
	at := slices.IndexFunc(o.Tokens, func(g pat.Grant) bool { return s.TokenID != 0 && g.TokenID == s.TokenID })
	switch {
	case s.Kind == pat.KindRequest && pending, s.Kind == pat.KindToken && revocable:
		return w.noEffect(s)
	case !o.Complete():
		return sight{Unknown, s.told("Whether it took effect could not be read: " + o.Incomplete[0].What + ": " + o.Incomplete[0].Why)}
	case s.Action == pat.Approve && !becameActive(s, at):
		return sight{Gone, s.told("It is not pending any more, but the token is not active either: somebody else denied or withdrew it.")}
	case s.Action == pat.Deny && at >= 0:
		return w.deniedActive(s)
	}
	return sight{Done, s.told("")}
}

func (w *work) noEffect(s sentReview) sight {
	if s.doubt != "" {
		return sight{NoEffect, s.told("The lists show that nothing happened.")}
	}
	return sight{NoEffect, "GitHub took the call on, and nothing has happened since."}
}

// told puts what is not known of the answer before a message.
func (s *sentReview) told(message string) string {
	switch {
	case s.doubt == "":
		return message
	case message == "":
		return "The answer was lost; the lists show that it took effect. " + s.doubt
	}
	return "The answer was lost. " + s.doubt + " " + message
}

// becameActive reports whether an approved token is active, or whether GitHub
// does not say which one it is.
func becameActive(s sentReview, at int) bool { return s.TokenID == 0 || at >= 0 }

// deniedActive decides about a request that is not pending any more, and whose
// token is active: one that had a token already is denied, and keeps it.
func (w *work) deniedActive(s sentReview) sight {
	switch before, known := w.active[s.TokenID]; {
	case !known:
		return sight{Gone, s.told("It is not pending any more, and the token is active: either it was so before, or somebody else approved it.")}
	case !before:
		return sight{NoEffect, s.told("The token is active all the same: somebody else approved it.")}
	}
	return sight{Done, s.told("")}
}

// conclude gives every review that was sent its outcome, and writes them into
// the journal, one entry for those of one call with one result.
func (w *work) conclude(seen map[subject]sight) error {
	groups := map[string][]sentReview{}
	for _, s := range w.sent {
		key := subject{s.Kind, s.ID}
		if _, ok := seen[key]; !ok {
			seen[key] = sight{Unknown, s.told("Whether it took effect was not read, since the run was interrupted. The next apply finds out.")}
		}
		name := fmt.Sprintf("%s %09d %s", s.run, s.call, seen[key].result)
		groups[name] = append(groups[name], s)
		w.outcomes = append(w.outcomes, Outcome{s.Review, seen[key].result, seen[key].message})
		w.Tell(w.outcomes[len(w.outcomes)-1])
	}
	for _, name := range sortedKeys(groups) {
		group := groups[name]
		e := w.newEntry(Seen)
		e.Run, e.Call, e.Organization, e.Action, e.Reason = group[0].run, group[0].call, w.organization, Action(group[0].Action), sentReason(group[0].Review)
		first := seen[subject{group[0].Kind, group[0].ID}]
		e.Result, e.Message = string(first.result), first.message
		for _, s := range group {
			e.IDs, e.TokenIDs = append(e.IDs, s.ID), append(e.TokenIDs, s.TokenID)
		}
		if err := w.Journal.Write(e); err != nil {
			return fmt.Errorf("write the journal: %w", err)
		}
	}
	w.sent = nil
	return nil
}

// Recover finds out what became of calls that a journal leaves open, as Open
// gives them, and completes the journal. It makes no call that
// changes anything.
func (r *Run) Recover(ctx context.Context, open []Entry) ([]Outcome, error) {
	var out []Outcome
	for _, e := range open {
		action := e.ReviewAction()
		w := &work{Run: r, organization: e.Organization, settled: map[subject]bool{}}
		for i, id := range e.IDs {
			review := plan.Review{Organization: e.Organization, Action: action, Kind: action.Kind(), ID: id, TokenID: e.TokenIDs[i], Reason: e.Reason}
			w.sent = append(w.sent, sentReview{Review: review, run: e.Run, call: e.Call, doubt: doubtOf(e)})
		}
		if err := w.verify(ctx, []time.Duration{pace}); err != nil {
			return append(out, w.outcomes...), err
		}
		out = append(out, w.outcomes...)
	}
	return out, nil
}

// doubtOf says why the answer of an open call is not known.
func doubtOf(e Entry) string {
	switch e.Result {
	case Accepted:
		return ""
	case string(Unknown):
		return e.Message
	}
	return "The process ended before GitHub answered."
}
