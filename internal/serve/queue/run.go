package queue

import (
	"context"
	"errors"
	"runtime/debug"
	"strings"
	"sync"
	"time"
)

// Run implements Queue. It returns nil when the context has ended and no look is under way
// any more, and an error at once where another Run is under way.
func (m *Memory) Run(ctx context.Context, work Work) error {
	m.mu.Lock()
	active := m.active
	m.active = true
	m.mu.Unlock()
	if active {
		return errors.New("the queue is running already")
	}
	looks, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var underWay sync.WaitGroup
	for ctx.Err() == nil {
		for _, o := range m.begin() {
			underWay.Go(func() { m.look(looks, o, work) })
		}
		select {
		case <-ctx.Done():
		case <-m.wake:
		case <-m.nextDue():
		}
	}
	m.drain(&underWay, cancel)
	m.mu.Lock()
	m.active = false
	m.mu.Unlock()
	return nil
}

// drain waits for the looks that are under way, and ends their context when it has waited
// for long enough.
func (m *Memory) drain(underWay *sync.WaitGroup, cancel context.CancelFunc) {
	ended := make(chan struct{})
	go func() {
		underWay.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-m.o.After(m.o.Grace):
		cancel()
		<-ended
	}
}

// begun is a look that has begun.
type begun struct {
	Look
	at   time.Time
	slow bool // it is in the slow lane
}

// begin returns the looks that begin now.
func (m *Memory) begin() []begun {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.o.Now()
	m.wakeDelayed(now)
	var out []begun
	for m.running < m.o.Workers {
		o := m.next()
		if o == nil {
			break
		}
		o.leave()
		m.running++
		if o.slow {
			m.runningSlow++
		}
		out = append(out, begun{o.begin(), now, o.slow})
	}
	return out
}

// wakeDelayed moves what has become due to its lane.
func (m *Memory) wakeDelayed(now time.Time) {
	for o := m.delayed.first(); o != nil && !o.due.After(now); o = m.delayed.first() {
		m.queue(o, now)
	}
}

// next is the organization that is in front of both lanes; nil: no look may begin. The slow
// lane has at most a quarter of the workers, and one where there are few.
func (m *Memory) next() *organization {
	fast, slow := m.fast.first(), m.slow.first()
	switch {
	case slow == nil || m.runningSlow >= max(1, m.o.Workers/4):
		return fast
	case fast == nil || inLane(slow, fast):
		return slow
	}
	return fast
}

// nextDue ends with the time when the next delayed organization is due; nil: there is none.
func (m *Memory) nextDue() <-chan time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	if o := m.delayed.first(); o != nil {
		return m.o.After(o.due.Sub(m.o.Now()))
	}
	return nil
}

// look does a look, and takes in how it ended. A panic, or the end of the goroutine, is a
// failure.
func (m *Memory) look(ctx context.Context, l begun, work Work) {
	failed := true
	defer func() {
		if value := recover(); value != nil && m.o.Panicked != nil {
			m.o.Panicked(l.Organization, value, debug.Stack())
		}
		m.end(l, failed)
	}()
	failed = work(ctx, l.Look) != nil
}

func (m *Memory) end(l begun, failed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running--
	if l.slow {
		m.runningSlow--
	}
	now, random := m.o.Now(), 0.0
	if failed {
		random = m.o.Rand()
	}
	key := strings.ToLower(l.Organization)
	o := m.organizations[key]
	m.asked++
	o.end(l.Look, l.at, now, failed, random, m.asked)
	if o.gone {
		delete(m.organizations, key)
	} else {
		m.queue(o, now)
	}
	m.signal()
}
