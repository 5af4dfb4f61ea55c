package notify_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
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
