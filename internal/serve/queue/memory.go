package queue

import (
	"context"
	"strings"
	"sync"
	"time"
)

// DefaultWorkers is how many looks are under way at once where nothing else is configured.
const DefaultWorkers = 32

// Options are what a Memory needs from outside.
type Options struct {
	Workers int // looks at once; less than 1: DefaultWorkers
	Now     func() time.Time
	After   func(time.Duration) <-chan time.Time // as time.After
	Grace   time.Duration                        // that looks under way have to end once Run's context has ended
	Rand    func() float64                       // at least 0, less than 1; never called twice at once
	// Panicked is told about a panic in Work, which counts as a failed look; nil: nobody is.
	Panicked func(organization string, value any, stack []byte)
}

// Memory is a Queue for one process. It loses everything when the process ends: a sweep at
// the start of the next one finds it again. Logins that differ only in case are one
// organization.
type Memory struct {
	o    Options
	wake chan struct{} // something changed that may let a look begin

	mu            sync.Mutex
	organizations map[string]*organization // by login in lower case
	fast, slow    line                     // looks that are due
	delayed       line                     // looks that are not due yet
	running       int                      // of both lanes
	runningSlow   int
	asked         uint64 // counts what was asked for, so that equal times stay in order
	active        bool   // Run is under way
}

// NewMemory returns an empty queue.
func NewMemory(o Options) *Memory {
	if o.Workers < 1 {
		o.Workers = DefaultWorkers
	}
	return &Memory{
		o: o, wake: make(chan struct{}, 1), organizations: map[string]*organization{},
		fast: line{before: inLane}, slow: line{before: inLane}, delayed: line{before: sooner},
	}
}

// Add implements Queue. It never fails.
func (m *Memory) Add(_ context.Context, since time.Time, organizations ...string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.o.Now()
	for _, login := range organizations {
		key := strings.ToLower(login)
		o := m.organizations[key]
		if o == nil {
			o = &organization{login: login, place: nowhere}
			m.organizations[key] = o
		}
		o.gone = false
		m.asked++
		o.ask(since, now, m.asked)
		m.queue(o, now)
	}
	m.signal()
	return nil
}

// Keep forgets all organizations but those with the logins. A look that is under way ends
// as if nothing had happened.
func (m *Memory) Keep(logins []string) {
	keep := make(map[string]bool, len(logins))
	for _, login := range logins {
		keep[strings.ToLower(login)] = true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, o := range m.organizations {
		switch {
		case keep[key]:
			o.gone = false
		case o.running:
			o.gone = true
		default:
			o.leave()
			delete(m.organizations, key)
		}
	}
}

// Depth implements Queue.
func (m *Memory) Depth() Depth {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.o.Now()
	d := Depth{Running: m.running}
	for _, o := range m.organizations {
		switch {
		case o.gone || !o.asked:
		case o.due.After(now):
			d.Delayed++
		default:
			d.Waiting++
			d.Oldest = max(d.Oldest, now.Sub(o.due))
		}
	}
	return d
}

// queue puts an organization in the line where it belongs now.
func (m *Memory) queue(o *organization, now time.Time) {
	switch {
	case o.running || !o.asked:
		o.leave()
	case o.due.After(now):
		o.enter(&m.delayed)
	case o.slow:
		o.enter(&m.slow)
	default:
		o.enter(&m.fast)
	}
}

// signal lets Run look for what may begin.
func (m *Memory) signal() {
	select {
	case m.wake <- struct{}{}:
	default:
	}
}
