package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/report/testreport"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

const testLong = `Runs the cases in test files, and reports which ones have the verdict, template, and
findings that they expect. Test files have names that end in .pattest.hcl. They are next
to the configuration, or in its directory tests. With FILE, only these files are used.

A case is a request, a token, a link, or a request or token of a snapshot. Requests and
tokens in test files are judged as if they existed now, or at the time of --as-of, with
the rules, policies, and exceptions of the configuration. test does not contact GitHub.
For more information, see docs/testing.md.

test runs all cases, even if some fail. For a case that fails, the report shows what was
expected, what came instead, and the findings. Unless FILE or --filter picks cases, the
report ends with the templates, policies, and rules that no case covers.

test exits with status 2 if a case fails. It exits with status 1, and runs no cases, if
the configuration or a test file has an error, or if there are no cases.`

const testExample = `  patctl test
  patctl test tests/release.pattest.hcl
  patctl test --filter release
  patctl test -o text -o junit=results.xml`

// testOptions are the flags and arguments of test.
type testOptions struct {
	files   []string
	filter  string
	asOf    time.Time
	outputs []cli.Output
}

// NewCmd returns the command test.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts    testOptions
		outputs []string
		asOf    string
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:     "test [FILE...]",
		Short:   "Run test cases against the templates and policies",
		Long:    testLong,
		Example: testExample,
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			opts.files = args
			if opts.outputs, err = cli.ParseOutputs(cmd, e, cli.WithJSON(outputs, asJSON), "text", knownFormat); err != nil {
				return err
			}
			if opts.asOf, err = cli.ParseTime(cmd, "as-of", asOf); err != nil {
				return err
			}
			return runTest(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.filter, "filter", "", "run only cases whose names contain `TEXT`, ignoring case")
	f.StringVar(&asOf, "as-of", "", "run the cases as of `TIME`, such as 2026-11-22 or 2026-11-22T12:00:00Z")
	cli.AddJSONFlag(cmd, &asJSON)
	f.StringArrayVarP(&outputs, "output", "o", nil,
		"write the output as `FORMAT[=FILE]`: "+strings.Join(testreport.FormatNames(), ", ")+"; repeatable (default text)")
	return cmd
}

func knownFormat(name string) error {
	_, err := testreport.FormatNamed(name)
	return err
}

func runTest(ctx context.Context, e *cli.Env, v *cli.View, opts testOptions) error {
	b, err := openBench(e, v)
	if err != nil {
		return err
	}
	if err := b.read(opts.files); err != nil {
		return err
	}
	if err := b.prepare(ctx); err != nil {
		return err
	}
	if err := b.check(opts.filter); err != nil {
		return err
	}
	now := e.Now()
	results, untouched, diags := b.run(ctx, now, opts)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	v.Diagnostics(diags, b.sources)
	if !opts.asOf.IsZero() {
		now = opts.asOf
	}
	in := testreport.Input{Version: cli.BuildVersion(), AsOf: now, Directory: workspace.RepositoryDirectory(e), Results: results}
	if len(opts.files) == 0 && opts.filter == "" { // others may depend on it
		in.Untouched = &untouched
	}
	doc := testreport.NewDocument(in)
	if err := write(e, v, opts.outputs, doc); err != nil {
		return err
	}
	switch {
	case diags.HasErrors():
		return cli.ErrPrinted
	case doc.Summary.Failed > 0:
		return cli.ExitWith(cli.ExitFindings)
	}
	return nil
}

// write writes the results in every format that is asked for.
func write(e *cli.Env, v *cli.View, outputs []cli.Output, doc *testreport.Document) error {
	err := cli.WriteOutputs(e, outputs, func(name string, style format.Style) []byte {
		format, err := testreport.FormatNamed(name)
		if err != nil {
			panic(err)
		}
		return format.Render(doc, style)
	})
	if err != nil || slices.ContainsFunc(outputs, func(o cli.Output) bool { return o.File == "" }) {
		return err
	}
	for _, o := range outputs {
		v.Remark("Wrote %s: %s", diag.Printable(o.File), doc.Tally())
	}
	return nil
}

// noCases is the error if there are no cases to run.
func noCases(files []*testcase.File, filter string) *diag.Diagnostic {
	switch {
	case filter != "":
		return diag.General("No matching test case", fmt.Sprintf("The name of no test case contains %q. The result would look like a success.", filter))
	case len(files) > 0:
		return diag.General("No test cases", fmt.Sprintf("The test files contain no cases: %s. Add a block such as request \"NAME\" { ... } to one of them.", fileNames(files)))
	}
	return diag.General("No test files", fmt.Sprintf("There are no files whose names end with %s, neither next to the configuration nor in its directory %s. "+
		"To write a first one, run:\n\n  patctl init", testcase.Suffix, testcase.Dir))
}

func fileNames(files []*testcase.File) string {
	var names []string
	for _, f := range files[:min(len(files), cli.MaxNamed)] {
		names = append(names, diag.Printable(f.Name))
	}
	return strings.Join(names, ", ")
}
