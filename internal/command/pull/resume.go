package pull

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/input"
	"github.com/patctl/patctl/internal/workspace"
)

const (
	// defaultMaxAge is how old what an earlier run has read may be.
	defaultMaxAge = time.Hour
	// checkpointEvery is how much of a run is lost at most if the process is killed, unless
	// writing takes long.
	checkpointEvery = 2 * time.Second
	// checkpointShare is how many times as long as writing the file takes pull reads until it
	// writes it again.
	checkpointShare = 20
)

// scope is what the flags ask for.
func (o *pullOptions) scope(cfg *hcl.Configuration) github.Scope {
	repositories := cmp.Or(o.repositories, repositoriesNeeded)
	if cfg.Catalog == nil && o.repositories == "" {
		repositories = repositoriesAll
	}
	return github.Scope{AllInstallations: o.live.AllInstallations, Repositories: repositories, Classic: o.live.Classic, Use: o.live.Use}
}

// earlier reads the file of --resume, and makes sure that it is of a run like this one. Nil:
// there is none.
func (o *pullOptions) earlier(ctx context.Context, e *cli.Env, cfg *hcl.Configuration) (*github.Snapshot, error) {
	if o.resume == "" {
		return nil, nil
	}
	data, err := input.ReadFile(e.Path(o.resume), cli.MaxData)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, cli.ReadingError(e, "snapshot", cli.SavedSnapshot, o.resume, err)
	}
	s, err := workspace.DecodeSnapshot(e, o.resume, data)
	if err != nil {
		return nil, err
	}
	if err := o.continues(s, cfg); err != nil {
		return nil, fmt.Errorf("resume %s: %w. Use the same flags and configuration, or another file", diag.Printable(o.resume), err)
	}
	return s, ctx.Err()
}

// continues says why this run cannot go on with a snapshot.
func (o *pullOptions) continues(s *github.Snapshot, cfg *hcl.Configuration) error {
	host := workspace.HostOf(cfg)
	scope := o.scope(cfg)
	switch {
	case !strings.EqualFold(s.Host, host):
		return fmt.Errorf("it is from the host %s, but this run reads %s", diag.Printable(s.Host), diag.Printable(host))
	case s.Shard.Index != o.shard.Index || s.Shard.Count != o.shard.Count:
		return fmt.Errorf("it contains %s, but this run reads %s", partOf(s.Shard), partOf(o.shard))
	case s.Scope != nil && *s.Scope != scope:
		return fmt.Errorf("it was read with %s, but this run has %s", diag.Printable(s.Scope.Flags()), scope.Flags())
	}
	return nil
}

func partOf(s github.Shard) string {
	if s.All() {
		return "all organizations"
	}
	return fmt.Sprintf("shard %d of %d", s.Index, s.Count)
}

// keep takes what an earlier run has read. Its organizations must be among those of this run,
// unless the App was removed from them.
func (c *collection) keep(v *cli.View, before *github.Snapshot, cfg *hcl.Configuration, logins []string) error {
	if before == nil {
		return nil
	}
	var gone []string
	for i := range before.Organizations {
		if o := &before.Organizations[i]; !cli.ContainsFold(logins, o.Login) {
			gone = append(gone, o.Login)
		}
	}
	switch {
	case len(gone) > 0 && (!c.opts.live.AllInstallations || len(gone) == len(before.Organizations)):
		return fmt.Errorf("resume %s: it contains the organization %s, which this run does not read. Use the same flags and configuration, or another file",
			diag.Printable(c.opts.resume), diag.Printable(gone[0]))
	case len(gone) > 0:
		v.Note("The App is no longer installed in %s, so the snapshot no longer contains it.", diag.Printable(strings.Join(gone, ", ")))
	}
	now, needs, teams := c.env.Now(), c.opts.needs(cfg), audit.NamedTeams(cfg)
	for i := range before.Organizations {
		o := &before.Organizations[i]
		if now.Sub(o.ReadAt) > c.opts.maxAge || !c.opts.whole(o, needs, teams[strings.ToLower(o.Login)]) {
			continue
		}
		at := slices.IndexFunc(c.left, func(login string) bool { return strings.EqualFold(login, o.Login) })
		if at < 0 {
			continue // of another shard, or gone
		}
		c.left = slices.Delete(c.left, at, at+1)
		c.kept++
		if err := c.add(o, false); err != nil {
			return err
		}
	}
	return nil
}

// whole reports whether an organization has everything that this run would read. The
// configuration may ask for more than it did before.
func (o *pullOptions) whole(org *github.Organization, needs func(*github.Organization) (requests, tokens []int), teams []string) bool {
	switch {
	case !org.Complete(),
		o.live.Classic && org.Credentials == nil,
		o.live.Use && (org.Insights == nil || org.PublicRepositories == nil):
		return false
	}
	for _, slug := range teams {
		if !slices.ContainsFunc(org.Teams, func(t github.Team) bool { return t.Slug == slug }) {
			return false
		}
	}
	requests, tokens := needs(org)
	return !slices.ContainsFunc(requests, func(i int) bool { return !org.Requests[i].RepositoriesRead }) &&
		!slices.ContainsFunc(tokens, func(i int) bool { return !org.Tokens[i].RepositoriesRead })
}

// due reports whether the file is to be written while organizations are read.
func (c *collection) due() bool {
	return c.env.Now().Sub(c.checked) >= max(checkpointEvery, checkpointShare*c.took)
}

// checkpoint writes what was read so far, if another run is to go on with it.
func (c *collection) checkpoint() error {
	if c.opts.resume == "" {
		return nil
	}
	start := c.env.Now()
	err := c.write()
	c.checked = c.env.Now()
	c.took = c.checked.Sub(start)
	return err
}
