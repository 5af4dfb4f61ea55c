package queue_test

import (
	"math"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/serve/queue"
)

// TestBackoff: the time between attempts doubles, and is never more than five minutes, whatever
// the chance.
func TestBackoff(t *testing.T) {
	for failures, want := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 3: 4 * time.Second, 8: 128 * time.Second, 9: 256 * time.Second, 10: 5 * time.Minute, 11: 5 * time.Minute,
		1000: 5 * time.Minute, math.MaxInt: 5 * time.Minute,
	} {
		for _, random := range []float64{0, 0.5, 0.999} {
			got := queue.Backoff(queue.FirstDelay, queue.LastDelay, failures, random)
			if got > want || got < want/2 || random == 0 && got != want {
				t.Errorf("after %d failures with chance %v: %s, want %s at most", failures, random, got, want)
			}
		}
	}
}
