package apply

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

const (
	// fresh is how long what was read again may be acted upon.
	fresh = 30 * time.Second
	// stale is how old it may be when the call goes out: only a wait for GitHub's
	// limits lies between.
	stale = 2 * fresh
	// maxLate is how often in a row such a wait may outlast it.
	maxLate = 10
	// maxUnknown is after how many calls in a row with an unknown result
	// no more calls are made.
	maxUnknown = 3
)

// work is what a run does in one organization.
type work struct {
	*Run
	organization string
	outcomes     []Outcome
	settled      map[subject]bool
	readAt       time.Time
	active       map[int64]bool        // by token id, whether it was active before; no entry: not known
	planned      map[subject]pat.Grant // requests as they were read again
	sent         []sentReview
	stopped      map[pat.Kind]string // why no more calls are made for a kind
}

// subject names a request or token of the organization.
type subject struct {
	kind pat.Kind
	id   int64
}

// sentReview is a review whose call may have arrived.
type sentReview struct {
	plan.Review
	run      string
	call     int
	doubt    string // why the answer is not known; "": GitHub took the job on
	expected string // plan.Access of what is approved; "": not known
}

func (s *sentReview) subject() subject { return subject{s.Kind, s.ID} }

// all carries out the reviews of the organization. What has no outcome then was
// not reached.
func (w *work) all(ctx context.Context, reviews []plan.Review) error {
	w.settled, w.stopped, w.active, w.planned = map[subject]bool{}, map[pat.Kind]string{}, map[int64]bool{}, map[subject]pat.Grant{}
	queue := batches(reviews)
	var failed error
	for len(queue) > 0 && ctx.Err() == nil && failed == nil {
		if w.readAt.IsZero() || transport.Passed(w.Now(), w.readAt.Add(fresh)) {
			w.readAgain(ctx, w.open(slices.Concat(queue...)))
		}
		batch := w.open(queue[0])
		queue = queue[1:]
		if len(batch) == 0 || w.stopped[batch[0].Kind] != "" || ctx.Err() != nil {
			continue
		}
		var again [][]plan.Review
		again, failed = w.send(ctx, batch)
		queue = append(again, queue...)
	}
	return errors.Join(failed, w.verify(ctx))
}

// batches groups reviews that one call can carry out.
func batches(reviews []plan.Review) [][]plan.Review {
	sorted := slices.Clone(reviews)
	order := pat.ReviewActions()
	slices.SortStableFunc(sorted, func(a, b plan.Review) int {
		return cmp.Or(cmp.Compare(slices.Index(order, a.Action), slices.Index(order, b.Action)), cmp.Compare(sentReason(a), sentReason(b)))
	})
	var out [][]plan.Review
	for _, r := range sorted {
		if last := len(out) - 1; last >= 0 && len(out[last]) < pat.MaxReviewed && out[last][0].Action == r.Action && sentReason(out[last][0]) == sentReason(r) {
			out[last] = append(out[last], r)
			continue
		}
		out = append(out, []plan.Review{r})
	}
	return out
}

// sentReason is the reason that GitHub is told: it takes none of a revocation.
func sentReason(r plan.Review) string {
	if r.Action == pat.Revoke {
		return ""
	}
	return r.Reason
}

// open returns the reviews that have no outcome and were not sent.
func (w *work) open(reviews []plan.Review) []plan.Review {
	return slices.DeleteFunc(slices.Clone(reviews), func(r plan.Review) bool { return w.settled[subject{r.Kind, r.ID}] })
}

func (w *work) settle(r plan.Review, result Result, message string) {
	w.settled[subject{r.Kind, r.ID}] = true
	w.tell(Outcome{Review: r, Result: result, Message: message})
}

func (w *work) tell(o Outcome) {
	w.outcomes = append(w.outcomes, o)
	w.Tell(o)
}

// rest records why reviews without an outcome were not reached.
func (w *work) rest(reviews []plan.Review, failed error) {
	if w.settled == nil {
		w.settled = map[subject]bool{}
	}
	for _, r := range w.open(reviews) {
		message := cmp.Or(w.stopped[r.Kind], "The run was interrupted first.")
		if failed != nil {
			message = "The run was stopped first: " + failed.Error() + "."
		}
		w.settle(r, Unsent, message)
	}
}

