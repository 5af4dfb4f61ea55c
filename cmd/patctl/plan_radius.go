package main

import (
	"context"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/plan"
	"github.com/patctl/patctl/internal/report"
)

// addRadius judges snapshots by the configuration before and after, and adds to
// the plan whose verdict changes.
func addRadius(ctx context.Context, e *env, v *view, in *report.PlanInput, before, after *hcl.Configuration, files []string) error {
	source := auditSource{snapshots: files}
	read, err := source.read(ctx, e, v, after)
	if err != nil {
		return err
	}
	if len(read.snapshot.Organizations) == 0 {
		v.diagnostics(diag.Diagnostics{diag.General("Nothing to judge",
			"There is no organization in the snapshot, so that it says of nobody whether the verdict changes.")}, nil)
		return errPrinted
	}
	hash := plan.HashSnapshot(read.snapshot)
	in.Hashes.Snapshot = &hash
	then, diags := audit.Judge(before, read.snapshot, time.Time{})
	if len(diags) > 0 {
		v.diagnostics(atRevision(diags, before.Sources, *in.Baseline.Revision))
	}
	now, diags := audit.Judge(after, read.snapshot, time.Time{})
	v.diagnostics(diags, after.Sources)
	in.Radius = &report.PlanRadius{
		Judged: len(now.Subjects), Verdicts: plan.VerdictChanges(then, now), Gaps: plan.Gaps(then, now),
	}
	return nil
}
