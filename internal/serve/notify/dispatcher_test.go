package notify_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
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
	"github.com/patctl/patctl/internal/serve/notify"
)

// said is what a webhook was told, in short: pending 42.
func said(t *testing.T, posts []post) []string {
	t.Helper()
	var out []string
	for _, p := range posts {
		var d struct {
			Event string
			ID    int64
		}
		if err := json.Unmarshal([]byte(p.body), &d); err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %d", d.Event, d.ID))
	}
	return out
}

func wantSaid(t *testing.T, r *rig, want ...string) {
	t.Helper()
	synctest.Wait()
	if diff := cmp.Diff(want, said(t, r.wire.sent())); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, r.log)
	}
}

func TestTellsOncePerVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, newMemory(), &wire{}, webhook("siem"))
		for range 5 {
			r.Tell(look(pending(1)))
			settle(10 * time.Minute)
		}
		wantSaid(t, r, "pending 1")
		r.Tell(look(pending(1, "Another finding.")))
		settle(time.Second)
		wantSaid(t, r, "pending 1", "pending 1")
		r.Tell(look(pending(1))) // as it was first
		settle(time.Second)
		wantSaid(t, r, "pending 1", "pending 1", "pending 1")
		posts := r.wire.sent()
		if posts[0].delivery == posts[2].delivery || len(posts[0].delivery) != 32 {
			t.Errorf("deliveries %q", []string{posts[0].delivery, posts[1].delivery, posts[2].delivery})
		}
		r.Tell(look())
		settle(time.Second)
		if records := r.told.all(); len(records) > 0 {
			t.Errorf("records are left: %+v", records)
		}
		r.end()
	})
}

// TestReviewsAreToldOnce, also where a crash makes a look report one again, and a request that
// was reviewed is not told as pending.
func TestReviewsAreToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := newMemory()
		l := look(pending(1), pending(2))
		l.Done = []subject.Notice{done(1, "approved"), done(2, "failed")}
		for range 3 {
			r := start(t, told, &wire{}, webhook("siem"))
			r.Tell(l)
			settle(time.Second)
			r.Tell(l)
			settle(time.Second)
			if len(told.all()) != 3 {
				t.Errorf("records %+v", told.all())
			}
			r.end()
			if posts := said(t, r.wire.sent()); len(posts) > 0 {
				slices.Sort(posts)
				if diff := cmp.Diff([]string{"approved 1", "failed 2", "pending 2"}, posts); diff != "" {
					t.Error(diff)
				}
				r.wire.posts = nil
			}
		}
	})
}

// TestRecordsGo: a review that has ended a request or token is forgotten after two days, and one
// that failed, which every look may report again, after a month.
func TestRecordsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := newMemory()
		r := start(t, told, &wire{}, webhook("siem"))
		reviewed := look()
		reviewed.Done = []subject.Notice{done(1, "approved"), done(2, "failed")}
		r.Tell(reviewed)
		for _, step := range []struct{ days, records int }{{1, 2}, {2, 1}, {29, 0}} {
			settle(time.Duration(step.days) * 24 * time.Hour)
			r.Tell(look())
			settle(time.Second)
			if got := told.all(); len(got) != step.records {
				t.Errorf("%d days later, the records are %+v", step.days, got)
			}
		}
		r.end()
	})
}

// TestWhatIsSettledIsNotTold: what waits for a target that is away is told as it is in the end.
func TestWhatIsSettledIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := true
		w := &wire{answer: func(int, post) (*http.Response, error) {
			if away {
				return reply(503, ""), nil
			}
			return reply(200, ""), nil
		}}
		r := start(t, newMemory(), w, webhook("siem"))
		r.Tell(look(pending(1), pending(2), pending(3)))
		settle(time.Minute)
		r.Tell(notify.Look{Organization: "octo-org", Pending: []subject.Notice{pending(3, "New.")}}) // incomplete: 1 and 2 may be there
		r.Tell(look(pending(2), pending(3, "New.")))
		settle(time.Minute)
		away = false
		before := len(w.sent())
		settle(10 * time.Minute)
		got := said(t, w.sent()[before:])
		slices.Sort(got)
		if diff := cmp.Diff([]string{"pending 2", "pending 3"}, got); diff != "" {
			t.Error(diff)
		}
		r.end()
	})
}

// TestRandomLooks: every change of a verdict is told once, by two dispatchers with one store
// that are started again and again, to a target that often fails before it does anything.
func TestRandomLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		told := newMemory()
		fails := rand.New(rand.NewPCG(3, 4))
		shared := &wire{}
		shared.answer = func(int, post) (*http.Response, error) {
			shared.mu.Lock()
			defer shared.mu.Unlock()
			if fails.IntN(4) == 0 {
				shared.posts = shared.posts[:len(shared.posts)-1] // as if it had not arrived
				return reply(500, ""), nil
			}
			return reply(204, ""), nil
		}
		two := []*rig{start(t, told, shared, webhook("siem")), start(t, told, shared, webhook("siem"))}
		verdicts := map[int64]int{} // of what is pending
		want := map[string]int{}
		for range 1000 {
			for id := int64(1); id <= 6; id++ {
				switch random.IntN(12) {
				case 0:
					delete(verdicts, id)
				case 1:
					verdicts[id]++
					want[fmt.Sprintf("%d v%d", id, verdicts[id])]++
				}
			}
			var notices []subject.Notice
			for id := int64(1); id <= 6; id++ {
				if v := verdicts[id]; v > 0 {
					notices = append(notices, pending(id, fmt.Sprintf("v%d", v)))
				}
			}
			i := random.IntN(2)
			if random.IntN(20) == 0 {
				two[i].end()
				two[i] = start(t, told, shared, webhook("siem"))
			}
			two[i].Tell(look(notices...))
			if random.IntN(3) == 0 {
				two[1-i].Tell(look(notices...)) // at the same time
			}
			settle(time.Hour)
		}
		got := map[string]int{}
		for _, p := range shared.sent() {
			var d struct {
				ID       int64
				Findings []string
			}
			if err := json.Unmarshal([]byte(p.body), &d); err != nil {
				t.Fatal(err)
			}
			got[fmt.Sprintf("%d %s", d.ID, d.Findings[0])]++
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 20 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		two[0].end()
		two[1].end()
	})
}

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

