package pull

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
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

With --resume, pull keeps what it has read in FILE, also while it runs. If a run is
stopped, the same command goes on with it: organizations that FILE contains in full, and
that were read within --max-age, are not read again. With --shard, several jobs read a
part of the organizations each. To audit all parts together, use --snapshot for each.

If something could not be read, pull lists it in the snapshot and on standard error, and
exits with status 4. Responses are kept in the user's cache directory, so that unchanged
ones are not downloaded again. To disable the cache, use --no-cache.`

const pullExample = `  patctl pull --out snapshot.json
  patctl pull --organization octo-org --repositories all
  patctl pull --classic --use --out snapshot.json
  patctl pull --all-installations --redact --out snapshot.json
  patctl pull --all-installations --resume snapshot.json
  patctl pull --all-installations --shard 1/4 --out shards/1.json`

// pullOptions are the flags of pull.
type pullOptions struct {
	live            workspace.LiveOptions
	out             string // file; "" or "-": stdout
	resume          string // file that a run goes on with; "": none
	maxAge          time.Duration
	shard           github.Shard
	repositories    string
	redact          bool
	allowIncomplete bool
}

// NewCmd returns the command pull.
func NewCmd(e *cli.Env) *cobra.Command {
	var (
		opts   pullOptions
		output string
		shard  string
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
			if err := opts.parseResume(cmd, shard); err != nil {
				return err
			}
			return runPull(cmd.Context(), e, cli.NewView(e), opts)
		},
	}
	cmd.Flags().StringVar(&opts.out, "out", "", "write the snapshot to `FILE` (default: standard output)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the snapshot to `FILE`")
	_ = cmd.Flags().MarkHidden("output") // the flag exists
	cmd.Flags().StringVar(&opts.resume, "resume", "", "write the snapshot to `FILE`, and read only what it does not contain yet")
	cmd.Flags().DurationVar(&opts.maxAge, "max-age", defaultMaxAge, "with --resume, read again what is older than `TIME`, such as 30m or 2h")
	cmd.Flags().StringVar(&shard, "shard", "", "read only the part `I/N` of the organizations, such as 1/4")
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

// parseResume checks what runs of many organizations are given.
func (o *pullOptions) parseResume(cmd *cobra.Command, shard string) (err error) {
	changed := cmd.Flags().Changed
	if changed("shard") {
		if o.shard, err = github.ParseShard(shard); err != nil {
			return cli.UsageErrorf(cmd, "Invalid flag value", "The flag --shard does not take %q: %s.", shard, err)
		}
	}
	switch {
	case changed("resume") && (o.resume == "" || o.resume == cli.StdinName):
		return cli.UsageErrorf(cmd, "Missing file name", "The flag --resume requires the name of a file.")
	case changed("resume") && (changed("out") || changed("output")):
		return cli.UsageErrorf(cmd, "Conflicting flags", "The flag --resume writes the snapshot to its file. Remove --out or --resume.")
	case changed("resume") && o.redact:
		return cli.UsageErrorf(cmd, "Conflicting flags", "A redacted snapshot does not contain the logins that --resume requires. Remove --redact or --resume.")
	case changed("max-age") && !changed("resume"):
		return cli.UsageErrorf(cmd, "Missing flag", "The flag --max-age says how old the data in the file of --resume can be. Add --resume FILE.")
	case o.maxAge < 0:
		return cli.UsageErrorf(cmd, "Invalid flag value", "An age cannot be negative. Set --max-age to 0 or more, not %s.", o.maxAge)
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
