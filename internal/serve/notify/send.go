package notify

import (
	"context"
	"time"

	"github.com/patctl/patctl/internal/diag"
	"github.com/patctl/patctl/internal/serve/notify/message"
)

const (
	// claimTime is how long nobody else sends what somebody is about to send. It is longer
	// than an attempt.
	claimTime    = 5 * time.Minute
	issueTimeout = 2 * time.Minute
)

// outcome is what an attempt came to.
type outcome struct {
	failure *failure // the target did not take the message
	store   error    // Told failed
	// elsewhere: another process is about to send it.
	elsewhere bool
	// idle: nothing was sent.
	idle bool
}

// failure is why a target did not take a message. It names no address: that is a secret.
type failure struct {
	why   string // whole sentences
	final bool
	after time.Duration // the target wants no message before; 0: it did not say
}

// attempt sends a message, or keeps the record of one that was sent.
func (l *line) attempt(ctx context.Context, j *job) outcome {
	if j.sent {
		o := l.keep(ctx, j)
		o.idle = true
		return o
	}
	r := j.record
	r.At = l.options.Now()
	var before Record
	var mine bool
	err := l.store(ctx, func(ctx context.Context) (err error) {
		before, mine, err = l.options.Told.Claim(ctx, r, r.At.Add(-claimTime))
		return err
	})
	switch {
	case err != nil:
		return outcome{store: err, idle: true}
	case !mine:
		return outcome{idle: true, elsewhere: !before.Told || before.Verdict != r.Verdict}
	}
	external, failed := l.send(ctx, j, before)
	if failed != nil {
		l.release(ctx, r, before)
		return outcome{failure: failed}
	}
	if !j.settle {
		l.options.Observe(l.kind(), ResultSent)
	}
	j.sent, j.record.External = true, external
	return l.keep(ctx, j)
}

// keep notes that a message was sent.
func (l *line) keep(ctx context.Context, j *job) outcome {
	r := j.record
	r.Told, r.At = true, l.options.Now()
	return outcome{store: l.store(ctx, func(ctx context.Context) error {
		if j.settle {
			return l.options.Told.Forget(ctx, r)
		}
		return l.options.Told.Keep(ctx, r)
	})}
}

// release gives up a claim. Where that fails it ends by itself.
func (l *line) release(ctx context.Context, r, before Record) {
	err := l.store(ctx, func(ctx context.Context) error {
		if before.Target == "" {
			return l.options.Told.Forget(ctx, r)
		}
		return l.options.Told.Keep(ctx, before)
	})
	if err != nil {
		l.options.Log.Warn("a claim cannot be given up", "target", r.Target, "error", err)
	}
}

// store makes a call of Told, also at the end of everything.
func (l *line) store(ctx context.Context, call func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), storeTimeout)
	defer cancel()
	return call(ctx)
}

func (l *line) kind() Kind { return l.aim().Kind }

// aim is the target as it is now.
func (l *line) aim() Target {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.target
}

// send makes one attempt, and returns the number of the issue where there is one.
func (l *line) send(ctx context.Context, j *job, before Record) (external string, failed *failure) {
	t := l.aim()
	m := message.New(j.notice, l.text(&t, j), l.options.Host)
	if t.Kind == Issue {
		ctx, cancel := context.WithTimeout(ctx, issueTimeout)
		defer cancel()
		return l.sendIssue(ctx, &t, j, before, &m)
	}
	return "", l.post(ctx, &t, &m, deliveryOf(j.record, before))
}

// text is that of the target's own message, or "" where it has none.
func (l *line) text(t *Target, j *job) string {
	if t.Text == nil || j.settle {
		return ""
	}
	l.words.Lock()
	defer l.words.Unlock()
	text, err := t.Text(j.notice)
	if err != nil {
		l.options.Log.Warn("the message of the target cannot be evaluated, so the default is sent", "target", t.name(),
			"organization", j.organization, "subject", j.record.Subject, "error", diag.Printable(err.Error()))
		return ""
	}
	return text
}

// finish takes a job out of the line, or leaves it for another attempt.
func (l *line) finish(key string, j *job, o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer signal(l.wake)
	j.running = false
	l.running--
	if o.idle {
		l.window.takeBack()
	}
	again := l.again(key, j, o)
	switch {
	case j.next != nil:
		l.jobs[key] = j.next
	case j.dropped && !j.sent, !again:
		l.drop(key)
	}
}

// again says whether and when there is another attempt, and logs what went wrong.
func (l *line) again(key string, j *job, o outcome) bool {
	now := l.options.Now()
	log := l.options.Log.With("target", l.target.name(), "organization", j.organization, "subject", j.record.Subject)
	old := now.Sub(j.first) >= maxAge
	switch {
	case o.store != nil:
		log.Warn("what the target was told cannot be noted", "error", o.store)
		j.due = now.Add(storePause)
		return !old
	case o.elsewhere:
		j.due = now.Add(elsewhereWait)
		return !old
	case o.failure == nil:
		return false
	}
	j.attempts++
	wait := max(min(firstWait<<(j.attempts-1), longestWait), o.failure.after)
	j.due = now.Add(wait)
	if o.failure.after > 0 {
		l.until = j.due
	}
	if o.failure.final {
		l.refused[key] = j.record.Verdict
	}
	if o.failure.final || old || j.attempts >= maxAttempts {
		l.options.Observe(l.target.Kind, ResultDropped)
		log.Error("the message was not sent", "attempts", j.attempts, "why", o.failure.why)
		return false
	}
	l.options.Observe(l.target.Kind, ResultRetried)
	level := log.Debug
	if j.attempts == 1 {
		level = log.Warn
	}
	level("the message was not sent, and is tried again", "attempts", j.attempts, "wait", wait, "why", o.failure.why)
	return true
}
