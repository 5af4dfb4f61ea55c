package adopt

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/testcase"
	"github.com/patctl/patctl/internal/workspace"
)

// notForTests are the flags that say nothing about test cases.
var notForTests = []string{"requests", "tokens", "all", "exact", "baseline", "reason", "expires", "report", "answer"}

// checkTests finds what does not go together with --tests.
func (o *importOptions) checkTests(cmd *cobra.Command) error {
	for _, name := range notForTests {
		if cmd.Flags().Changed(name) {
			return cli.UsageErrorf(cmd, "Conflicting flags", "With --tests, import writes test cases for snapshots, and the flag --%s is for something else.", name)
		}
	}
	switch {
	case o.stdin || len(o.links) > 0:
		return cli.UsageErrorf(cmd, "Conflicting sources", "With --tests, import writes test cases for snapshots. Specify their files.")
	case len(o.source.Snapshots) == 0:
		return cli.UsageErrorf(cmd, "Missing snapshot", "With --tests, import writes test cases for a snapshot, which patctl pull writes. Specify its file.")
	case o.out == "" && cmd.Flags().Changed("out"):
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --out requires the name of a file.")
	}
	if !cmd.Flags().Changed("kind") {
		o.kinds = nil
	}
	return nil
}

// importTests writes what an audit of snapshots finds as test cases. Before, it runs them.
func importTests(ctx context.Context, e *cli.Env, v *cli.View, opts importOptions) error {
	root, dir, err := workspace.OpenTop(e)
	if err != nil {
		return err
	}
	cfg, diags := workspace.ReadTested(e, root, dir, nil)
	v.Diagnostics(diags, cfg.Sources)
	if diags.HasErrors() {
		return cli.ErrPrinted
	}
	t := testWriter{env: e, view: v, opts: opts, config: cfg, dir: dir, snapshots: map[string]*github.Snapshot{}}
	for _, file := range opts.source.Snapshots {
		if err := t.read(ctx, file); err != nil {
			return err
		}
	}
	if t.cases == 0 {
		return &cli.UsageError{Summary: "Nothing to import", Detail: "The snapshots contain no requests or tokens that can be test cases."}
	}
	src, err := testcase.Write(t.judged)
	if err != nil {
		return fmt.Errorf("write test cases: %w", err)
	}
	t.prove(src)
	workspace.SayGaps(v, t.gaps)
	if t.left > 0 {
		v.Note("Left out %s that could not be fully judged.", format.Counted(t.left, "request or token", "requests and tokens"))
	}
	if err := writeImported(v, e, opts.out, src, cli.Counted(t.cases, "test case"), testcase.Suffix); err != nil {
		return err
	}
	if len(t.gaps) > 0 && !opts.allowIncomplete {
		return cli.ExitWith(cli.ExitIncomplete)
	}
	return nil
}

// testWriter collects verdicts of snapshots.
type testWriter struct {
	env         *cli.Env
	view        *cli.View
	opts        importOptions
	config      *hcl.Configuration
	dir         string // of the configuration, below the top of the repository
	judged      []testcase.Judged
	snapshots   map[string]*github.Snapshot // as test files name them
	gaps        []audit.Gap
	cases, left int
}

// read judges the requests and tokens of a snapshot.
func (t *testWriter) read(ctx context.Context, file string) error {
	name, err := t.name(file)
	if err != nil || t.snapshots[name] != nil {
		return err
	}
	snapshot, err := workspace.ReadSnapshot(ctx, t.env, file)
	if err != nil {
		return err
	}
	if err := workspace.SameHost(t.config, snapshot); err != nil {
		return err
	}
	if len(t.opts.source.Live.Organizations) > 0 {
		if unknown := t.opts.source.Narrow(t.config, snapshot); unknown != nil {
			t.view.Diagnostics(diag.Diagnostics{unknown}, nil)
			return cli.ErrPrinted
		}
	}
	t.snapshots[name] = snapshot
	found, _ := audit.Judge(t.config, snapshot, time.Time{}) // what it says is in the gaps
	out := testcase.Judged{File: name, AsOf: found.AsOf}
	for i := range found.Subjects {
		s := &found.Subjects[i]
		switch {
		case len(t.opts.kinds) > 0 && !slices.Contains(t.opts.kinds, s.Kind):
		case testcase.Writable(s):
			out.Subjects = append(out.Subjects, s)
			t.cases++
		default:
			t.left++
		}
	}
	t.gaps = append(t.gaps, found.Gaps...)
	if len(out.Subjects) > 0 {
		t.judged = append(t.judged, out)
	}
	return nil
}

// name returns what test files call a snapshot: its path from the directory of the configuration.
func (t *testWriter) name(file string) (string, error) {
	rel, err := filepath.Rel(t.env.Dir, t.env.Path(file))
	if err == nil && fs.ValidPath(path.Join(t.dir, filepath.ToSlash(rel))) {
		return filepath.ToSlash(rel), nil
	}
	return "", &cli.UsageError{Summary: "Snapshot outside the repository", Detail: fmt.Sprintf(
		"Test cases can only use snapshots in the repository of the configuration. Copy %s into it.", diag.Printable(file))}
}

// prove runs what is to be written. A case that fails is a mistake of ours.
func (t *testWriter) prove(src []byte) {
	f, diags := testcase.Read("import"+testcase.Suffix, src)
	suite := testcase.Suite{Config: t.config, Files: []*testcase.File{f}, Snapshot: func(name string) (*github.Snapshot, error) { return t.snapshots[name], nil }}
	diags = append(diags, suite.Resolve()...)
	if diags.HasErrors() {
		panic(fmt.Sprintf("adopt: the test cases are not valid: %v", diags))
	}
	results, _ := suite.Run(t.env.Now(), time.Time{}, func(*testcase.Case) bool { return true })
	for i := range results {
		if !results[i].Passed() {
			panic(fmt.Sprintf("adopt: a test case fails: %s: %v", results[i].Case.Title(), results[i].Differences))
		}
	}
	if len(results) != t.cases {
		panic(fmt.Sprintf("adopt: %d test cases, not %d", len(results), t.cases))
	}
}
