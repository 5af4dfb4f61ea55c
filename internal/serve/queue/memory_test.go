package queue_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/serve/queue"
)

// rig runs a queue in virtual time, and keeps what it handed out.
type rig struct {
	*queue.Memory
	start  time.Time
	stop   func() // ends the context of Run, and waits for Run
	mu     sync.Mutex
	begun  []string // "organization attempt at since", times in seconds from the start
	panics []string
}

// newRig starts a queue. How long a look takes, and whether it fails, says work.
func newRig(t *testing.T, workers int, work func(context.Context, queue.Look) error) *rig {
	r := &rig{start: time.Now()}
	r.Memory = queue.NewMemory(queue.Options{
		Workers: workers, Now: time.Now, After: time.After, Grace: 10 * time.Second, Rand: func() float64 { return 0 },
		Panicked: func(organization string, value any, stack []byte) {
			if !strings.Contains(string(stack), "memory_test.go") {
				t.Errorf("the stack does not lead to the panic:\n%s", stack)
			}
			r.panics = append(r.panics, fmt.Sprint(organization, ": ", value))
		},
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- r.Run(ctx, func(ctx context.Context, l queue.Look) error {
			r.note(l)
			return work(ctx, l)
		})
	}()
	r.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(r.stop)
	return r
}

func (r *rig) note(l queue.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	since := "sweep"
	if !l.Since.IsZero() {
		since = fmt.Sprint(l.Since.Sub(r.start).Seconds())
	}
	r.begun = append(r.begun, fmt.Sprintf("%s %d %v %s", l.Organization, l.Attempt, time.Since(r.start).Seconds(), since))
}

func (r *rig) event(organizations ...string) {
	_ = r.Add(context.Background(), time.Now(), organizations...)
	synctest.Wait()
}

func (r *rig) sweep(organizations ...string) {
	_ = r.Add(context.Background(), time.Time{}, organizations...)
	synctest.Wait()
}

// sort puts the first n looks in order, which begin at one time.
func (r *rig) sort(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.Sort(r.begun[:n])
}

func (r *rig) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.begun = nil
}

func (r *rig) want(t *testing.T, want ...string) {
	t.Helper()
	synctest.Wait()
	r.mu.Lock()
	defer r.mu.Unlock()
	if diff := cmp.Diff(want, r.begun); diff != "" {
		t.Errorf("looks (-want +got):\n%s", diff)
	}
	r.begun = nil
}

// takes is work that takes some time, and fails where it is told to.
func takes(d time.Duration, failing ...string) func(context.Context, queue.Look) error {
	return func(_ context.Context, l queue.Look) error {
		time.Sleep(d)
		if slices.Contains(failing, l.Organization) {
			return errors.New("no answer")
		}
		return nil
	}
}

// TestEventsCoalesce: many deliveries are one look, and those that come during a look are
// one more, which knows the oldest of them.
func TestEventsCoalesce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1, takes(4*time.Second))
		r.event("octo-org")
		time.Sleep(time.Second)
		r.sweep("octo-org")
		r.event("octo-org", "Octo-Org")
		time.Sleep(time.Second)
		r.event("octo-org")
		time.Sleep(time.Minute)
		r.want(t, "octo-org 1 0 0", "octo-org 1 4 1")
		if d := r.Depth(); d != (queue.Depth{}) {
			t.Errorf("left is %+v", d)
		}
	})
}

// TestFailuresBackOff: each failure doubles the time to the next attempt, up to five minutes.
func TestFailuresBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 4, takes(0, "octo-org"))
		r.event("octo-org")
		time.Sleep(1112 * time.Second)
		r.want(t, "octo-org 1 0 0", "octo-org 2 1 0", "octo-org 3 3 0", "octo-org 4 7 0", "octo-org 5 15 0", "octo-org 6 31 0",
			"octo-org 7 63 0", "octo-org 8 127 0", "octo-org 9 255 0", "octo-org 10 511 0", "octo-org 11 811 0", "octo-org 12 1111 0")
		if d := r.Depth(); d != (queue.Depth{Delayed: 1}) {
			t.Errorf("left is %+v", d)
		}
	})
}

// TestEventBringsForward: a delivery ends the wait for the next attempt, but looks that fail
// do not follow each other faster than every five seconds for it. A sweep does not.
func TestEventBringsForward(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 4, takes(0, "octo-org"))
		r.sweep("octo-org")
		time.Sleep(100 * time.Second) // after 63 comes 127
		r.want(t, "octo-org 1 0 sweep", "octo-org 2 1 sweep", "octo-org 3 3 sweep", "octo-org 4 7 sweep",
			"octo-org 5 15 sweep", "octo-org 6 31 sweep", "octo-org 7 63 sweep")
		r.sweep("octo-org")
		r.want(t)
		for range 8 {
			r.event("octo-org")
			time.Sleep(time.Second)
		}
		r.want(t, "octo-org 8 100 100", "octo-org 9 105 100")
		time.Sleep(2 * time.Second)
		r.want(t, "octo-org 10 110 100")
	})
}

// TestEventDuringAFailingLook counts as one that comes after it.
func TestEventDuringAFailingLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 4, takes(4*time.Second, "octo-org"))
		r.event("octo-org")
		time.Sleep(60 * time.Second) // 0-4, 5-9, 11-15, 19-23, 31-35, 51-55, then 87
		r.event("octo-org")          // 60-64
		time.Sleep(2 * time.Second)
		r.event("octo-org")
		time.Sleep(8 * time.Second)
		r.want(t, "octo-org 1 0 0", "octo-org 2 5 0", "octo-org 3 11 0", "octo-org 4 19 0", "octo-org 5 31 0", "octo-org 6 51 0",
			"octo-org 7 60 0", "octo-org 8 69 0")
	})
}

