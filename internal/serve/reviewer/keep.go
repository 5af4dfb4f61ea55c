package reviewer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/status"
)

// keepTimeout is how long it may take to keep the status of a look that is interrupted.
const keepTimeout = 10 * time.Second

// keep keeps what is known after the look, also if it was interrupted.
func (k *look) keep(ctx context.Context, failed error) error {
	o := k.before
	o.Login = k.Organization
	o.Done = k.reviews()
	if !errors.Is(ctx.Err(), context.Canceled) { // one that takes too long has failed
		k.update(&o, failed)
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTimeout)
	defer cancel()
	if err := k.Store.Keep(ctx, o); err != nil {
		return fmt.Errorf("keep the status of %s: %w", k.Organization, err)
	}
	return nil
}

// update is about a look that came to its end.
func (k *look) update(o *status.Organization, failed error) {
	o.LookedAt, o.Calls, o.Gaps = k.Now().UTC(), k.client.Usage().Calls, k.gaps(failed)
	o.Requests = k.requests()
	if k.whole() {
		o.CompleteAt, o.Tokens = o.LookedAt, k.tokens()
	}
	o.Failures = 0
	if failed != nil {
		o.Failures = k.before.Failures + 1
	}
}

// gaps are the parts that are missing. A look that failed for another reason has one for it.
func (k *look) gaps(failed error) []status.Gap {
	out := []status.Gap{}
	if k.judged != nil {
		for _, g := range k.judged.Gaps {
			out = append(out, status.Gap{What: g.What, Why: g.Why})
		}
	}
	if failed != nil && len(out) == 0 {
		out = append(out, status.Gap{What: "reviews", Why: diag.Printable(failed.Error())})
	}
	return out
}

// requests are those that are pending. As long as something could not be read, those of earlier
// looks are among them.
func (k *look) requests() []status.Request {
	out := make([]status.Request, 0, len(k.pending))
	for i := range k.pending {
		out = append(out, k.pending[i].request())
	}
	if k.whole() {
		return out
	}
	for _, r := range k.before.Requests {
		at := key{requestKind, r.ID}
		if k.subjects[at] != nil || k.outcome(at) != nil && !uncertain(k.outcome(at).Result) {
			continue
		}
		r.Planned, r.Why = "", "The last look could not read it. This is what an earlier one found."
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b status.Request) int { return int(min(max(a.ID-b.ID, -1), 1)) })
	return out
}

// tokens counts the active tokens that the look has not revoked.
func (k *look) tokens() status.Tokens {
	var out status.Tokens
	asOf := k.judged.Audit.TimeOf(k.Organization)
	for i := range k.judged.Audit.Subjects {
		s := &k.judged.Audit.Subjects[i]
		if s.Kind != pat.KindToken || s.ExpiredAt(asOf) || k.revoked(s) {
			continue
		}
		switch s.Verdict {
		case pat.Drifted:
			out.Drifted++
		case pat.Undeclared:
			out.Undeclared++
		case pat.Excepted:
			out.Excepted++
		default:
			out.Conforming++
		}
	}
	return out
}

func (k *look) revoked(s *audit.Subject) bool {
	o := k.outcome(key{s.Kind, s.ID})
	return o != nil && (o.Result == apply.Done || o.Result == apply.Gone)
}

// reviews are those of earlier looks and of this one, each request and token once, with its latest
// result.
func (k *look) reviews() []status.Review {
	out := slices.Clone(k.before.Done)
	for i := range k.outcomes {
		o := &k.outcomes[i]
		if !askedFor(o.Result) {
			continue
		}
		out = slices.DeleteFunc(out, func(r status.Review) bool { return r.Kind == o.Kind && r.ID == o.ID })
		out = append(out, status.Review{
			At: o.At.UTC(), Action: o.Action, Kind: o.Kind, ID: o.ID, TokenName: o.TokenName, Owner: o.Owner, Verdict: o.Verdict,
			Result: string(o.Result), Message: o.Message,
		})
	}
	if out == nil {
		out = []status.Review{}
	}
	return out[max(len(out)-status.MaxDone, 0):]
}

// askedFor reports whether a call was made, or may have been made.
func askedFor(r apply.Result) bool {
	switch r {
	case apply.Changed, apply.Unsent, apply.Unread:
		return false
	}
	return true
}
