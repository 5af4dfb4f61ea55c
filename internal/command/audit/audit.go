package audit

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/judged"
	"github.com/patctl/patctl/internal/workspace"
)

const auditLong = `Compares the pending requests and active tokens of organizations with the templates,
and reports which ones match, which don't, why, and the corrected link.

By default, audit reads GitHub: the organizations that the configuration declares,
the ones that --organization names, or, with --all-installations, every organization
that has installed the GitHub App. With --snapshot, it reads snapshots instead. With
--requests and --tokens, it reads lists from the API, as "gh api --paginate --slurp"
prints them. An audit of a snapshot is as of the time at which the snapshot was
taken, so the same snapshot always gives the same report. An audit of lists from the
API is as of now. If several snapshots contain the same organization, audit uses the
newest one.

The flags --kind, --owner, --verdict, and --rule limit what audit shows, and what
determines the exit status. The report says what they leave out.

With --used, audit also compares what tokens can do with what they did. SOURCE is a
file with the audit log of an enterprise, which can be compressed with gzip, a record
of "patctl record", or "api" for API Insights. A record does not show which token made
the calls: add the ID of the token with --used-token. With --snapshot, "api" uses what
"patctl pull --use" saved. A log with gaps, or in which no token of the audit occurs,
makes the audit incomplete.

With --classic, audit also lists classic tokens. They have no verdict and do not count in
the coverage, but their findings can determine the exit status.

If anything could not be read or checked, the audit is incomplete. The report says
so, and audit exits with status 4, whatever else it found.

The github format prints workflow commands, and appends the report as Markdown to the
file that GITHUB_STEP_SUMMARY names. The html format is a page in a single file, with
charts, filters, and reasons that you can copy to deny requests.`

const auditExample = `  patctl audit
  patctl audit --snapshot snapshot.json
  patctl audit --snapshot snapshot.json -o text -o json=audit.json -o sarif=audit.sarif
  patctl audit --snapshot snapshot.json -o html=audit.html
  patctl audit --snapshot snapshot.json --kind token --rule unused-token --fail-on warning
  patctl audit --snapshot snapshot.json --used audit-log.jsonl.gz --classic
  patctl audit --snapshot snapshot.json --used record.json --used-token 98716
  patctl audit --organization octo-org --requests requests.json --tokens tokens.json`

// auditOptions are the flags of audit.
type auditOptions struct {
	source          workspace.Source
	used            usedOptions
	selection       judged.Selection
	asOf            time.Time // zero: when what is judged was read
	failOn          pat.Severity
	allowIncomplete bool
	summary         bool // counts in place of requests and tokens
	outputs         []cli.Output
}

// auditFlags are the flags as they are written.
type auditFlags struct {
	kinds, verdicts, outputs []string
	asOf, failOn             string
	asJSON                   bool
}

