package migrate

import (
	"context"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/workspace"
)

// readLive reads the classic tokens of organizations, and API Insights if they are a source.
// An interrupted run reads nothing.
func (s *sources) readLive(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*github.Snapshot, error) {
	live := s.live
	live.Classic, live.Use = true, s.used.Insights()
	client, err := live.Open(e, v, workspace.HostOf(cfg), transport.DefaultAttempts)
	if err != nil {
		return nil, live.LiveError(err, cfg)
	}
	logins, err := live.Logins(ctx, client, cfg)
	if err != nil || len(logins) == 0 {
		workspace.EndProgress(v, e)
		return nil, workspace.FirstError(err, workspace.NoOrganization(live))
	}
	done := e.Signals.Heeds()
	snapshot := client.Read(ctx, logins, func(*github.Organization) (requests, tokens []int) { return nil, nil })
	done()
	workspace.EndProgress(v, e)
	return snapshot, ctx.Err()
}
