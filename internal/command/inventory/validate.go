package inventory

import (
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/workspace"
)

const validateLong = `Checks the configuration in the working directory and reports every mistake in one
run: syntax, values of variables, templates that GitHub's form would not accept, and
violations of policies. It does not use the network.`

// NewValidateCmd returns the command validate.
func NewValidateCmd(e *cli.Env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Check the configuration and report every mistake",
		Long:  validateLong,
		Example: `  patctl validate
  patctl validate --json
  patctl --chdir examples/octo-org validate --var org=octo-org`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return runValidate(e, cli.NewView(e), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the diagnostics as a JSON document with the structure of Terraform's")
	return cmd
}

func runValidate(e *cli.Env, v *cli.View, asJSON bool) error {
	cfg, diags := workspace.ReadConfig(e)
	errors, warnings := diag.Count(diags)
	if asJSON {
		if err := v.JSON(diag.NewDocument(format.FormatVersion, cli.BuildVersion(), diags, cfg.Sources)); err != nil {
			return err
		}
	} else {
		v.Diagnostics(diags, cfg.Sources)
	}
	if errors > 0 {
		return cli.ErrPrinted
	}
	if !asJSON {
		writeValidated(v, warnings > 0)
	}
	return nil
}

// writeValidated says that there are no errors, in Terraform's words.
func writeValidated(v *cli.View, warnings bool) {
	success := v.Stdout.Green(v.Stdout.Bold("Success!"))
	if warnings {
		v.Printf("%s The configuration is valid, but there were some validation warnings as shown above.\n", success)
		return
	}
	v.Printf("%s The configuration is valid.\n", success)
}
