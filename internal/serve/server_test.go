package serve_test

import (
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

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
