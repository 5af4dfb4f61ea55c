package api

import (
	"sync"
	"time"

	"github.com/patctl/patctl/internal/github/transport"
)

// Progress is how far a run is.
type Progress struct {
	What    string        // what is being read, in words
	Waiting time.Duration // until calls go on; 0: they do
	For     string        // what is waited for, in words
	transport.Usage
}

// watch passes progress on, one report at a time.
type watch struct {
	report func(Progress)
	usage  func() transport.Usage

	mu   sync.Mutex
	what string
}

// reading says what is being read from now on.
func (w *watch) reading(what string) { w.pass(what, 0, "") }

// called says that a call has ended.
func (w *watch) called() { w.pass("", 0, "") }

// waiting says that calls have to wait, and for what.
func (w *watch) waiting(d time.Duration, why string) { w.pass("", d, why) }

func (w *watch) pass(what string, waiting time.Duration, why string) {
	if w.report == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if what != "" {
		w.what = what
	}
	w.report(Progress{What: w.what, Waiting: waiting, For: why, Usage: w.usage()})
}
