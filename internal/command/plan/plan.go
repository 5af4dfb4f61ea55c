package plan

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/planning"
	"github.com/patctl/patctl/internal/report/planreport"
	"github.com/patctl/patctl/internal/workspace"
)

const planLong = `Compares the templates of the configuration with an earlier state, and shows which
are new, changed, and removed, and what of it is an escalation: a permission or a
level gained, a wider selection of repositories, a longer or unlimited lifetime,
more owners. No token is created or changed: people create tokens, with the links.

The earlier state is the configuration at the Git revision of --base, read from
Git without touching the working tree, with the variables of this run; otherwise
the inventory file ` + workspace.InventoryFile + ` beside the configuration; otherwise
nothing. Where the configuration has no files at that revision, nothing was
declared then. With --base the plan also names the other blocks that change, and on
which it depends how tokens are judged: organizations with their reviews, policies,
rules, exceptions and added permissions. An inventory does not hold those.

With --live, which reads GitHub, or with a --snapshot, the plan also says what apply
would do to the requests and tokens that exist: which it would approve, deny and
revoke, as the review blocks of the organizations ask for. With --base as well, it
says which of them get another verdict because of the change. If not everything
could be read or judged, the plan says so, proposes to revoke nothing, and ends
with exit code 4.

With --detailed-exitcode, the exit code is 0 where nothing changes and 2 where
something does, or a review is proposed. Markdown is for a comment on a pull request: it stays shorter than
what a comment holds, and begins with a marker by which the last one can be found.`

const planExample = `  patctl plan
  patctl plan --base origin/main --detailed-exitcode
  patctl plan --base origin/main --snapshot snapshot.json -o text -o markdown=plan.md
  patctl plan --live --out release.plan`

// planOptions are the flags of plan.
type planOptions struct {
	base            string // revision; "": the inventory
	live            bool
	source          workspace.Source
	outputs         []cli.Output
	out             string // file for the saved plan
	concise         bool
	detailed        bool
	allowIncomplete bool
}

// NewCmd returns the command plan.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts    planOptions
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "plan",
		Short:   "Show what a change of the templates grants",
		Long:    planLong,
		Example: planExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.parse(cmd, e, outputs, asJSON); err != nil {
				return err
			}
			return runPlan(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.base, "base", "", "compare with the configuration at the Git revision `REF`")
	f.BoolVar(&opts.live, "live", false, "read GitHub, and plan for the requests and tokens that exist")
	f.StringArrayVar(&opts.source.Snapshots, "snapshot", nil, "plan for the requests and tokens of the snapshot in `FILE`; - for stdin; repeatable")
	f.StringVar(&opts.source.Requests, "requests", "", "plan for the requests of one organization in `FILE`, as the API lists them or a webhook delivers one; - for stdin; needs --organization")
	f.StringVar(&opts.source.Tokens, "tokens", "", "plan for the tokens of one organization in `FILE`, as the API lists them; - for stdin; needs --organization")
	opts.source.Live.AddFlags(cmd)
	f.StringVar(&opts.out, "out", "", "save the plan to `FILE`")
	f.BoolVar(&asJSON, "json", false, "print a JSON document, the same as -o json")
	f.BoolVar(&opts.concise, "concise", false, "print a line for each change, without its attributes")
	f.BoolVar(&opts.detailed, "detailed-exitcode", false, "end with exit code 2 if there are changes")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "decide on the exit code by what could be read")
	f.StringArrayVarP(&outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(planreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *planOptions) parse(cmd *cobra.Command, e *cli.Env, outputs []string, asJSON bool) (err error) {
	preset := "text"
	switch {
	case asJSON && len(outputs) > 0:
		return cli.UsageErrorf(cmd, "Two outputs to one place", "The flag --json does not go together with --output: write -o json.")
	case asJSON:
		preset = "json"
	case cmd.Flags().Changed("base") && o.base == "":
		return cli.UsageErrorf(cmd, "Missing revision", "The flag --base needs a Git revision: a branch, a tag or a commit.")
	case cmd.Flags().Changed("out") && o.out == "":
		return cli.UsageErrorf(cmd, "Missing name of a file", "The flag --out needs the name of a file.")
	case o.live && !o.source.IsLive():
		return cli.UsageErrorf(cmd, "Too many sources", "The flag --live reads GitHub. Leave out --snapshot, --requests, and --tokens, or --live.")
	case !o.live && o.source.IsLive() && (len(o.source.Live.Organizations) > 0 || o.source.Live.AllInstallations):
		return cli.UsageErrorf(cmd, "Missing source", "Which organizations to look at matters only with --live, --snapshot, --requests, or --tokens.")
	}
	if err := o.source.Check(cmd); err != nil {
		return err
	}
	if o.outputs, err = cli.ParseOutputs(cmd, e, outputs, preset, knownPlanFormat); err != nil {
		return err
	}
	for _, other := range o.outputs {
		if o.out != "" && cli.SamePlace(e, cli.Output{File: o.out}, other) {
			return cli.UsageErrorf(cmd, "Two outputs to one place", "More than one output goes to %s.", other.Place())
		}
	}
	return nil
}

func knownPlanFormat(name string) error {
	_, err := planreport.FormatNamed(name)
	return err
}

func runPlan(ctx context.Context, e *cli.Env, v *cli.View, opts planOptions) error {
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return err
	}
	in := opts.input()
	if in.Source != nil {
		if in.Open, err = workspace.ReadJournal(e, v); err != nil {
			return err
		}
	}
	doc, err := planning.MakePlan(ctx, e, v, cfg, in)
	if err != nil {
		return err
	}
	if err := writePlan(e, v, opts, doc); err != nil {
		return err
	}
	return opts.exit(doc)
}

func (o *planOptions) input() planning.PlanInput {
	in := planning.PlanInput{Base: o.base, Hashes: o.out != ""}
	if o.live || !o.source.IsLive() {
		in.Source = &o.source
	}
	return in
}

// writePlan saves the plan first: who reads it may want to apply it.
func writePlan(e *cli.Env, v *cli.View, opts planOptions, doc *planreport.Document) error {
	if opts.out != "" {
		if err := e.CheckOutput(e.Path(opts.out)); err != nil {
			return fmt.Errorf("save the plan to %s: %w", diag.Printable(opts.out), err)
		}
		if err := writePrivateFile(e.Path(opts.out), workspace.RenderPlan(doc, "json", planreport.Style{})); err != nil {
			return fmt.Errorf("save the plan to %s: %w", diag.Printable(opts.out), err)
		}
	}
	doc = doc.ForAnybody()
	err := cli.WriteOutputs(e, opts.outputs, func(format string, style format.Style) []byte {
		return workspace.RenderPlan(doc, format, planreport.Style{Style: style, Concise: opts.concise})
	})
	if err == nil && opts.out != "" {
		v.Remark("Saved the plan to %s. To apply it, run:\n\n  %s", diag.Printable(opts.out), applyCommand(e, opts.out))
	}
	return err
}

// applyCommand is the command that applies a saved plan, from the directory in
// which this run was started.
func applyCommand(e *cli.Env, file string) string {
	words := []string{"patctl"}
	if e.Global.Chdir != "" {
		words = append(words, "--chdir", cli.ShellWord(e.Global.Chdir))
	}
	return strings.Join(append(words, "apply", cli.ShellWord(file)), " ")
}

// exit returns the error that carries the exit code. Incomplete wins.
func (o *planOptions) exit(doc *planreport.Document) error {
	switch {
	case !doc.Complete && !o.allowIncomplete:
		return cli.ExitWith(cli.ExitIncomplete)
	case o.detailed && doc.HasChanges():
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}
