package api

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	gh "github.com/google/go-github/v66/github"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/transport"
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
	// TotalFactor is how many times as many calls a run may make at once as for one
	// organization: one that does not answer then leaves most of them to the others.
	TotalFactor = 8
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
	Memory      *transport.Memory // instead of CacheDir, for a process that reads again and again; nil: CacheDir
	Timeout     time.Duration     // of each attempt at a call; 0: transport.DefaultTimeout
	Parallelism int               // calls at once for one organization; 0: DefaultParallelism
	Total       int               // calls at once of everything, with all clients that Fresh returns; 0: Parallelism
	Attempts    int               // of a call that fails for a passing reason; 0: DefaultAttempts
	MaxPages    int               // of a list, before it is taken for one without end; 0: DefaultMaxPages
	MaxWait     time.Duration     // for one organization, for GitHub's limits and for failed calls; negative: DefaultMaxWait
	Now         func() time.Time
	Sleep       func(context.Context, time.Duration) error // nil: waits, and ends early with the context
	// Classic and Use make Read read more: Classic the classic tokens that are authorized for
	// single sign-on, Use what tokens did, by API Insights, and how many repositories are public.
	// Without them, there are no calls for it.
	// Public is the last of these alone.
	Classic, Use, Public bool
	// Unattended: messages do not say to run the command again, because the caller reads again by itself.
	Unattended bool
	// Secrets are what no answer may hold. Clients that follow one another in a process share them: what
	// an earlier one was given is still valid. nil: the client has its own.
	Secrets  *credential.Secrets
	Log      *slog.Logger                 // nil: silent
	Progress func(Progress)               // nil: nobody watches; never called twice at once
	Warn     func(summary, detail string) // about what is left out, and fails nothing; nil: nobody is told
}

// Client reads from one host with one set of credentials. It may be used by
// several goroutines at once.
type Client struct {
	credentials credential.Credentials
	options     Options
	base        *url.URL
	common      *common
	gate        chan struct{}
	ledger      *transport.Ledger
	outage      *transport.Outage
	budget      *transport.Budget
	watch       *watch
	waits       func() // called when a call has to wait; nil: nobody wants to know
	clocks      *transport.Clocks
	named       map[string][]string // teams to read
	app         *session            // of the App itself; nil with a token
	shared      *session            // of the token; nil with an App
}

// NewClient returns a client. It makes no call yet. The error is about an
// address that is none.
func NewClient(credentials credential.Credentials, options Options) (*Client, error) {
	base, err := url.Parse(options.APIURL)
	if err != nil || base.Host == "" || !strings.HasSuffix(base.Path, "/") || !github.MayCarryToken(base) {
		return nil, fmt.Errorf("use the API at %q: patctl does not send tokens to this address", options.APIURL)
	}
	options.fill()
	shared := &common{
		gate:    make(chan struct{}, options.Total),
		secrets: cmp.Or(options.Secrets, &credential.Secrets{}),
		pauses:  map[string]*transport.Pause{},
		granted: map[string]*access{},
	}
	shared.secrets.Add(credentials.Pem().Reveal())
	if credentials.AppID() != "" {
		shared.assertions = &transport.Assertions{Of: credentials, Now: options.Now}
	}
	return newClient(credentials, options, base, shared), nil
}

// Fresh returns a client for the next look of a process that reads again and again. What it
// waits for, which of its calls fail, how far clocks are off, and Usage are its own. GitHub's limits,
// installations, access tokens, and secrets are those of c, and so are connections.
func (c *Client) Fresh() *Client {
	fresh := newClient(c.credentials, c.options, c.base, c.common)
	fresh.named = c.named
	return fresh
}

func newClient(credentials credential.Credentials, options Options, base *url.URL, shared *common) *Client {
	c := &Client{
		credentials: credentials, options: options, base: base, common: shared,
		ledger: &transport.Ledger{Rates: map[string]transport.Rate{}},
	}
	c.watch = &watch{report: options.Progress, usage: c.ledger.Usage}
	c.begin(&transport.Outage{})
	return c
}

