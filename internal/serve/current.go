package serve

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
)

// Configuration is a configuration that can be put in force, with what is made from it.
type Configuration struct {
	Config   *hcl.Configuration
	Interval time.Duration // between looks at an organization, at most
	MaxAge   time.Duration // of the newest complete look, for the server to be ready
	Targets  []notify.Target
	Secrets  []credential.Secret // of deliveries; any of them may have signed one
	Token    credential.Secret   // for the page and the metrics; zero: there are none
	// Logins returns the organizations that are looked at, one or more. It may ask GitHub.
	Logins  func(ctx context.Context) ([]string, error)
	Look    func(ctx context.Context, l queue.Look) (reviewer.Found, error)
	InForce func() // called when it is put in force; nil: nobody wants to know
	Close   func() // called once nothing uses it any more
}

// Source loads configurations. It is used by one goroutine at a time.
type Source interface {
	// Load loads the configuration as it is now. The error is for people: it says all that is
	// wrong, and holds no secret.
	Load(ctx context.Context) (*Configuration, error)
	// Changed reports whether what Load reads is different from what it read last, and has
	// not changed since the call before.
	Changed() bool
}

// force holds the configuration that is in force, and how the last attempt to replace it ended.
type force struct {
	mu       sync.Mutex
	current  *use
	loadedAt time.Time
	failure  error // of the last attempt to replace it; nil: it worked
	logins   []string
	known    map[string]string // logins by themselves in lower case
}

// use counts the looks that are under way with a configuration.
type use struct {
	*Configuration
	looks    int
	replaced bool
}

// put brings a configuration into force. The one before is closed when nothing uses it.
func (f *force) put(c *Configuration, logins []string, at time.Time) {
	f.mu.Lock()
	before := f.current
	f.current, f.loadedAt, f.failure = &use{Configuration: c}, at, nil
	f.setLogins(logins)
	unused := before != nil && before.looks == 0
	if before != nil {
		before.replaced = true
	}
	f.mu.Unlock()
	if unused {
		before.Close()
	}
}

// renew replaces the organizations of a configuration, if it is still in force.
func (f *force) renew(c *Configuration, logins []string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current.Configuration != c {
		return false
	}
	f.setLogins(logins)
	return true
}

// setLogins is called with the lock held.
func (f *force) setLogins(logins []string) {
	f.logins, f.known = logins, make(map[string]string, len(logins))
	for _, login := range logins {
		f.known[strings.ToLower(login)] = login
	}
}

// failed records that the configuration could not be replaced.
func (f *force) failed(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failure = err
}

// lookup returns a login as it is configured.
func (f *force) lookup(login string) (string, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	name, ok := f.known[strings.ToLower(login)]
	return name, ok
}

// acquire returns the configuration in force. Call release when it is not used any more.
func (f *force) acquire() (c *Configuration, release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hold()
}

// acquireFor is acquire for a look at an organization. It is false where the configuration in
// force does not have the organization.
func (f *force) acquireFor(login string) (c *Configuration, release func(), ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.known[strings.ToLower(login)]; !ok {
		return nil, nil, false
	}
	c, release = f.hold()
	return c, release, true
}

// hold is called with the lock held.
func (f *force) hold() (c *Configuration, release func()) {
	u := f.current
	u.looks++
	return u.Configuration, func() {
		f.mu.Lock()
		u.looks--
		unused := u.replaced && u.looks == 0
		f.mu.Unlock()
		if unused {
			u.Close()
		}
	}
}

// state is what is known of the configuration.
type state struct {
	logins   []string
	interval time.Duration
	maxAge   time.Duration
	loadedAt time.Time
	failure  error
}

func (f *force) state() state {
	f.mu.Lock()
	defer f.mu.Unlock()
	return state{logins: f.logins, interval: f.current.Interval, maxAge: f.current.MaxAge, loadedAt: f.loadedAt, failure: f.failure}
}

// load replaces the configuration in force, and reports whether it did. One that is broken
// changes nothing.
func (s *Server) load(ctx context.Context) bool {
	s.unlisted = false
	loaded, err := s.Source.Load(ctx)
	if err != nil {
		s.keepOld(err)
		return false
	}
	logins, err := s.loginsOf(ctx, loaded)
	if err == nil {
		err = s.put(loaded, logins)
	}
	if err != nil {
		loaded.Close()
		s.keepOld(err)
		return false
	}
	s.Log.Info("configuration loaded", "organizations", len(logins), "templates", len(loaded.Config.Templates))
	s.sweep(ctx, true)
	return true
}

// loginsOf returns the organizations of a configuration that replaces another. Its host is asked
// for nothing if it is another one.
func (s *Server) loginsOf(ctx context.Context, c *Configuration) ([]string, error) {
	if host := c.Config.Host; host != s.Host {
		return nil, fmt.Errorf("the host has changed to %s: start the server again", diag.Printable(host))
	}
	logins, err := c.Logins(ctx)
	s.unlisted = err != nil
	return logins, err
}

// put brings a configuration into force, in all parts of the server.
func (s *Server) put(c *Configuration, logins []string) error {
	routes, err := s.routes(c)
	if err != nil {
		return err
	}
	if c.InForce != nil {
		c.InForce()
	}
	s.force.put(c, logins, s.Now())
	s.current.Store(routes)
	s.loginsAt = s.Now()
	s.retain(logins)
	s.Notifier.Retarget(c.Targets)
	s.Metrics.Reloaded(true, s.Now())
	return nil
}

func (s *Server) keepOld(err error) {
	s.force.failed(err)
	s.Log.Error("the configuration was not replaced", "error", diag.Printable(strings.Join(strings.Fields(err.Error()), " ")))
	s.Metrics.Reloaded(false, s.Now())
}
