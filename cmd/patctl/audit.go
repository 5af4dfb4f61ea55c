package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/report/auditreport"
	"github.com/patctl/patctl/internal/report/judged"
)

const auditLong = `Holds the pending requests and active tokens of organizations against the
templates, and says of each whether it is as agreed, what departs, and which link
makes it right.

Without files, it reads GitHub: the organizations that the configuration declares,
those of --organization, or with --all-installations every one that has installed
the GitHub App whose key patctl has. Otherwise what is judged comes from snapshots,
or from dumps of the API: lists as "gh api --paginate --slurp" prints them, which are
judged as of now. Snapshots are judged as of the time at which they
were taken, so that the same snapshot always gives the same report. Of several, an
organization counts as the newest has it.

The flags --kind, --owner, --verdict and --rule narrow what is shown, and what
decides on the exit code. The report says what they leave out.

What could not be read or judged makes the audit incomplete: it says so, and ends
with exit code 4, whatever it found. The format github prints workflow commands, and
appends the report as Markdown to the file of GITHUB_STEP_SUMMARY. The format html is
a page in one file, with charts, filters and the reasons to deny with, to be copied.`

const auditExample = `  patctl audit
  patctl audit --snapshot snapshot.json
  patctl audit --snapshot snapshot.json -o text -o json=audit.json -o sarif=audit.sarif
  patctl audit --snapshot snapshot.json -o html=audit.html
  patctl audit --snapshot snapshot.json --kind token --rule unused-token --fail-on warning
  patctl audit --organization octo-org --requests requests.json --tokens tokens.json`

// auditOptions are the flags of audit.
type auditOptions struct {
	source          auditSource
	selection       judged.Selection
	asOf            time.Time // zero: when what is judged was read
	failOn          pat.Severity
	allowIncomplete bool
	summary         bool // counts in place of requests and tokens
	outputs         []output
}

// auditFlags are the flags as they are written.
type auditFlags struct {
	kinds, verdicts, outputs []string
	asOf, failOn             string
	asJSON                   bool
}

// failNever is the value of --fail-on that no severity reaches.
const failNever = "never"

