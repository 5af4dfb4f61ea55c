package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report"
)

const reportLong = `Prints a report of patctl audit again that was saved with -o json, in any of its
formats, as the audit itself would have printed it. It needs neither the
configuration nor the network, and judges nothing: its exit code is 0 whatever the
report says.

With "-" for FILE, the report is read from stdin.`

const reportExample = `  patctl report --from audit.json
  patctl report --from audit.json -o markdown=audit.md -o sarif=audit.sarif
  patctl report --from audit.json -o html=audit.html`

// reportOptions are the flags of report.
type reportOptions struct {
	from    string
	outputs []output
}

func newReportCmd(e *env) *cobra.Command {
	var (
		opts    reportOptions
		outputs []string
	)
	cmd := &cobra.Command{
		Use:     "report --from FILE",
		Short:   "Print a saved report again, in any format",
		Long:    reportLong,
		Example: reportExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if opts.from == "" {
				return usageErrorf(cmd, "Missing report", "report needs the name of a saved report: --from FILE.")
			}
			if opts.outputs, err = parseOutputs(cmd, e, outputs, "text", knownAuditFormat); err != nil {
				return err
			}
			return runReport(e, newView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.from, "from", "", "print the report in `FILE`")
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(report.AuditFormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func runReport(e *env, v *view, opts reportOptions) error {
	data, err := readReport(e, opts.from)
	if err != nil {
		return fmt.Errorf("read the report: %s", diag.Printable(pathReason(opts.from, err)))
	}
	doc, err := report.ReadAuditDocument(data)
	if err != nil {
		return fmt.Errorf("%s: %w", diag.Printable(opts.from), err)
	}
	return writeAudit(e, v, opts.outputs, doc)
}

func readReport(e *env, name string) ([]byte, error) {
	if name == "-" {
		return io.ReadAll(e.stdin)
	}
	return os.ReadFile(e.path(name))
}
