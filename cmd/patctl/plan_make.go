package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report/planreport"
)

// planInput says what a plan is made of beside the configuration.
type planInput struct {
	base   string       // revision; "": the inventory
	source *auditSource // of requests and tokens; nil: none are looked at
	open   openCalls    // of earlier runs of apply
	hashes bool         // keep hashes of sensitive values
}

// makePlan compares the configuration with its baseline and, where there is a
// source, judges requests and tokens.
func makePlan(ctx context.Context, e *env, v *view, cfg *hcl.Configuration, in planInput) (*planreport.Document, error) {
	before, err := readBaseline(ctx, e, v, cfg, in.base)
	if err != nil {
		return nil, err
	}
	out := planreport.Input{
		Version: buildVersion(), Baseline: before.source, Variables: plan.Variables(cfg, in.hashes), Diff: plan.Compare(before.templates, plan.Declared(cfg)),
		Hashes: hashesOf(cfg),
	}
	out.Hashes.Baseline = before.hash()
	if before.config != nil {
		out.Terms = plan.Terms(before.config, cfg)
	}
	if in.source != nil {
		if err := addJudged(ctx, e, v, &out, before.config, cfg, in); err != nil {
			return nil, err
		}
	}
	return planreport.NewDocument(out), nil
}

// hashesOf are the hashes that the configuration alone decides.
func hashesOf(cfg *hcl.Configuration) planreport.Hashes {
	return planreport.Hashes{Configuration: plan.HashConfiguration(cfg), Catalog: plan.HashCatalog(cfg.Catalog)}
}

// addJudged judges requests and tokens, and adds to the plan what is to be done
// to them and, where the configuration before is known, whose verdict changes.
func addJudged(ctx context.Context, e *env, v *view, in *planreport.Input, before, after *hcl.Configuration, from planInput) error {
	read, err := from.source.read(ctx, e, v, after)
	if err != nil {
		return err
	}
	if read.interrupted != nil {
		v.incomplete(read.snapshot)
		return read.interrupted
	}
	if read.calls != nil {
		v.remark("Read GitHub with %s, %d of them answered from the cache.", counted(read.calls.Made, "call"), read.calls.NotModified)
	}
	if len(read.snapshot.Organizations) == 0 {
		v.diagnostics(diag.Diagnostics{diag.General("Nothing to judge",
			"There is no organization in the snapshot, so that it says of nobody whether the verdict changes.")}, nil)
		return errPrinted
	}
	hash := plan.HashSnapshot(read.snapshot)
	in.Hashes.Snapshot = &hash
	now, diags := audit.Judge(after, read.snapshot, time.Time{})
	v.diagnostics(diags, after.Sources)
	reviews, untold := plan.Propose(after, read.snapshot, now)
	v.diagnostics(untold, after.Sources)
	in.Judged = &planreport.Judged{
		Organizations: sortedLogins(read.snapshot), Count: len(now.Subjects), Gaps: plan.Gaps(now),
		Reviews: reviews, LeftOut: plan.Unjudged(after, read.snapshot, now),
	}
	if !hasReviews(after) {
		v.remark("No organization has a review block, so the plan proposes no reviews.")
	}
	if before != nil {
		then, diags := audit.Judge(before, read.snapshot, time.Time{})
		if len(diags) > 0 {
			v.diagnostics(atRevision(diags, before.Sources, *in.Baseline.Revision))
		}
		in.Judged.Gaps, in.Judged.Verdicts = plan.Gaps(then, now), plan.VerdictChanges(then, now)
	}
	from.open.leaveOut(in.Judged)
	if before != nil && len(in.Judged.Gaps) > 0 { // a comparison that is not complete revokes nothing, whatever it is that is missing
		in.Judged.Reviews = slices.DeleteFunc(in.Judged.Reviews, func(r plan.Review) bool { return r.Action == pat.Revoke })
	}
	in.Judged.Limits = plan.Limits(after, read.snapshot, in.Judged.Reviews)
	return nil
}

func sortedLogins(snapshot *github.Snapshot) []string {
	out := logins(snapshot)
	slices.Sort(out)
	return out
}

// hasReviews reports whether a review block asks for anything.
func hasReviews(cfg *hcl.Configuration) bool {
	return slices.ContainsFunc(cfg.Organizations, func(o *hcl.Organization) bool {
		return o.Review != nil && len(o.Review.Approve)+len(o.Review.Deny)+len(o.Review.Revoke) > 0
	})
}

// renderPlan returns a plan in a format whose name is known to be right.
func renderPlan(doc *planreport.Document, name string, style planreport.Style) []byte {
	format, err := planreport.FormatNamed(name)
	if err != nil {
		panic(fmt.Sprintf("render a plan: %v", err))
	}
	return format.Render(doc, style)
}
