package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
)

const doctorLong = `Tries step by step what reading organizations needs, and says of each step how it
went: the credentials, the address of GitHub's API, the clock, who GitHub takes
patctl for, the App's installation and its permissions in each organization, a
first element of each list, and how many calls are left. Of a problem it says
the next step.

Nothing is changed. The exit code is 1 where there is a problem.`

const doctorExample = `  patctl doctor
  patctl doctor --organization octo-org --json`

// The doctor is impatient: a problem is what it looks for.
const (
	doctorAttempts = 2
	doctorMaxWait  = 5 * time.Second
)

func newDoctorCmd(e *env) *cobra.Command {
	var (
		opts   liveOptions
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:     "doctor",
		Short:   "Say why GitHub cannot be read, and the next step",
		Long:    doctorLong,
		Example: doctorExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			opts.noCache, opts.maxWait, opts.parallelism = true, doctorMaxWait, github.DefaultParallelism
			if err := opts.check(cmd); err != nil {
				return err
			}
			return runDoctor(cmd.Context(), e, newView(e), opts, asJSON)
		},
	}
	cmd.Flags().StringSliceVar(&opts.organizations, "organization", nil, "look at the organization `LOGIN`; repeatable (default those of the configuration)")
	cmd.Flags().BoolVar(&opts.allInstallations, "all-installations", false, "look at every organization that has installed the App")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a JSON document")
	return cmd
}

func runDoctor(ctx context.Context, e *env, v *view, opts liveOptions, asJSON bool) error {
	cfg, err := loadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	checks := diagnose(ctx, e, v, cfg, opts)
	v.endProgress(e)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if asJSON {
		err = v.json(newDoctorDocument(checks))
	} else {
		v.checks(checks)
	}
	if err == nil && problems(checks) > 0 {
		return errPrinted
	}
	return err
}

// diagnose makes the checks; without a client there is the one that failed.
func diagnose(ctx context.Context, e *env, v *view, cfg *hcl.Configuration, opts liveOptions) []github.Check {
	client, err := opts.open(e, v, hostOf(cfg), doctorAttempts)
	if err != nil {
		detail := err.Error()
		if errors.Is(err, github.ErrNoCredentials) {
			detail = opts.credentialsHint(cfg)
		}
		return []github.Check{{Name: "credentials", Status: github.CheckProblem, Detail: detail}}
	}
	logins, err := opts.logins(ctx, client, cfg)
	client.ReadTeams(audit.NamedTeams(cfg))
	checks := client.Diagnose(ctx, logins)
	if err != nil && problems(checks) == 0 {
		checks = append(checks, github.Check{Name: "organizations", Status: github.CheckProblem, Detail: err.Error()})
	}
	return checks
}

func problems(checks []github.Check) int {
	n := 0
	for _, c := range checks {
		if c.Status == github.CheckProblem {
			n++
		}
	}
	return n
}

// checks prints what the doctor found.
func (v *view) checks(checks []github.Check) {
	for _, c := range checks {
		name := c.Name
		if c.Organization != "" {
			name += " of " + diag.Printable(c.Organization)
		}
		v.text([]byte(v.status(c.Status) + name + ": " + diag.PrintableText(c.Detail) + "\n"))
	}
	switch n := problems(checks); n {
	case 0:
		v.printf("\nNo problems: patctl can read what it needs.\n")
	default:
		v.printf("\n%s.\n", counted(n, "problem"))
	}
}

func (v *view) status(s github.CheckStatus) string {
	switch s {
	case github.CheckOK:
		return v.stdout.green("ok") + "       "
	case github.CheckProblem:
		return v.stdout.red("problem") + "  "
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
	Name         string             `json:"name"`
	Organization *string            `json:"organization"`
	Status       github.CheckStatus `json:"status"`
	Detail       string             `json:"detail"`
}

func newDoctorDocument(checks []github.Check) doctorDocument {
	doc := doctorDocument{FormatVersion: format.FormatVersion, PatctlVersion: buildVersion(), Healthy: problems(checks) == 0, Checks: []doctorCheck{}}
	for _, c := range checks {
		out := doctorCheck{Name: c.Name, Status: c.Status, Detail: c.Detail}
		if c.Organization != "" {
			out.Organization = &c.Organization
		}
		doc.Checks = append(doc.Checks, out)
	}
	return doc
}
