package inventory

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/diagnosticreport"
	"github.com/patctl/patctl/internal/workspace"
)

const validateLong = `Checks the configuration in the working directory and reports every mistake in one
run: syntax, values of variables, templates that GitHub's form would not accept, and
violations of policies. It does not use the network.`

// NewValidateCmd returns the command validate.
func NewValidateCmd(e *cli.Env) *cobra.Command {
	var (
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:   "validate",
		Short: "Check the configuration and report every mistake",
		Long:  validateLong,
		Example: `  patctl validate
  patctl validate --json
  patctl validate -o github -o sarif=validate.sarif
  patctl --chdir examples/octo-org validate --var org=octo-org`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			parsed, err := cli.ParseOutputs(cmd, e, cli.WithJSON(outputs, asJSON), "text", knownValidateFormat)
			if err != nil {
				return err
			}
			return runValidate(e, cli.NewView(e), parsed)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the diagnostics as a JSON document with the structure of Terraform's")
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(diagnosticreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func knownValidateFormat(name string) error {
	_, err := diagnosticreport.FormatNamed(name)
	return err
}

func runValidate(e *cli.Env, v *cli.View, outputs []cli.Output) error {
	cfg, diags := workspace.ReadConfig(e)
	errors, warnings := diag.Count(diags)
	text := func(o cli.Output) bool { return o.Format == "text" && o.File == "" }
	if slices.ContainsFunc(outputs, text) {
		v.Diagnostics(diags, cfg.Sources)
		if errors == 0 {
			writeValidated(v, warnings > 0)
		}
		outputs = slices.DeleteFunc(outputs, text)
	}
	doc := diagnosticreport.Document{
		PatctlVersion: cli.BuildVersion(), Diagnostics: diags, Sources: cfg.Sources,
		Directory: workspace.RepositoryDirectory(e), Files: slices.Sorted(maps.Keys(cfg.Sources)),
	}
	err := cli.WriteOutputs(e, outputs, func(name string, style format.Style) []byte {
		f, err := diagnosticreport.FormatNamed(name)
		if err != nil {
			panic(err) // it was known when the command line was read
		}
		return f.Render(&doc, style)
	})
	if err != nil {
		return err
	}
	if errors > 0 {
		return cli.ErrPrinted
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
