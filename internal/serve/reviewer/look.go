package reviewer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// look is one look while it is made.
type look struct {
	*Reviewer
	queue.Look
	client *api.Client

	before   status.Organization // what is known from earlier looks
	open     []apply.Entry       // calls that earlier looks left open
	judged   *planning.Judgment  // nil: it did not come to that
	over     []string            // limits that the reviews exceed
	outcomes []Outcome
	pending  []pending

	// The same by what it is about.
	subjects  map[key]*audit.Subject
	planned   map[key]*plan.Review
	leftOut   map[key]string // why
	outcomeAt map[key]int    // in outcomes, from 1
}

// key names a request or token of the organization.
type key struct {
	kind pat.Kind
	id   int64
}

// make makes the look, and keeps what came of it.
func (k *look) make(ctx context.Context) (Found, error) {
	before, _, err := k.Store.Status(ctx, k.Organization)
	if err != nil {
		return Found{}, fmt.Errorf("read the status of %s: %w", k.Organization, err)
	}
	k.before = before
	err = k.all(ctx)
	if ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	if err == nil {
		err = k.unfinished()
	}
	k.pending = k.stillPending(err)
	k.logPending()
	return k.found(), errors.Join(err, k.keep(ctx, err))
}

// all does what a look consists of. The error says why it ended early.
func (k *look) all(ctx context.Context) error {
	k.client.ReadTeams(audit.NamedTeams(k.Config))
	run := k.newRun(ctx)
	if k.Act {
		if err := k.recover(ctx, run); err != nil {
			return err
		}
	}
	snapshot := k.client.Read(ctx, []string{k.Organization}, func(o *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(k.Config, o)
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	k.judged = planning.Judge(k.Config, snapshot, planning.Open{Calls: k.open, Next: "The next look checks the result."})
	k.index()
	for _, d := range slices.Concat(k.judged.Diagnostics, k.judged.Untold) {
		k.Log.Warn("cannot evaluate", "organization", k.Organization, "problem", d.Summary, "detail", diag.Printable(d.Detail))
	}
	if !k.Act || len(k.judged.Reviews) == 0 {
		return nil
	}
	return k.act(ctx, run)
}

// unfinished says why the organization is to be looked at again soon.
func (k *look) unfinished() error {
	for _, gap := range k.judged.Gaps {
		if gap.Policy == "" {
			return fmt.Errorf("could not read everything: %s: %s", diag.Printable(gap.What), diag.Printable(gap.Why))
		}
	}
	// After a refusal, apply makes no more calls of the kind. They would be refused again.
	refused := map[pat.Kind]bool{}
	for i := range k.outcomes {
		o := &k.outcomes[i]
		refused[o.Kind] = refused[o.Kind] || o.Result == apply.Refused
		if uncertain(o.Result) && (o.Result != apply.Unsent || !refused[o.Kind]) {
			return fmt.Errorf("%s %s %d: %s: %s", o.Action, o.Kind, o.ID, o.Result, diag.Printable(o.Message))
		}
	}
	return nil
}

// uncertain reports whether another look may do better.
func uncertain(r apply.Result) bool {
	switch r {
	case apply.Changed, apply.Unsent, apply.NoEffect, apply.Unread, apply.Unknown:
		return true
	}
	return false
}

// whole reports whether everything was read.
func (k *look) whole() bool { return k.judged != nil && k.judged.Job().Complete }

// block is the review block of the organization, or nil.
func (k *look) block() *hcl.Review {
	for _, o := range k.Config.Organizations {
		if strings.EqualFold(o.Login, k.Organization) {
			return o.Review
		}
	}
	return nil
}

// index finds what was judged, for organizations with thousands of requests.
func (k *look) index() {
	k.subjects, k.planned, k.leftOut = map[key]*audit.Subject{}, map[key]*plan.Review{}, map[key]string{}
	for i := range k.judged.Audit.Subjects {
		s := &k.judged.Audit.Subjects[i]
		k.subjects[key{s.Kind, s.ID}] = s
	}
	for i := range k.judged.Reviews {
		r := &k.judged.Reviews[i]
		k.planned[key{r.Kind, r.ID}] = r
	}
	for _, l := range k.judged.LeftOut {
		k.leftOut[key{l.Kind, l.ID}] = l.Why
	}
}

// outcome returns the outcome of the review of a request or token, or nil.
func (k *look) outcome(of key) *Outcome {
	if at := k.outcomeAt[of]; at > 0 {
		return &k.outcomes[at-1]
	}
	return nil
}

// tell takes down the outcome of a review.
func (k *look) tell(o apply.Outcome, recovered bool) {
	level := slog.LevelInfo
	switch {
	case recovered && k.repeats(&o):
		level = slog.LevelDebug // an earlier look has logged it
	case o.Result.Failed():
		level = slog.LevelWarn
	}
	attributes := []slog.Attr{
		slog.String("organization", k.Organization), slog.String("action", string(o.Action)), slog.String("kind", string(o.Kind)), slog.Int64("id", o.ID),
		slog.String("name", diag.Printable(o.TokenName)), slog.String("owner", diag.Printable(o.Owner)), slog.String("verdict", string(o.Verdict)),
		slog.String("template", diag.Printable(o.Template)), slog.String("because", strings.Join(o.Because, ", ")), slog.String("result", string(o.Result)),
		slog.String("message", diag.Printable(o.Message)),
	}
	attributes = slices.DeleteFunc(attributes, func(a slog.Attr) bool { return a.Value.Kind() == slog.KindString && a.Value.String() == "" })
	k.Log.LogAttrs(context.Background(), level, "review", attributes...)
	k.outcomes = append(k.outcomes, Outcome{Outcome: o, At: k.Now(), Recovered: recovered})
	k.outcomeAt[key{o.Kind, o.ID}] = len(k.outcomes)
}

// repeats reports whether an earlier look came to the same result.
func (k *look) repeats(o *apply.Outcome) bool {
	return slices.ContainsFunc(k.before.Done, func(d status.Review) bool {
		return d.Kind == o.Kind && d.ID == o.ID && d.Result == string(o.Result) && d.Message == o.Message
	})
}

// since is when a request was made.
func since(g *pat.Grant) time.Time {
	if g.Kind != pat.KindRequest || g.Since == nil {
		return time.Time{}
	}
	return g.Since.UTC()
}
