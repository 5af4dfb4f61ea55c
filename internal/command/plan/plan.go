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

const planLong = `Compares the templates with an earlier state, and shows which templates are new,
changed, or removed, and which changes are escalations: an added permission, a higher
access level, access to more repositories, a longer or unlimited lifetime, or more
owners. A plan never creates or changes tokens. People create them with the links.

With --base, the earlier state is the configuration at a Git revision, evaluated with
the current values of variables. plan reads it from Git without touching the working
tree. If the configuration has no files at that revision, the earlier state is empty.
Without --base, the earlier state is the inventory file ` + workspace.InventoryFile + ` next to
the configuration. If there is no such file, the earlier state is empty. With --base, the
plan also lists other changed blocks that affect audits: organizations and their reviews,
policies, rules, exceptions, and added permissions. An inventory does not contain those.

With --live, which reads GitHub, or --snapshot, the plan also shows what apply would do
with existing requests and tokens: which ones it would approve, deny, and revoke according
to the review blocks of the organizations. With --base as well, it lists the requests and
tokens whose verdict changes. If anything could not be read or checked, the plan says so,
does not propose to revoke tokens, and exits with status 4.

With --detailed-exitcode, plan exits with status 0 if nothing changes, and with status 2
if something changes or a review is proposed. The markdown format is for a comment on a
pull request: it fits the size limit of comments, and begins with a marker that you can
use to find the previous comment.`

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
		Short:   "Show what a change to the templates grants",
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
	f.BoolVar(&opts.live, "live", false, "read GitHub, and plan for existing requests and tokens")
	f.StringArrayVar(&opts.source.Snapshots, "snapshot", nil, "plan for requests and tokens in the snapshot `FILE`; - for stdin; repeatable")
	f.StringVar(&opts.source.Requests, "requests", "", "plan for requests of one organization in `FILE`, as returned by the API or delivered by a webhook; - for stdin; requires --organization")
	f.StringVar(&opts.source.Tokens, "tokens", "", "plan for tokens of one organization in `FILE`, as returned by the API; - for stdin; requires --organization")
	opts.source.Live.AddFlags(cmd)
	f.StringVar(&opts.out, "out", "", "save the plan to `FILE`")
	f.BoolVar(&asJSON, "json", false, "print a JSON document, the same as -o json")
	f.BoolVar(&opts.concise, "concise", false, "print one line for each change, without its attributes")
	f.BoolVar(&opts.detailed, "detailed-exitcode", false, "exit with status 2 if there are changes")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	f.StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(planreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *planOptions) parse(cmd *cobra.Command, e *cli.Env, outputs []string, asJSON bool) (err error) {
	preset := "text"
	switch {
	case asJSON && len(outputs) > 0:
		return cli.UsageErrorf(cmd, "Duplicate output", "The flags --json and --output cannot be used together. Use -o json.")
	case asJSON:
		preset = "json"
	case cmd.Flags().Changed("base") && o.base == "":
		return cli.UsageErrorf(cmd, "Missing revision", "The flag --base requires a Git revision: a branch, a tag, or a commit.")
	case cmd.Flags().Changed("out") && o.out == "":
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --out requires the name of a file.")
	case o.live && !o.source.IsLive():
		return cli.UsageErrorf(cmd, "Conflicting sources", "The flag --live reads GitHub instead of files. Remove either --live, or --snapshot, --requests, and --tokens.")
	case !o.live && o.source.IsLive() && (len(o.source.Live.Organizations) > 0 || o.source.Live.AllInstallations):
		return cli.UsageErrorf(cmd, "Missing source", "The flags --organization and --all-installations require --live, --snapshot, --requests, or --tokens.")
	}
	if err := o.source.Check(cmd); err != nil {
		return err
	}
	if o.outputs, err = cli.ParseOutputs(cmd, e, outputs, preset, knownPlanFormat); err != nil {
		return err
	}
	for _, other := range o.outputs {
		if o.out != "" && cli.SamePlace(e, cli.Output{File: o.out}, other) {
			return cli.UsageErrorf(cmd, "Duplicate output", "More than one output goes to %s.", other.Place())
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
	words := []string{e.Program.Name()}
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