// begin gives a client its own gate, time to wait, and clocks, and sessions that heed them.
func (c *Client) begin(outage *transport.Outage) {
	c.gate = make(chan struct{}, c.options.Parallelism)
	c.outage = outage
	c.budget = &transport.Budget{Now: c.options.Now, Max: c.options.MaxWait}
	c.clocks = &transport.Clocks{Now: c.options.Now}
	if c.common.assertions != nil {
		c.app = c.newSession(c.credentials.Fingerprint(), c.common.assertions)
	} else {
		c.shared = c.newSession(c.credentials.Fingerprint(), transport.FixedToken(c.credentials.Fixed()))
	}
}

func (o *Options) fill() {
	if o.Parallelism <= 0 {
		o.Parallelism = DefaultParallelism
	}
	o.Parallelism = min(o.Parallelism, MaxParallelism)
	if o.Total <= 0 {
		o.Total = o.Parallelism
	}
	o.Total = min(o.Total, MaxParallelism)
	if o.HTTP == nil {
		o.HTTP = newTransport(o.Total)
	}
	if o.Timeout <= 0 {
		o.Timeout = transport.DefaultTimeout
	}
	if o.Attempts <= 0 {
		o.Attempts = transport.DefaultAttempts
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
	if o.Warn == nil {
		o.Warn = func(string, string) {}
	}
}

// newTransport returns Go's transport, which keeps as many connections as are in
// use: to keep two only would be to open one for nearly every call.
func newTransport(total int) http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = total
	t.OnProxyConnectResponse = transport.ProxyAnswered
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
func (c *Client) Usage() transport.Usage { return c.ledger.Usage() }

// session is a way to GitHub under one identity: an App, one of its
// installations, or a token.
type session struct {
	api          *gh.Client
	installation *gh.Installation // nil: not an App's, or not looked up
}

// newSession stacks the layers that a call goes through, from the wire up. More layers come
// below the cache.
func (c *Client) newSession(identity string, source transport.TokenSource, layers ...func(http.RoundTripper) http.RoundTripper) *session {
	o := c.options
	var t http.RoundTripper = &transport.Whole{Next: o.HTTP, Gates: []chan struct{}{c.gate, c.common.gate}, Timeout: o.Timeout}
	t = &transport.Accounting{Next: t, Ledger: c.ledger, Identity: identity, Log: o.Log, Clocks: c.clocks, Done: c.watch.called}
	_, fixed := source.(transport.FixedToken)
	t = &transport.Authorization{Next: t, Base: c.base, Source: source, Secrets: c.common.secrets, Fixed: fixed, Now: o.Now}
	t = &transport.Retries{Next: t, Sleep: o.Sleep, Attempts: o.Attempts, Budget: c.budget, Outage: c.outage, Waiting: c.waiting}
	t = &transport.Limits{Next: t, Now: o.Now, Sleep: o.Sleep, Budget: c.budget, Waiting: c.waiting, Pause: c.common.pause(identity)}
	for _, layer := range layers {
		t = layer(t)
	}
	switch {
	case o.Memory != nil:
		t = &transport.Cache{Next: t, Answers: o.Memory, Identity: identity}
	case o.CacheDir != "":
		t = &transport.Cache{Next: t, Answers: transport.Directory(filepath.Clean(o.CacheDir)), Identity: identity}
	}
	api := gh.NewClient(&http.Client{Transport: t, CheckRedirect: transport.StayWith(c.base)})
	base := *c.base
	api.BaseURL = &base
	api.UserAgent = "patctl/" + o.Version
	return &session{api: api}
}

// waiting says that calls have to wait, and for what.
func (c *Client) waiting(d time.Duration, why string) {
	if c.waits != nil {
		c.waits()
	}
	c.watch.waiting(d, why)
}

// request makes a call that go-github has no method for.
func (s *session) request(path string) (*http.Request, error) {
	return s.api.NewRequest(http.MethodGet, path, nil, gh.WithVersion(apiVersion))
}
