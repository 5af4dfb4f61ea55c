package serve_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/local"
	"github.com/patctl/patctl/internal/serve/metrics"
	"github.com/patctl/patctl/internal/serve/notify"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/storm"
)

var secret = credential.NewSecret("the secret of these tests")

// interval is that of sweeps.
const interval = time.Hour

// clock is the time of a server.
type clock struct {
	now   func() time.Time
	after func(time.Duration) <-chan time.Time
}

func (c clock) sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-c.after(d):
		return ctx.Err()
	}
}

// mortal is a process with a server, which can be killed.
type mortal struct {
	dead    atomic.Bool // nothing that it does is seen any more
	dial    func(context.Context) (net.Conn, error)
	network *http.Transport // to GitHub
	cancel  context.CancelFunc
	ended   chan error
}

var errDead = errors.New("the process is dead")

// RoundTrip makes calls to GitHub while the process lives.
func (p *mortal) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.dead.Load() {
		return nil, errDead
	}
	return p.network.RoundTrip(r)
}

// kill ends the process as kill -9 does, as far as others can see.
func (p *mortal) kill() {
	p.dead.Store(true)
	p.stop()
}

// stop lets the process end in order.
func (p *mortal) stop() {
	p.cancel()
	<-p.ended
	p.network.CloseIdleConnections()
}

// parts are what a server is made of that differs between tests.
type parts struct {
	source   string // in HCL
	act      bool
	listener net.Listener
	clock    clock
	queue    queue.Queue
	store    serve.Store
	log      *slog.Logger
	sleep    func(context.Context, time.Duration) error // of looks; nil: that of the clock
	address  string                                     // of GitHub
}

// start starts a server. The process has a network.
func (p *mortal) start(t testing.TB, hub *storm.Hub, with parts) {
	t.Helper()
	cfg, err := storm.Load(with.source)
	if err != nil {
		t.Fatal(err)
	}
	sleep := with.sleep
	if sleep == nil {
		sleep = with.clock.sleep
	}
	wait := func(ctx context.Context, d time.Duration) error {
		err := sleep(ctx, d)
		if p.dead.Load() {
			return errDead
		}
		return err
	}
	client, err := storm.Client(hub, with.address, p, with.clock.now, wait)
	if err != nil {
		t.Fatal(err)
	}
	log := with.log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	var runs atomic.Int64
	r := &reviewer.Reviewer{
		Config: cfg, Client: client, Store: with.store, Act: with.act, Version: "1.2.3", Host: "github.com", Now: with.clock.now, Sleep: wait, Log: log,
		NewRunName: func() string {
			return fmt.Sprintf("%s-%p-%d", with.clock.now().Format(time.RFC3339Nano), p, runs.Add(1))
		},
	}
	s := &serve.Server{
		Listener: with.listener, Queue: with.queue, Store: with.store, Notifier: silent{}, Act: with.act,
		Version: "1.2.3", Host: "github.com", Now: with.clock.now, After: with.clock.after, Log: log,
		Source: source{&serve.Configuration{
			Config: cfg, Secrets: []credential.Secret{secret}, Interval: interval, MaxAge: 3 * interval, Close: func() {}, Look: func(ctx context.Context, l queue.Look) (reviewer.Found, error) {
				cfg.Refill()
				return r.Look(ctx, l)
			},
			Logins: func(context.Context) ([]string, error) { return hub.Logins(), nil },
		}},
	}
	s.Metrics = metrics.New(metrics.Config{Version: "1.2.3", Organizations: s.Organizations, Depth: with.queue.Depth})
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel, p.ended = cancel, make(chan error, 1)
	go func() {
		err := s.Run(ctx)
		if err != nil {
			t.Errorf("the server: %v", err)
		}
		p.ended <- err
	}()
}

// source has one configuration.
type source struct{ *serve.Configuration }

func (s source) Load(context.Context) (*serve.Configuration, error) { return s.Configuration, nil }
func (s source) Changed() bool                                      { return false }

// silent tells nobody.
type silent struct{}

func (silent) Tell(notify.Look)           {}
func (silent) Run(ctx context.Context)    { <-ctx.Done() }
func (silent) Retarget(_ []notify.Target) {}

// disk is a journal that outlives the process that writes to it.
type disk struct {
	mu   sync.Mutex
	data []byte
}

// writer is the journal as a process has it open.
type writer struct {
	*disk
	of   *mortal
	torn bool // it ended in the middle of a line
}

// WriteAll writes half of what it is given where the process dies.
func (w *writer) WriteAll(entries []apply.Entry) error {
	var lines bytes.Buffer
	for i := range entries {
		if err := json.NewEncoder(&lines).Encode(entries[i]); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.of.dead.Load() {
		w.data = append(w.data, lines.Bytes()...)
		return nil
	}
	if !w.torn {
		w.torn = true
		w.data = append(w.data, lines.Bytes()[:lines.Len()/2]...)
	}
	return errDead
}

// open opens the journal for a process.
func (d *disk) open(t testing.TB, p *mortal, c clock) *local.Store {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if n := len(d.data); n > 0 && d.data[n-1] != '\n' {
		d.data = append(d.data, '\n')
	}
	store, _, err := local.New(&writer{disk: d, of: p}, bytes.NewReader(bytes.Clone(d.data)), c.now)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// left returns the calls that the journal leaves open.
func (d *disk) left(t testing.TB) []apply.Entry {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	told, err := apply.ReadJournal(bytes.NewReader(d.data))
	if err != nil {
		t.Fatal(err)
	}
	return told.Open
}

// memoryQueue is the queue of one process.
func memoryQueue(c clock, seed uint64) *queue.Memory {
	return queue.NewMemory(queue.Options{Now: c.now, After: c.after, Grace: 30 * time.Second, Rand: rand.New(rand.NewPCG(seed, 1)).Float64})
}

// number is a whole number from the environment.
func number(t testing.TB, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s: %q is no number", name, text)
	}
	return n
}

// quiet is the log of the fake GitHub, whose faults are meant.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
