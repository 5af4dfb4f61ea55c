package page

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/serve/status"
)

// review is a review that serve asked for.
type review struct {
	At                        moment
	Organization, Name, Owner string
	Kind                      string
	ID                        int64
	Action, Result            string
	Verdict                   string
	Tone                      string // good, bad or calm
	Message                   string
}

// outcome is what a review came to: in words, and good, bad, or calm.
type outcome struct{ words, tone string }

// results are the words for the results of apply, and how they look. What is not among them
// is shown as it is, as a problem.
var results = map[string]outcome{
	"done":      {"done", "good"},
	"changed":   {"not done: it has changed since it was planned", "calm"},
	"gone":      {"not done: someone else reviewed it first", "calm"},
	"refused":   {"refused by GitHub", "bad"},
	"unsent":    {"not sent", "bad"},
	"no_effect": {"no effect", "bad"},
	"differs":   {"active, but not as planned", "bad"},
	"unread":    {"not done: it could not be read again", "bad"},
	"unknown":   {"result unknown", "bad"},
	"settled":   {"settled", "calm"},
}

// doneReview is a review and the organization that it was in.
type doneReview struct {
	login string
	*status.Review
}

// doneOf are the reviews of all organizations, the newest first.
func doneOf(all []status.Organization, now time.Time) list[review] {
	var order []doneReview
	for i := range all {
		for j := range all[i].Done {
			order = append(order, doneReview{all[i].Login, &all[i].Done[j]})
		}
	}
	slices.SortStableFunc(order, func(a, b doneReview) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.login, b.login), cmp.Compare(b.ID, a.ID))
	})
	return firstOf(order, MaxDone, func(d doneReview) review { return newReview(d, now) })
}

func newReview(d doneReview, now time.Time) review {
	out := review{
		At: newMoment(d.At, now), Organization: name(d.login), Name: name(d.TokenName), Owner: name(d.Owner),
		Kind: name(string(d.Kind)), ID: d.ID, Action: name(string(d.Action)), Verdict: verdictName(d.Verdict),
		Message: format.Clip(diag.PrintableText(d.Message), maxText),
	}
	o := outcomeOf(d.Result)
	out.Result, out.Tone = o.words, o.tone
	return out
}

func outcomeOf(result string) outcome {
	if known, ok := results[result]; ok {
		return known
	}
	return outcome{name(result), "bad"}
}
