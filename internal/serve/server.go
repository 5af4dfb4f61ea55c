package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
	"github.com/patctl/patctl/internal/serve/webhook"
)

// Store keeps what a server knows.
type Store interface {
	reviewer.Store
	// All returns what is known of every organization, sorted by login. Its lists are not to be changed.
	All(ctx context.Context) ([]status.Organization, error)
}

// Notifier tells people and programs what was found.
type Notifier interface {
	// Tell returns at once. What is to be told is sent later, tried again where it fails, and
	// told once for each target and verdict.
	Tell(look notify.Look)
	// Run sends until the context ends, and for a moment longer.
	Run(ctx context.Context)
	Retarget(targets []notify.Target)
}

// Server is a server. All fields are required but those that have a meaning without a value.
type Server struct {
	Listener net.Listener
	Source   Source
	Reload   <-chan struct{} // asks for the configuration to be loaded again
	Queue    queue.Queue
	Store    Store
	Notifier Notifier
	Metrics  *metrics.Metrics
	Act      bool
	Version  string
	Host     string
	Now      func() time.Time
	After    func(time.Duration) <-chan time.Time
	Log      *slog.Logger
	// Arrived is called for each delivery that is taken in, before the organization is looked
	// at; nil: nobody wants to know.
	Arrived func(organization string)
	// Retain is told which organizations there are, whenever that may have changed; what is
	// known of others can go. nil: nobody wants to know.
	Retain func(logins []string)

	force    force
	current  atomic.Pointer[http.ServeMux]
	loginsAt time.Time // when the organizations were listed; of the goroutine of tend
	unlisted bool      // the newest configuration waits for its organizations; of the same goroutine
	stopping atomic.Bool
	reading  reading
}

// Run serves until the context ends, and then ends in order: it takes in no more deliveries,
// lets looks that are under way end, and sends what is to be told. The first configuration
// has to load.
func (s *Server) Run(ctx context.Context) error {
	first, err := s.Source.Load(ctx)
	if err != nil {
		return err
	}
	logins, err := first.Logins(ctx)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("list the organizations: %w", err)
	}
	if err := s.put(first, logins); err != nil {
		return err
	}
	return s.serve(ctx)
}

func (s *Server) serve(parent context.Context) error {
	web := s.web()
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	var parts, last sync.WaitGroup
	parts.Go(func() {
		if err := web.Serve(webhook.Listener(s.Listener, webhook.Connections)); !errors.Is(err, http.ErrServerClosed) {
			cancel(fmt.Errorf("serve %s: %w", s.Listener.Addr(), err))
		}
	})
	parts.Go(func() {
		if err := s.Queue.Run(ctx, s.work); err != nil && ctx.Err() == nil {
			cancel(fmt.Errorf("run the queue: %w", err))
		}
	})
	parts.Go(func() { s.tend(ctx) })
	// What the last looks found is told after they have ended.
	telling, told := context.WithCancel(context.WithoutCancel(ctx))
	last.Go(func() { s.Notifier.Run(telling) })
	s.Log.Info("serving", "address", s.Listener.Addr().String(), "act", s.Act, "version", s.Version)
	<-ctx.Done()
	s.stopping.Store(true)
	s.Log.Info("stopping")
	closing, end := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	_ = web.Shutdown(closing) // what is left of it ends with the process
	end()
	parts.Wait()
	told()
	last.Wait()
	s.Log.Info("stopped")
	if cause := context.Cause(ctx); cause != context.Cause(parent) { //nolint:errorlint // the same value, or another
		return cause
	}
	return nil // it was asked to stop
}

func (s *Server) retain(logins []string) {
	if s.Retain != nil {
		s.Retain(logins)
	}
}

// closeTimeout is how long answers that are under way may take at the end.
const closeTimeout = 5 * time.Second

// work makes a look, and hands on what it found.
func (s *Server) work(ctx context.Context, l queue.Look) error {
	c, release, ok := s.force.acquireFor(l.Organization)
	if !ok {
		return queue.ErrElsewhere
	}
	defer release()
	began := s.Now()
	found, err := s.look(ctx, c, l)
	s.observe(l, &found, err, s.Now().Sub(began))
	if found.Notices.Organization != "" {
		s.Notifier.Tell(found.Notices)
	}
	return err
}