func newAuditCmd(e *env) *cobra.Command {
	var (
		opts  auditOptions
		flags auditFlags
	)
	cmd := &cobra.Command{
		Use:     "audit",
		Short:   "Judge the requests and tokens of organizations",
		Long:    auditLong,
		Example: auditExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.parse(cmd, e, flags); err != nil {
				return err
			}
			return runAudit(cmd.Context(), e, newView(e), opts)
		},
	}
	f := cmd.Flags()
	opts.source.addFlags(cmd)
	f.StringVar(&flags.asOf, "as-of", "", "judge as of `TIME`, as in 2026-11-22 or 2026-11-22T12:00:00Z")
	f.StringVar(&flags.failOn, "fail-on", string(pat.SeverityError), "end with exit code 2 from this `SEVERITY`: error, warning, notice, never")
	f.BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "decide on the exit code by what could be read")
	f.StringSliceVar(&flags.kinds, "kind", nil, "show only `KIND`: request, token")
	f.StringSliceVar(&opts.selection.Owners, "owner", nil, "show only what the user `LOGIN` holds; repeatable")
	f.StringSliceVar(&flags.verdicts, "verdict", nil, "show only `VERDICT`: conforming, drifted, undeclared, excepted; repeatable")
	f.StringSliceVar(&opts.selection.Rules, "rule", nil, "show only findings of the rule `NAME`; repeatable")
	f.BoolVar(&opts.summary, "summary", false, summaryUsage)
	addJSONFlag(cmd, &flags.asJSON)
	f.StringArrayVarP(&flags.outputs, "output", "o", nil,
		"write `FORMAT[=FILE]`: "+strings.Join(auditreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func (o *auditOptions) parse(cmd *cobra.Command, e *env, flags auditFlags) (err error) {
	if o.outputs, err = parseOutputs(cmd, e, withJSON(flags.outputs, flags.asJSON), "text", knownAuditFormat); err != nil {
		return err
	}
	if err := checkSummary(cmd, o.summary, o.outputs); err != nil {
		return err
	}
	if o.selection.Kinds, err = oneOf(cmd, "kind", flags.kinds, pat.KindRequest, pat.KindToken); err != nil {
		return err
	}
	o.selection.Verdicts, err = oneOf(cmd, "verdict", flags.verdicts, pat.Conforming, pat.Drifted, pat.Undeclared, pat.Excepted)
	if err != nil {
		return err
	}
	severities, err := oneOf(cmd, "fail-on", []string{flags.failOn}, pat.SeverityError, pat.SeverityWarning, pat.SeverityNotice, failNever)
	if err != nil {
		return err
	}
	o.failOn = severities[0]
	if o.asOf, err = parseTime(cmd, "as-of", flags.asOf); err != nil {
		return err
	}
	o.source.kinds = o.selection.Kinds
	return o.source.check(cmd)
}

// summaryUsage is what the flag --summary does.
const summaryUsage = "print counts by rule, template, owner, and organization instead of each request and token"

// checkSummary finds formats that a summary does not have.
func checkSummary(cmd *cobra.Command, summary bool, outputs []output) error {
	for _, o := range outputs {
		if summary && !slices.Contains(auditreport.SummaryFormats(), o.format) {
			return usageErrorf(cmd, "Format without a summary", "The flag --summary is for the formats %s. The format %s lists requests and tokens.",
				strings.Join(auditreport.SummaryFormats(), ", "), o.format)
		}
	}
	return nil
}

func knownAuditFormat(name string) error {
	_, err := auditreport.FormatNamed(name)
	return err
}

// oneOf returns the values of a flag, each of which must be one of the words.
func oneOf[S ~string](cmd *cobra.Command, flag string, values []string, words ...S) ([]S, error) {
	var known []string
	for _, w := range words {
		known = append(known, string(w))
	}
	var out []S
	for _, v := range values {
		if !slices.Contains(known, v) {
			return nil, usageErrorf(cmd, "Invalid value of a flag", "The flag --%s takes %s, not %q.%s",
				flag, strings.Join(known, ", "), v, diag.DidYouMean(v, known))
		}
		out = append(out, S(v))
	}
	return out, nil
}

func parseTime(cmd *cobra.Command, flag, text string) (time.Time, error) {
	if text == "" && !cmd.Flags().Changed(flag) {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil && !t.IsZero() {
			return t.UTC(), nil
		}
	}
	return time.Time{}, usageErrorf(cmd, "Invalid value of a flag",
		"The flag --%s takes a time as in 2026-11-22T12:00:00Z or a date as in 2026-11-22, not %q.", flag, text)
}

func runAudit(ctx context.Context, e *env, v *view, opts auditOptions) error {
	cfg, err := loadConfig(e, v)
	if err != nil {
		return err
	}
	if wrong := unknownRules(opts.selection.Rules, cfg); wrong != nil {
		v.diagnostics(wrong, nil)
		return errPrinted
	}
	read, err := opts.source.read(ctx, e, v, cfg)
	if err != nil {
		return err
	}
	judged, diags := audit.Judge(cfg, read.snapshot, opts.asOf)
	for i := range read.snapshot.Organizations { // a million tokens are too much to keep twice
		o := &read.snapshot.Organizations[i]
		o.Requests, o.Tokens = nil, nil
	}
	v.diagnostics(diags, cfg.Sources)
	if nothing := nothingJudged(cfg, read.snapshot, judged, opts.selection); nothing != nil {
		v.incomplete(read.snapshot)
		v.diagnostics(diag.Diagnostics{nothing}, nil)
		return errPrinted
	}
	doc := newAuditDocument(e, cfg, read, judged, opts)
	if opts.summary {
		doc.Summarize()
	}
	if err := writeAudit(e, v, opts.outputs, doc); err != nil {
		return err
	}
	if read.interrupted != nil {
		return read.interrupted
	}
	return opts.exit(doc)
}

func newAuditDocument(e *env, cfg *hcl.Configuration, read *auditRead, judged *audit.Audit, opts auditOptions) *auditreport.Document {
	selection := opts.selection
	selection.Organizations = read.selected
	return auditreport.NewDocument(auditreport.Input{
		Version: buildVersion(), Host: read.snapshot.Host, Directory: repositoryDirectory(e), Configuration: cfg,
		Organizations: logins(read.snapshot), Audit: judged, LetGo: true, Selection: selection, Calls: read.calls, AsOf: opts.asOf,
	})
}

// exit returns the error that carries the exit code. Incomplete wins.
func (o *auditOptions) exit(doc *auditreport.Document) error {
	switch {
	case !doc.Complete && !o.allowIncomplete:
		return exitWith(exitIncomplete)
	case o.failOn != failNever && doc.HasFindings(o.failOn):
		return exitWith(exitFindings)
	}
	return nil
}

// writeAudit writes a report in every format that is asked for.
func writeAudit(e *env, v *view, outputs []output, doc *auditreport.Document) error {
	if slices.ContainsFunc(outputs, func(o output) bool { return o.format == "github" }) {
		if err := appendStepSummary(e, v, renderAudit(doc, "markdown", format.Style{Run: e.now()})); err != nil {
			return fmt.Errorf("write the summary of the step: %w", err)
		}
	}
	v.oldData(e, outputs, doc)
	err := streamOutputs(e, outputs, func(w io.Writer, name string, style format.Style) error {
		return auditFormat(name).Write(w, doc, style)
	})
	if err != nil {
		return err
	}
	v.wroteReports(outputs, doc)
	return nil
}

// wroteReports says which files were written, and what is in them, where nothing
// is on stdout: an exit status of 2 without a word helps nobody.
func (v *view) wroteReports(outputs []output, doc *auditreport.Document) {
	if slices.ContainsFunc(outputs, func(o output) bool { return o.file == "" }) {
		return
	}
	for _, o := range outputs {
		v.remark("Wrote %s: %s", diag.Printable(o.file), doc.Tally())
	}
}

// oldData warns on stderr of data that is old, unless the report on stdout does.
func (v *view) oldData(e *env, outputs []output, doc *auditreport.Document) {
	old := doc.OldData(e.now())
	if old == "" || slices.ContainsFunc(outputs, func(o output) bool { return o.file == "" && o.format == "text" }) {
		return
	}
	v.diagnostics(diag.Diagnostics{asWarning(diag.General("Old data", old))}, nil)
}

// renderAudit returns a report in a format whose name is known to be right.
func renderAudit(doc *auditreport.Document, name string, style format.Style) []byte {
	return auditFormat(name).Render(doc, style)
}

func auditFormat(name string) auditreport.Format {
	format, err := auditreport.FormatNamed(name)
	if err != nil {
		panic(err)
	}
	return format
}
