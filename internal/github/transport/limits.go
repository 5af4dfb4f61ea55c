package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"
)

const (
	// secondaryWait is what GitHub asks for after a secondary limit that does
	// not say how long; it doubles each time.
	//
	// https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
	secondaryWait = time.Minute
	// resetMargin is waited beyond the end of a period.
	resetMargin = time.Second
	// maxLimited bounds how often one call is put off.
	maxLimited = 10
)

// Limits heeds GitHub's limits for one identity. A wait that
// the budget has no time for is an error, and none of the calls after it is made.
type Limits struct {
	Next    http.RoundTripper
	Now     func() time.Time
	Sleep   func(context.Context, time.Duration) error
	Budget  *Budget
	Waiting func(time.Duration, string)
	Pause   *Pause // of the identity
}

// Pause is until when one identity may make no calls. Clients that share an identity share it.
type Pause struct {
	mu    sync.Mutex
	until time.Time // by the local clock
}

// left returns how long no call may be made.
func (p *Pause) left(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until.Sub(now)
}

// extend keeps calls from being made before a time.
func (p *Pause) extend(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until.After(p.until) {
		p.until = until
	}
}

// LimitError means that GitHub wants a longer wait than was allowed.
type LimitError struct {
	wait    time.Duration
	maxWait time.Duration
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("GitHub's rate limit is exceeded for another %s, and patctl waits at most %s",
		e.wait.Round(time.Second), e.maxWait)
}

// RoundTrip makes a call as soon as GitHub's limits allow it.
func (t *Limits) RoundTrip(req *http.Request) (*http.Response, error) {
	for limited := 0; ; limited++ {
		if err := t.await(req.Context()); err != nil {
			return nil, err
		}
		if at, ok := req.Context().Value(notAfterKey{}).(time.Time); ok && Passed(t.Now(), at) {
			return nil, ErrLate
		}
		resp, err := t.Next.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		wait := t.limited(resp, limited)
		t.putOff(resp, wait)
		// go-github would heed the limit by the machine's clock, without waiting.
		resp.Header.Del("X-RateLimit-Reset")
		// GitHub may have done what it says 429 to: only what does no more when it is
		// made twice is made again.
		if wait == 0 || limited == maxLimited || resp.StatusCode == http.StatusTooManyRequests && !repeatable(req) {
			return resp, nil
		}
	}
}

// notAfterKey is that of the time in a context after which a call is not made.
type notAfterKey struct{}

// ErrLate is that of a call that was not made, since it would have come too late.
var ErrLate = errors.New("the call was not made, because its subject may have changed while patctl waited")

// NotAfter keeps calls from being made after a time, unless that is zero.
func NotAfter(ctx context.Context, at time.Time) context.Context {
	if at.IsZero() {
		return ctx
	}
	return context.WithValue(ctx, notAfterKey{}, at)
}

// await waits until calls may be made again.
func (t *Limits) await(ctx context.Context) error {
	for {
		wait := t.Pause.left(t.Now())
		if wait <= 0 {
			return nil
		}
		if !t.Budget.take(wait) {
			return &LimitError{wait, t.Budget.Max}
		}
		t.Waiting(wait, "GitHub's rate limit is exceeded")
		if err := t.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// putOff keeps calls from being made for as long as GitHub wants.
func (t *Limits) putOff(resp *http.Response, wait time.Duration) {
	if r, ok := rateOf(resp.Header); wait == 0 && ok && r.remaining == 0 {
		wait = t.untilReset(resp, r)
	}
	if wait > 0 {
		t.Pause.extend(t.Now().Add(wait))
	}
}

// limited returns how long to wait before the same call again, or 0 where the
// answer is not about a limit.
func (t *Limits) limited(resp *http.Response, before int) time.Duration {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return 0
	}
	if wait, ok := retryAfter(resp.Header); ok {
		return max(wait, time.Second)
	}
	if r, ok := rateOf(resp.Header); ok && r.remaining == 0 {
		return t.untilReset(resp, r)
	}
	usedUp := resp.Header.Get("X-RateLimit-Remaining") == "0" // with a reset that is none
	if resp.StatusCode == http.StatusTooManyRequests || usedUp || isSecondary(resp) {
		return secondaryWait << before
	}
	return 0
}

// isSecondary asks go-github, which knows the answer by the page it points to;
// CheckResponse leaves the body to be read again.
func isSecondary(resp *http.Response) bool {
	return errors.As(gh.CheckResponse(resp), new(*gh.AbuseRateLimitError))
}

// untilReset returns how long a period lasts, by GitHub's clock where the
// answer tells it: ours may be off.
func (t *Limits) untilReset(resp *http.Response, r Rate) time.Duration {
	now := t.Now()
	if date, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		now = date
	}
	return max(r.reset.Sub(now), 0) + resetMargin
}

// retryAfter reads the header of that name, which GitHub gives in seconds.
func retryAfter(h http.Header) (time.Duration, bool) {
	seconds, err := strconv.ParseInt(strings.TrimSpace(h.Get("Retry-After")), 10, 32)
	return time.Duration(seconds) * time.Second, err == nil && seconds >= 0
}
