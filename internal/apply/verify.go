package apply

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// looks are the waits between the looks at what was sent. That GitHub takes a
// job on is a promise, and not kept at once; and a call whose answer was lost
// may be carried out later. Only when the lists have not moved for this minute
// does a call count as one that did nothing.
func looks() []time.Duration {
	return []time.Duration{pace, 2 * pace, 4 * pace, 8 * pace, 15 * pace, 30 * pace}
}

// manySent is from how many reviews on the lists are read as a whole: by ids
// that would take more calls.
const manySent = 1000

// verify reads what was sent until it took effect, at most once after each of
// the looks.
func (w *work) verify(ctx context.Context) error {
	pending := w.sent
	seen := map[subject]sight{}
	for _, wait := range looks() {
		if len(pending) == 0 {
			break
		}
		if w.Sleep(ctx, wait) != nil {
			break
		}
		lists := newLists(w.look(ctx, pending))
		var waiting []sentReview
		for _, s := range pending {
			now := w.sight(s, lists)
			seen[s.subject()] = now
			if now.result != Done {
				waiting = append(waiting, s)
			}
		}
		if pending = waiting; w.LooksAgain && !slices.ContainsFunc(pending, func(s sentReview) bool { return seen[s.subject()].result != Unknown }) {
			break // the lists can't be read, which another look finds out later
		}
	}
	return w.conclude(seen)
}

func (w *work) look(ctx context.Context, sent []sentReview) *github.Organization {
	reviews := make([]plan.Review, 0, len(sent))
	approved := map[int64]bool{}
	for i := range sent {
		reviews = append(reviews, sent[i].Review)
		approved[sent[i].TokenID] = approved[sent[i].TokenID] || sent[i].expected != ""
	}
	some := someOf(reviews)
	if len(sent) > manySent {
		some = api.Some{Requests: someAll(some.Requests), Tokens: someAll(some.Tokens)}
	}
	o := w.GitHub.ReadSome(ctx, w.organization, some, func(o *github.Organization) (requests, tokens []int) {
		for i := range o.Tokens {
			if t := &o.Tokens[i]; t.TokenID != 0 && approved[t.TokenID] && t.RepositorySelection == "subset" {
				tokens = append(tokens, i)
			}
		}
		return nil, tokens
	})
	return &o
}

// someAll asks for a whole list, unless nothing of it is asked for.
func someAll(ids []int64) []int64 {
	if len(ids) == 0 {
		return nil
	}
	return []int64{0}
}

// lists are what was read of an organization, by id.
type lists struct {
	*github.Organization
	pending map[int64]bool       // requests
	grants  map[int64]bool       // tokens by the id of the grant
	tokens  map[int64]*pat.Grant // by the id of the token
}

func newLists(o *github.Organization) lists {
	l := lists{o, map[int64]bool{}, map[int64]bool{}, map[int64]*pat.Grant{}}
	for i := range o.Requests {
		l.pending[o.Requests[i].ID] = true
	}
	for i := range o.Tokens {
		l.grants[o.Tokens[i].ID] = true
		l.tokens[o.Tokens[i].TokenID] = &o.Tokens[i]
	}
	return l
}

// active is the token that a review is about, or nil.
func (l *lists) active(s sentReview) *pat.Grant {
	if s.TokenID == 0 {
		return nil
	}
	return l.tokens[s.TokenID]
}

// sight is what the lists show of a review.
type sight struct {
	result  Result
	message string
	fix     string
}

