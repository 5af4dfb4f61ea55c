package main

import (
	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
)

const validateLong = `Checks the configuration in the working directory and reports every mistake in
one run: the syntax, the values of variables, each template against what GitHub
knows, and the policies. It does not use the network.`

func newValidateCmd(e *env) *cobra.Command {
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
			return runValidate(e, newView(e), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the diagnostics as a JSON document, in the shape of Terraform's")
	return cmd
}

func runValidate(e *env, v *view, asJSON bool) error {
	cfg, diags := readConfig(e)
	errors, warnings := diag.Count(diags)
	if asJSON {
		if err := v.json(diag.NewDocument(format.FormatVersion, buildVersion(), diags, cfg.Sources)); err != nil {
			return err
		}
	} else {
		v.diagnostics(diags, cfg.Sources)
	}
	if errors > 0 {
		return errPrinted
	}
	if !asJSON {
		v.validated(warnings > 0)
	}
	return nil
}

// validated says that there are no errors, in Terraform's words.
func (v *view) validated(warnings bool) {
	success := v.stdout.green(v.stdout.bold("Success!"))
	if warnings {
		v.printf("%s The configuration is valid, but there were some validation warnings as shown above.\n", success)
		return
	}
	v.printf("%s The configuration is valid.\n", success)
}
