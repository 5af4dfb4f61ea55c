package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"syscall"
)

// signalError is why a run's context is done: the process got a signal.
type signalError struct{ os.Signal }

func (s signalError) Error() string {
	if s.Signal == syscall.SIGPIPE {
		return "interrupted, because nobody reads the output any more"
	}
	return "interrupted"
}

// code is the exit code that shells give to a process that a signal ended.
func (s signalError) code() int {
	switch s.Signal {
	case syscall.SIGTERM:
		return ExitTerminated
	case syscall.SIGPIPE:
		return ExitClosed
	case syscall.SIGHUP:
		return ExitHangup
	}
	return ExitInterrupted
}

// Interrupted returns the exit code of a run that ended because of its context, and why it ended.
func Interrupted(ctx context.Context) (code int, why error) {
	var s signalError
	if errors.As(context.Cause(ctx), &s) {
		return s.code(), s
	}
	return ExitInterrupted, errors.New("interrupted")
}

// Interruption decides what a signal does. Evaluating, judging and writing heed
// no context, so the first signal ends the process there. What waits for GitHub
// heeds one, and can still report what was read or record what was done.
type Interruption struct {
	mu       sync.Mutex
	heeding  int // parts of the run that end by themselves once the context is done
	left     int // parts of the run that pass signals on
	received bool
}

// Heeds says that what follows heeds its context, until the function that it
// returns is called.
func (i *Interruption) Heeds() (done func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.heeding++
	return func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.heeding--
	}
}

// Leaves says that signals are for somebody else, such as a command that runs, until the
// function that it returns is called.
func (i *Interruption) Leaves() (done func()) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.left++
	return func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.left--
	}
}

// leaves reports whether signals are for somebody else.
func (i *Interruption) leaves() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.left > 0
}

// first reports whether a signal is the first, and something heeds the context.
func (i *Interruption) first() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	first := !i.received && i.heeding > 0
	i.received = true
	return first
}

// Watch waits for signals. The first one cancels the context; unless something
// heeds that, or at the second one, it removes unfinished files, says so on
// stderr, and calls exit.
func (i *Interruption) Watch(signals <-chan os.Signal, cancel context.CancelCauseFunc, stderr io.Writer, exit func(code int)) {
	for s := range signals {
		if i.leaves() {
			continue
		}
		why := signalError{s}
		if i.first() {
			cancel(why)
			continue
		}
		Unfinished.abandon()
		_, _ = io.WriteString(stderr, "Error: interrupted\n\n") // there is nobody to tell
		exit(why.code())
		return
	}
}

// Closed ends a run whose output nobody reads any more, without a message, as other programs end by
// SIGPIPE. What heeds the context ends by itself, and records what was done.
func (i *Interruption) Closed(cancel context.CancelCauseFunc, exit func(code int)) {
	why := signalError{syscall.SIGPIPE}
	i.mu.Lock()
	heeding := i.heeding > 0
	i.mu.Unlock()
	if heeding {
		cancel(why)
		return
	}
	Unfinished.abandon()
	exit(why.code())
}

// Unfinished has the files of the process that are not written whole. Like the
// signals that end it, they belong to the process rather than to a command.
var Unfinished UnfinishedFiles

// UnfinishedFiles are files that must not stay if the process ends now.
type UnfinishedFiles struct {
	mu     sync.Mutex
	next   int
	remove map[int]func()
}

// Begin creates a file with open, which returns how to remove it. Call finished
// once the file is whole, or gone.
func (u *UnfinishedFiles) Begin(open func() (remove func(), err error)) (finished func(), err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	remove, err := open()
	if err != nil {
		return nil, err
	}
	if u.remove == nil {
		u.remove = map[int]func(){}
	}
	key := u.next
	u.next++
	u.remove[key] = remove
	return func() {
		u.mu.Lock()
		defer u.mu.Unlock()
		delete(u.remove, key)
	}, nil
}

// abandon removes the files. No file can be begun or finished after it.
func (u *UnfinishedFiles) abandon() {
	u.mu.Lock() // for good: the process ends
	for _, remove := range u.remove {
		remove()
	}
}
