package queue_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/serve/queue"
)

// ask is a call of Add in a random story. All times are since its start.
type ask struct {
	at            time.Duration
	sweep         bool
	organizations []int
}

// lasts says how the nth look at an organization goes.
type lasts func(organization, n int) (takes time.Duration, fails bool)

// modeled is what a plain model knows of an organization: no heaps, no goroutines.
type modeled struct {
	asked, running, slow, fails bool
	since, due, ends, ended     time.Duration // since -1: only a sweep asked
	began, order                time.Duration
	lookSince                   time.Duration
	failures, looks             int
	slot                        bool // its look counts in the slow lane
}

const never = time.Duration(-1)

// model tells which looks begin when, as the rules of the queue say it.
func model(organizations, workers int, asks []ask, how lasts, until time.Duration, random func() float64) []string {
	all := make([]modeled, organizations)
	for i := range all {
		all[i].since = never
	}
	var out []string
	var order time.Duration
	for now := time.Duration(0); now <= until; now = next(all, asks, now) {
		for i := range all {
			if o := &all[i]; o.running && o.ends == now {
				order++
				o.end(now, order, random)
			}
		}
		for len(asks) > 0 && asks[0].at == now {
			for _, i := range asks[0].organizations {
				order++
				all[i].ask(now, asks[0].sweep, order)
			}
			asks = asks[1:]
		}
		for i := front(all, workers, now); i >= 0; i = front(all, workers, now) {
			o := &all[i]
			out = append(out, fmt.Sprintf("%v: %d, attempt %d, since %v", now, i, o.failures+1, o.since))
			takes, fails := how(i, o.looks)
			o.running, o.asked, o.began, o.ends, o.fails, o.slot = true, false, now, now+takes, fails, o.slow
			o.lookSince, o.since = o.since, never
			o.looks++
		}
	}
	return out
}

// next is the time of the next thing that happens.
func next(all []modeled, asks []ask, now time.Duration) time.Duration {
	at := time.Duration(1 << 62)
	if len(asks) > 0 {
		at = asks[0].at
	}
	for i := range all {
		switch o := &all[i]; {
		case o.running:
			at = min(at, o.ends)
		case o.asked && o.due > now:
			at = min(at, o.due)
		}
	}
	return at
}

func (o *modeled) ask(now time.Duration, sweep bool, order time.Duration) {
	if !sweep && o.since == never {
		o.since = now
	}
	if !o.asked {
		o.asked, o.due, o.order = true, now, order
	} else if !o.running && !sweep && o.due > now {
		o.due = min(o.due, max(now, o.ended+5*time.Second))
	}
}

func (o *modeled) end(now, order time.Duration, random func() float64) {
	o.running, o.ended, o.slow = false, now, o.fails || now-o.began > 10*time.Second
	if !o.fails {
		o.failures = 0
		return
	}
	wait := min(time.Second<<min(o.failures, 20), 5*time.Minute)
	wait -= time.Duration(random() * float64(wait/2))
	if o.asked && o.since != never {
		wait = min(wait, 5*time.Second)
	}
	o.failures++
	o.asked, o.due, o.order = true, now+wait, order
	if o.lookSince != never {
		o.since = o.lookSince
	}
}

// front is the organization whose look begins next; -1: none does.
func front(all []modeled, workers int, now time.Duration) int {
	running, slow := 0, 0
	for i := range all {
		if all[i].running {
			running++
			if all[i].slot {
				slow++
			}
		}
	}
	var may []int
	for i := range all {
		o := &all[i]
		if o.asked && !o.running && o.due <= now && running < workers && (!o.slow || slow < max(1, workers/4)) {
			may = append(may, i)
		}
	}
	if len(may) == 0 {
		return -1
	}
	return slices.MinFunc(may, func(a, b int) int {
		sweeps := func(i int) int { return map[bool]int{true: 1}[all[i].since == never] }
		return cmp.Or(cmp.Compare(sweeps(a), sweeps(b)), cmp.Compare(all[a].due, all[b].due), cmp.Compare(all[a].order, all[b].order))
	})
}

