package serve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/serve/storm"
)

// The size of a storm, and what it is made from.
const (
	deliveriesSetting = "PATCTL_TEST_DELIVERIES"
	seedSetting       = "PATCTL_TEST_SEED"
)

// bubble is a server with its GitHub in a bubble of synctest, where time costs nothing.
type bubble struct {
	testing.TB
	hub    *storm.Hub
	github *storm.Wire
	web    *http.Server
	disk   disk
	source string
	act    bool
	seed   uint64

	mu      sync.Mutex
	current *mortal // nil: there is none at the moment
	round   int     // counts processes
}

// newBubble is called within a bubble. A configuration that is empty is that of the hub.
func newBubble(t testing.TB, o storm.Options) *bubble {
	t.Helper()
	o.Now, o.Sleep = time.Now, time.Sleep
	hub, err := storm.New(o)
	if err != nil {
		t.Fatal(err)
	}
	b := &bubble{TB: t, hub: hub, github: storm.NewWire(), source: hub.Configuration(true), act: true, seed: o.Seed}
	b.web = &http.Server{Handler: hub, ReadHeaderTimeout: time.Minute, ErrorLog: quiet()}
	go func() { _ = b.web.Serve(b.github) }() // it is closed at the end
	return b
}

var bubbleClock = clock{time.Now, time.After}

// start starts a process.
func (b *bubble) start() {
	b.Helper()
	wire := storm.NewWire()
	p := &mortal{dial: wire.Dial}
	p.network = &http.Transport{MaxIdleConnsPerHost: 64, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return b.github.Dial(ctx) }}
	b.round++
	p.start(b, b.hub, parts{
		source: b.source, act: b.act, listener: wire, clock: bubbleClock, address: "http://127.0.0.1:1",
		queue: memoryQueue(bubbleClock, b.seed+uint64(b.round)), store: b.disk.open(b, p, bubbleClock),
	})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.current = p
}

// end ends the process, as kill -9 does or in order.
func (b *bubble) end(kill bool) {
	b.mu.Lock()
	p := b.current
	b.current = nil
	b.mu.Unlock()
	if kill {
		p.kill()
	} else {
		p.stop()
	}
}

// close ends everything.
func (b *bubble) close() {
	b.end(false)
	_ = b.web.Close()
	_ = b.github.Close()
}

func (b *bubble) process() *mortal {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.current
}

// send sends a delivery, and fails where the answer of a process that lives on is not the one
// that it should be.
func (b *bubble) send(kind storm.Kind, login string) string {
	p := b.process()
	if p == nil {
		return "no server"
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := p.dial(ctx)
	if err != nil {
		return "no connection"
	}
	status := storm.Delivery{Kind: kind, Login: login, Secret: secret, Sleep: time.Sleep}.Send(ctx, c)
	if !slices.Contains(storm.Answers[kind], status) && b.process() == p {
		b.Errorf("a delivery that is %s was answered with %d", kind, status)
	}
	return fmt.Sprint(kind, " ", status)
}

// kind chooses how a delivery is made: most of them are as they should be.
func kindOf(random *rand.Rand) storm.Kind {
	if random.IntN(10) < 7 {
		return storm.Genuine
	}
	if random.IntN(100) < 97 {
		return []storm.Kind{
			storm.Dripping, storm.Forged, storm.Unsigned, storm.Truncated, storm.Stalled, storm.Form, storm.Ambiguous, storm.Stranger, storm.Unknown, storm.Get,
		}[random.IntN(10)]
	}
	return []storm.Kind{storm.Huge, storm.HugeChunked}[random.IntN(2)]
}

// TestStorm: whatever happens to deliveries, to GitHub's answers, and to the process, the
// reviews are those of one apply at the end: none twice, none that is not planned, and after a
// sweep none is missing.
func TestStorm(t *testing.T) {
	deliveries, seed := number(t, deliveriesSetting, 5000), uint64(number(t, seedSetting, 1))
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, storm.Options{Seed: seed, Organizations: 12, Faults: 0.05})
		b.start()
		defer b.close()
		random := rand.New(rand.NewPCG(seed, 2))
		var sending sync.WaitGroup
		answers := tally{counts: map[string]int{}}
		var replayed []string
		restarts := 0
		for sent := 0; sent < deliveries; {
			time.Sleep(time.Duration(random.IntN(200)) * time.Millisecond)
			login := b.hub.Logins()[random.IntN(len(b.hub.Logins()))]
			if random.IntN(3) == 0 {
				if login = b.hub.Happen(); random.IntN(10) == 0 {
					continue // the delivery is lost
				}
			}
			times, kind, delay := 1, kindOf(random), time.Duration(0)
			if random.IntN(10) == 0 {
				times = 2
			}
			if random.IntN(5) == 0 {
				delay = time.Duration(random.IntN(60_000)) * time.Millisecond // it comes after later ones
			}
			for range times {
				sent++
				sending.Go(func() {
					time.Sleep(delay)
					answers.add(b.send(kind, login))
				})
			}
			if kind == storm.Genuine && random.IntN(20) == 0 {
				replayed = append(replayed, login)
			}
			if random.IntN(250) == 0 {
				b.end(random.IntN(4) > 0)
				time.Sleep(time.Duration(random.IntN(10_000)) * time.Millisecond)
				b.start()
				restarts++
			}
		}
		sending.Wait()
		before := b.hub.Counts()
		b.hub.Calm()
		time.Sleep(interval + 20*time.Minute)
		b.wantEnd()
		after := b.hub.Counts()
		t.Logf("%d deliveries, %d restarts: %+v in the storm, and %d reviews afterwards", deliveries, restarts, before, after.Done-before.Done)
		t.Log(answers.String())
		if before.Done < deliveries/40 || before.Faults < deliveries/40 {
			t.Error("little happened: the test says little")
		}

		time.Sleep(24 * time.Hour)
		for _, login := range replayed {
			sending.Go(func() { b.send(storm.Genuine, login) })
		}
		sending.Wait()
		time.Sleep(interval)
		if got := b.hub.Counts(); got.Reviews != after.Reviews || len(b.hub.Problems()) > 0 {
			t.Errorf("deliveries of the day before led to %d calls: %v", got.Reviews-after.Reviews, b.hub.Problems())
		}
	})
}

// wantEnd fails unless the reviews are those of one apply.
func (b *bubble) wantEnd() {
	b.Helper()
	for _, problem := range b.hub.Problems() {
		b.Error(problem)
	}
	if missing := b.hub.Missing(); len(missing) > 0 {
		b.Errorf("%d reviews are missing: %v", len(missing), missing[:min(len(missing), 10)])
	}
	if open := b.disk.left(b); len(open) > 0 {
		b.Errorf("the journal leaves open %+v", open)
	}
	want, err := b.hub.Applied(context.Background(), b.source)
	if err != nil {
		b.Fatal(err)
	}
	if diff := cmp.Diff(want, b.hub.End()); diff != "" {
		b.Errorf("one apply of the end, and what the server did (-apply +server):\n%s", diff)
	}
}

// tally counts words.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *tally) add(word string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[word]++
}

func (t *tally) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for word, n := range t.counts {
		out = append(out, fmt.Sprintf("%s: %d", word, n))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}
