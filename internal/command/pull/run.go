package pull

import (
	"context"
	"fmt"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
)

func runPull(ctx context.Context, e *cli.Env, v *cli.View, opts pullOptions) error {
	cfg, err := workspace.LoadOptionalConfig(e, v)
	if err != nil {
		return err
	}
	if opts.repositories == repositoriesNeeded && cfg.Catalog == nil {
		return &cli.UsageError{Summary: "No configuration files", Detail: "With --repositories needed, the templates in a configuration determine which repositories to read. Use --repositories all or --repositories none."}
	}
	before, err := opts.earlier(ctx, e, cfg)
	if err != nil {
		return err
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
	c := newCollection(e, cfg, opts, logins)
	if err := c.keep(v, before, cfg, logins); err != nil {
		workspace.EndProgress(v, e)
		return err
	}
	if err := c.read(ctx, v, client, cfg); err != nil {
		return err
	}
	return c.finish(ctx, v, client)
}

// read reads what is left to read. With --resume, the file is written meanwhile, and an error
// is that of writing it.
func (c *collection) read(ctx context.Context, v *cli.View, client *api.Client, cfg *hcl.Configuration) error {
	defer workspace.EndProgress(v, c.env)
	if err := c.checkpoint(); err != nil {
		return err
	}
	defer c.env.Signals.Heeds()()
	reading, stop := context.WithCancel(ctx)
	defer stop()
	client.ReadTeams(audit.NamedTeams(cfg))
	var failed error
	client.ReadEach(reading, c.left, c.opts.needs(cfg), func(o github.Organization) {
		if failed == nil {
			failed = c.add(&o, true)
		}
		if failed == nil && c.due() {
			failed = c.checkpoint()
		}
		if failed != nil {
			stop()
		}
	})
	return failed
}

// finish writes the snapshot, and says what is in it.
func (c *collection) finish(ctx context.Context, v *cli.View, client *api.Client) error {
	incomplete := workspace.SayIncomplete(v, c.gaps())
	if ctx.Err() != nil && c.opts.resume == "" {
		v.Note("Read %s before the interruption, and wrote no snapshot.", &c.tally)
		return ctx.Err()
	}
	if err := c.write(); err != nil {
		return err
	}
	if c.kept > 0 {
		v.Remark("Kept %s from %s.", cli.Counted(c.kept, "organization"), diag.Printable(c.opts.resume))
	}
	if ctx.Err() != nil {
		v.Note("Read %s before the interruption, and wrote %s. To read the rest, run the same command again.", &c.tally, diag.Printable(c.opts.resume))
		return ctx.Err()
	}
	v.Remark("Read %s%s.", &c.tally, c.ofShard())
	workspace.SayUsage(v, client.Usage())
	if incomplete && !c.opts.allowIncomplete {
		return cli.ExitWith(cli.ExitIncomplete)
	}
	return nil
}

func (c *collection) ofShard() string {
	if c.opts.shard.All() {
		return ""
	}
	return fmt.Sprintf(" in shard %d of %d", c.opts.shard.Index, c.opts.shard.Count)
}