// TestOrder: who has an event goes first, then who waits the longest.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1, takes(5*time.Second))
		r.sweep("a", "b", "c", "d")
		time.Sleep(time.Second)
		r.event("f", "e")
		time.Sleep(time.Second)
		r.event("d") // waits since 0
		if d := r.Depth(); d != (queue.Depth{Waiting: 5, Running: 1, Oldest: 2 * time.Second}) {
			t.Errorf("there are %+v", d)
		}
		time.Sleep(time.Minute)
		r.want(t, "a 1 0 sweep", "d 1 5 2", "f 1 10 1", "e 1 15 1", "b 1 20 sweep", "c 1 25 sweep")
	})
}

// TestSlowLane: organizations that fail or take long have a quarter of the workers.
func TestSlowLane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 8, func(_ context.Context, l queue.Look) error {
			if strings.HasPrefix(l.Organization, "slow") {
				time.Sleep(11 * time.Second)
			}
			return nil
		})
		r.event("slow1", "slow2", "slow3", "slow4", "slow5")
		time.Sleep(20 * time.Second)
		r.forget()
		r.event("slow1", "slow2", "slow3", "slow4", "slow5")
		if d := r.Depth(); d != (queue.Depth{Waiting: 3, Running: 2}) {
			t.Errorf("there are %+v", d)
		}
		r.event("a")
		time.Sleep(40 * time.Second)
		r.sort(6)
		r.want(t, "a 1 20 20", "slow1 1 20 20", "slow2 1 20 20", "slow3 1 31 20", "slow4 1 31 20", "slow5 1 42 20")
	})
}

// TestOneWorker: a single one serves both lanes.
func TestOneWorker(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1, takes(100*time.Millisecond, "a"))
		r.event("a", "b")
		time.Sleep(1200 * time.Millisecond)
		r.event("b")
		r.want(t, "a 1 0 0", "b 1 0.1 0", "a 2 1.1 0", "b 1 1.2 1.2")
	})
}

// TestPanics: a look that panics, or ends its goroutine, has failed.
func TestPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1, func(_ context.Context, l queue.Look) error {
			switch {
			case l.Organization == "a" && l.Attempt == 1:
				panic("no such page")
			case l.Organization == "b" && l.Attempt == 1:
				runtime.Goexit()
			}
			return nil
		})
		r.event("a", "b")
		time.Sleep(time.Minute)
		r.want(t, "a 1 0 0", "b 1 0 0", "a 2 1 0", "b 2 1 0")
		if !slices.Equal(r.panics, []string{"a: no such page"}) {
			t.Errorf("told of panics: %q", r.panics)
		}
	})
}

// TestStop: no look begins after the end of the context. One under way has some time, then
// its context ends, and Run waits for it also then.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left := make(chan string, 2)
		r := newRig(t, 2, func(ctx context.Context, l queue.Look) error {
			if l.Organization == "quick" {
				time.Sleep(5 * time.Second)
				left <- fmt.Sprint("quick ", ctx.Err())
				return nil
			}
			<-ctx.Done()
			time.Sleep(time.Second)
			left <- "hangs " + ctx.Err().Error()
			return ctx.Err()
		})
		r.event("quick", "hangs", "waits")
		r.stop()
		got := fmt.Sprint(time.Since(r.start), ", ", <-left, ", ", <-left)
		if want := "11s, quick <nil>, hangs context canceled"; got != want {
			t.Errorf("stopped after %s, want %s", got, want)
		}
		if d := r.Depth(); d != (queue.Depth{Waiting: 1, Delayed: 1, Oldest: 11 * time.Second}) {
			t.Errorf("left is %+v", d)
		}
	})
}

// TestStopWhenIdle: nothing is waited for. A second Run beside the first is refused.
func TestStopWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 2, takes(0))
		synctest.Wait()
		if err := r.Run(t.Context(), takes(0)); err == nil {
			t.Error("two run at once")
		}
		r.stop()
		if time.Since(r.start) != 0 {
			t.Errorf("stopped after %v", time.Since(r.start))
		}
	})
}

// TestKeep: what is no longer configured is not looked at any more, and is not kept.
func TestKeep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 2, takes(4*time.Second, "a", "b"))
		r.event("a", "b")
		time.Sleep(time.Second)
		r.event("waits", "stays", "a")
		r.Keep([]string{"STAYS"})
		if d := r.Depth(); d != (queue.Depth{Waiting: 1, Running: 2}) {
			t.Errorf("there are %+v", d)
		}
		time.Sleep(time.Minute)
		r.sort(2)
		r.want(t, "a 1 0 0", "b 1 0 0", "stays 1 4 1")
		if d := r.Depth(); d != (queue.Depth{}) {
			t.Errorf("left is %+v", d)
		}
		r.event("a") // configured again: its failures are forgotten
		r.want(t, "a 1 61 61")
	})
}

// TestKeptDuringALook: who comes back before the look has ended has lost nothing.
func TestKeptDuringALook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, 1, takes(4*time.Second))
		r.event("a")
		r.event("a")
		r.Keep(nil)
		r.Keep([]string{"a"})
		time.Sleep(time.Minute)
		r.want(t, "a 1 0 0", "a 1 4 0")
	})
}
