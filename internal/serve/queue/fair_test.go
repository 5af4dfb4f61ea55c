package queue_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/serve/queue"
)

// TestHangingOrganizations: 20 of 200 organizations answer after 30 seconds, with an error.
// The others wait for less than a second, 99 times in 100, through an hour of sweeps and
// deliveries. With fewer workers than hanging organizations that holds once it is known
// which ones hang.
func TestHangingOrganizations(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { hang(t, queue.DefaultWorkers, 0) })
	synctest.Test(t, func(t *testing.T) { hang(t, 16, time.Minute) })
}

func hang(t *testing.T, workers int, from time.Duration) {
	start := time.Now()
	logins := make([]string, 200)
	for i := range logins {
		logins[i] = fmt.Sprint("org", i)
		if i%10 == 0 {
			logins[i] = fmt.Sprint("hangs", i)
		}
	}
	random := rand.New(rand.NewPCG(7, 7))
	q := queue.NewMemory(queue.Options{Workers: workers, Now: time.Now, After: time.After, Rand: rand.New(rand.NewPCG(1, 1)).Float64})
	var mu sync.Mutex
	var waited []time.Duration
	hung := 0
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	go func() {
		for n := 0; ctx.Err() == nil; n++ {
			if n%1200 == 0 {
				_ = q.Add(ctx, time.Time{}, logins...)
			}
			_ = q.Add(ctx, time.Now(), logins[random.IntN(len(logins))], logins[random.IntN(len(logins))])
			time.Sleep(500 * time.Millisecond)
		}
	}()
	err := q.Run(ctx, func(_ context.Context, l queue.Look) error {
		if strings.HasPrefix(l.Organization, "hangs") {
			mu.Lock()
			hung++
			mu.Unlock()
			time.Sleep(30 * time.Second)
			return errors.New("no answer")
		}
		mu.Lock()
		if !l.Since.IsZero() && time.Since(start) >= from {
			waited = append(waited, time.Since(l.Since))
		}
		mu.Unlock()
		time.Sleep(300 * time.Millisecond)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(waited)
	p99 := waited[len(waited)*99/100]
	t.Logf("%d looks for events, waiting %v at the 99th percentile, %v at most; %d that hung", len(waited), p99, waited[len(waited)-1], hung)
	if p99 >= time.Second || len(waited) < 10_000 || hung < 400 {
		t.Errorf("%d looks for events waited %v at the 99th percentile; %d hung", len(waited), p99, hung)
	}
}

// BenchmarkQueue is what a delivery costs, from Add to the end of a look that does nothing,
// with 1,000 organizations.
func BenchmarkQueue(b *testing.B) {
	logins := make([]string, 1000)
	for i := range logins {
		logins[i] = fmt.Sprint("org", i)
	}
	q := queue.NewMemory(queue.Options{Now: time.Now, After: time.After, Rand: rand.Float64})
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	done := make(chan struct{}, len(logins))
	go func() {
		ended <- q.Run(ctx, func(context.Context, queue.Look) error {
			done <- struct{}{}
			return nil
		})
	}()
	b.ReportAllocs()
	for b.Loop() {
		_ = q.Add(ctx, time.Now(), logins...)
		for range logins {
			<-done
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(logins)), "ns/look")
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}
