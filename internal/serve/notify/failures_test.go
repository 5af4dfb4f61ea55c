package notify_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/hcl/subject"
)

// TestFailures: what each answer means, and that the URL is in no log.
func TestFailures(t *testing.T) {
	broken := func(err error) func(int, post) (*http.Response, error) {
		return func(int, post) (*http.Response, error) { return nil, err }
	}
	always := func(status int, body string, header ...string) func(int, post) (*http.Response, error) {
		return func(int, post) (*http.Response, error) { return reply(status, body, header...), nil }
	}
	for name, test := range map[string]struct {
		answer   func(int, post) (*http.Response, error)
		attempts int // within an hour
		why      string
	}{
		"500":             {always(500, secretURL), 20, "The target answered 500."},
		"408":             {always(408, ""), 20, "The target answered 408."},
		"429":             {always(429, "", "Retry-After", "600"), 7, "The target answered 429."},
		"503 until":       {always(503, "", "Retry-After", "Sat, 01 Jan 2000 00:30:00 GMT"), 14, "The target answered 503."},
		"400":             {always(400, secretURL), 1, "The target answered 400."},
		"404":             {always(404, "no_service"), 1, "The target answered 404."},
		"a redirect":      {always(307, "", "Location", "https://example.com/hunter2"), 1, "The target answered 307. patctl does not follow redirects."},
		"an error of URL": {broken(&url.Error{Op: "Post", URL: secretURL, Err: errors.New("x509: hunter2")}), 20, "The connection to the target failed."},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire{answer: test.answer}
				r := start(t, newMemory(), w, webhook("siem"))
				r.Tell(look(pending(1)))
				settle(time.Hour)
				posts := w.sent()
				if len(posts) != test.attempts {
					t.Errorf("%d attempts, want %d", len(posts), test.attempts)
				}
				for _, p := range posts {
					if p.delivery != posts[0].delivery || p.body != posts[0].body {
						t.Errorf("an attempt differs: %+v", p)
					}
				}
				log := r.log.String()
				if !strings.Contains(log, test.why) || strings.Contains(log, "SECRET") || strings.Contains(log, "hunter") || strings.Contains(log, "hooks.example.com") {
					t.Errorf("the log is\n%s", log)
				}
				if failed := r.count("webhook dropped"); (failed == 1) != (test.attempts == 1 || test.attempts == 20) || r.count("webhook sent") > 0 {
					t.Errorf("counts %v", r.counts)
				}
				r.Tell(look(pending(1))) // a refusal is not asked for again
				settle(time.Minute)
				if n := strings.Count(r.log.String(), "level=ERROR"); test.attempts == 1 && (n != 1 || len(w.sent()) != 1) {
					t.Errorf("%d errors, %d attempts", n, len(w.sent()))
				}
				r.end()
			})
		})
	}
}

// TestBackoff: 1 s doubling to 5 min, 20 times.
func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, post) (*http.Response, error) { return reply(502, ""), nil }}
		r := start(t, newMemory(), w, webhook("siem"))
		r.Tell(look(pending(1)))
		settle(24 * time.Hour)
		var waits []string
		posts := w.sent()
		for i := 1; i < len(posts); i++ {
			waits = append(waits, posts[i].at.Sub(posts[i-1].at).String())
		}
		want := []string{"1s", "2s", "4s", "8s", "16s", "32s", "1m4s", "2m8s", "4m16s"}
		want = append(want, slices.Repeat([]string{"5m0s"}, 10)...)
		if diff := cmp.Diff(want, waits); diff != "" || r.count("webhook dropped") != 1 || r.count("webhook retried") != 19 {
			t.Errorf("%v (-want +got):\n%s", r.counts, diff)
		}
		w.answer = nil
		r.Tell(look(pending(1))) // it is still pending, and the target is back
		settle(time.Second)
		if r.count("webhook sent") != 1 {
			t.Errorf("it was not told: %v\n%s", r.counts, r.log)
		}
		r.end()
	})
}

// TestNoTargetHoldsUpAnother, though one hangs and one is slow.
func TestNoTargetHoldsUpAnother(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := webhook("slow")
		slow.URL = credential.NewSecret("https://slow.example.com/")
		w := &wire{}
		w.answer = func(_ int, p post) (*http.Response, error) {
			if p.host == "slow.example.com" {
				time.Sleep(9 * time.Second)
			}
			return reply(200, ""), nil
		}
		r := start(t, newMemory(), w, slow, webhook("siem"))
		var notices []subject.Notice
		for id := int64(1); id <= 20; id++ {
			notices = append(notices, pending(id))
		}
		r.Tell(look(notices...))
		settle(time.Second)
		hosts := map[string]int{}
		for _, p := range w.sent() {
			hosts[p.host]++
		}
		if hosts["hooks.example.com"] != 20 || hosts["slow.example.com"] != 4 {
			t.Errorf("messages by host: %v", hosts)
		}
		settle(time.Minute)
		if got := len(w.sent()); got != 40 {
			t.Errorf("%d messages", got)
		}
		r.end()
	})
}

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := webhook("siem")
		target.PerMinute = 0 // 20
		r := start(t, newMemory(), &wire{}, target)
		var notices []subject.Notice
		for id := int64(1); id <= 100; id++ {
			notices = append(notices, pending(id))
		}
		r.Tell(look(notices...))
		settle(5 * time.Minute)
		posts := r.wire.sent()
		if len(posts) != 100 {
			t.Fatalf("%d messages", len(posts))
		}
		for i := 20; i < len(posts); i++ {
			if d := posts[i].at.Sub(posts[i-20].at); d < time.Minute {
				t.Errorf("messages %d to %d within %s", i-20, i, d)
			}
		}
		if d := posts[99].at.Sub(posts[0].at); d > 4*time.Minute+time.Second {
			t.Errorf("it took %s", d)
		}
		for i, text := range said(t, posts) { // those of a minute are under way at once
			var id int
			if _, err := fmt.Sscanf(text, "pending %d", &id); err != nil || id <= i/20*20 || id > i/20*20+20 {
				t.Errorf("message %d is %s", i+1, text)
			}
		}
		r.end()
	})
}

// TestWhatFailsWaitsBehind: messages that a target cannot take do not use up its rate.
func TestWhatFailsWaitsBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		target := webhook("siem")
		target.PerMinute = 2
		w := &wire{answer: func(_ int, p post) (*http.Response, error) {
			if strings.Contains(p.body, "Broken.") {
				return reply(500, ""), nil
			}
			return reply(200, ""), nil
		}}
		r := start(t, newMemory(), w, target)
		var notices []subject.Notice
		for id := int64(1); id <= 20; id++ {
			notices = append(notices, pending(id, "Broken."))
		}
		r.Tell(look(notices...))
		settle(30 * time.Minute)
		r.Tell(look(append(notices, pending(21))...))
		settle(2 * time.Minute)
		if r.count("webhook sent") != 1 {
			t.Errorf("counts %v", r.counts)
		}
		r.end()
	})
}
