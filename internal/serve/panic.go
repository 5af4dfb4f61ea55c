package serve

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
)

var errPanicked = errors.New("patctl has a bug: the look panicked")

// look makes a look. A panic is a failure of that look, and the other organizations go on.
func (s *Server) look(ctx context.Context, c *Configuration, l queue.Look) (found reviewer.Found, err error) {
	defer func() {
		if value := recover(); value != nil {
			s.Log.Error(errPanicked.Error(), "organization", l.Organization, "panic", diag.Printable(fmt.Sprint(value)), "stack", string(debug.Stack()))
			found, err = reviewer.Found{}, errors.Join(errPanicked, s.keepPanic(ctx, l.Organization))
		}
	}()
	return c.Look(ctx, l)
}

// keepPanic keeps the failed look for the status page and the metrics. What is known from
// earlier looks stays.
func (s *Server) keepPanic(ctx context.Context, login string) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	o, _, err := s.Store.Status(ctx, login)
	if err != nil {
		return err
	}
	o.Login, o.LookedAt = login, s.Now().UTC()
	o.Failures++
	o.Gaps = []status.Gap{{What: "reviews", Why: "patctl has a bug: the look panicked. The log has the details."}}
	return s.Store.Keep(ctx, o)
}
