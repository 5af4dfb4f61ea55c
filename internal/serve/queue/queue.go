// Package queue holds the organizations that are to be looked at. Each is in it at most once,
// and at most one look at it is under way; what is asked for during a look leads to another
// look afterwards. Organizations whose looks fail or take long hold up no others.
package queue

import (
	"context"
	"errors"
	"time"
)

// Look is a look at an organization that is due.
type Look struct {
	Organization string    // the login
	Since        time.Time // when the oldest event came that asked for it; zero: only a sweep did
	Attempt      int       // looks in a row that failed, and this one: 1 or more
}

// ErrElsewhere is that of a look at an organization that is not configured in this process. Where
// several share a queue, another one may have it, such as one that loaded a newer configuration.
var ErrElsewhere = errors.New("the organization is not configured in this process")

// Work looks at an organization. An error means that it is to be looked at again, later after
// each failure.
type Work func(ctx context.Context, l Look) error

// Queue hands out looks.
type Queue interface {
	// Add asks for a look at organizations because of an event at a time, or for a sweep,
	// with the zero time. It returns when the looks can no longer be
	// lost by a passing failure of what the queue is kept in.
	Add(ctx context.Context, since time.Time, organizations ...string) error
	// Run hands out looks until the context ends. Then no look begins any more, and those
	// under way have some time to end, before their context ends as well.
	Run(ctx context.Context, work Work) error
	// Depth tells how much there is to do.
	Depth() Depth
}

// Depth is how much there is to do.
type Depth struct {
	Waiting int           // looks that are due and have not begun
	Running int           // looks under way, in this process
	Delayed int           // looks that wait for their next attempt
	Oldest  time.Duration // how long the oldest of those that are due has been waiting
}
