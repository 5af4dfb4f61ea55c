package apply_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// job plans from what is, as patctl plan does.
func (h *hub) job() apply.Job {
	s := h.snapshot()
	if h.in(h.faults.gap) {
		s.Organizations[0].Incomplete = []github.Gap{{What: "a list", Why: "GitHub answered 502."}}
	}
	h.planned = map[key]pat.Grant{}
	for _, o := range h.snapshot().Organizations {
		for _, g := range slices.Concat(o.Requests, o.Tokens) {
			h.planned[key{o.Login, g.Kind, g.ID}] = g
		}
	}
	found, _ := audit.Judge(h.cfg, s, time.Time{})
	reviews := plan.Reviews(h.cfg, s, found)
	return apply.Job{Reviews: reviews, Limits: plan.Limits(h.cfg, s, reviews), Complete: found.Complete()}
}

// book is a journal that fails from an entry on.
type book struct {
	entries []apply.Entry
	failAt  int // 0: never
	failed  bool
}

var errFull = errors.New("no space left on device")

func (b *book) Write(e apply.Entry) error {
	if b.failAt > 0 && len(b.entries)+1 >= b.failAt {
		b.failed = true
		return errFull
	}
	b.entries = append(b.entries, e)
	return nil
}

// run makes a run before the hub.
func (h *hub) run(log apply.Journal, name string, tell func(apply.Outcome)) *apply.Run {
	return &apply.Run{
		Config: h.cfg, Host: "github.com", GitHub: h, Journal: log, Version: "0.1.0", Name: name, Tell: tell,
		Now: func() time.Time { return h.now },
		Sleep: func(ctx context.Context, d time.Duration) error {
			h.now = h.now.Add(d)
			return ctx.Err()
		},
	}
}

// spoil makes of a job what no plan holds.
func spoil(r *rand.Rand, job apply.Job) apply.Job {
	job.Reviews = slices.Clone(job.Reviews)
	for range 1 + r.IntN(3) {
		if len(job.Reviews) == 0 {
			return job
		}
		v := &job.Reviews[r.IntN(len(job.Reviews))]
		switch r.IntN(12) {
		case 0:
			v.Action, v.Kind, v.Verdict = pat.Approve, pat.KindRequest, pat.Conforming
		case 1:
			v.Action, v.Kind = pat.Revoke, pat.KindToken
		case 2:
			v.ID = one[int64](r, 0, -1, 1000, 1001, 2000, 2001)
		case 3:
			v.Verdict = one(r, pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted)
		case 4:
			v.TokenID = one[int64](r, 0, -1, 91_000, 91_001, 92_000)
		case 5:
			v.Organization = one(r, "octo-org", "Octo-Org", "octodemo", "github", "../x", "")
		case 6:
			v.State = one(r, "", job.Reviews[0].State)
		case 7:
			job.Reviews = append(job.Reviews, *v)
		case 8:
			job.Limits = nil
		case 9:
			job.Complete = !job.Complete
		case 10:
			v.Action = one[pat.ReviewAction](r, "", "delete", pat.Deny)
		case 11:
			v.Because, v.TokenName = nil, "other"
		}
	}
	return job
}
