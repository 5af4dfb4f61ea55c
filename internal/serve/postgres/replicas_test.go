package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/postgres"
	"github.com/patctl/patctl/internal/serve/queue"
)

// ledger is what the looks of several processes did.
type ledger struct {
	clock   atomic.Int64 // counts what happens
	mu      sync.Mutex
	running map[string]int
	asked   map[string]int64 // when a look was last asked for
	looked  map[string]int64 // when the last look that succeeded began
	twice   []string
	looks   int
}

func (l *ledger) ask(organization string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[organization] = l.clock.Add(1)
}

func (l *ledger) begin(organization string) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.looks++; l.running[organization] > 0 {
		l.twice = append(l.twice, organization)
	}
	l.running[organization]++
	return l.clock.Add(1)
}

func (l *ledger) end(organization string, began int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.running[organization]--
	if err == nil {
		l.looked[organization] = began
	}
}

// TestReplicas: under load, with failures and lost connections, no organization is looked at
// twice at a time, and every event is followed by a look.
func TestReplicas(t *testing.T) {
	address := database(t)
	l := &ledger{running: map[string]int{}, asked: map[string]int64{}, looked: map[string]int64{}}
	var databases []*postgres.Database
	var queues []*postgres.Queue
	for n := range 3 {
		d := replica(t, address, fast())
		databases, queues = append(databases, d), append(queues, d.Queue())
		var mu sync.Mutex
		random := rand.New(rand.NewPCG(1, uint64(n)))
		start(t, queues[n], func(ctx context.Context, look queue.Look) error {
			began := l.begin(look.Organization)
			mu.Lock()
			fails, takes := random.IntN(10) == 0, time.Duration(random.IntN(5))*time.Millisecond
			mu.Unlock()
			err := sleep(ctx, takes)
			if fails {
				err = errLook
			}
			l.end(look.Organization, began, err)
			return err
		})
	}
	var adders sync.WaitGroup
	for n := range 3 {
		adders.Go(func() {
			random := rand.New(rand.NewPCG(2, uint64(n)))
			for i := range 150 {
				organization := fmt.Sprintf("octo-org-%d", random.IntN(12))
				l.ask(organization)
				if err := queues[n].Add(t.Context(), time.Unix(1_800_000_000+int64(i), 0), organization); err != nil {
					t.Error(err)
				}
				if i%50 == 25 {
					if err := databases[n].Lose(t.Context()); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	adders.Wait()
	drained(t, queues...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.twice) > 0 {
		t.Errorf("looked at twice at a time: %v", l.twice)
	}
	for organization, asked := range l.asked {
		if l.looked[organization] < asked {
			t.Errorf("%s: asked for at %d, and the last look began at %d", organization, asked, l.looked[organization])
		}
	}
	t.Logf("%d looks for 450 events", l.looks)
}

// TestLostConnectionEndsLooks: a look whose lock is lost is told, and begins again. It does not count
// as a failure.
func TestLostConnectionEndsLooks(t *testing.T) {
	d := replica(t, database(t), fast())
	q := d.Queue()
	looks, ended := make(chan queue.Look, 2), make(chan error, 2)
	start(t, q, func(ctx context.Context, l queue.Look) error {
		looks <- l
		<-ctx.Done()
		ended <- ctx.Err()
		return ctx.Err()
	})
	add(t, q, time.Unix(1_800_000_000, 0), "octo-org")
	within(t, "the look", looks)
	if err := d.Lose(t.Context()); err != nil {
		t.Fatal(err)
	}
	within(t, "the end of the look", ended)
	if l := within(t, "the next look", looks); l.Attempt != 1 || l.Since.Unix() != 1_800_000_000 {
		t.Errorf("the next look is %+v", l)
	}
}

// TestStop: a look under way may end; then its context ends; what was cut off, and what did
// not begin, is done by another process.
func TestStop(t *testing.T) {
	address := database(t)
	one := postgres.Fast(postgres.Options{Workers: 1, Sleep: sleep})
	first, second := replica(t, address, one).Queue(), replica(t, address, fast()).Queue()
	looks := make(chan string, 10)
	stop := start(t, first, func(ctx context.Context, l queue.Look) error {
		looks <- l.Organization
		<-ctx.Done()
		return ctx.Err()
	})
	add(t, first, time.Unix(1_800_000_000, 0), "octo-org")
	within(t, "the look", looks)
	add(t, first, time.Time{}, "mona-org")
	stop()
	others := make(chan queue.Look, 10)
	start(t, second, func(_ context.Context, l queue.Look) error {
		others <- l
		return nil
	})
	got := map[string]int{}
	for range 2 {
		l := within(t, "a look of the other process", others)
		got[l.Organization] = l.Attempt
	}
	if got["octo-org"] != 1 || got["mona-org"] != 1 || len(looks) > 0 {
		t.Errorf("the other process looked at %v", got)
	}
}
