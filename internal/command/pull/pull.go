package pull

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/format"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
)

const pullLong = `Reads the pending requests and active tokens of organizations from GitHub, and writes
a snapshot that audit, plan, and import can read. A snapshot contains no secrets, because
GitHub never shows the value of a token.

By default, pull reads the organizations that the configuration declares. Reading the
repositories that a request or token selects takes one call for each. With --repositories
needed, pull reads them only if a verdict depends on them. Without a configuration, it
reads all of them.

With --classic, pull also reads the classic tokens that are authorized for single sign-on.
With --use, it reads which routes tokens called in the last 30 days, from API Insights, and
how many repositories of the organization are public. Both take more calls and more
permissions of the App, and an organization on GitHub Enterprise Cloud.

If something could not be read, pull lists it in the snapshot and on standard error, and
exits with status 4. Responses are kept in the user's cache directory, so that unchanged
ones are not downloaded again. To disable the cache, use --no-cache.`

const pullExample = `  patctl pull --out snapshot.json
  patctl pull --organization octo-org --repositories all
  patctl pull --classic --use --out snapshot.json
  patctl pull --all-installations --redact --out snapshot.json`

// pullOptions are the flags of pull.
type pullOptions struct {
	live            workspace.LiveOptions
	out             string // file; "" or "-": stdout
	repositories    string
	redact          bool
	allowIncomplete bool
}

// NewCmd returns the command pull.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts   pullOptions
		output string
	)
	cmd := &cobra.Command{
		Use:     "pull",
		Short:   "Save requests and tokens of organizations in a snapshot",
		Long:    pullLong,
		Example: pullExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.Check(cmd); err != nil {
				return err
			}
			if err := opts.parseOutput(cmd, output); err != nil {
				return err
			}
			return runPull(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.out, "out", "", "write the snapshot to `FILE` (default: standard output)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the snapshot to `FILE`")
	_ = cmd.Flags().MarkHidden("output") // the flag exists
	cmd.Flags().StringVar(&opts.repositories, "repositories", "", "read selected repositories: `WHICH` is needed, all, or none (default needed)")
	cmd.Flags().BoolVar(&opts.redact, "redact", false, "replace logins, names, and reasons with pseudonyms")
	cmd.Flags().BoolVar(&opts.allowIncomplete, "allow-incomplete", false, "do not exit with status 4 if something could not be read")
	opts.live.AddFlags(cmd)
	opts.live.AddUseFlags(cmd, "read")
	return cmd
}

// The values of --repositories.
const (
	repositoriesNeeded = "needed"
	repositoriesAll    = "all"
	repositoriesNone   = "none"
)

func (o *pullOptions) Check(cmd *cobra.Command) error {
	words := []string{repositoriesNeeded, repositoriesAll, repositoriesNone}
	if o.repositories != "" && !slices.Contains(words, o.repositories) {
		return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --repositories takes one of %s, not %q.%s",
			strings.Join(words, ", "), o.repositories, diag.DidYouMean(o.repositories, words))
	}
	return o.live.Check(cmd)
}

// parseOutput takes what --output was given, by which pull called --out before.
// The format of a snapshot, as in json=FILE, may precede its name.
func (o *pullOptions) parseOutput(cmd *cobra.Command, output string) error {
	changed := cmd.Flags().Changed
	switch {
	case changed("out") && changed("output"):
		return cli.UsageErrorf(cmd, "Duplicate output", "The flag --output is the old name of --out. Use only --out.")
	case changed("out") && o.out == "" || changed("output") && strings.TrimPrefix(output, "json=") == "":
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --out requires the name of a file.")
	case changed("output") && output != "json":
		o.out = strings.TrimPrefix(output, "json=")
	}
	return nil
}

// needs chooses whose repositories are read.
func (o *pullOptions) needs(cfg *hcl.Configuration) api.Needs {
	switch {
	case o.repositories == repositoriesNone:
		return api.NeedsNone
	case o.repositories == repositoriesAll || cfg.Catalog == nil:
		return api.NeedsAll
	}
	return func(organization *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(cfg, organization)
	}
}

func runPull(ctx context.Context, e *cli.Env, v *cli.View, opts pullOptions) error {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if opts.repositories == repositoriesNeeded && cfg.Catalog == nil {
		return &cli.UsageError{Summary: "No configuration files", Detail: "With --repositories needed, the templates in a configuration determine which repositories to read. Use --repositories all or --repositories none."}
	}
	client, err := opts.live.Open(e, v, workspace.HostOf(cfg), transport.DefaultAttempts)
	if err != nil {
		return opts.live.LiveError(err, cfg)
	}
	logins, err := opts.live.Logins(ctx, client, cfg)
	if err != nil || len(logins) == 0 {
		workspace.EndProgress(v, e)
		return workspace.FirstError(err, workspace.NoOrganization(opts.live))
	}
	done := e.Signals.Heeds()
	client.ReadTeams(audit.NamedTeams(cfg))
	snapshot := client.Read(ctx, logins, opts.needs(cfg))
	done()
	workspace.EndProgress(v, e)
	incomplete := workspace.SayIncomplete(v, snapshot)
	if ctx.Err() != nil {
		v.Note("Read %s before the interruption, and wrote no snapshot.", workspace.ReadSoFar(snapshot))
		return ctx.Err()
	}
	if err := writeSnapshot(e, opts, snapshot); err != nil {
		return err
	}
	workspace.SayPulled(v, snapshot, client.Usage())
	if incomplete && !opts.allowIncomplete {
		return cli.ExitWith(cli.ExitIncomplete)
	}
	return nil
}

func writeSnapshot(e *cli.Env, opts pullOptions, snapshot *github.Snapshot) error {
	if opts.redact {
		snapshot = github.Redact(snapshot)
	}
	var plain, b bytes.Buffer
	if err := snapshot.Encode(&plain, cli.BuildVersion()); err != nil {
		return err
	}
	// Names and reasons come from strangers, and a snapshot is looked at.
	if err := format.WriteJSON(&b, json.RawMessage(plain.Bytes())); err != nil {
		return err
	}
	if opts.out == "" || opts.out == "-" {
		_, err := e.Stdout.Write(b.Bytes())
		return err
	}
	err := e.CheckOutput(e.Path(opts.out))
	if err == nil {
		err = cli.WriteFile(e.Path(opts.out), b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", diag.Printable(opts.out), err)
	}
	return nil
}
