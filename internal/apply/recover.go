package apply

import (
	"context"
	"strings"

	"github.com/patctl/patctl/internal/plan"
)

// Recover finds out what happened to calls that a journal leaves open, as Open
// gives them, and completes the journal. It makes no call that changes anything,
// and waits as long for their effect as Do waits for that of new ones. What is settled is
// not looked at: those organizations, in lower case, are taken at their word.
func (r *Run) Recover(ctx context.Context, open []Entry, settled map[string]bool) ([]Outcome, error) {
	var out []Outcome
	groups := map[string][]Entry{}
	for _, e := range open {
		key := strings.ToLower(e.Organization)
		groups[key] = append(groups[key], e)
	}
	for _, key := range sortedKeys(groups) {
		w := &work{Run: r, organization: groups[key][0].Organization, settled: map[subject]bool{}}
		w.sent = sentBefore(groups[key])
		err := error(nil)
		if settled[key] {
			err = w.settleUnread()
		} else {
			err = w.verify(ctx)
		}
		if out = append(out, w.outcomes...); err != nil {
			return out, err
		}
	}
	return out, nil
}

// sentBefore are the reviews of open calls.
func sentBefore(open []Entry) []sentReview {
	var out []sentReview
	for i := range open {
		e := &open[i]
		action := e.ReviewAction()
		tokens, expected := filled(e.TokenIDs, len(e.IDs)), filled(e.Expected, len(e.IDs))
		for at, id := range e.IDs {
			review := plan.Review{Organization: e.Organization, Action: action, Kind: action.Kind(), ID: id, TokenID: tokens[at], Reason: e.Reason}
			out = append(out, sentReview{Review: review, run: e.Run, call: e.Call, doubt: doubtOf(e), expected: expected[at]})
		}
	}
	return out
}

// doubtOf says why the answer of an open call is not known.
func doubtOf(e *Entry) string {
	switch e.Result {
	case Accepted:
		return ""
	case string(Unknown):
		return e.Message
	}
	return "The earlier run ended before GitHub answered."
}

// settleUnread closes calls of an organization that cannot be read any more.
func (w *work) settleUnread() error {
	seen := map[subject]sight{}
	for _, s := range w.sent {
		seen[s.subject()] = sight{result: Settled, message: "The user closed the call with --settle. Its result was not checked."}
	}
	return w.conclude(seen)
}
