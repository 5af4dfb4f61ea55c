package audit

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/report/auditreport"
)

const reportLong = `Prints a report that "patctl audit -o json" saved, in any format of the audit. report
needs neither the configuration nor the network, and does not audit anything again.
Its exit status is 0, whatever the report contains.

With --compare, it also prints what changed since an earlier audit: new requests and
tokens, requests and tokens that are gone, approved requests, changed verdicts, new
and resolved findings, and the coverage of both audits. If one of the audits is
incomplete or covers fewer organizations, what it could not see counts as neither new
nor gone, and is counted separately. The text, markdown, html, and json formats
include the comparison. The other formats contain only the report.

If FILE is "-", the report is read from standard input.`

const reportExample = `  patctl report --from audit.json
  patctl report --from audit.json -o markdown=audit.md -o sarif=audit.sarif
  patctl report --from audit.json -o html=audit.html
  patctl report --from audit.json --compare last-week.json
  patctl report --from audit.json --compare last-week.json -o html=changes.html`

// reportOptions are the flags of report.
type reportOptions struct {
	from    string
	compare string // file; "": with none
	summary bool
	outputs []cli.Output
}

// NewReportCmd returns the command report.
func NewReportCmd(e *cli.Env) *cobra.Command {
	var (
		opts    reportOptions
		outputs []string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "report --from FILE",
		Short:   "Print a saved audit report in any format",
		Long:    reportLong,
		Example: reportExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := opts.Check(cmd); err != nil {
				return err
			}
			if opts.outputs, err = cli.ParseOutputs(cmd, e, cli.WithJSON(outputs, asJSON), "text", knownAuditFormat); err != nil {
				return err
			}
			if err := checkSummary(cmd, opts.summary, opts.outputs); err != nil {
				return err
			}
			return runReport(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.from, "from", "", "print the report in `FILE`")
	cmd.Flags().StringVar(&opts.compare, "compare", "", "print what changed since the earlier report in `FILE`")
	cmd.Flags().BoolVar(&opts.summary, "summary", false, summaryUsage)
	cli.AddJSONFlag(cmd, &asJSON)
	cmd.Flags().StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(auditreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *reportOptions) Check(cmd *cobra.Command) error {
	switch {
	case o.from == "":
		return cli.UsageErrorf(cmd, "Missing report", "The command report requires the name of a saved report: --from FILE.")
	case o.compare == "" && cmd.Flags().Changed("compare"):
		return cli.UsageErrorf(cmd, "Missing report", "The flag --compare requires the name of a saved report.")
	case o.summary && o.compare != "":
		return cli.UsageErrorf(cmd, "Conflicting flags", "The flag --compare requires requests and tokens, which --summary omits. Remove one of the flags.")
	case o.from == "-" && o.compare == "-":
		return cli.UsageErrorf(cmd, "Two reports from stdin", "Only one of --from and --compare can be read from stdin.")
	}
	return nil
}

func runReport(ctx context.Context, e *cli.Env, v *cli.View, opts reportOptions) error {
	doc, err := readReport(ctx, e, opts.from)
	if err != nil {
		return err
	}
	if opts.compare != "" {
		earlier, err := readReport(ctx, e, opts.compare)
		if err != nil {
			return err
		}
		if doc.Comparison, err = auditreport.Compare(earlier, doc); err != nil {
			v.Diagnostics(diag.Diagnostics{diag.General("Reports cannot be compared", fmt.Sprintf(
				"%s cannot be compared with %s: %s.", diag.Printable(opts.from), diag.Printable(opts.compare), err))}, nil)
			return cli.ErrPrinted
		}
	}
	if opts.summary {
		doc.Summarize()
	}
	if err := summarized(doc, opts); err != nil {
		return err
	}
	return writeAudit(e, v, opts.outputs, doc)
}

// summarized refuses formats of a report that was saved without requests and
// tokens: they would look as if nothing had been found.
func summarized(doc *auditreport.Document, opts reportOptions) error {
	for _, o := range opts.outputs {
		if doc.Breakdown != nil && !slices.Contains(auditreport.SummaryFormats(), o.Format) {
			return &cli.UsageError{Summary: "Report without requests and tokens", Detail: fmt.Sprintf("%s was saved with --summary, so only the formats %s are available. Run the audit again without --summary.",
				cli.NameOfInput(opts.from), strings.Join(auditreport.SummaryFormats(), ", "))}
		}
	}
	return nil
}

func readReport(ctx context.Context, e *cli.Env, name string) (*auditreport.Document, error) {
	data, err := cli.ReadNamed(ctx, e, name, cli.MaxData)
	if err != nil {
		return nil, cli.ReadingError(e, "report", cli.SavedReport, name, err)
	}
	doc, err := auditreport.ReadDocument(data)
	if err != nil {
		if other := cli.OtherKind(e, data, cli.SavedReport, name); other != nil {
			return nil, other
		}
		return nil, fmt.Errorf("%s: %w", diag.Printable(name), err)
	}
	return doc, nil
}
