package apply

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/lock"
)

const applyLong = `Carries out a plan: records the templates in ` + workspace.InventoryFile + `, and approves
requests, denies requests, and revokes tokens according to the review blocks of the
organizations.

Without PLAN, apply makes a plan, prints it, and asks for approval. Only "yes" is
accepted. With --auto-approve, it does not ask. With PLAN, a file that "patctl plan
--out" saved, apply does not ask either, and uses the values of variables that are
saved in the plan. It first makes the same plan again from the configuration and
from GitHub. If the two plans differ, the saved plan is stale, and apply does nothing.

Before each review, apply reads the request or token again. It skips and reports one
that has changed or that no longer exists. Afterwards, it reads the lists again for
up to a minute. It reports reviews that did not take effect, and exits with status 1.
If a token became active with permissions other than the planned ones, apply reports
an error and prints the command that revokes the token. If the plan exceeds a limit
of the review block (max_actions or max_revoke_share), apply stops before the first
review. If anything could not be read, it revokes no tokens.

apply records every call in ` + workspace.JournalFile + `, next to the configuration, before and
after it makes the call. You can run apply again after it was killed: it makes a new
plan, skips what the last calls were about, and checks their results. If the
organization can no longer be read, use --settle LOGIN to close these calls. The file
` + workspace.LockFile + ` prevents two runs at the same time in one directory.`

const applyExample = `  patctl apply
  patctl apply --auto-approve
  patctl plan --live --out release.plan
  patctl apply release.plan`

// applyOptions are the flags of apply.
type applyOptions struct {
	plan            string // file; "": a plan is made
	autoApprove     bool
	noInventory     bool
	noReviews       bool
	concise         bool
	allowIncomplete bool
	settle          []string // organizations whose open calls are closed unread
	source          workspace.Source
}

// NewCmd returns the command apply.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts applyOptions
	cmd := &cobra.Command{
		Use:     "apply [PLAN]",
		Short:   "Record the templates, approve and deny requests, and revoke tokens",
		Long:    applyLong,
		Example: applyExample,
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := opts.parse(cmd, args); err != nil {
				return err
			}
			return runApply(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&opts.autoApprove, "auto-approve", false, "skip the prompt for approval")
	f.BoolVar(&opts.noInventory, "no-inventory", false, "do not update "+workspace.InventoryFile)
	f.BoolVar(&opts.noReviews, "no-reviews", false, "do not review requests and tokens, and make no calls")
	f.BoolVar(&opts.concise, "concise", false, "print one line for each change, without its attributes")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	f.StringSliceVar(&opts.settle, "settle", nil, "close the open calls of earlier runs in the organization `LOGIN` without checking their results; repeatable")
	opts.source.Live.Access = workspace.AppWrites
	opts.source.Live.AddFlags(cmd)
	return cmd
}

func (o *applyOptions) parse(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		o.plan = args[0]
		if o.plan == "" {
			return cli.UsageErrorf(cmd, "Missing file name", "The name of the plan is empty.")
		}
		if len(o.source.Live.Organizations) > 0 || o.source.Live.AllInstallations {
			return cli.UsageErrorf(cmd, "Conflicting flags", "A saved plan already determines the organizations. Remove the flag, or make a new plan.")
		}
	}
	if o.noInventory && o.noReviews {
		return cli.UsageErrorf(cmd, "Nothing to do", "With --no-inventory and --no-reviews, there is nothing to apply. Remove one of the flags.")
	}
	return o.source.Check(cmd)
}

func runApply(ctx context.Context, e *cli.Env, v *cli.View, opts applyOptions) error {
	if err := workspace.CheckOwnFiles(e); err != nil {
		return err
	}
	held, err := lock.Acquire(e, v)
	if err != nil {
		return err
	}
	released, err := cli.Unfinished.Begin(func() (remove func(), err error) { return held.Release, nil })
	if err != nil {
		return err
	}
	defer released()
	defer held.Release()
	a, err := opts.prepare(ctx, e, v)
	if err != nil {
		return err
	}
	if !a.hasWork() {
		if opts.plan != "" { // one that was made here says so itself
			v.Printf("%s\n", a.doc.Tally())
		}
		return a.lookBack(ctx)
	}
	if err := a.allowed(); err != nil {
		return err
	}
	if opts.plan == "" && !opts.autoApprove {
		if err := confirm(ctx, e, v); err != nil {
			return err
		}
		// What is beside the configuration may have been replaced meanwhile.
		if err := workspace.CheckOwnFiles(e); err != nil {
			return err
		}
	}
	return a.carryOut(ctx)
}

// prepare makes a plan: one to be shown, or one that the saved plan must equal.
func (o *applyOptions) prepare(ctx context.Context, e *cli.Env, v *cli.View) (*application, error) {
	var saved *planreport.Document
	if o.plan != "" {
		var err error
		if saved, err = readSavedPlan(e, v, o.plan); err != nil {
			return nil, err
		}
	}
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		remindOfSecrets(e, v, saved)
		return nil, err
	}
	open, err := workspace.ReadJournal(e, v)
	if err != nil {
		return nil, err
	}
	a := &application{env: e, view: v, opts: *o, cfg: cfg, open: open}
	if saved != nil {
		a.doc, err = o.refresh(ctx, e, v, cfg, saved, open)
		return a, err
	}
	a.doc, err = o.makeAndShow(ctx, e, v, cfg, open)
	return a, err
}

// makeAndShow makes a plan and shows it.
func (o *applyOptions) makeAndShow(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, open workspace.OpenCalls) (*planreport.Document, error) {
	if !o.autoApprove && !e.StdinIsTerminal {
		return nil, nobodyToAsk()
	}
	in := planning.PlanInput{Open: open}
	if planning.HasReviews(cfg) && !o.noReviews {
		in.Source = &o.source
	}
	doc, err := planning.MakePlan(ctx, e, v, cfg, in)
	if err != nil {
		return nil, err
	}
	v.Text(workspace.RenderPlan(doc, "text", planreport.Style{Style: v.Stdout.Style(), Concise: o.concise}))
	v.Printf("\n")
	v.Stdout.Flush()
	if v.Stdout.Err != nil {
		return nil, cli.ErrPrinted // by the end of the run: nobody has seen the whole plan
	}
	return doc, nil
}
