package planning

import (
	"slices"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

// Open are calls of earlier runs whose results are not known. What they are about is left out.
type Open struct {
	Calls []apply.Entry
	Next  string // how to find out their results: sentences that end the reason for leaving something out
}

// Judgment is what a configuration says about a snapshot, and what is to be done about it.
type Judgment struct {
	Audit   *audit.Audit
	Reviews []plan.Review
	LeftOut []plan.LeftOut // sorted by organization, kind, and ID
	Limits  []plan.Limit
	Gaps    []audit.Gap

	Diagnostics diag.Diagnostics // of policies that could not be evaluated
	Untold      diag.Diagnostics // of messages that could not be evaluated
}

// Judge judges a snapshot, each organization as of when it was read. Plan, apply, and serve all plan with it.
func Judge(cfg *hcl.Configuration, snapshot *github.Snapshot, open Open) *Judgment {
	var j Judgment
	j.Audit, j.Diagnostics = audit.Judge(cfg, snapshot, time.Time{})
	j.Gaps = plan.Gaps(j.Audit)
	j.Reviews, j.Untold = plan.Propose(cfg, snapshot, j.Audit)
	j.LeftOut = plan.Unjudged(cfg, snapshot, j.Audit)
	j.leaveOut(open)
	j.Limits = plan.Limits(cfg, snapshot, j.Reviews)
	return &j
}

// against adds the gaps of an earlier configuration. A comparison that is not complete
// revokes nothing, whatever it is that is missing.
func (j *Judgment) against(then *audit.Audit, cfg *hcl.Configuration, snapshot *github.Snapshot) {
	j.Gaps = plan.Gaps(then, j.Audit)
	if len(j.Gaps) == 0 {
		return
	}
	j.Reviews = slices.DeleteFunc(j.Reviews, func(r plan.Review) bool { return r.Action == pat.Revoke })
	j.Limits = plan.Limits(cfg, snapshot, j.Reviews)
}

// Job is what a run of apply is to do. What policies could not judge does not make it incomplete, since nothing is planned for that.
func (j *Judgment) Job() apply.Job {
	return apply.Job{Reviews: j.Reviews, Limits: j.Limits, Complete: !slices.ContainsFunc(j.Gaps, func(g audit.Gap) bool { return g.Policy == "" })}
}
