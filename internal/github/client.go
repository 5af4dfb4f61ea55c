package github

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v66/github"
)

// Defaults of Options.
const (
	DefaultParallelism = 8
	DefaultMaxWait     = 10 * time.Minute
	DefaultMaxPages    = 10_000 // a million elements
	// MaxParallelism is what GitHub allows at once.
	//
	// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
	MaxParallelism = 100
)

// apiVersion is the version of the REST API whose answers this package knows.
//
// https://docs.github.com/en/rest/about-the-rest-api/api-versions
const apiVersion = "2022-11-28"

// Options are how a client reads. Host, APIURL and Now are required.
type Options struct {
	Host        string            // github.com, for snapshots and messages
	APIURL      string            // as APIURL returned it
	Version     string            // of patctl, for the User-Agent
	HTTP        http.RoundTripper // nil: Go's
	CacheDir    string            // of the user alone; "": nothing is kept between runs
	Parallelism int               // calls at once; 0: DefaultParallelism
	Attempts    int               // of a call that fails for a passing reason; 0: DefaultAttempts
	MaxPages    int               // of a list, before it is taken for one without end; 0: DefaultMaxPages
	MaxWait     time.Duration     // in all, for GitHub's limits and for failed calls; negative: DefaultMaxWait
	Now         func() time.Time
	Sleep       func(context.Context, time.Duration) error // nil: waits, and ends early with the context
	Log         *slog.Logger                               // nil: silent
	Progress    func(Progress)                             // nil: nobody watches; never called twice at once
}

// Client reads from one host with one set of credentials. It may be used by
// several goroutines at once.
type Client struct {
	credentials Credentials
	options     Options
	base        *url.URL
	gate        chan struct{}
	ledger      *ledger
	outage      *outage
	budget      *budget
	watch       *watch
	clocks      *clocks
	secrets     *secrets
	named       map[string][]string // teams to read

	mu            sync.Mutex
	app           *session // of the App itself; nil with a token
	shared        *session // of the token; nil with an App
	installations map[string]*gh.Installation
}

// NewClient returns a client. It makes no call yet. The error is about an
// address that is none.
func NewClient(credentials Credentials, options Options) (*Client, error) {
	base, err := url.Parse(options.APIURL)
	if err != nil || base.Host == "" || !strings.HasSuffix(base.Path, "/") || !mayCarryToken(base) {
		return nil, fmt.Errorf("use the API at %q: it is no address that a token may go to", options.APIURL)
	}
	options.fill()
	c := &Client{
		credentials: credentials, options: options, base: base,
		gate:          make(chan struct{}, options.Parallelism),
		ledger:        &ledger{rates: map[string]rate{}},
		outage:        &outage{},
		budget:        &budget{now: options.Now, max: options.MaxWait},
		clocks:        &clocks{now: options.Now},
		secrets:       &secrets{},
		installations: map[string]*gh.Installation{},
	}
	c.watch = &watch{report: options.Progress, usage: c.ledger.usage}
	c.secrets.add(credentials.pem().reveal())
	if credentials.appID() != "" {
		c.app = c.newSession(credentials.fingerprint(), &assertions{of: credentials, now: options.Now})
	} else {
		c.shared = c.newSession(credentials.fingerprint(), fixedToken(credentials.fixed()))
	}
	return c, nil
}

func (o *Options) fill() {
	if o.Parallelism <= 0 {
		o.Parallelism = DefaultParallelism
	}
	o.Parallelism = min(o.Parallelism, MaxParallelism)
	if o.HTTP == nil {
		o.HTTP = newTransport(o.Parallelism)
	}
	if o.Attempts <= 0 {
		o.Attempts = DefaultAttempts
	}
	if o.MaxPages <= 0 {
		o.MaxPages = DefaultMaxPages
	}
	if o.MaxWait < 0 {
		o.MaxWait = DefaultMaxWait
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// newTransport returns Go's transport, which keeps as many connections as are in
// use: to keep two only would be to open one for nearly every call.
func newTransport(parallelism int) http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = parallelism
	return t
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Usage returns what was asked of GitHub so far.
func (c *Client) Usage() Usage { return c.ledger.usage() }

// session is a way to GitHub under one identity: an App, one of its
// installations, or a token.
type session struct {
	api          *gh.Client
	installation *gh.Installation // nil: not an App's, or not looked up
}

// newSession stacks the layers that a call goes through, from the wire up.
func (c *Client) newSession(identity string, source tokenSource) *session {
	o := c.options
	var t http.RoundTripper = &wholeTransport{next: o.HTTP, gate: c.gate}
	t = &accountingTransport{next: t, ledger: c.ledger, identity: identity, log: o.Log, clocks: c.clocks, done: c.watch.called}
	_, fixed := source.(fixedToken)
	t = &authTransport{next: t, base: c.base, source: source, secrets: c.secrets, fixed: fixed}
	t = &retryTransport{next: t, sleep: o.Sleep, attempts: o.Attempts, budget: c.budget, outage: c.outage, waiting: c.watch.waiting}
	t = &limitsTransport{next: t, now: o.Now, sleep: o.Sleep, budget: c.budget, waiting: c.watch.waiting}
	if o.CacheDir != "" {
		t = &cacheTransport{next: t, dir: filepath.Clean(o.CacheDir), identity: identity}
	}
	api := gh.NewClient(&http.Client{Transport: t, CheckRedirect: stayWith(c.base)})
	base := *c.base
	api.BaseURL = &base
	api.UserAgent = "patctl/" + o.Version
	return &session{api: api}
}

// request makes a call of which go-github has no method.
func (s *session) request(path string) (*http.Request, error) {
	return s.api.NewRequest(http.MethodGet, path, nil, gh.WithVersion(apiVersion))
}
