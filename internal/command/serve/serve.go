package serve

import (
	"context"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/workspace"
)

const serveLong = `Runs a server that reviews requests within seconds of being made.

GitHub sends a webhook delivery when a member requests a token. The server then reads the
organization's requests and tokens, compares them with the templates, and tells people
the result. With --act, it approves, denies, and revokes according to the review blocks,
with the same limits and checks as "patctl apply". It also reads each organization at the
start and after every --interval, so that a lost delivery delays a review but does not
prevent it. Without --act, it only reports.

The server has these routes: POST /webhook for deliveries, /healthz, /readyz, /metrics for
Prometheus, and a status page at /. The page and the metrics need PATCTL_SERVE_TOKEN.

The block serve in the configuration says whom to tell: Slack, Teams, issues, and URLs. If
the files of the configuration change, or on SIGHUP, the server loads them again. If they
have errors, it goes on with the earlier configuration.

A single server keeps its queue in memory and its journal in ` + workspace.JournalFile + `.
Several servers share a PostgreSQL database: set PATCTL_DATABASE_URL or --database-url, and
run serve --migrate first. docs/serve.md describes how to set up GitHub, run the server,
and monitor it.`

const serveExample = `  patctl serve --demo
  patctl serve --check --act
  patctl serve --listen :8080
  patctl serve --listen :8080 --act`

// options are the flags of serve.
type options struct {
	listen   string
	act      bool
	interval time.Duration
	database string
	workers  int
	grace    time.Duration
	logs     string
	check    bool
	migrate  bool
	demo     bool
	asJSON   bool
	live     workspace.LiveOptions
}

// NewCmd returns the command serve.
func NewCmd(e *cli.Env) *cobra.Command {
	var opts options
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Review requests within seconds, as a server",
		Long:    serveLong,
		Example: serveExample,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := opts.parse(cmd); err != nil {
				return err
			}
			return opts.run(cmd.Context(), e, cli.NewView(e))
		},
	}
	f := cmd.Flags()
	f.StringVar(&opts.listen, "listen", defaultListen, "listen on `ADDRESS`, in the form HOST:PORT or :PORT")
	f.BoolVar(&opts.act, "act", false, "approve, deny, and revoke according to the review blocks")
	f.DurationVar(&opts.interval, "interval", 0, "read each organization at least every `TIME`, such as 10m (default: interval in the block serve, or 10m)")
	f.StringVar(&opts.database, "database-url", "", "share work with other servers over the PostgreSQL database at `URL`; without a password in it (default: PATCTL_DATABASE_URL)")
	f.IntVar(&opts.workers, "workers", queue.DefaultWorkers, "read at most `N` organizations at once")
	f.DurationVar(&opts.grace, "grace", defaultGrace, "when the server stops, let reviews that have begun take `TIME` to end")
	f.StringVar(&opts.logs, "log-format", "", "write the log in `FORMAT`: text or json (default: text on a terminal, else json)")
	f.BoolVar(&opts.check, "check", false, "check what the server needs, print what is missing, and exit")
	f.BoolVar(&opts.migrate, "migrate", false, "create or update the tables in the PostgreSQL database, and exit")
	f.BoolVar(&opts.demo, "demo", false, "serve an example organization from a GitHub in memory")
	f.BoolVar(&opts.asJSON, "json", false, "with --check, print a JSON document")
	f.StringSliceVar(&opts.live.Organizations, "organization", nil, "review only the organization `LOGIN`; repeatable (default: organizations in the configuration)")
	f.BoolVar(&opts.live.AllInstallations, "all-installations", false, "review every organization that has installed the App")
	return cmd
}

const (
	defaultListen = "127.0.0.1:8080"
	maxWorkers    = 256
	defaultGrace  = 30 * time.Second
	// A look that fails is tried again by the queue, so that each is impatient.
	lookAttempts = 2
	lookMaxWait  = 30 * time.Second
	callTimeout  = 15 * time.Second
	// maxAnswers is how many bytes of GitHub's answers are kept: some hundred thousand tokens.
	maxAnswers = 64 << 20
)

func (o *options) parse(cmd *cobra.Command) error {
	o.live.Parallelism, o.live.MaxWait, o.live.Unattended = api.DefaultParallelism, lookMaxWait, true
	o.live.Timeout, o.live.Memory = callTimeout, &transport.Memory{Max: maxAnswers}
	o.live.Secrets = &credential.Secrets{}
	if o.act {
		o.live.Access = workspace.AppWrites
	}
	modes := 0
	for _, set := range []bool{o.check, o.migrate, o.demo} {
		if set {
			modes++
		}
	}
	_, _, err := net.SplitHostPort(o.listen)
	switch {
	case err != nil:
		return cli.UsageErrorf(cmd, "Invalid flag value", "Set --listen to an address in the form HOST:PORT or :PORT, such as :8080, not %q.", o.listen)
	case modes > 1:
		return cli.UsageErrorf(cmd, "Conflicting flags", "Use only one of --check, --migrate, and --demo.")
	case o.asJSON && !o.check:
		return cli.UsageErrorf(cmd, "Conflicting flags", "The flag --json is for --check.")
	case cmd.Flags().Changed("interval") && (o.interval < hcl.MinInterval || o.interval > hcl.MaxInterval):
		return cli.UsageErrorf(cmd, "Invalid flag value", "Set --interval to a time from 1m to 24h, not %s.", o.interval)
	case o.workers < 1 || o.workers > maxWorkers:
		return cli.UsageErrorf(cmd, "Invalid flag value", "Set --workers to a number from 1 to %d, not %d.", maxWorkers, o.workers)
	case o.grace < 0:
		return cli.UsageErrorf(cmd, "Invalid flag value", "A time cannot be negative. Set --grace to 0s or more, not %s.", o.grace)
	case o.logs != "" && o.logs != logText && o.logs != logJSON:
		return cli.UsageErrorf(cmd, "Invalid flag value", "Set --log-format to text or json, not %q.", o.logs)
	}
	return o.live.Check(cmd)
}

func (o *options) run(ctx context.Context, e *cli.Env, v *cli.View) error {
	limitMemory(e)
	switch {
	case o.migrate:
		return o.runMigrate(ctx, e, v)
	case o.check:
		return o.runCheck(ctx, e, v)
	case o.demo:
		return o.runDemo(ctx, e, v)
	}
	return o.serve(ctx, e, v, setting{})
}
