package adopt

import (
	"context"
	"errors"
	"fmt"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/workspace"
)

// importSnapshot makes templates, or exceptions, for what snapshots or dumps hold.
func importSnapshot(ctx context.Context, e *cli.Env, v *cli.View, opts importOptions, cfg *hcl.Configuration, load adopt.Loader) error {
	snapshot, err := opts.readSnapshot(ctx, e, v, cfg)
	if err != nil {
		return err
	}
	in := adopt.Input{Config: cfg, Snapshot: snapshot, Kinds: opts.kinds, All: opts.all, Exact: opts.exact, Load: load}
	out, err := opts.adopt(v, in)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if conflict := new(adopt.ConflictError); errors.As(err, &conflict) {
		v.Note("Imported templates have no labels, descriptions or endpoints. Beside them the configuration has errors:\n")
		v.Diagnostics(conflict.Diagnostics, cfg.Sources)
		return cli.ErrPrinted
	}
	if err != nil {
		return err
	}
	workspace.SayGaps(v, out.Gaps)
	v.Diagnostics(out.Warnings, nil)
	sayLeft(v, opts, out.Left)
	if out.Source != nil {
		if err := writeImported(v, e, opts.out, out.Source, opts.summary(out), hcl.NativeSuffix); err != nil {
			return err
		}
	}
	writeSummary(v, opts, out)
	if err := opts.writeReport(e, v, out); err != nil {
		return err
	}
	switch {
	case len(out.Gaps) > 0 && !opts.allowIncomplete:
		return cli.ExitWith(cli.ExitIncomplete)
	case len(out.Left) > 0:
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}

// readSnapshot reads what is to be imported.
func (o *importOptions) readSnapshot(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*github.Snapshot, error) {
	if o.source.IsDump() {
		read, err := o.source.ReadDump(ctx, e, cfg)
		if err != nil {
			return nil, err
		}
		return read.Snapshot, nil
	}
	snapshot, err := workspace.ReadSnapshots(ctx, e, v, o.source.Snapshots)
	if err != nil {
		return nil, err
	}
	if len(o.source.Live.Organizations) > 0 {
		if unknown := o.source.Narrow(cfg, snapshot); unknown != nil {
			v.Diagnostics(diag.Diagnostics{unknown}, nil)
			return nil, cli.ErrPrinted
		}
	}
	if len(snapshot.Organizations) == 0 {
		return nil, &cli.UsageError{Summary: "Nothing to import", Detail: "The snapshot holds no organization."}
	}
	if len(cfg.Sources) == 0 {
		return snapshot, nil
	}
	return snapshot, workspace.SameHost(cfg, snapshot)
}

// adopt makes what the flags ask for.
func (o *importOptions) adopt(v *cli.View, in adopt.Input) (*adopt.Output, error) {
	if !o.baseline {
		return adopt.Templates(in)
	}
	if nothing := workspace.NothingJudged(in.Config, in.Snapshot, &audit.Audit{}, judged.Selection{}); nothing != nil {
		v.Diagnostics(diag.Diagnostics{nothing}, nil)
		return nil, cli.ErrPrinted
	}
	for _, org := range in.Snapshot.Organizations {
		if !org.ReadAt.Before(o.expires.AddDate(0, 0, 1)) {
			return nil, &cli.UsageError{Summary: "Exceptions that end too early", Detail: fmt.Sprintf(
				"The snapshot was taken after %s, when the exceptions are no longer in force. Choose a later day with --expires.", o.expires.Format("2006-01-02"))}
		}
	}
	return adopt.Baseline(in, o.reason, o.expires)
}

// noun names what is imported.
func (o *importOptions) noun(n int) string { return adopt.Counted(n, o.kinds) }

// summary says what was made.
func (o *importOptions) summary(out *adopt.Output) string {
	if o.baseline {
		return cli.Counted(out.Exceptions, "exception") + " for " + o.noun(out.Covered)
	}
	return cli.Counted(out.Templates, "template") + " for " + o.noun(out.Covered)
}
