package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
)

const pullLong = `Reads the pending requests and active tokens of organizations from GitHub, and
writes them as a snapshot, which audit, plan and import take. A snapshot holds no
secret: GitHub shows nobody the text of a token.

The organizations are those of the configuration, if nothing else is said. Which
repositories a request or token selects takes a call for each: with --repositories
needed they are read where a verdict of the configuration's templates depends on
them. Without a configuration, all are read.

What could not be read is listed in the snapshot and on stderr, and the exit code
is 4. Answers are kept in the user's cache directory, so that GitHub can say that
nothing has changed; --no-cache does without.`

const pullExample = `  patctl pull --out snapshot.json
  patctl pull --organization octo-org --repositories all
  patctl pull --all-installations --redact --out snapshot.json`

// pullOptions are the flags of pull.
type pullOptions struct {
	live            liveOptions
	out             string // file; "" or "-": stdout
	repositories    string
	redact          bool
	allowIncomplete bool
}

func newPullCmd(e *env) *cobra.Command {
	var (
		opts   pullOptions
		output string
	)
	cmd := &cobra.Command{
		Use:     "pull",
		Short:   "Read organizations from GitHub into a snapshot",
		Long:    pullLong,
		Example: pullExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.check(cmd); err != nil {
				return err
			}
			if err := opts.parseOutput(cmd, output); err != nil {
				return err
			}
			return runPull(cmd.Context(), e, newView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.out, "out", "", "write the snapshot to `FILE` (default stdout)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the snapshot to `FILE`")
	_ = cmd.Flags().MarkHidden("output") // the flag exists
	cmd.Flags().StringVar(&opts.repositories, "repositories", "", "read selected repositories: `WHICH` is needed, all or none (default needed)")
	cmd.Flags().BoolVar(&opts.redact, "redact", false, "write pseudonyms for logins, names and reasons")
	cmd.Flags().BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "end with 0 although something could not be read")
	opts.live.addFlags(cmd)
	return cmd
}

// The values of --repositories.
const (
	repositoriesNeeded = "needed"
	repositoriesAll    = "all"
	repositoriesNone   = "none"
)

func (o *pullOptions) check(cmd *cobra.Command) error {
	words := []string{repositoriesNeeded, repositoriesAll, repositoriesNone}
	if o.repositories != "" && !slices.Contains(words, o.repositories) {
		return usageErrorf(cmd, "Invalid value of a flag", "The flag --repositories takes one of %s, not %q.%s",
			strings.Join(words, ", "), o.repositories, diag.DidYouMean(o.repositories, words))
	}
	return o.live.check(cmd)
}

// parseOutput takes what --output was given, by which pull called --out before.
// The format of a snapshot, as in json=FILE, may stand before its name.
func (o *pullOptions) parseOutput(cmd *cobra.Command, output string) error {
	changed := cmd.Flags().Changed
	switch {
	case changed("out") && changed("output"):
		return usageErrorf(cmd, "Two outputs to one place", "The flag --output is the old name of --out. Use --out alone.")
	case changed("out") && o.out == "" || changed("output") && strings.TrimPrefix(output, "json=") == "":
		return usageErrorf(cmd, "Missing name of a file", "The flag --out needs the name of a file.")
	case changed("output") && output != "json":
		o.out = strings.TrimPrefix(output, "json=")
	}
	return nil
}

// needs chooses whose repositories are read.
func (o *pullOptions) needs(cfg *hcl.Configuration) github.Needs {
	switch {
	case o.repositories == repositoriesNone:
		return github.NeedsNone
	case o.repositories == repositoriesAll || cfg.Catalog == nil:
		return github.NeedsAll
	}
	return func(organization *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(cfg, organization)
	}
}

