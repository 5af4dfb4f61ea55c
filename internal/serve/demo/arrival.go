package demo

import (
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// maxArrivals is how many requests arrive at most, so that the fake GitHub stays small.
const maxArrivals = 1000

// arrivals are requests that are not pending yet. Each delivery adds the next one. After the
// last, they are added again, as requests for other tokens.
type arrivals struct {
	mu      sync.Mutex
	held    []pat.Grant
	arrived int
	now     func() time.Time
}

// Arrived adds the next request that is held back to the organization, as if somebody had
// just made it. Call it for each delivery whose signature is right. Other organizations do
// not exist here.
func (d *Demo) Arrived(login string) {
	if !strings.EqualFold(login, Organization) {
		return
	}
	g, ok := d.next()
	if !ok {
		return
	}
	d.server.Change(func(organizations []githubtest.Organization) {
		organizations[0].Requests = append(organizations[0].Requests, githubtest.Grant{Grant: g})
	})
}

func (a *arrivals) next() (pat.Grant, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.arrived == maxArrivals {
		return pat.Grant{}, false
	}
	g := a.held[a.arrived%len(a.held)]
	round := int64(a.arrived / len(a.held))
	a.arrived++
	g = moved(g, a.now().Sub(*g.Since))
	g.ID, g.TokenID = g.ID+1000*round, g.TokenID+100_000*round
	return g, true
}
