package apply

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

const applyLong = `Does what a plan shows: records the templates in ` + workspace.InventoryFile + `, approves
and denies requests, and revokes tokens, as the review blocks of the organizations
ask for.

Without a PLAN it makes one, shows it and asks; only "yes" goes on. With
--auto-approve it does not ask. A PLAN that patctl plan --out saved is carried out
without a question, with the values of variables that it keeps. First, apply makes
the same plan again, from the configuration and from what GitHub has. If the two
differ in anything, the saved plan is stale, and nothing is done.

Before a review the request or token is read again. One that has changed since the
plan, or is gone, is left alone and reported. Afterwards the lists are read for up
to a minute more, and what did not take effect is reported; then the exit code is
1. A token that became active with other permissions than planned is an error, and
the command that revokes it is printed. Limits of the review block, max_actions and
max_revoke_share, stop the run before anything is done. Where not everything could
be read, no token is revoked.

Every call is kept in ` + workspace.JournalFile + ` beside the configuration, before and
after it is made. A run that was killed may be repeated: the next one plans from
what is, leaves out what the last calls were about, and finds out what became of
them. If their organization can't be read anymore, --settle LOGIN closes them. Two
runs in one directory exclude each other by ` + workspace.LockFile + `.`

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
		Short:   "Record the templates, approve, deny and revoke",
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
	f.BoolVar(&opts.autoApprove, "auto-approve", false, "do not ask")
	f.BoolVar(&opts.noInventory, "no-inventory", false, "leave "+workspace.InventoryFile+" as it is")
	f.BoolVar(&opts.noReviews, "no-reviews", false, "leave requests and tokens as they are, and make no call")
	f.BoolVar(&opts.concise, "concise", false, "print a line for each change, without its attributes")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "decide on the exit code by what could be read")
	f.StringSliceVar(&opts.settle, "settle", nil, "close the open calls of earlier runs in the organization `LOGIN` without reading what became of them; repeatable")
	opts.source.Live.Access = workspace.AppWrites
	opts.source.Live.AddFlags(cmd)
	return cmd
}

func (o *applyOptions) parse(cmd *cobra.Command, args []string) error {
	if len(args) == 1 {
		o.plan = args[0]
		if o.plan == "" {
			return cli.UsageErrorf(cmd, "Missing name of a file", "The name of the plan is empty.")
		}
		if len(o.source.Live.Organizations) > 0 || o.source.Live.AllInstallations {
			return cli.UsageErrorf(cmd, "Flags that exclude each other", "Which organizations a saved plan is about was decided when it was made.")
		}
	}
	if o.noInventory && o.noReviews {
		return cli.UsageErrorf(cmd, "Nothing to do", "With --no-inventory and --no-reviews nothing is left to be applied.")
	}
	return o.source.Check(cmd)
}

func runApply(ctx context.Context, e *cli.Env, v *cli.View, opts applyOptions) error {
	if err := workspace.CheckOwnFiles(e); err != nil {
		return err
	}
	lock, err := acquireLock(e, v)
	if err != nil {
		return err
	}
	released, err := cli.Unfinished.Begin(func() (remove func(), err error) { return lock.release, nil })
	if err != nil {
		return err
	}
	defer released()
	defer lock.release()
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
	return doc, nil
}
