package serve_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/local"
	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
	"github.com/patctl/patctl/internal/serve/webhook"
)

const (
	firstSecret  = "a secret that signs deliveries"
	secondSecret = "another secret, for deliveries"
	pageToken    = "a token for the status page"
)

// rig is a server whose looks, configuration, and notifications are the test's.
type rig struct {
	*testing.T
	server *serve.Server
	url    string
	store  *local.Store
	reload chan struct{}
	looks  chan queue.Look
	closed atomic.Int64 // configurations

	mu      sync.Mutex
	hold    chan struct{} // looks wait for it; nil: they don't
	logins  []string
	secrets []string
	every   time.Duration // the interval
	broken  error
	away    error // that the organizations cannot be listed
	host    string
	asked   []string      // hosts that were asked for their organizations
	inForce []string      // hosts of configurations that were put in force
	ahead   time.Duration // the clock of looks
	failing map[string]bool
	panics  bool
	told    []notify.Look
	targets int
}

func newRig(t *testing.T, logins ...string) *rig {
	t.Helper()
	store, _, err := local.New(nil, strings.NewReader(""), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{
		T: t, store: store, url: "http://" + listener.Addr().String(), reload: make(chan struct{}), looks: make(chan queue.Look, 100),
		logins: logins, secrets: []string{firstSecret}, every: time.Hour, host: "github.com", failing: map[string]bool{},
	}
	memory := queue.NewMemory(queue.Options{Now: time.Now, After: time.After, Grace: time.Second, Rand: rand.Float64})
	r.server = &serve.Server{
		Listener: listener, Source: r, Reload: r.reload, Queue: memory, Store: store, Notifier: r, Act: true, Host: "github.com", Version: "1.0.0",
		Now: time.Now, After: time.After, Log: slog.New(slog.DiscardHandler), Retain: func(logins []string) { memory.Keep(logins); store.Retain(logins) },
	}
	r.server.Metrics = metrics.New(metrics.Config{Version: "1.0.0", Organizations: r.server.Organizations, Depth: memory.Depth})
	return r
}

// run runs the server until stop, which returns what Run returned.
func (r *rig) run() (stop func() error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	done := make(chan error, 1)
	go func() { done <- r.server.Run(ctx) }()
	stop = sync.OnceValue(func() error { cancel(errors.New("a signal")); return <-done })
	r.Cleanup(func() { _ = stop() })
	return stop
}

func (r *rig) Load(context.Context) (*serve.Configuration, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken != nil {
		return nil, r.broken
	}
	logins, away, host, secrets := r.logins, r.away, r.host, []credential.Secret{}
	for _, s := range r.secrets {
		secrets = append(secrets, credential.NewSecret(s))
	}
	return &serve.Configuration{
		Config: &hcl.Configuration{Host: host}, Interval: r.every, MaxAge: 2 * time.Hour, Secrets: secrets, Token: credential.NewSecret(pageToken),
		Logins: func(context.Context) ([]string, error) {
			r.set(func() { r.asked = append(r.asked, host) })
			return logins, away
		},
		InForce: func() { r.set(func() { r.inForce = append(r.inForce, host) }) }, Look: r.look, Close: func() { r.closed.Add(1) },
	}, nil
}

func (r *rig) Changed() bool { return false }

func (r *rig) look(ctx context.Context, l queue.Look) (reviewer.Found, error) {
	r.mu.Lock()
	failed, hold, ahead, panics := r.failing[l.Organization], r.hold, r.ahead, r.panics
	r.mu.Unlock()
	r.looks <- l
	if panics {
		panic("index out of\nrange")
	}
	if hold != nil {
		<-hold
	}
	o := status.Organization{Login: l.Organization, LookedAt: time.Now().Add(ahead)}
	found := reviewer.Found{Notices: notify.Look{Organization: l.Organization, Complete: !failed}}
	if failed {
		o.Failures = 1
		return found, errors.Join(errors.New("GitHub did not answer"), r.store.Keep(ctx, o))
	}
	o.CompleteAt = o.LookedAt
	return found, r.store.Keep(ctx, o)
}

func (r *rig) Tell(l notify.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told = append(r.told, l)
}
func (r *rig) Run(ctx context.Context) { <-ctx.Done() }
func (r *rig) Retarget([]notify.Target) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.targets++
}

// looked waits for looks, and returns the organizations in their order.
func (r *rig) looked(n int) []string {
	r.Helper()
	var out []string
	for range n {
		select {
		case l := <-r.looks:
			out = append(out, l.Organization)
		case <-time.After(20 * time.Second):
			r.Fatalf("only %q were looked at", out)
		}
	}
	return out
}

