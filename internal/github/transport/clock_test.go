package transport_test

import (
	"testing"
	"time"

	"github.com/patctl/patctl/internal/clocktest"
	"github.com/patctl/patctl/internal/github/transport"
)

// TestPassed: a time has passed once either clock says so.
func TestPassed(t *testing.T) {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	at := clocktest.Time(noon, time.Hour).Add(time.Minute)
	for _, test := range []struct {
		shown, running time.Duration // since at was made
		want           bool
	}{
		{0, 0, false}, {time.Second, time.Second, false}, {2 * time.Minute, 2 * time.Minute, true},
		{2 * time.Hour, time.Second, true},      // suspended, or the clock was set forward
		{-2 * time.Hour, 2 * time.Minute, true}, // it was set back
		{-2 * time.Hour, time.Second, false},
	} {
		if got := transport.Passed(clocktest.Time(noon.Add(test.shown), time.Hour+test.running), at); got != test.want {
			t.Errorf("%s by the one clock and %s by the other: %t", test.shown, test.running, got)
		}
	}
}
