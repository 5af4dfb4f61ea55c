package serve_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestOtherHost: a configuration with another host is not put in force, and the host learns of no
// credentials.
func TestOtherHost(t *testing.T) {
	r := newRig(t, "octo-org")
	r.run()
	r.looked(1)
	r.set(func() { r.host = "ghe.example.com" })
	r.reload <- struct{}{}
	r.until("the failed reload", func() bool {
		_, body := r.get("/")
		return strings.Contains(body, "the host has changed to ghe.example.com")
	})
	r.set(func() {
		if only := []string{"github.com"}; !slices.Equal(r.asked, only) || !slices.Equal(r.inForce, only) {
			t.Errorf("asked %q, in force %q", r.asked, r.inForce)
		}
	})
}

// TestLooksInTheFuture: what a clock noted that was ahead does not make an organization look
// fresh, nor keep the server from looking at it.
func TestLooksInTheFuture(t *testing.T) {
	r := newRig(t, "octo-org")
	due := make(chan time.Time)
	r.server.After = func(d time.Duration) <-chan time.Time {
		if d > time.Minute {
			return due // of the sweep
		}
		return nil
	}
	r.ahead = 365 * 24 * time.Hour
	stop := r.run()
	r.looked(1)
	const metric = `patctl_organization_last_complete_timestamp_seconds{organization="octo-org"} `
	ended := func(n int) {
		r.until("the end of the look", func() bool {
			_, body := r.get("/metrics")
			return strings.Contains(body, fmt.Sprintf("patctl_look_seconds_count %d\n", n))
		})
	}
	ended(1)
	if _, body := r.get("/metrics"); !strings.Contains(body, metric+"0\n") {
		t.Error("the metric is not 0")
	}
	if code, body := r.get("/readyz"); code != http.StatusServiceUnavailable {
		t.Errorf("/readyz: %d %s", code, body)
	}
	r.set(func() { r.ahead = 0 })
	due <- time.Time{}
	r.looked(1)
	ended(2)
	due <- time.Time{} // not due any more
	if err := stop(); err != nil || len(r.looks) > 0 {
		t.Errorf("%v, %d more looks", err, len(r.looks))
	}
}

// TestPanics: a look that panics is a failed look of its organization in the log, in the metrics,
// and on the page, and what earlier looks found stays. The next look is made as after any failure.
func TestPanics(t *testing.T) {
	r := newRig(t, "octo-org")
	var log buffer
	r.server.Log = slog.New(slog.NewTextHandler(&log, nil))
	r.run()
	r.looked(1)
	r.until("the first look", func() bool { code, _ := r.get("/readyz"); return code == http.StatusOK })
	r.set(func() { r.panics = true })
	r.deliver(firstSecret, "octo-org")
	r.looked(1)
	wait := func(what string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			r.until(what+": "+want, func() bool { _, body := r.get("/metrics"); return strings.Contains(body, want) })
		}
	}
	wait("the failed look", `patctl_organization_failures{organization="octo-org"} 1`, `patctl_looks_total{result="failed"} 1`, "patctl_look_seconds_count 2\n")
	if _, body := r.get("/?organization=octo-org"); !strings.Contains(body, "patctl has a bug: the look panicked.") {
		t.Error("the page does not show the panic")
	}
	if code, body := r.get("/readyz"); code != http.StatusOK {
		t.Errorf("/readyz: %d %s", code, body)
	}
	r.until("the log has the failed look", func() bool { return strings.Contains(log.String(), "organization=octo-org result=failed") })
	if text := log.String(); !strings.Contains(text, "rig_test.go") {
		t.Errorf("the log does not have the stack:\n%s", text)
	}
	r.set(func() { r.panics = false })
	r.looked(1)
	wait("the next look", `patctl_organization_failures{organization="octo-org"} 0`)
}

// buffer is a log that several goroutines write.
type buffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// TestNothingIsCached: no proxy and no browser keeps what needs the token.
func TestNothingIsCached(t *testing.T) {
	r := newRig(t, "octo-org")
	r.run()
	r.looked(1)
	for _, path := range []string{"/", "/metrics", "/readyz", "/healthz"} {
		req, err := http.NewRequest(http.MethodGet, r.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+pageToken)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Cache-Control"); resp.StatusCode != http.StatusOK && path != "/readyz" || got != "no-store" {
			t.Errorf("%s: %d, Cache-Control %q", path, resp.StatusCode, got)
		}
	}
}
