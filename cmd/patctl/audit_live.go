package main

import (
	"context"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/report/judged"
)

// readLive reads organizations over the API, and of repositories only those on
// which a verdict depends. What an interrupted run
// could not read is in the gaps.
func (s *auditSource) readLive(ctx context.Context, e *env, v *view, cfg *hcl.Configuration) (*auditRead, error) {
	client, err := s.live.open(e, v, hostOf(cfg), github.DefaultAttempts)
	if err != nil {
		return nil, s.live.liveError(err, cfg)
	}
	orgs, err := s.live.logins(ctx, client, cfg)
	if err != nil || len(orgs) == 0 {
		v.endProgress(e)
		return nil, firstError(err, noOrganization(s.live))
	}
	done := e.signals.heeds()
	client.ReadTeams(audit.NamedTeams(cfg))
	snapshot := client.Read(ctx, orgs, func(o *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(cfg, o)
	})
	done()
	v.endProgress(e)
	if s.live.allInstallations {
		for _, o := range cfg.Organizations {
			if !containsFold(orgs, o.Login) {
				snapshot.Organizations = append(snapshot.Organizations, absent(o.Login, snapshot, "the App is not installed in it"))
			}
		}
	}
	return &auditRead{
		snapshot: snapshot, calls: newCalls(client.Usage()), selected: s.live.organizations, interrupted: ctx.Err(),
	}, nil
}

func newCalls(u github.Usage) *judged.Calls {
	calls := &judged.Calls{Made: u.Calls, NotModified: u.NotModified}
	if u.Limit > 0 {
		reset := u.Reset.UTC()
		calls.Remaining, calls.ResetsAt = &u.Remaining, &reset
	}
	return calls
}
