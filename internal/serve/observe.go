package serve

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
)

// arrived asks for a look because of a delivery.
func (s *Server) arrived(ctx context.Context, at time.Time, organization string) error {
	if s.Arrived != nil {
		s.Arrived(organization)
	}
	return s.Queue.Add(ctx, at, organization)
}

// maxSkew is how far the clocks of several servers may be apart.
const maxSkew = time.Minute

// known returns what is known of all organizations. A look in the future was noted by a clock that
// was wrong: when it was is not known, so it counts as never.
func (s *Server) known(ctx context.Context) ([]status.Organization, error) {
	known, err := s.Store.All(ctx)
	latest := s.Now().Add(maxSkew)
	for i := range known {
		for _, at := range []*time.Time{&known[i].LookedAt, &known[i].CompleteAt} {
			if at.After(latest) {
				*at = time.Time{}
			}
		}
	}
	return known, err
}

// configured returns what is known of the organizations that are configured; one that was
// never looked at has its login only.
func (s *Server) configured(ctx context.Context) ([]status.Organization, error) {
	known, err := s.known(ctx)
	if err != nil {
		return nil, err
	}
	by := make(map[string]status.Organization, len(known))
	for i := range known {
		by[strings.ToLower(known[i].Login)] = known[i]
	}
	logins := s.force.state().logins
	out := make([]status.Organization, 0, len(logins))
	for _, login := range logins {
		o, ok := by[strings.ToLower(login)]
		if !ok {
			o = status.Organization{Login: login}
		}
		out = append(out, o)
	}
	return out, nil
}

// Organizations returns what is known of the organizations that are configured, or nothing
// while the store does not answer.
func (s *Server) Organizations() []status.Organization {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	known, err := s.configured(ctx)
	if err != nil {
		s.Log.Error("the status of organizations could not be read", "error", err)
	}
	return known
}

// observe counts and logs a look.
func (s *Server) observe(l queue.Look, found *reviewer.Found, err error, took time.Duration) {
	result := resultOf(found, err)
	s.Metrics.Look(result, took, found.Calls)
	if err == nil && !l.Since.IsZero() {
		s.Metrics.Decision(s.Now().Sub(l.Since))
	}
	for i := range found.Outcomes {
		s.Metrics.Review(found.Outcomes[i].Action, found.Outcomes[i].Result)
	}
	attributes := []slog.Attr{
		slog.String("organization", l.Organization), slog.String("result", string(result)), slog.Float64("seconds", took.Seconds()), slog.Int("attempt", l.Attempt),
		slog.Int("calls", found.Calls), slog.Int("pending", len(found.Notices.Pending)), slog.Int("reviews", len(found.Outcomes)),
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", diag.Printable(err.Error())))
	}
	s.Log.LogAttrs(context.Background(), levelOf(err != nil), "looked at an organization", attributes...)
}

func resultOf(found *reviewer.Found, err error) metrics.LookResult {
	switch {
	case found.Notices.Complete:
		return metrics.Complete
	case err != nil && found.Notices.Organization == "":
		return metrics.Failed
	}
	return metrics.Incomplete
}

func levelOf(failed bool) slog.Level {
	if failed {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}
