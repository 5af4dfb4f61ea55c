package serve_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
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
