package api

import (
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/transport"
)

const (
	// accessFor is how long an installation that was looked up is taken to be the one.
	accessFor = time.Hour
	// doubtedAfter is how old what is known of an installation must be for a refusal to
	// cast doubt on it: one that repeats must not cost a new access token each time.
	doubtedAfter = 5 * time.Minute
)

// common is what a client and those that Fresh returns share.
type common struct {
	gate       chan struct{}
	secrets    *credential.Secrets
	assertions *transport.Assertions // of the App; nil with a token

	mu      sync.Mutex
	pauses  map[string]*transport.Pause // by identity
	granted map[string]*access          // by organization in lower case
	itself  *gh.App                     // nil: not looked up
}

// access is the installation of the App in an organization, with its access token. It never
// changes but for the token.
type access struct {
	installation *gh.Installation
	since        time.Time // when it was looked up
	kept         *transport.Kept
}

// pause is that of an identity.
func (c *common) pause(identity string) *transport.Pause {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.pauses[identity]
	if p == nil {
		p = &transport.Pause{}
		c.pauses[identity] = p
	}
	return p
}

// known returns the access to an organization, unless it is not known or too old.
func (c *common) known(organization string, now time.Time) *access {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.granted[strings.ToLower(organization)]
	if a == nil || now.Sub(a.since) >= accessFor {
		return nil
	}
	return a
}

// grant keeps an installation. Where it is still the same, its access token is too.
func (c *common) grant(organization string, installation *gh.Installation, now time.Time) *access {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := strings.ToLower(organization)
	a := &access{installation, now, transport.NewKept()}
	if old := c.granted[key]; old != nil && old.installation.GetID() == installation.GetID() {
		a.kept = old.kept
	}
	c.granted[key] = a
	return a
}

// forget drops the access to an organization, unless another has taken its place or it is
// younger than an age.
func (c *common) forget(organization string, a *access, age time.Duration, now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := strings.ToLower(organization)
	if c.granted[key] == a && now.Sub(a.since) >= age {
		delete(c.granted, key)
	}
}