// TestModel compares the queue with the model in random stories: what begins, when, with
// which attempt, and since when it was asked for.
func TestModel(t *testing.T) {
	for seed := range uint64(60) {
		synctest.Test(t, func(t *testing.T) { compare(t, seed) })
	}
}

func compare(t *testing.T, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 1))
	organizations, workers, until := 1+r.IntN(12), 1+r.IntN(9), 10*time.Minute
	failing, hanging := r.Float64(), r.Float64()/2
	how := func(organization, n int) (time.Duration, bool) {
		r := rand.New(rand.NewPCG(seed, uint64(1000*organization+n)))
		takes := 1 + time.Duration(r.Int64N(int64(2*time.Second)))
		if r.Float64() < hanging {
			takes += time.Duration(r.Int64N(int64(30 * time.Second)))
		}
		return takes, organization%2 == 0 && r.Float64() < failing
	}
	asks := randomAsks(r, organizations, until-time.Minute)
	random := func() func() float64 { return rand.New(rand.NewPCG(seed, 2)).Float64 }
	want := model(organizations, workers, asks, how, until, random())
	got, looks := play(t, workers, asks, how, until, random())
	slices.Sort(want)
	slices.Sort(got) // what begins at one time is in no order
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Fatalf("seed %d, %d organizations, %d workers (-model +queue):\n%s", seed, organizations, workers, diff)
	}
	if looks == 0 {
		t.Fatalf("seed %d: nothing was looked at", seed)
	}
}

// randomAsks are deliveries and sweeps, no two at the same time.
func randomAsks(r *rand.Rand, organizations int, until time.Duration) []ask {
	var out []ask
	pause := int64(1 + r.IntN(int(20*time.Second)))
	for at := time.Duration(0); at < until; at += 1 + time.Duration(r.Int64N(pause)) {
		a := ask{at: at, sweep: r.IntN(6) == 0, organizations: r.Perm(organizations)}
		if !a.sweep {
			a.organizations = a.organizations[:1+r.IntN(min(2, organizations))]
		}
		out = append(out, a)
	}
	return out
}

// play has the queue do what a story says, and returns the looks.
func play(t *testing.T, workers int, asks []ask, how lasts, until time.Duration, random func() float64) ([]string, int) {
	start := time.Now()
	q := queue.NewMemory(queue.Options{Workers: workers, Now: time.Now, After: time.After, Rand: random})
	var mu sync.Mutex
	var out []string
	looks, running, total := map[int]int{}, map[int]bool{}, 0
	ctx, cancel := context.WithTimeout(t.Context(), until)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- q.Run(ctx, func(ctx context.Context, l queue.Look) error {
			var i int
			_, _ = fmt.Sscan(l.Organization, &i)
			since := never
			if !l.Since.IsZero() {
				since = l.Since.Sub(start)
			}
			mu.Lock()
			if running[i] || len(running) == workers {
				t.Errorf("looks under way: %v, and %d", running, i)
			}
			out = append(out, fmt.Sprintf("%v: %d, attempt %d, since %v", time.Since(start), i, l.Attempt, since))
			takes, fails := how(i, looks[i])
			looks[i]++
			total++
			running[i] = true
			mu.Unlock()
			time.Sleep(takes)
			mu.Lock()
			delete(running, i)
			mu.Unlock()
			if fails {
				return errors.New("it fails")
			}
			return nil
		})
	}()
	for _, a := range asks {
		time.Sleep(a.at - time.Since(start))
		var logins []string
		for _, i := range a.organizations {
			logins = append(logins, fmt.Sprint(i))
		}
		since := time.Now()
		if a.sweep {
			since = time.Time{}
		}
		if err := q.Add(ctx, since, logins...); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	return out, total
}
