package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
)

const doctorLong = `Checks each step that is needed to read organizations, and reports the result: the
credentials, the address of GitHub's API, the clock, the identity that GitHub sees, the
installation of the App and its permissions in each organization, access to each list,
and the remaining rate limit. For each problem, it suggests the next step. With --classic
and --use, it also checks what pull needs with these flags.

doctor does not change anything. It exits with status 1 if there is a problem.`

const doctorExample = `  patctl doctor
  patctl doctor --organization octo-org --json`

// The doctor is impatient: a problem is what it looks for.
const (
	doctorAttempts = 2
	doctorMaxWait  = 5 * time.Second
)

// NewCmd returns the command doctor.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts   workspace.LiveOptions
		asJSON bool
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
			return runDoctor(cmd.Context(), e, cli.NewView(e), opts, asJSON)
		},
	}
	cmd.Flags().StringSliceVar(&opts.Organizations, "organization", nil, "check access to the organization `LOGIN`; repeatable (default: organizations in the configuration)")
	cmd.Flags().BoolVar(&opts.AllInstallations, "all-installations", false, "check access to every organization that has installed the App")
	opts.AddUseFlags(cmd, "check access to")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return cmd
}

func runDoctor(ctx context.Context, e *cli.Env, v *cli.View, opts workspace.LiveOptions, asJSON bool) error {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	checks := diagnose(ctx, e, v, cfg, opts)
	workspace.EndProgress(v, e)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if asJSON {
		err = v.JSON(newDoctorDocument(checks))
	} else {
		writeChecks(v, checks)
	}
	if err == nil && problems(checks) > 0 {
		return cli.ErrPrinted
	}
	return err
}

// diagnose makes the checks; without a client there is the one that failed.
func diagnose(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration, opts workspace.LiveOptions) []api.Check {
	client, err := opts.Open(e, v, workspace.HostOf(cfg), doctorAttempts)
	if err != nil {
		detail := err.Error()
		if errors.Is(err, credential.ErrNoCredentials) {
			detail = opts.CredentialsHint(cfg)
		}
		return []api.Check{{Name: "credentials", Status: api.CheckProblem, Detail: detail}}
	}
	logins, err := opts.Logins(ctx, client, cfg)
	client.ReadTeams(audit.NamedTeams(cfg))
	checks := client.Diagnose(ctx, logins)
	if err != nil && problems(checks) == 0 {
		checks = append(checks, api.Check{Name: "organizations", Status: api.CheckProblem, Detail: err.Error()})
	}
	return checks
}

func problems(checks []api.Check) int {
	n := 0
	for _, c := range checks {
		if c.Status == api.CheckProblem {
			n++
		}
	}
	return n
}

// writeChecks prints what the doctor found.
func writeChecks(v *cli.View, checks []api.Check) {
	for _, c := range checks {
		name := c.Name
		if c.Organization != "" {
			name += " of " + diag.Printable(c.Organization)
		}
		v.Text([]byte(statusMark(v, c.Status) + name + ": " + diag.PrintableText(v.Say(c.Detail)) + "\n"))
	}
	switch n := problems(checks); n {
	case 0:
		v.Printf("\nNo problems: patctl can read what it needs.\n")
	default:
		v.Printf("\n%s.\n", cli.Counted(n, "problem"))
	}
}

func statusMark(v *cli.View, s api.CheckStatus) string {
	switch s {
	case api.CheckOK:
		return v.Stdout.Green("ok") + "       "
	case api.CheckProblem:
		return v.Stdout.Red("problem") + "  "
	}
	return "skipped  "
}

// doctorDocument is what doctor --json prints.
type doctorDocument struct {
	FormatVersion string        `json:"format_version"`
	PatctlVersion string        `json:"patctl_version"`
	Healthy       bool          `json:"healthy"`
	Checks        []doctorCheck `json:"checks"`
}

type doctorCheck struct {
	Name         string          `json:"name"`
	Organization *string         `json:"organization"`
	Status       api.CheckStatus `json:"status"`
	Detail       string          `json:"detail"`
}

func newDoctorDocument(checks []api.Check) doctorDocument {
	doc := doctorDocument{FormatVersion: format.FormatVersion, PatctlVersion: cli.BuildVersion(), Healthy: problems(checks) == 0, Checks: []doctorCheck{}}
	for _, c := range checks {
		out := doctorCheck{Name: c.Name, Status: c.Status, Detail: c.Detail}
		if c.Organization != "" {
			out.Organization = &c.Organization
		}
		doc.Checks = append(doc.Checks, out)
	}
	return doc
}
