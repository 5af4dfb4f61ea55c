package notify

import (
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// Result is what a message came to.
type Result string

// The results of a message.
const (
	ResultSent    Result = "sent"    // the target took it
	ResultRetried Result = "retried" // this attempt failed, and another follows
	ResultDropped Result = "dropped" // the target refused it, the last attempt failed, or too many waited
)

const (
	// MaxDone is how many notices of reviews wait for one target.
	MaxDone = 10_000
	// grace is how long a dispatcher goes on after its context has ended.
	grace = 5 * time.Second
	// storeTimeout ends a call of Told.
	storeTimeout = 10 * time.Second
	// storePause is the wait after Told failed.
	storePause = 5 * time.Second
)

// Options are what a dispatcher works with. Told, Now, and Sleep are required.
type Options struct {
	Targets []Target
	Told    Told
	Host    string            // of GitHub: messages link to nowhere else; "": github.com
	Version string            // of patctl, for the User-Agent
	HTTP    http.RoundTripper // nil: Go's
	// Issues returns the client for one attempt of a target of the kind Issue. A client that
	// met an outage makes no more calls, so each attempt gets another. nil: there are none.
	Issues  func() (Issues, error)
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error // waits, and ends early with the context
	Log     *slog.Logger                               // nil: silent
	Observe func(kind Kind, result Result)             // nil: nobody counts
}

// Dispatcher tells targets what looks found.
type Dispatcher struct {
	options Options
	wake    chan struct{}

	mu      sync.Mutex
	inbox   map[string]*Look // by organization in lower case: what the targets do not know of yet
	lines   map[string]*line // by target
	work    context.Context  // of Run; nil: it has not begun
	workers sync.WaitGroup
}

// New returns a dispatcher. It sends nothing before Run.
func New(options Options) *Dispatcher {
	if options.HTTP == nil {
		options.HTTP = http.DefaultTransport
	}
	if options.Host == "" {
		options.Host = pat.DefaultHost
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Observe == nil {
		options.Observe = func(Kind, Result) {}
	}
	d := &Dispatcher{options: options, wake: make(chan struct{}, 1), inbox: map[string]*Look{}, lines: map[string]*line{}}
	d.Retarget(options.Targets)
	return d
}

// Tell takes in a look. The newest look at an organization counts; reviews of those before it
// are kept.
func (d *Dispatcher) Tell(l Look) {
	d.mu.Lock()
	defer d.mu.Unlock()
	key := strings.ToLower(l.Organization)
	if before := d.inbox[key]; before != nil {
		l.Done = slices.Concat(before.Done, l.Done)
	}
	if dropped := len(l.Done) - MaxDone; dropped > 0 {
		d.options.Log.Error("too many reviews wait to be told", "organization", l.Organization, "dropped", dropped)
		l.Done = l.Done[:MaxDone]
		for _, line := range d.lines {
			line.drops(dropped)
		}
	}
	d.inbox[key] = &l
	signal(d.wake)
}

// Retarget changes the targets, as a reloaded configuration has them. What waits for a target
// that stays is still sent; what one refused is tried again.
func (d *Dispatcher) Retarget(targets []Target) {
	d.mu.Lock()
	defer d.mu.Unlock()
	before := d.lines
	d.lines = make(map[string]*line, len(targets))
	for _, t := range targets {
		name := t.name()
		l := before[name]
		if l == nil {
			l = newLine(&d.options, t)
			d.start(l)
		} else {
			l.retarget(t)
		}
		d.lines[name] = l
	}
	for name, l := range before {
		if d.lines[name] == nil {
			l.stop()
		}
	}
}

// start lets a line run, once the dispatcher does.
func (d *Dispatcher) start(l *line) {
	if d.work == nil {
		return
	}
	work := d.work
	d.workers.Go(func() { l.run(work) })
}

// Run sends until the context ends, and then for a short time what can be sent at once.
func (d *Dispatcher) Run(ctx context.Context) {
	work, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	d.mu.Lock()
	d.work = work
	for _, l := range d.lines {
		d.start(l)
	}
	d.mu.Unlock()
	for ctx.Err() == nil {
		if !d.sort(ctx) {
			pause(ctx, d.options.Sleep, storePause, nil)
			continue
		}
		pause(ctx, d.options.Sleep, forever, d.wake)
	}
	late, cancel := context.WithTimeout(work, grace)
	defer cancel()
	d.sort(late)
	d.close(late, end)
}

// close lets every line send what it can before the context ends.
func (d *Dispatcher) close(late context.Context, end context.CancelFunc) {
	d.mu.Lock()
	for _, l := range d.lines {
		l.close()
	}
	d.mu.Unlock()
	over := make(chan struct{})
	go func() {
		d.workers.Wait()
		close(over)
	}()
	select {
	case <-over:
	case <-late.Done():
		end()
		<-over
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for name, l := range d.lines {
		if n := l.waiting(); n > 0 {
			d.options.Log.Warn("messages were not sent before the end", "target", name, "messages", n)
		}
	}
}

// sort gives every target what concerns it of the looks that came in. It is false where Told
// failed; then the look waits.
func (d *Dispatcher) sort(ctx context.Context) bool {
	d.mu.Lock()
	inbox := d.inbox
	d.inbox = map[string]*Look{}
	lines := slices.Collect(maps.Values(d.lines))
	d.mu.Unlock()
	whole := true
	for _, key := range slices.Sorted(maps.Keys(inbox)) {
		look := inbox[key]
		if !whole { // it would fail too, perhaps only after a while
			d.putBack(key, look)
			continue
		}
		of, cancel := context.WithTimeout(ctx, storeTimeout)
		records, err := d.options.Told.Of(of, look.Organization)
		cancel()
		if err != nil {
			d.options.Log.Warn("what targets were told cannot be read", "organization", look.Organization, "error", err)
			d.putBack(key, look)
			whole = false
			continue
		}
		for _, l := range lines {
			d.forget(ctx, l.take(look, records))
		}
	}
	return whole
}

// putBack keeps a look for later, unless a newer one came.
func (d *Dispatcher) putBack(key string, look *Look) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if newer := d.inbox[key]; newer != nil {
		newer.Done = slices.Concat(look.Done, newer.Done)
		return
	}
	d.inbox[key] = look
}

// forget drops records of what is over. One that stays is dropped by a later look.
func (d *Dispatcher) forget(ctx context.Context, records []Record) {
	for _, r := range records {
		of, cancel := context.WithTimeout(ctx, storeTimeout)
		err := d.options.Told.Forget(of, r)
		cancel()
		if err != nil {
			d.options.Log.Warn("a record of what was told cannot be dropped", "organization", r.Organization, "error", err)
			return
		}
	}
}