// NewCmd returns the command audit.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts  auditOptions
		flags auditFlags
	)
	cmd := &cobra.Command{
		Use:     "audit",
		Short:   "Compare requests and active tokens with the templates",
		Long:    auditLong,
		Example: auditExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.parse(cmd, e, flags); err != nil {
				return err
			}
			return runAudit(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	opts.source.AddFlags(cmd)
	opts.used.addFlags(cmd)
	f.StringVar(&flags.asOf, "as-of", "", "audit as of `TIME`, such as 2026-11-22 or 2026-11-22T12:00:00Z")
	f.StringVar(&flags.failOn, "fail-on", string(pat.SeverityError), "exit with status 2 if there are findings of at least `SEVERITY`: error, warning, notice, never")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	f.StringSliceVar(&flags.kinds, "kind", nil, "show only `KIND`: request, token")
	f.StringSliceVar(&opts.selection.Owners, "owner", nil, "show only requests and tokens of the user `LOGIN`; repeatable")
	f.StringSliceVar(&flags.verdicts, "verdict", nil, "show only `VERDICT`: conforming, drifted, undeclared, excepted; repeatable")
	f.StringSliceVar(&opts.selection.Rules, "rule", nil, "show only findings of the rule `NAME`; repeatable")
	f.BoolVar(&opts.summary, "summary", false, summaryUsage)
	cli.AddJSONFlag(cmd, &flags.asJSON)
	f.StringArrayVarP(&flags.outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(auditreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *auditOptions) parse(cmd *cobra.Command, e *cli.Env, flags auditFlags) (err error) {
	if o.outputs, err = cli.ParseOutputs(cmd, e, cli.WithJSON(flags.outputs, flags.asJSON), "text", knownAuditFormat); err != nil {
		return err
	}
	if err := checkSummary(cmd, o.summary, o.outputs); err != nil {
		return err
	}
	if o.selection.Kinds, err = cli.OneOf(cmd, "kind", flags.kinds, pat.KindRequest, pat.KindToken); err != nil {
		return err
	}
	o.selection.Verdicts, err = cli.OneOf(cmd, "verdict", flags.verdicts, pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted)
	if err != nil {
		return err
	}
	severities, err := cli.OneOf(cmd, "fail-on", []string{flags.failOn}, pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice, cli.FailNever)
	if err != nil {
		return err
	}
	o.failOn = severities[0]
	if o.asOf, err = cli.ParseTime(cmd, "as-of", flags.asOf); err != nil {
		return err
	}
	o.source.Kinds = o.selection.Kinds
	if err := o.used.check(cmd, &o.source, o.selection.Rules); err != nil {
		return err
	}
	return o.source.Check(cmd)
}

// summaryUsage is what the flag --summary does.
const summaryUsage = "print counts by rule, template, owner, and organization instead of each request and token"

// checkSummary finds formats that a summary does not have.
func checkSummary(cmd *cobra.Command, summary bool, outputs []cli.Output) error {
	for _, o := range outputs {
		if summary && !slices.Contains(auditreport.SummaryFormats(), o.Format) {
			return cli.UsageErrorf(cmd, "Format without a summary", "The flag --summary supports the formats %s. The format %s lists requests and tokens.",
				strings.Join(auditreport.SummaryFormats(), ", "), o.Format)
		}
	}
	return nil
}

func knownAuditFormat(name string) error {
	_, err := auditreport.FormatNamed(name)
	return err
}

func runAudit(ctx context.Context, e *cli.Env, v *cli.View, opts auditOptions) error {
	cfg, err := workspace.LoadConfig(e, v)
	if err != nil {
		return err
	}
	if wrong := workspace.UnknownRules(opts.selection.Rules, cfg); wrong != nil {
		v.Diagnostics(wrong, nil)
		return cli.ErrPrinted
	}
	read, err := opts.source.Read(ctx, e, v, cfg)
	if err != nil {
		return err
	}
	use, err := opts.used.read(ctx, e, v, cfg, read.Snapshot, opts.source.IsLive())
	if err != nil {
		return err
	}
	judged, subjects, diags := judge(cfg, read, use, opts)
	for i := range read.Snapshot.Organizations { // a million tokens are too much to keep twice
		o := &read.Snapshot.Organizations[i]
		o.Requests, o.Tokens = nil, nil
	}
	v.Diagnostics(diags, cfg.Sources)
	if nothing := workspace.NothingJudged(cfg, read.Snapshot, judged, opts.selection); nothing != nil {
		workspace.SayIncomplete(v, read.Snapshot)
		v.Diagnostics(diag.Diagnostics{nothing}, nil)
		return cli.ErrPrinted
	}
	doc := newAuditDocument(e, cfg, read, judged, subjects, opts)
	if opts.summary {
		doc.Summarize()
	}
	if err := writeAudit(e, v, opts.outputs, doc); err != nil {
		return err
	}
	if read.Interrupted != nil {
		return read.Interrupted
	}
	return opts.exit(doc)
}

// judge judges what was read. Mostly it returns the subjects as they are in the report: they
// are made while others are judged, and a million of both are too many. What tokens used,
// and owners of whom there is nothing, are known only after all were judged.
func judge(cfg *hcl.Configuration, read *workspace.Judged, use *audit.Used, opts auditOptions) (*audit.Audit, *auditreport.Subjects, diag.Diagnostics) {
	if use != nil || len(opts.selection.Owners) > 0 {
		judged, diags := audit.JudgeUse(cfg, read.Snapshot, use, opts.asOf)
		return judged, nil, diags
	}
	subjects := auditreport.NewSubjects(opts.selection)
	judged, diags := audit.JudgeEach(cfg, read.Snapshot, opts.asOf, subjects.Add)
	return judged, subjects, diags
}

func newAuditDocument(e *cli.Env, cfg *hcl.Configuration, read *workspace.Judged, judged *audit.Audit, subjects *auditreport.Subjects, opts auditOptions) *auditreport.Document {
	selection := opts.selection
	selection.Organizations = read.Selected
	return auditreport.NewDocument(auditreport.Input{
		Version: cli.BuildVersion(), Host: read.Snapshot.Host, Directory: workspace.RepositoryDirectory(e), Configuration: cfg,
		Organizations: workspace.Logins(read.Snapshot), Audit: judged, LetGo: true, Subjects: subjects, Selection: selection, Calls: read.Calls, AsOf: opts.asOf,
	})
}

// exit returns the error that carries the exit code. Incomplete wins.
func (o *auditOptions) exit(doc *auditreport.Document) error {
	switch {
	case !doc.Complete && !o.allowIncomplete:
		return cli.ExitWith(cli.ExitIncomplete)
	case o.failOn != cli.FailNever && doc.HasFindings(o.failOn):
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}

// writeAudit writes a report in every format that is asked for.
func writeAudit(e *cli.Env, v *cli.View, outputs []cli.Output, doc *auditreport.Document) error {
	if slices.ContainsFunc(outputs, func(o cli.Output) bool { return o.Format == "github" }) {
		if err := appendStepSummary(e, v, workspace.RenderAudit(doc, "markdown", format.Style{Run: e.Now()})); err != nil {
			return fmt.Errorf("write the job summary: %w", err)
		}
	}
	sayOldData(v, e, outputs, doc)
	err := cli.StreamOutputs(e, outputs, func(w io.Writer, name string, style format.Style) error {
		return workspace.AuditFormat(name).Write(w, doc, style)
	})
	if err != nil {
		return err
	}
	sayWroteReports(v, outputs, doc)
	return nil
}

// sayWroteReports says which files were written, and what is in them, where nothing
// is on stdout: an exit status of 2 without an explanation helps nobody.
func sayWroteReports(v *cli.View, outputs []cli.Output, doc *auditreport.Document) {
	if slices.ContainsFunc(outputs, func(o cli.Output) bool { return o.File == "" }) {
		return
	}
	for _, o := range outputs {
		v.Remark("Wrote %s: %s", diag.Printable(o.File), doc.Tally())
	}
}

// sayOldData warns on stderr of data that is old, unless the report on stdout does.
func sayOldData(v *cli.View, e *cli.Env, outputs []cli.Output, doc *auditreport.Document) {
	old := doc.OldData(e.Now())
	if old == "" || slices.ContainsFunc(outputs, func(o cli.Output) bool { return o.File == "" && o.Format == "text" }) {
		return
	}
	v.Diagnostics(diag.Diagnostics{workspace.AsWarning(diag.General("Old data", old))}, nil)
}
