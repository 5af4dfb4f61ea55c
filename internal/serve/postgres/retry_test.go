package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/queue"
)

var errLook = errors.New("GitHub is down")

// TestFailedLooks are tried again, with the event that asked for them, and are counted until
// one succeeds. A panic is a failure as well.
func TestFailedLooks(t *testing.T) {
	q := replica(t, database(t), fast()).Queue()
	looks := make(chan queue.Look, 10)
	start(t, q, func(_ context.Context, l queue.Look) error {
		looks <- l
		switch l.Attempt {
		case 1:
			panic("a bug")
		case 2, 3:
			return errLook
		}
		return nil
	})
	event := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	for range 2 {
		add(t, q, event, "octo-org")
		for attempt := 1; attempt <= 4; attempt++ {
			if l := within(t, fmt.Sprintf("attempt %d", attempt), looks); l.Attempt != attempt || !l.Since.Equal(event) {
				t.Fatalf("attempt %d is %+v", attempt, l)
			}
		}
		drained(t, q)
	}
}

// TestDeliveryBringsForward: an event while an organization waits for its next attempt leads
// to a look soon, and not at once. A sweep leaves the time as it is.
func TestDeliveryBringsForward(t *testing.T) {
	d := replica(t, database(t), postgres.Pace(fast(), time.Hour, 0, 0))
	q := d.Queue()
	looks := make(chan queue.Look, 10)
	stop := start(t, q, func(_ context.Context, l queue.Look) error {
		looks <- l
		return errLook
	})
	add(t, q, time.Time{}, "octo-org")
	within(t, "the first look", looks)
	until(t, "the failed look is counted", func() bool { return q.Depth().Delayed == 1 })
	add(t, q, time.Time{}, "octo-org")
	if pause, err := d.Pause(t.Context(), "octo-org"); err != nil || pause != time.Hour {
		t.Errorf("after a sweep the pause is %s, %v", pause, err)
	}
	add(t, q, time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), "octo-org")
	if l := within(t, "the second look", looks); l.Attempt != 2 || l.Since.IsZero() {
		t.Errorf("the second look is %+v", l)
	}
	until(t, "the second failure is counted", func() bool { return q.Depth().Delayed == 1 })
	stop()
	for range 3 {
		add(t, q, time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), "octo-org")
	}
	// PostgreSQL's clock may have gone on beyond the pause since the look ended.
	if pause, err := d.Pause(t.Context(), "octo-org"); err != nil || pause < 100*time.Millisecond || pause >= time.Hour {
		t.Errorf("after deliveries the pause is %s, %v", pause, err)
	}
}

// TestSlowLane: organizations whose looks fail, or take long, keep few workers busy. The
// others go on.
func TestSlowLane(t *testing.T) {
	for name, test := range map[string]struct {
		options postgres.Options
		first   error
	}{
		"failed":    {postgres.Pace(fast(), time.Hour, 0, 0), errLook},
		"took long": {postgres.Pace(fast(), 0, time.Nanosecond, 0), nil},
	} {
		t.Run(name, func(t *testing.T) {
			q := replica(t, database(t), test.options).Queue() // of 8 workers 2 are for the slow lane
			began, hang, good := make(chan string, 20), make(chan struct{}), make(chan string, 20)
			seen := make(chan string, 20)
			start(t, q, func(ctx context.Context, l queue.Look) error {
				switch {
				case l.Organization[:4] == "good":
					good <- l.Organization
				case l.Since.IsZero():
					seen <- l.Organization
					return test.first
				default:
					began <- l.Organization
					select {
					case <-hang:
					case <-ctx.Done():
					}
				}
				return nil
			})
			var bad, others []string
			for i := range 10 {
				bad, others = append(bad, fmt.Sprintf("bad-%d", i)), append(others, fmt.Sprintf("good-%d", i))
			}
			add(t, q, time.Time{}, bad...)
			for range bad {
				within(t, "a first look", seen)
			}
			until(t, "all first looks have ended", func() bool {
				d := q.Depth()
				return d.Running == 0 && d.Waiting == 0 && (d.Delayed == len(bad)) == (test.first != nil)
			})
			add(t, q, time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC), bad...)
			within(t, "a slow look", began)
			within(t, "another slow look", began)
			add(t, q, time.Time{}, others...)
			for range others {
				within(t, "a good look", good)
			}
			if len(began) > 0 {
				t.Errorf("more than two looks are in the slow lane")
			}
			close(hang)
		})
	}
}

// until waits for a condition that only PostgreSQL knows of.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for range 3000 {
		if holds() {
			return
		}
		if err := sleep(t.Context(), 10*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("it does not come to this: %s", what)
}

// drained waits until nothing is to be done.
func drained(t *testing.T, queues ...*postgres.Queue) {
	t.Helper()
	until(t, "nothing is to be done", func() bool {
		for _, q := range queues {
			if d := q.Depth(); d.Waiting+d.Delayed+d.Running > 0 {
				return false
			}
		}
		return true
	})
}
