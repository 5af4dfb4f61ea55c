package api

import (
	"context"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/transport"
)

const (
	// turns is how many organizations are read at once, while none of them waits. An
	// organization mostly has two calls under way, so this keeps MaxParallelism calls busy.
	turns = 64
	// turnTime is after how long an organization lets the next one begin, although it is not
	// done: it is large, or GitHub does not answer.
	turnTime = 2 * time.Second
)

// ReadEach reads organizations as Read does, and passes each on as soon as it is read. It
// passes on every organization once, in any order, and never two at the same time. Each has
// its own time to wait, its own calls at once, and its own record of calls that failed, so
// that one which fails, hangs, or waits for its limit holds up no other.
func (c *Client) ReadEach(ctx context.Context, organizations []string, needs Needs, each func(github.Organization)) {
	if needs == nil {
		needs = NeedsAll
	}
	waiting := make(chan struct{}, turns)
	var all sync.WaitGroup
	var one sync.Mutex
	for _, login := range distinct(organizations) {
		waiting <- struct{}{}
		end := sync.OnceFunc(func() { <-waiting })
		all.Go(func() {
			timer := time.AfterFunc(turnTime, end)
			defer timer.Stop()
			defer end()
			o := c.part(end).readOne(ctx, login, needs)
			one.Lock()
			defer one.Unlock()
			each(o)
		})
	}
	all.Wait()
}

// part is a client for one organization of a run. Usage, progress, GitHub's limits,
// installations, and access tokens are those of c; the rest is its own. It calls waits when it
// first waits.
func (c *Client) part(waits func()) *Client {
	part := *c
	part.waits = waits
	part.begin(&transport.Outage{Of: c.outage})
	return &part
}

func (c *Client) readOne(ctx context.Context, login string, needs Needs) github.Organization {
	o := c.organization(ctx, login, needs)
	o.Incomplete = append(o.Incomplete, c.clocks.Gaps(c.options.Unattended)...)
	return o
}
