package notify

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/patctl/patctl/internal/hcl/subject"
)

const (
	// atOnce is how many messages are on their way to a target. Those of one repository
	// are one after another, so that a request gets one issue.
	atOnce = 4
	// defaultPerMinute is the rate of a target that has none.
	defaultPerMinute = 20
	// maxAttempts and maxAge end the attempts to send a message.
	maxAttempts = 20
	maxAge      = 24 * time.Hour
	firstWait   = time.Second
	longestWait = 5 * time.Minute
	// elsewhereWait is the wait for another process that sends the same message.
	elsewhereWait = 30 * time.Second
)

// job is something to be told.
type job struct {
	organization string
	notice       subject.Notice
	record       Record // without its time
	settle       bool   // an issue is to be closed, since its request is no longer pending
	number       uint64 // by which jobs are in order

	attempts   int
	first, due time.Time
	running    bool
	dropped    bool // while it was running
	next       *job // what came while it was running
	sent       bool // only the record is to be kept
	commented  bool // on an issue
	// pending are the requests whose issues stay, where those without a record are closed.
	pending map[string]bool
}

// line is what waits for one target. A target that fails holds up no other.
type line struct {
	options *Options
	wake    chan struct{}

	mu       sync.Mutex
	target   Target
	jobs     map[string]*job   // by organization and subject
	refused  map[string]string // verdicts that the target refused, by the same
	searched map[string]bool   // organizations whose issues were looked for
	running  int
	count    uint64
	done     int // jobs that are about reviews
	window   window
	until    time.Time // nothing is sent before it, since the target said so
	closing  bool
	stopped  bool

	words sync.Mutex // around Target.Text
}

func newLine(options *Options, t Target) *line {
	return &line{options: options, wake: make(chan struct{}, 1), target: t, jobs: map[string]*job{}, refused: map[string]string{}, searched: map[string]bool{}}
}

// retarget changes the target, and drops what it is no longer told.
func (l *line) retarget(t Target) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !t.URL.Equal(l.target.URL) || t.Repository != l.target.Repository {
		clear(l.searched)
		l.until = time.Time{}
		for _, j := range l.jobs {
			j.due = time.Time{}
		}
	}
	l.target, l.refused = t, map[string]string{}
	for key, j := range l.jobs {
		if !j.settle && !t.wants(j.organization, j.notice.Event) {
			l.drop(key)
		}
	}
	signal(l.wake)
}

// wants reports whether the target is told of an event in an organization.
func (t *Target) wants(organization, event string) bool {
	same := func(login string) bool { return strings.EqualFold(login, organization) }
	return (len(t.Events) == 0 || slices.Contains(t.Events, event)) &&
		(len(t.Organizations) == 0 || slices.ContainsFunc(t.Organizations, same))
}

func (l *line) stop() { l.set(&l.stopped) }

func (l *line) close() { l.set(&l.closing) }

func (l *line) set(flag *bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	*flag = true
	signal(l.wake)
}

// drops counts messages that are not told, since too many wait.
func (l *line) drops(n int) {
	for range n {
		l.options.Observe(l.kind(), ResultDropped)
	}
}

func (l *line) waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.jobs)
}

// run sends what waits until the context ends, the target goes, or nothing is left at the end.
func (l *line) run(ctx context.Context) {
	var sending sync.WaitGroup
	defer sending.Wait()
	for ctx.Err() == nil {
		key, j, wait, over := l.next()
		switch {
		case over:
			return
		case j != nil:
			sending.Go(func() { l.finish(key, j, l.attempt(ctx, j)) })
		default:
			pause(ctx, l.options.Sleep, wait, l.wake)
		}
	}
}

// next takes the job whose turn it is, or says how long to wait for one.
func (l *line) next() (key string, j *job, wait time.Duration, over bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.options.Now()
	if l.stopped || l.running >= l.most() {
		return "", nil, forever, l.stopped
	}
	key, j, wait = l.first(now)
	if j != nil {
		wait = max(l.until.Sub(now), 0)
		if wait == 0 {
			wait = l.window.wait(now, l.perMinute())
		}
	}
	if j == nil || wait > 0 {
		return "", nil, wait, l.closing && l.running == 0
	}
	l.window.add(now)
	j.running = true
	l.running++
	return key, j, 0, false
}

// before reports whether a job has its turn before another: what failed, and what is not about
// a notice, waits behind the rest.
func (j *job) before(other *job) bool {
	if j.isLate() != other.isLate() {
		return other.isLate()
	}
	return j.number < other.number
}

func (j *job) isLate() bool { return j.attempts > 0 || j.pending != nil }

// first is the job whose turn it is, or how long to wait for one to be due.
func (l *line) first(now time.Time) (key string, found *job, wait time.Duration) {
	wait = forever
	for k, j := range l.jobs {
		switch until := j.due.Sub(now); {
		case j.running:
		case until > 0 && (wait == forever || until < wait):
			wait = until
		case until <= 0 && (found == nil || j.before(found)):
			key, found = k, j
		}
	}
	return key, found, wait
}

func (l *line) most() int {
	if l.target.Kind == Issue {
		return 1
	}
	return atOnce
}

func (l *line) perMinute() int {
	if l.target.PerMinute > 0 {
		return l.target.PerMinute
	}
	return defaultPerMinute
}