// get returns status and body of a route.
func (r *rig) get(path string) (int, string) {
	r.Helper()
	req, err := http.NewRequest(http.MethodGet, r.url+path, nil)
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+pageToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		r.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// deliver sends a delivery, and returns the status of the answer.
func (r *rig) deliver(secret, organization string) int {
	r.Helper()
	body := `{"action":"created","organization":{"login":"` + organization + `"},"personal_access_token_request":{"id":1}}`
	req, err := http.NewRequest(http.MethodPost, r.url+"/webhook", strings.NewReader(body))
	if err != nil {
		r.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-GitHub-Event", "personal_access_token_request")
	req.Header.Set("X-Hub-Signature-256", webhook.Sign(credential.NewSecret(secret), []byte(body)))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		r.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// until waits for something that the server does by itself.
func (r *rig) until(what string, holds func() bool) {
	r.Helper()
	deadline := time.After(20 * time.Second)
	for !holds() {
		select {
		case <-deadline:
			r.Fatalf("it did not happen: %s", what)
		default:
			_, _ = r.get("/healthz") // gives the server its turn
		}
	}
}

func (r *rig) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

func TestDeliveriesAndSweeps(t *testing.T) {
	r := newRig(t, "octo-org", "octodemo")
	stop := r.run()
	if got := slices.Sorted(slices.Values(r.looked(2))); strings.Join(got, " ") != "octo-org octodemo" {
		t.Errorf("the sweep at the start looked at %s", got)
	}
	if code := r.deliver(firstSecret, "OCTO-ORG"); code != http.StatusAccepted {
		t.Errorf("a delivery got %d", code)
	}
	if got := r.looked(1)[0]; got != "octo-org" {
		t.Errorf("the delivery led to %q, not to the login as it is configured", got)
	}
	if code := r.deliver(secondSecret, "octo-org"); code != http.StatusUnauthorized {
		t.Errorf("a wrong signature got %d", code)
	}
	if code := r.deliver(firstSecret, "mona"); code != http.StatusAccepted {
		t.Errorf("an unknown organization got %d", code)
	}
	if err := stop(); err != nil {
		t.Errorf("a server that was asked to stop failed: %v", err)
	}
	if len(r.looks) > 0 {
		t.Errorf("a look too many: %v", <-r.looks)
	}
}

// TestReadiness: one organization that is read is enough to take in deliveries, and nobody
// learns without a token which ones there are.
func TestReadiness(t *testing.T) {
	r := newRig(t, "octo-org", "octodemo")
	r.failing["octodemo"] = true
	r.failing["octo-org"] = true
	r.run()
	r.looked(2)
	if code, body := r.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "In the last 2 hours, 0 of 2 organizations were read completely") {
		t.Errorf("without a complete look: %d %s", code, body)
	}
	r.set(func() { r.failing["octo-org"] = false })
	r.deliver(firstSecret, "octo-org")
	r.until("a complete look", func() bool { code, _ := r.get("/readyz"); return code == http.StatusOK })
	_, body := r.get("/readyz")
	if !strings.Contains(body, "1 of 2 organizations were read completely") || strings.Contains(body, "octo") {
		t.Errorf("with one of two: %s", body)
	}
	if code, body := r.get("/healthz"); code != http.StatusOK || body != "ok\n" {
		t.Errorf("/healthz: %d %s", code, body)
	}
}

// TestReload: a configuration that is broken changes nothing and is told; a good one is in
// force for all parts, and the one before is closed once its looks have ended.
func TestReload(t *testing.T) {
	r := newRig(t, "octo-org")
	var log buffer
	r.server.Log = slog.New(slog.NewTextHandler(&log, nil))
	r.run()
	r.looked(1)
	r.until("the first look", func() bool { code, _ := r.get("/readyz"); return code == http.StatusOK })

	r.set(func() {
		r.broken = errors.New("main.pat.hcl:3: Unknown permission. To see it, run:\n\n  patctl validate\n")
	})
	r.reload <- struct{}{}
	r.until("the failed reload", func() bool {
		_, body := r.get("/metrics")
		return strings.Contains(body, "patctl_config_last_reload_successful 0")
	})
	if code, body := r.get("/readyz"); code != http.StatusOK || !strings.Contains(body, "The server uses the earlier one") || strings.Contains(body, "permission") {
		t.Errorf("after a failed reload: %d %s", code, body)
	}
	if _, body := r.get("/"); !strings.Contains(body, "Unknown permission") {
		t.Error("the page does not say why the configuration was not replaced")
	}
	if want := `error="main.pat.hcl:3: Unknown permission. To see it, run: patctl validate"`; !strings.Contains(log.String(), want) {
		t.Errorf("the log does not have the error on one line:\n%s", log.String())
	}
	if code := r.deliver(firstSecret, "octo-org"); code != http.StatusAccepted {
		t.Errorf("with the earlier configuration, a delivery got %d", code)
	}
	r.looked(1)

	r.set(func() { r.hold = make(chan struct{}) })
	r.deliver(firstSecret, "octo-org")
	r.looked(1)
	r.set(func() { r.broken, r.secrets, r.logins = nil, []string{secondSecret}, []string{"octodemo"} })
	r.reload <- struct{}{}
	r.until("the reload", func() bool {
		_, body := r.get("/metrics")
		return strings.Contains(body, "patctl_config_last_reload_successful 1")
	})
	if n := r.closed.Load(); n != 0 {
		t.Error("a configuration was closed while a look used it")
	}
	if code := r.deliver(firstSecret, "octodemo"); code != http.StatusUnauthorized {
		t.Errorf("the old secret got %d", code)
	}
	close(r.hold)
	if got := r.looked(1)[0]; got != "octodemo" {
		t.Errorf("after the reload, %s was looked at", got)
	}
	r.until("the old configuration is closed", func() bool { return r.closed.Load() == 1 })
	r.deliver(secondSecret, "octo-org")
	r.deliver(secondSecret, "octodemo")
	if got := r.looked(1)[0]; got != "octodemo" {
		t.Errorf("%s is no longer configured, and was looked at", got)
	}
}

// TestReloadWaitsForGitHub: a configuration whose organizations could not be listed comes into
// force later, although nothing changes in the files any more. Its shorter interval holds at once.
func TestReloadWaitsForGitHub(t *testing.T) {
	r := newRig(t, "octo-org")
	due, pauses := make(chan time.Time), make(chan time.Duration, 10)
	r.server.After = func(d time.Duration) <-chan time.Time {
		if d < 3*time.Second { // the files
			return nil
		}
		pauses <- d
		return due
	}
	r.run()
	r.looked(1)
	r.set(func() {
		r.away, r.every, r.logins = errors.New("GitHub did not answer"), time.Minute, []string{"octodemo"}
	})
	r.reload <- struct{}{}
	r.until("the failed reload", func() bool {
		_, body := r.get("/metrics")
		return strings.Contains(body, "patctl_config_last_reload_successful 0")
	})
	r.set(func() { r.away = nil })
	due <- time.Time{}
	if got := r.looked(1)[0]; got != "octodemo" {
		t.Errorf("%s was looked at", got)
	}
	r.set(func() { r.every = 2 * time.Minute })
	r.reload <- struct{}{}
	r.looked(1)
	for _, want := range []time.Duration{3 * time.Minute, 3 * time.Second, 6 * time.Second} {
		if got := <-pauses; got != want {
			t.Errorf("a sweep after %s, want %s", got, want)
		}
	}
}

// TestStopLetsLooksEnd: a look that has begun ends before the server does.
func TestStopLetsLooksEnd(t *testing.T) {
	r := newRig(t, "octo-org")
	r.hold = make(chan struct{})
	stop := r.run()
	r.looked(1)
	done := make(chan error, 1)
	go func() { done <- stop() }()
	select {
	case err := <-done:
		t.Fatalf("the server ended during a look: %v", err)
	case r.hold <- struct{}{}:
	}
	if err := <-done; err != nil {
		t.Errorf("%v", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.told) != 1 || !r.told[0].Complete {
		t.Errorf("what the last look found was not told: %v", r.told)
	}
}

// lines are the lines of a log.
type lines chan string

func (l lines) Write(line []byte) (int, error) {
	l <- string(line)
	return len(line), nil
}

// TestFailureBeforeTheStop: a server that failed does not end with success because it was
// asked to stop in the meantime.
func TestFailureBeforeTheStop(t *testing.T) {
	r := newRig(t, "octo-org")
	logged := make(lines, 100)
	r.server.Log = slog.New(slog.NewTextHandler(logged, nil))
	stop := r.run()
	r.looked(1)
	_ = r.server.Listener.Close()
	for !strings.Contains(<-logged, "msg=stopping") {
		continue
	}
	if err := stop(); err == nil || !strings.Contains(err.Error(), "serve 127.0.0.1") {
		t.Errorf("the server ended with %v", err)
	}
}

// TestBrokenAtTheStart: the first configuration has to load.
func TestBrokenAtTheStart(t *testing.T) {
	r := newRig(t, "octo-org")
	r.broken = errors.New("main.pat.hcl:3: Unknown permission. To see it, run:\n\n  patctl validate\n")
	if err := r.run()(); err == nil || !strings.Contains(err.Error(), "Unknown permission") {
		t.Errorf("the server started: %v", err)
	}
}