// send makes one call. Batches to try again come back.
func (w *work) send(ctx context.Context, batch []plan.Review) ([][]plan.Review, error) {
	if w.began {
		if err := w.Sleep(ctx, pace); err != nil {
			return nil, nil // interrupted: rest says so
		}
	}
	w.began = true
	w.calls++
	entry := w.entry(batch, Before)
	if err := w.Journal.Write(entry); err != nil {
		return nil, fmt.Errorf("write the journal: %w", err)
	}
	call := api.Review{Organization: w.organization, Action: batch[0].Action, IDs: entry.IDs, Reason: entry.Reason, NotAfter: w.readAt.Add(stale)}
	again, answer := w.answered(batch, w.GitHub.Review(ctx, call))
	entry = w.entry(batch, After)
	entry.Result, entry.Message = answer.result, answer.message
	if err := w.Journal.Write(entry); err != nil {
		return nil, fmt.Errorf("write the journal: %w", err)
	}
	return again, nil
}

// answer is what a call came to, as the journal has it.
type answer struct{ result, message string }

// answered decides what follows from the answer of a call.
func (w *work) answered(batch []plan.Review, err error) ([][]plan.Review, answer) {
	if err == nil {
		w.failures, w.late = 0, 0
		w.await(batch, "")
		return nil, answer{result: Accepted}
	}
	var failed *api.ReviewError
	if !errors.As(err, &failed) {
		failed = &api.ReviewError{Outcome: api.Unknown, Why: err.Error()}
	}
	switch failed.Outcome {
	case api.Late:
		if w.late++; w.late <= maxLate { // it is read again, and tried again
			return [][]plan.Review{batch}, answer{string(Unsent), failed.Why}
		}
		fallthrough
	case api.Unsent:
		w.stop("No more calls are made: " + failed.Why)
		w.settleAll(batch, Unsent, failed.Why)
		return nil, answer{string(Unsent), failed.Why}
	case api.Refused:
		w.failures = 0
		return w.refused(batch, failed), answer{string(Refused), failed.Why}
	}
	w.failures++
	if w.failures >= maxUnknown {
		w.stop(fmt.Sprintf("%d calls in a row failed, so no more calls were made: %s", w.failures, failed.Why))
	}
	w.await(batch, failed.Why)
	return nil, answer{string(Unknown), failed.Why}
}

// refused settles a batch that GitHub refused. One wrong id makes GitHub refuse
// all of them, so that those are tried in halves.
func (w *work) refused(batch []plan.Review, failed *api.ReviewError) [][]plan.Review {
	if failed.Status == http.StatusUnprocessableEntity && len(batch) > 1 {
		half := len(batch) / 2
		return [][]plan.Review{batch[:half], batch[half:]}
	}
	if failed.Status != http.StatusUnprocessableEntity {
		w.stopped[batch[0].Kind] = "The call was not made, because GitHub rejected an earlier call of the same kind: " + failed.Why
	}
	w.settleAll(batch, Refused, failed.Why)
	return nil
}

func (w *work) stop(why string) {
	w.stopped[pat.KindRequest], w.stopped[pat.KindToken] = why, why
}

func (w *work) settleAll(batch []plan.Review, result Result, message string) {
	for _, r := range batch {
		w.settle(r, result, message)
	}
}

// await keeps what was sent until the lists show what happened to it.
func (w *work) await(batch []plan.Review, doubt string) {
	for _, r := range batch {
		w.settled[subject{r.Kind, r.ID}] = true
		w.sent = append(w.sent, sentReview{Review: r, run: w.Name, call: w.calls, doubt: doubt, expected: w.expected(r)})
	}
}

// expected is what an approved token may do, or "".
func (w *work) expected(r plan.Review) string {
	g, known := w.planned[subject{r.Kind, r.ID}]
	if r.Action != pat.Approve || !known {
		return ""
	}
	return plan.Access(g)
}

// entry returns an entry of the journal about the present call.
func (w *work) entry(batch []plan.Review, phase Phase) Entry {
	e := w.newEntry(phase)
	e.Call, e.Organization, e.Action, e.Reason = w.calls, w.organization, Action(batch[0].Action), sentReason(batch[0])
	for _, r := range batch {
		e.IDs, e.TokenIDs = append(e.IDs, r.ID), append(e.TokenIDs, r.TokenID)
		switch {
		case phase != Before:
		case r.Action == pat.Revoke:
			e.Reasons = append(e.Reasons, r.Reason)
		case r.Action == pat.Approve:
			e.Expected = append(e.Expected, w.expected(r))
		}
	}
	return e
}
