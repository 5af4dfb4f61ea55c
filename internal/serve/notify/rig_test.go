package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/serve/notify"
)

// memory is a Told in memory.
type memory struct {
	mu      sync.Mutex
	records map[string]notify.Record
	fails   bool
}

var errStore = errors.New("the store is away")

func newMemory() *memory { return &memory{records: map[string]notify.Record{}} }

func keyOf(r notify.Record) string { return r.Target + "\n" + r.Organization + "\n" + r.Subject }

func (m *memory) Claim(_ context.Context, r notify.Record, before time.Time) (notify.Record, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old, known := m.records[keyOf(r)]
	switch {
	case m.fails:
		return notify.Record{}, false, errStore
	case known && old.Told && old.Verdict == r.Verdict, known && !old.Told && old.At.After(before):
		return old, false, nil
	}
	r.Told = false
	m.records[keyOf(r)] = r
	return old, true, nil
}

func (m *memory) Keep(_ context.Context, r notify.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails {
		return errStore
	}
	m.records[keyOf(r)] = r
	return nil
}

func (m *memory) Of(_ context.Context, organization string) ([]notify.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails {
		return nil, errStore
	}
	var out []notify.Record
	for _, r := range m.records {
		if strings.EqualFold(r.Organization, organization) {
			out = append(out, r)
		}
	}
	return out, nil
}

func (m *memory) Forget(_ context.Context, r notify.Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails {
		return errStore
	}
	delete(m.records, keyOf(r))
	return nil
}

func (m *memory) fail(fails bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails = fails
}

func (m *memory) all() []notify.Record {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []notify.Record
	for _, r := range m.records {
		out = append(out, r)
	}
	return out
}

// post is a message that arrived.
type post struct {
	at       time.Time
	host     string
	body     string
	header   http.Header
	delivery string
}

// wire answers messages without a network, so that time can be virtual.
type wire struct {
	mu     sync.Mutex
	posts  []post
	answer func(n int, p post) (*http.Response, error) // n counts from 1; nil: 200
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	p := post{time.Now(), req.URL.Host, string(body), req.Header, req.Header.Get("X-Patctl-Delivery")}
	w.mu.Lock()
	w.posts = append(w.posts, p)
	n := len(w.posts)
	w.mu.Unlock()
	if w.answer == nil {
		return reply(200, ""), nil
	}
	return w.answer(n, p)
}

func (w *wire) sent() []post {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.posts)
}

func reply(status int, body string, header ...string) *http.Response {
	r := httptest.NewRecorder()
	for i := 0; i+1 < len(header); i += 2 {
		r.Header().Set(header[i], header[i+1])
	}
	r.WriteHeader(status)
	_, _ = r.WriteString(body)
	return r.Result()
}

// syncBuffer is a log that several goroutines write.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
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

// rig is a dispatcher with a wire and a store.
type rig struct {
	*notify.Dispatcher
	told   *memory
	wire   *wire
	log    *syncBuffer
	mu     sync.Mutex
	counts map[string]int
	stop   context.CancelFunc
	over   chan struct{}
}

// start runs a dispatcher until the test, or the bubble, ends.
func start(t *testing.T, told *memory, w *wire, targets ...notify.Target) *rig {
	t.Helper()
	r := &rig{told: told, wire: w, log: &syncBuffer{}, counts: map[string]int{}, over: make(chan struct{})}
	r.Dispatcher = notify.New(notify.Options{
		Targets: targets, Told: told, Version: "1.2.3", HTTP: w, Now: time.Now, Sleep: sleep,
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Observe: func(kind notify.Kind, result notify.Result) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.counts[string(kind)+" "+string(result)]++
		},
	})
	ctx, cancel := context.WithCancel(t.Context())
	r.stop = cancel
	go func() {
		defer close(r.over)
		r.Run(ctx)
	}()
	return r
}

func (r *rig) end() {
	r.stop()
	<-r.over
}

func (r *rig) count(name string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[name]
}

// settle lets everything that can happen within a time happen.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

const secretURL = "https://hooks.example.com/services/T0SECRET/B0SECRET/hunter2?sig=hunter3"

func webhook(name string) notify.Target {
	return notify.Target{Kind: notify.Webhook, Name: name, URL: credential.NewSecret(secretURL), PerMinute: 1_000_000}
}

func pending(id int64, findings ...string) subject.Notice {
	return subject.Notice{Event: "pending", ID: id, Refusal: subject.Refusal{
		Kind: "request", Organization: "octo-org", Name: fmt.Sprintf("token-%d", id), Owner: "mona", Verdict: "undeclared", Findings: findings,
	}}
}

func done(id int64, event string) subject.Notice {
	n := pending(id)
	n.Event, n.Result = event, "done"
	return n
}

func look(pending ...subject.Notice) notify.Look {
	return notify.Look{Organization: "octo-org", Complete: true, Pending: pending}
}

// contextThatEnded is for a dispatcher that sends what it can, and ends.
func contextThatEnded() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx, cancel
}
