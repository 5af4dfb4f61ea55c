package workspace

import (
	"context"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/judged"
)

// readLive reads organizations over the API, and of repositories only those on
// which a verdict depends. What an interrupted run
// could not read is in the gaps.
func (s *Source) readLive(ctx context.Context, e *cli.Env, v *cli.View, cfg *hcl.Configuration) (*Judged, error) {
	client, err := s.Live.Open(e, v, HostOf(cfg), transport.DefaultAttempts)
	if err != nil {
		return nil, s.Live.LiveError(err, cfg)
	}
	orgs, err := s.Live.Logins(ctx, client, cfg)
	if err != nil || len(orgs) == 0 {
		EndProgress(v, e)
		return nil, FirstError(err, NoOrganization(s.Live))
	}
	done := e.Signals.Heeds()
	client.ReadTeams(audit.NamedTeams(cfg))
	snapshot := client.Read(ctx, orgs, func(o *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(cfg, o)
	})
	done()
	EndProgress(v, e)
	if s.Live.AllInstallations {
		for _, o := range cfg.Organizations {
			if !cli.ContainsFold(orgs, o.Login) {
				snapshot.Organizations = append(snapshot.Organizations, absent(o.Login, snapshot, "the App is not installed in it"))
			}
		}
	}
	return &Judged{
		Snapshot: snapshot, Calls: newCalls(client.Usage()), Selected: s.Live.Organizations, Interrupted: ctx.Err(),
	}, nil
}

func newCalls(u transport.Usage) *judged.Calls {
	calls := &judged.Calls{Made: u.Calls, NotModified: u.NotModified}
	if u.Limit > 0 {
		reset := u.Reset.UTC()
		calls.Remaining, calls.ResetsAt = &u.Remaining, &reset
	}
	return calls
}