func runPull(ctx context.Context, e *env, v *view, opts pullOptions) error {
	cfg, err := loadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if opts.repositories == repositoriesNeeded && cfg.Catalog == nil {
		return &usageError{"No configuration files", "With --repositories needed the templates of a configuration decide, and there is none here. Use --repositories all or none."}
	}
	client, err := opts.live.open(e, v, hostOf(cfg), github.DefaultAttempts)
	if err != nil {
		return opts.live.liveError(err, cfg)
	}
	logins, err := opts.live.logins(ctx, client, cfg)
	if err != nil || len(logins) == 0 {
		v.endProgress(e)
		return firstError(err, noOrganization(opts.live))
	}
	done := e.signals.heeds()
	client.ReadTeams(audit.NamedTeams(cfg))
	snapshot := client.Read(ctx, logins, opts.needs(cfg))
	done()
	v.endProgress(e)
	incomplete := v.incomplete(snapshot)
	if ctx.Err() != nil {
		v.note("Read %s before the interruption. No snapshot was written.", readSoFar(snapshot))
		return ctx.Err()
	}
	if err := writeSnapshot(e, opts, snapshot); err != nil {
		return err
	}
	v.pulled(snapshot, client.Usage())
	if incomplete && !opts.allowIncomplete {
		return exitWith(exitIncomplete)
	}
	return nil
}

// firstError returns the first error that is one.
func firstError(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

func noOrganization(o liveOptions) error {
	if o.allInstallations {
		return &usageError{"No organization to read", "No organization has installed the App."}
	}
	return &usageError{"No organization to read", "The configuration declares none. Add a block, or name one with --organization:\n\n  organization \"octo-org\" {\n  }"}
}

func writeSnapshot(e *env, opts pullOptions, snapshot *github.Snapshot) error {
	if opts.redact {
		snapshot = github.Redact(snapshot)
	}
	var plain, b bytes.Buffer
	if err := snapshot.Encode(&plain, buildVersion()); err != nil {
		return err
	}
	// Names and reasons come from strangers, and a snapshot is looked at.
	if err := format.WriteJSON(&b, json.RawMessage(plain.Bytes())); err != nil {
		return err
	}
	if opts.out == "" || opts.out == "-" {
		_, err := e.stdout.Write(b.Bytes())
		return err
	}
	err := e.checkOutput(e.path(opts.out))
	if err == nil {
		err = writeFile(e.path(opts.out), b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(opts.out), err)
	}
	return nil
}

// maxGaps is how many gaps are printed; the snapshot holds them all.
const maxGaps = 20

// incomplete prints what could not be read, and reports whether there is any.
func (v *view) incomplete(snapshot *github.Snapshot) bool {
	var lines []string
	for i := range snapshot.Organizations {
		o := &snapshot.Organizations[i]
		for _, gap := range o.Incomplete {
			lines = append(lines, fmt.Sprintf("%s, %s: %s", diag.Printable(o.Login), diag.Printable(gap.What), diag.Printable(gap.Why)))
		}
	}
	return v.missing(lines)
}

// missing prints lines about what could not be read, and reports whether there are any.
func (v *view) missing(lines []string) bool {
	if len(lines) == 0 {
		return false
	}
	if more := len(lines) - maxGaps; more > 0 {
		lines = append(lines[:maxGaps], fmt.Sprintf("... and %d more, which the snapshot lists.", more))
	}
	v.diagnostics(diag.Diagnostics{diag.General("Incomplete scan",
		"Not everything could be read. What is missing:\n\n"+strings.Join(lines, "\n\n"))}, nil)
	return true
}

// pulled sums up what was read.
func (v *view) pulled(snapshot *github.Snapshot, u github.Usage) {
	v.remark("Read %s.", readSoFar(snapshot))
	v.usage(u)
}

// readSoFar counts what a snapshot holds.
func readSoFar(snapshot *github.Snapshot) string {
	requests, tokens := 0, 0
	for _, o := range snapshot.Organizations {
		requests, tokens = requests+len(o.Requests), tokens+len(o.Tokens)
	}
	return fmt.Sprintf("%s and %s of %s", counted(requests, "request"), counted(tokens, "token"), counted(len(snapshot.Organizations), "organization"))
}
