package serve_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve"
	"github.com/patctl/patctl/internal/serve/status"
)

// counted is a store that counts how often it is read as a whole, and that can fail.
type counted struct {
	serve.Store
	reads  atomic.Int64
	mu     sync.Mutex
	broken error
}

func (c *counted) All(ctx context.Context) ([]status.Organization, error) {
	c.reads.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.broken != nil {
		return nil, c.broken
	}
	return c.Store.All(ctx)
}

func (c *counted) set(broken error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broken = broken
}

// TestProbesAreCheap: many probes read the store once, and /readyz turns 503 in time all the same:
// at once when the last complete look is too old, and within seconds when the store fails.
func TestProbesAreCheap(t *testing.T) {
	r := newRig(t, "octo-org")
	store := &counted{Store: r.store}
	now := time.Now()
	r.server.Store = store
	r.server.Now = func() time.Time {
		r.mu.Lock()
		defer r.mu.Unlock()
		return now
	}
	move := func(d time.Duration) { r.set(func() { now = now.Add(d) }) }
	probe := func(want int, text string) {
		t.Helper()
		if code, body := r.get("/readyz"); code != want || !strings.Contains(body, text) {
			t.Errorf("/readyz: %d %s, want %d with %q", code, body, want, text)
		}
	}
	r.run()
	r.looked(1)
	r.until("the first look", func() bool {
		move(time.Second)
		code, _ := r.get("/readyz")
		return code == http.StatusOK
	})
	before := store.reads.Load()
	for range 100 {
		probe(http.StatusOK, "ready")
	}
	if n := store.reads.Load() - before; n > 0 {
		t.Errorf("100 probes at one time read the store %d times", n)
	}
	store.set(errors.New("the database is away"))
	move(5 * time.Second)
	probe(http.StatusServiceUnavailable, "The server cannot read its database.")
	store.set(nil)
	move(time.Second)
	probe(http.StatusOK, "ready")
	move(2*time.Hour - 2*time.Minute) // less than max_age since the look
	probe(http.StatusOK, "ready")
	before = store.reads.Load()
	for range 100 {
		move(2 * time.Second)
		if code, _ := r.get("/readyz"); code == http.StatusServiceUnavailable {
			if n := store.reads.Load() - before; n < 10 || n > 60 {
				t.Errorf("probes every 2 seconds read the store %d times in 2 minutes", n)
			}
			return
		}
	}
	t.Error("the server is ready, although nothing was read within max_age")
}