func TestFilters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		denials, other := webhook("denials"), webhook("other")
		denials.Events = []string{"denied", "failed"}
		other.Organizations = []string{"OCTODEMO"}
		r := start(t, newMemory(), &wire{}, denials, other)
		l := look(pending(1), pending(2), pending(3))
		l.Done = []subject.Notice{done(2, "denied"), done(3, "approved")}
		r.Tell(l)
		l.Organization, l.Done = "octodemo", nil
		l.Pending = []subject.Notice{pending(4)}
		r.Tell(l)
		settle(time.Second)
		got := said(t, r.wire.sent())
		slices.Sort(got)
		if diff := cmp.Diff([]string{"denied 2", "pending 4"}, got); diff != "" {
			t.Error(diff)
		}
		r.end()
	})
}

// TestTooManyReviews are counted, and those that wait are sent.
func TestTooManyReviews(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(int, post) (*http.Response, error) { return reply(503, "", "Retry-After", "60"), nil }}
		r := start(t, newMemory(), w, webhook("siem"))
		for k := range 3 {
			l := look()
			for id := range int64(5000) {
				l.Done = append(l.Done, done(int64(k)*5000+id+1, "denied"))
			}
			r.Tell(l)
			settle(time.Millisecond)
		}
		if n := r.count("webhook dropped"); n != 5000 || !strings.Contains(r.log.String(), "dropped=5000") {
			t.Errorf("%d were dropped", n)
		}
		r.end()
	})
}

func TestStoreThatIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := newMemory()
		told.fail(true)
		r := start(t, told, &wire{}, webhook("siem"))
		l := look(pending(1))
		l.Done = []subject.Notice{done(2, "denied")}
		r.Tell(l)
		settle(time.Hour)
		wantSaid(t, r)
		told.fail(false)
		settle(time.Minute)
		if got := len(r.wire.sent()); got != 2 {
			t.Errorf("%d messages\n%s", got, r.log)
		}
		// It fails after a message was sent: that is not sent again.
		r.wire.answer = func(int, post) (*http.Response, error) {
			told.fail(true)
			return reply(200, ""), nil
		}
		r.Tell(look(pending(1, "New.")))
		settle(time.Hour)
		told.fail(false)
		r.Tell(look(pending(1, "New.")))
		settle(time.Hour)
		if got := len(r.wire.sent()); got != 3 {
			t.Errorf("%d messages\n%s", got, r.log)
		}
		r.end()
	})
}

// TestEnd: what can be sent at once is sent, and the rest ends within the grace.
func TestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, newMemory(), &wire{}, webhook("siem"))
		r.stop()
		r.Tell(look(pending(1)))
		r.end()
		if got := said(t, r.wire.sent()); !cmp.Equal(got, []string{"pending 1"}) {
			t.Errorf("%v", got)
		}
		hangs := &wire{answer: func(int, post) (*http.Response, error) {
			time.Sleep(8 * time.Second)
			return nil, errors.New("late")
		}}
		r = start(t, newMemory(), hangs, webhook("siem"))
		r.Tell(look(pending(1)))
		synctest.Wait()
		began := time.Now()
		r.end()
		if d := time.Since(began); d > 10*time.Second || !strings.Contains(r.log.String(), "messages were not sent before the end") {
			t.Errorf("the end took %s\n%s", d, r.log)
		}
	})
}

func TestRetarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire{answer: func(_ int, p post) (*http.Response, error) {
			if p.host == "hooks.example.com" {
				return reply(404, ""), nil
			}
			return reply(200, ""), nil
		}}
		gone := webhook("gone")
		r := start(t, newMemory(), w, webhook("siem"), gone)
		r.Tell(look(pending(1)))
		settle(time.Hour)
		moved := webhook("siem")
		moved.URL = credential.NewSecret("https://new.example.com/hook")
		before := len(w.sent())
		r.Retarget([]notify.Target{moved})
		r.Tell(look(pending(1)))
		settle(time.Hour)
		posts := w.sent()[before:]
		if len(posts) != 1 || posts[0].host != "new.example.com" {
			t.Errorf("%+v", posts)
		}
		r.end()
	})
}

func TestTextOfATarget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		own, wrong := webhook("own"), webhook("wrong")
		own.Text = func(n subject.Notice) (string, error) { return n.Owner + " asks", nil }
		wrong.Text = func(subject.Notice) (string, error) { return "", errors.New("no such attribute \x1b") }
		r := start(t, newMemory(), &wire{}, own, wrong)
		r.Tell(look(pending(1)))
		settle(time.Second)
		var texts []string
		for _, p := range r.wire.sent() {
			var d struct{ Text string }
			if err := json.Unmarshal([]byte(p.body), &d); err != nil {
				t.Fatal(err)
			}
			texts = append(texts, d.Text)
		}
		slices.Sort(texts)
		if len(texts) != 2 || texts[0] != "mona asks" || !strings.HasPrefix(texts[1], "mona requests access to octo-org") {
			t.Errorf("%q", texts)
		}
		if !strings.Contains(r.log.String(), "no such attribute") || strings.Contains(r.log.String(), "\x1b") {
			t.Errorf("the log is\n%s", r.log)
		}
		r.end()
	})
}