// sight decides what happened to a review. Only a list that was read as a whole
// can show that something is not in it.
func (w *work) sight(s sentReview, l lists) sight {
	token := l.active(s)
	switch {
	case s.Kind == pat.KindRequest && l.pending[s.ID], s.Kind == pat.KindToken && l.grants[s.ID]:
		return w.noEffect(s)
	case !l.Complete():
		return sight{result: Unknown, message: s.told("patctl could not check whether it took effect: " + l.Incomplete[0].What + ": " + l.Incomplete[0].Why)}
	case s.Action == pat.Approve && s.TokenID != 0 && token == nil:
		return sight{result: Gone, message: s.told("The request is no longer pending, but the token is not active. Someone else denied or withdrew the request.")}
	case s.Action == pat.Approve && token != nil:
		return w.approved(s, token)
	case s.Action == pat.Deny && token != nil:
		return w.deniedActive(s)
	}
	return sight{result: Done, message: s.told("")}
}

func (w *work) noEffect(s sentReview) sight {
	if s.doubt != "" {
		return sight{result: NoEffect, message: s.told("The lists show that it had no effect.")}
	}
	return sight{result: NoEffect, message: "GitHub accepted the call, but it has had no effect yet."}
}

// told puts what is not known of the answer before a message.
func (s *sentReview) told(message string) string {
	switch {
	case s.doubt == "":
		return message
	case message == "":
		return "The response was lost, but the lists show that it took effect. " + s.doubt
	}
	return "The response was lost. " + s.doubt + " " + message
}

// deniedActive decides about a request that is not pending any more, and whose
// token is active: one that had a token already is denied, and keeps it.
func (w *work) deniedActive(s sentReview) sight {
	switch before, known := w.active[s.TokenID]; {
	case !known:
		return sight{result: Gone, message: s.told("The request is no longer pending, and the token is active. Either it was active before, or someone else approved it.")}
	case !before:
		return sight{result: NoEffect, message: s.told("The token is active anyway. Someone else approved it.")}
	}
	return sight{result: Done, message: s.told("")}
}

// conclude gives every review that was sent its outcome, and writes them into
// the journal, one entry for those of one call with one result.
func (w *work) conclude(seen map[subject]sight) error {
	groups := map[string][]sentReview{}
	for _, s := range w.sent {
		key := s.subject()
		if _, ok := seen[key]; !ok {
			seen[key] = sight{result: Unknown, message: s.told("The run was interrupted before patctl checked whether it took effect. The next apply checks it.")}
		}
		now := seen[key]
		name := fmt.Sprintf("%s %09d %s", s.run, s.call, now.result)
		groups[name] = append(groups[name], s)
		w.tell(Outcome{s.Review, now.result, now.message, now.fix})
	}
	w.sent = nil
	entries := make([]Entry, 0, len(groups))
	for _, name := range sortedKeys(groups) {
		group := groups[name]
		first := seen[group[0].subject()]
		if w.LooksAgain && first.result == Unknown && group[0].run != w.Name {
			continue // the journal has the call open anyway, and would grow with each look
		}
		for part := range slices.Chunk(group, pat.MaxReviewed) {
			entries = append(entries, w.seenEntry(part, first))
		}
	}
	return w.writeAll(entries)
}

// seenEntry tells what happened to reviews of one call.
func (w *work) seenEntry(group []sentReview, now sight) Entry {
	e := w.newEntry(Seen)
	e.Run, e.Call, e.Organization, e.Action, e.Reason = group[0].run, group[0].call, w.organization, Action(group[0].Action), sentReason(group[0].Review)
	e.Result, e.Message = string(now.result), now.message
	for i := range group {
		e.IDs, e.TokenIDs = append(e.IDs, group[i].ID), append(e.TokenIDs, group[i].TokenID)
	}
	return e
}

// writeAll writes entries that nothing happens between. A journal that can do
// so at once need not wait for the disk after each.
func (w *work) writeAll(entries []Entry) error {
	if all, ok := w.Journal.(interface{ WriteAll([]Entry) error }); ok {
		return wrapped(all.WriteAll(entries))
	}
	for i := range entries {
		if err := w.Journal.Write(entries[i]); err != nil {
			return wrapped(err)
		}
	}
	return nil
}

func wrapped(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write the journal: %w", err)
}
