package reviewer

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/status"
)

// Store keeps what looks leave behind. It may be used by several goroutines and processes at once.
type Store interface {
	// Lock keeps everybody else from acting in the organization until unlock; false: somebody else acts.
	Lock(ctx context.Context, organization string) (unlock func(), ok bool, err error)
	// Open returns the calls in the organization without a known result.
	Open(ctx context.Context, organization string) ([]apply.Entry, error)
	// Journal returns the journal of the organization. Its Write returns when the entry is safe.
	Journal(ctx context.Context, organization string) apply.Journal
	// Revoked counts the tokens that GitHub was asked to revoke since a time, each once: those
	// of calls that were accepted or done, or whose result is not known.
	Revoked(ctx context.Context, organization string, since time.Time) (int, error)
	// Status returns what Keep kept last; false: nothing was kept yet.
	Status(ctx context.Context, organization string) (status.Organization, bool, error)
	// Keep replaces what is known of the organization.
	Keep(ctx context.Context, o status.Organization) error
}

// Client is how GitHub is reached; *api.Client is one.
type Client interface {
	// Fresh returns a client for one look.
	Fresh() *api.Client
}

// Reviewer makes looks. All fields are required. It may make several looks at once, each at
// another organization.
type Reviewer struct {
	Config     *hcl.Configuration // for the whole of every look
	Client     Client
	Store      Store
	Act        bool   // false: looks change nothing at GitHub
	Version    string // of patctl, for the journal
	Host       string
	Now        func() time.Time
	Sleep      func(context.Context, time.Duration) error
	Log        *slog.Logger
	NewRunName func() string // for the journal; unlike all others, of all processes
}

// Found is what a look found, and what it did.
type Found struct {
	Notices  notify.Look
	Outcomes []Outcome // in the order in which they became known
	Calls    int       // of GitHub's API
}

// Outcome is the outcome of a review, and when it was known.
type Outcome struct {
	apply.Outcome
	At        time.Time // when it was known
	Since     time.Time // when the request was made; zero: not known, or of a token
	Recovered bool      // an earlier process asked for it
}

// ErrBusy is that of a look that did not take place, because another process acts in the
// organization.
var ErrBusy = errors.New("another process acts in the organization")

// Look looks at an organization. An error means that it is to be looked at again: something
// could not be read, or the result of a review is not certain. Found then holds what was found
// and done all the same, and nothing at all if the look did not take place. Limits that the
// reviews exceed, and reviews that GitHub refuses, are no error: people have to look after
// those, and the status and the notices say so.
//
// Without Act, nothing is locked and nothing is recovered.
func (r *Reviewer) Look(ctx context.Context, l queue.Look) (Found, error) {
	k := &look{Reviewer: r, Look: l, client: r.Client.Fresh(), outcomeAt: map[key]int{}}
	if !r.Act {
		return k.make(ctx)
	}
	unlock, ok, err := r.Store.Lock(ctx, l.Organization)
	switch {
	case err != nil:
		return Found{}, fmt.Errorf("lock %s: %w", l.Organization, err)
	case !ok:
		return Found{}, ErrBusy
	}
	defer unlock()
	return k.make(ctx)
}
