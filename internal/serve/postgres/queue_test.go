package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/queue"
)

// start runs a queue until stop, or to the end of the test.
func start(t *testing.T, q *postgres.Queue, work queue.Work) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- q.Run(ctx, work) }()
	stopped := false
	stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := within(t, "the end of Run", ended); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return stop
}

func add(t *testing.T, q *postgres.Queue, since time.Time, organizations ...string) {
	t.Helper()
	if err := q.Add(t.Context(), since, organizations...); err != nil {
		t.Fatal(err)
	}
}

// TestEventDuringALook: however many events come during a look, one look follows, and it
// knows the oldest of them.
func TestEventDuringALook(t *testing.T) {
	q := replica(t, database(t), fast()).Queue()
	looks, proceed := make(chan queue.Look), make(chan struct{})
	start(t, q, func(_ context.Context, l queue.Look) error {
		looks <- l
		<-proceed
		return nil
	})
	first := time.Date(2026, 7, 1, 10, 0, 0, 0, time.UTC)
	add(t, q, first, "Octo-Org")
	if l := within(t, "the first look", looks); l.Organization != "Octo-Org" || !l.Since.Equal(first) || l.Attempt != 1 {
		t.Errorf("the first look is %+v", l)
	}
	for i := range 20 {
		add(t, q, first.Add(time.Duration(20-i)*time.Minute), "octo-org")
	}
	if d := q.Depth(); d.Waiting != 1 || d.Running != 1 {
		t.Errorf("during the look: %+v", d)
	}
	proceed <- struct{}{}
	if l := within(t, "the second look", looks); !l.Since.Equal(first.Add(time.Minute)) {
		t.Errorf("the second look is since %s", l.Since)
	}
	proceed <- struct{}{}
	add(t, q, time.Time{}, "mona-org")
	if l := within(t, "a look at another organization", looks); l.Organization != "mona-org" || !l.Since.IsZero() {
		t.Errorf("a third look follows: %+v", l)
	}
	proceed <- struct{}{}
}

// TestLookElsewhere: a process without the organization leaves it to one that has it. If none has it,
// it is forgotten.
func TestLookElsewhere(t *testing.T) {
	address := database(t)
	one, other := replica(t, address, fast()).Queue(), replica(t, address, fast()).Queue()
	strange := make(chan queue.Look, 100)
	start(t, one, func(_ context.Context, l queue.Look) error {
		strange <- l
		return queue.ErrElsewhere
	})
	add(t, one, time.Time{}, "octo-org")
	for attempt := 1; attempt <= 10; attempt++ {
		if l := within(t, "an attempt", strange); l.Attempt != attempt {
			t.Fatalf("attempt %d: %+v", attempt, l)
		}
	}
	for {
		d := one.Depth()
		if d == (queue.Depth{}) {
			break
		}
		if err := sleep(t.Context(), 10*time.Millisecond); err != nil {
			t.Fatalf("it is not forgotten: %+v", d)
		}
	}
	looks := make(chan queue.Look, 100)
	start(t, other, func(_ context.Context, l queue.Look) error {
		looks <- l
		return nil
	})
	for range 5 {
		add(t, one, time.Now(), "octo-org")
		within(t, "the look of the process that has it", looks)
	}
}

// TestTextsThatPostgreSQLRejects: one login that is none keeps no other organization waiting.
func TestTextsThatPostgreSQLRejects(t *testing.T) {
	q := replica(t, database(t), fast()).Queue()
	looks := make(chan queue.Look, 100)
	start(t, q, func(_ context.Context, l queue.Look) error {
		looks <- l
		return nil
	})
	add(t, q, time.Time{}, "a\x00b", "a\xffb", "octo-org")
	for range 3 {
		if within(t, "a look", looks).Organization == "octo-org" {
			return
		}
	}
	t.Error("octo-org was not looked at")
}
