package planning

import (
	"context"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

// PlanInput says what a plan is made of beside the configuration.
type PlanInput struct {
	Base   string              // revision; "": the inventory
	Source *workspace.Source   // of requests and tokens; nil: none are looked at
	Open   workspace.OpenCalls // of earlier runs of apply
	Hashes bool                // keep hashes of sensitive values
}

// MakePlan compares the configuration with its baseline and, where there is a
// source, judges requests and tokens.
func MakePlan(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, in PlanInput) (*planreport.Document, error) {
	before, err := readBaseline(ctx, e, v, cfg, in.Base)
	if err != nil {
		return nil, err
	}
	out := planreport.Input{
		Version: cli.BuildVersion(), Baseline: before.source, Variables: plan.Variables(cfg, in.Hashes), Diff: plan.Compare(before.templates, plan.Declared(cfg)),
		Hashes: HashesOf(cfg),
	}
	out.Hashes.Baseline = before.Hash()
	if before.config != nil {
		out.Terms = plan.Terms(before.config, cfg)
	}
	if in.Source != nil {
		if err := addJudged(ctx, e, v, &out, before.config, cfg, in); err != nil {
			return nil, err
		}
	}
	return planreport.NewDocument(out), nil
}

// HashesOf are the hashes that the configuration alone decides.
func HashesOf(cfg *hcl.Configuration) planreport.Hashes {
	return planreport.Hashes{Configuration: plan.HashConfiguration(cfg), Catalog: plan.HashCatalog(cfg.Catalog)}
}

// addJudged judges requests and tokens, and adds to the plan what is to be done
// to them and, where the configuration before is known, whose verdict changes.
func addJudged(ctx context.Context, e *cli.Env, v *cli.View, in *planreport.Input, before, after *hcl.Configuration, from PlanInput) error {
	read, err := from.Source.Read(ctx, e, v, after)
	if err != nil {
		return err
	}
	if read.Interrupted != nil {
		workspace.SayIncomplete(v, read.Snapshot)
		return read.Interrupted
	}
	if read.Calls != nil {
		v.Remark("Read GitHub with %s, %d of them from the cache.", cli.Counted(read.Calls.Made, "call"), read.Calls.NotModified)
	}
	if len(read.Snapshot.Organizations) == 0 {
		v.Diagnostics(diag.Diagnostics{diag.General("Nothing to compare",
			"The snapshot contains no organization, so the plan cannot show which verdicts change.")}, nil)
		return cli.ErrPrinted
	}
	hash := plan.HashSnapshot(read.Snapshot)
	in.Hashes.Snapshot = &hash
	now := Judge(after, read.Snapshot, Open{from.Open, "Run `patctl apply` to check the result, then plan again."})
	v.Diagnostics(now.Diagnostics, after.Sources)
	v.Diagnostics(now.Untold, after.Sources)
	in.Judged = &planreport.Judged{Organizations: sortedLogins(read.Snapshot), Count: len(now.Audit.Subjects)}
	if !HasReviews(after) {
		v.Remark("No organization has a review block, so the plan proposes no reviews.")
	}
	if before != nil {
		then, diags := audit.Judge(before, read.Snapshot, time.Time{})
		if len(diags) > 0 {
			v.Diagnostics(atRevision(diags, before.Sources, *in.Baseline.Revision))
		}
		now.against(then, after, read.Snapshot)
		in.Judged.Verdicts = plan.VerdictChanges(then, now.Audit)
	}
	in.Judged.Gaps, in.Judged.Reviews, in.Judged.LeftOut, in.Judged.Limits = now.Gaps, now.Reviews, now.LeftOut, now.Limits
	return nil
}

func sortedLogins(snapshot *github.Snapshot) []string {
	out := workspace.Logins(snapshot)
	slices.Sort(out)
	return out
}

// HasReviews reports whether a review block asks for anything.
func HasReviews(cfg *hcl.Configuration) bool {
	return slices.ContainsFunc(cfg.Organizations, func(o *hcl.Organization) bool {
		return o.Review != nil && len(o.Review.Approve)+len(o.Review.Deny)+len(o.Review.Revoke) > 0
	})
}
