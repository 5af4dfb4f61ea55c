package serve

import (
	"context"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/serve/status"
)

// tend keeps the configuration up to date, and looks at organizations that no delivery asked
// for: all of them at the start and after a change of the configuration, and otherwise those
// that are due.
func (s *Server) tend(ctx context.Context) {
	s.sweep(ctx, true)
	files, due := s.After(watchEvery), s.After(s.pause())
	for {
		load, swept := false, false
		select {
		case <-ctx.Done():
			return
		case <-s.Reload:
			load = true
		case <-files:
			load = s.Source.Changed()
			files = s.After(watchEvery)
		case <-due:
			swept = true
			if load = s.unlisted; !load {
				s.sweep(ctx, false)
			}
		}
		// A new configuration may have a shorter interval.
		if load && s.load(ctx) || swept {
			due = s.After(s.pause())
		}
	}
}

// watchEvery is how often the files of the configuration are looked at.
const watchEvery = 2 * time.Second

// pause is the time between two sweeps: an organization is looked at that much later than it
// is due, at most.
func (s *Server) pause() time.Duration {
	const parts = 20
	return max(s.force.state().interval/parts, time.Second)
}

// sweep asks for looks at the organizations that are due, or at all of them.
func (s *Server) sweep(ctx context.Context, all bool) {
	s.refreshLogins(ctx)
	now := s.force.state()
	due := now.logins
	if !all {
		known, err := s.known(ctx)
		if err != nil {
			s.Log.Error("the sweep failed", "error", err)
			return
		}
		due = dueSince(now.logins, known, s.Now().Add(-now.interval))
	}
	if len(due) == 0 {
		return
	}
	if err := s.Queue.Add(ctx, time.Time{}, due...); err != nil {
		s.Log.Error("the sweep failed", "error", err)
	}
}

// dueSince returns the organizations that were not looked at since a time.
func dueSince(logins []string, known []status.Organization, since time.Time) []string {
	at := make(map[string]time.Time, len(known))
	for i := range known {
		at[strings.ToLower(known[i].Login)] = known[i].LookedAt
	}
	var due []string
	for _, login := range logins {
		if !at[strings.ToLower(login)].After(since) {
			due = append(due, login)
		}
	}
	return due
}

// refreshLogins finds out which organizations there are now: an App may have been installed
// in more of them. While GitHub does not say, the ones from before stay.
func (s *Server) refreshLogins(ctx context.Context) {
	c, release := s.force.acquire()
	defer release()
	if s.Now().Sub(s.loginsAt) < c.Interval {
		return
	}
	logins, err := c.Logins(ctx)
	if err != nil || len(logins) == 0 {
		s.Log.Warn("the list of organizations could not be read again", "error", err)
		return
	}
	if s.force.renew(c, logins) {
		s.loginsAt = s.Now()
		s.retain(logins)
	}
}
