package transport

import (
	"log/slog"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Usage is what a client has asked of GitHub.
type Usage struct {
	Calls       int // on the wire, with those that were repeated
	NotModified int // of these, answered 304, which costs nothing of the limit
	// Remaining and Limit are calls in the current period, of that identity
	// which has the fewest left; Limit is 0 as long as GitHub has not said.
	Remaining, Limit int
	Reset            time.Time // when the period ends
}

// Ledger counts the calls of all identities of a client.
type Ledger struct {
	mu          sync.Mutex
	calls       int
	notModified int
	Rates       map[string]Rate // by identity
}

// Rate is the primary limit of one identity.
//
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
type Rate struct {
	limit, remaining int
	reset            time.Time
}

// maxReset is in the year 2100: a time beyond it is none that GitHub means, and
// beyond the year 9999 none that can be written.
const maxReset = 4102444800

// rateOf reads the headers in which GitHub tells the limit.
func rateOf(h http.Header) (Rate, bool) {
	limit, errLimit := strconv.Atoi(h.Get("X-RateLimit-Limit"))
	remaining, errRemaining := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
	reset, errReset := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if errLimit != nil || errRemaining != nil || errReset != nil ||
		limit < 0 || remaining < 0 || reset < 0 || reset > maxReset {
		return Rate{}, false
	}
	return Rate{limit, remaining, time.Unix(reset, 0).UTC()}, true
}

// Usage returns what was asked of GitHub so far.
func (l *Ledger) Usage() Usage {
	l.mu.Lock()
	defer l.mu.Unlock()
	u := Usage{Calls: l.calls, NotModified: l.notModified}
	for _, r := range l.Rates {
		if u.Limit == 0 || r.remaining < u.Remaining || r.remaining == u.Remaining && r.reset.After(u.Reset) {
			u.Remaining, u.Limit, u.Reset = r.remaining, r.limit, r.reset
		}
	}
	return u
}

func (l *Ledger) enter(identity string, resp *http.Response) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls++
	if resp == nil {
		return
	}
	if resp.StatusCode == http.StatusNotModified {
		l.notModified++
	}
	r, ok := rateOf(resp.Header)
	if !ok {
		return
	}
	// Of answers that overtake one another the lowest count is the latest.
	if old, known := l.Rates[identity]; known && old.reset.Equal(r.reset) && old.remaining < r.remaining {
		return
	}
	l.Rates[identity] = r
}

// Accounting counts what goes over the wire, and logs it.
type Accounting struct {
	Next     http.RoundTripper
	Ledger   *Ledger
	Identity string
	Log      *slog.Logger
	Clocks   *Clocks
	Done     func() // after each call
}

// RoundTrip makes a call, and counts it.
func (t *Accounting) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := t.Clocks.Now()
	resp, err := t.Next.RoundTrip(req)
	t.Ledger.enter(t.Identity, resp)
	if err != nil {
		t.Log.Debug("call failed", "method", req.Method, "path", req.URL.Path, "query", req.URL.RawQuery)
	} else {
		t.Clocks.answered(sent, resp.Header)
		t.Log.Debug("call", "method", req.Method, "path", req.URL.Path, "query", req.URL.RawQuery, "status", resp.StatusCode)
	}
	t.Done()
	return resp, err
}
