package transport

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// maxExhausted is after how many calls that failed for good the others are not
	// tried as often, and after how many in a row they are not tried at all:
	// thousands of them would take hours.
	maxExhausted = 3
	// fewAttempts is how often a call is made once several have failed for good.
	fewAttempts = 2
	// maxFailing is after how many parts in a row that nothing works for the others are taken
	// to fail, too. One of them, or a few, hold up nobody else.
	maxFailing = 10
)

// Budget is how long the reading of one organization may wait, for limits and for calls to be
// made again. Waits at the same time count once.
type Budget struct {
	Now func() time.Time
	Max time.Duration

	mu    sync.Mutex
	spent time.Duration
	until time.Time // up to here the waits are paid for
}

// take reports whether there is time for a wait that begins now, and spends it.
func (b *Budget) take(wait time.Duration) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	start, end := b.Now(), b.Now().Add(wait)
	if b.until.After(start) {
		start = b.until
	}
	cost := max(end.Sub(start), 0)
	if b.spent+cost > b.Max {
		return false
	}
	b.spent += cost
	if end.After(b.until) {
		b.until = end
	}
	return true
}

// Outage remembers the calls that failed for good, of a run or of a part of it.
type Outage struct {
	Of *Outage // of the whole, which counts parts; nil: there is none

	inRow, all atomic.Int32
}

// lasts reports whether nothing works any more, here or in too many parts of the whole.
func (o *Outage) lasts() bool {
	return o.inRow.Load() >= maxExhausted || o.Of != nil && o.Of.inRow.Load() >= maxFailing
}

// failed counts a call, and in the whole the part once.
func (o *Outage) failed() {
	o.inRow.Add(1)
	if o.all.Add(1) == 1 && o.Of != nil {
		o.Of.inRow.Add(1)
	}
}

func (o *Outage) worked() {
	o.inRow.Store(0)
	if o.Of != nil {
		o.Of.inRow.Store(0)
	}
}

// attempts is how often a call is made.
func (o *Outage) attempts(most int) int {
	if o.all.Load() >= maxExhausted {
		return min(most, fewAttempts)
	}
	return most
}

// exhaustedError is the last failure of a call that was tried often enough.
type exhaustedError struct {
	attempts int
	err      error
	noTime   bool // for more attempts
}

func (e *exhaustedError) Error() string {
	text := fmt.Sprintf("%v, after %d attempts", e.err, e.attempts)
	if e.attempts == 1 {
		text = fmt.Sprintf("%v, after 1 attempt", e.err)
	}
	if e.noTime {
		text += "; the time limit for waiting (--max-wait) is exceeded"
	}
	return text
}

func (e *exhaustedError) Unwrap() error { return e.err }
