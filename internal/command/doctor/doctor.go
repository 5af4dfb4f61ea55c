package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
	"github.com/patctl/patctl/internal/workspace/checks"
)

const doctorLong = `Checks each step that is needed to read organizations, and reports the result: the
credentials, the address of GitHub's API, the clock, the identity that GitHub sees, the
installation of the App and its permissions in each organization, access to each list,
and the remaining rate limit. For each problem, it suggests the next step. With --classic
and --use, it also checks what pull needs with these flags. If the serve block has issue
targets, it checks access to the issues of their repositories. With --webhook, it also
checks the webhook of the App that tells patctl serve about requests: its configuration,
its events, and whether GitHub could deliver them.

doctor does not change anything. It exits with status 1 if there is a problem.`

const doctorExample = `  patctl doctor
  patctl doctor --organization octo-org --json
  patctl doctor --webhook`

// The doctor is impatient: a problem is what it looks for.
const (
	doctorAttempts = 2
	doctorMaxWait  = 5 * time.Second
)

// NewCmd returns the command doctor.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts    workspace.LiveOptions
		webhook bool
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "doctor",
		Short:   "Diagnose access to GitHub and suggest the next step",
		Long:    doctorLong,
		Example: doctorExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.NoCache, opts.MaxWait, opts.Parallelism = true, doctorMaxWait, api.DefaultParallelism
			if err := opts.Check(cmd); err != nil {
				return err
			}
			return runDoctor(cmd.Context(), e, cli.NewView(e), opts, webhook, asJSON)
		},
	}
	cmd.Flags().StringSliceVar(&opts.Organizations, "organization", nil, "check access to the organization `LOGIN`; repeatable (default: organizations in the configuration)")
	cmd.Flags().BoolVar(&opts.AllInstallations, "all-installations", false, "check access to every organization that has installed the App")
	opts.AddUseFlags(cmd, "check access to")
	cmd.Flags().BoolVar(&webhook, "webhook", false, "check the webhook of the App, for patctl serve")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return cmd
}

func runDoctor(ctx context.Context, e *cli.Env, v *cli.View, opts workspace.LiveOptions, webhook, asJSON bool) error {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	found := diagnose(ctx, e, v, cfg, opts, webhook)
	workspace.EndProgress(v, e)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if asJSON {
		err = v.JSON(checks.NewDocument(found))
	} else {
		checks.Write(v, found, "patctl can read what it needs.")
	}
	if err == nil && checks.Problems(found) > 0 {
		return cli.ErrPrinted
	}
	return err
}

// diagnose makes the checks; without a client there is the one that failed.
func diagnose(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, opts workspace.LiveOptions, webhook bool) []api.Check {
	client, err := opts.Open(e, v, workspace.HostOf(cfg), doctorAttempts)
	if err != nil {
		detail := err.Error()
		if errors.Is(err, credential.ErrNoCredentials) {
			detail = opts.CredentialsHint(cfg)
		}
		return []api.Check{{Name: workspace.FailedCheck(err), Status: api.CheckProblem, Detail: detail}}
	}
	logins, err := opts.Logins(ctx, client, cfg)
	client.ReadTeams(audit.NamedTeams(cfg))
	found := client.Diagnose(ctx, logins)
	if err != nil && checks.Problems(found) == 0 {
		found = append(found, api.Check{Name: "organizations", Status: api.CheckProblem, Detail: err.Error()})
	}
	identified := checks.Identified(found)
	if identified {
		found = append(found, client.DiagnoseIssues(ctx, cfg.Serve.IssueRepositories())...)
	}
	switch {
	case webhook && identified:
		found = append(found, client.DiagnoseWebhook(ctx)...)
	case webhook:
		found = append(found, api.Check{Name: "webhook", Status: api.CheckSkipped, Detail: "Not checked because of the previous problem."})
	}
	return found
}
