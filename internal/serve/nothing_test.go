package serve_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/serve/storm"
)

// happenings lets things happen for some hours, and delivers all of them.
func (b *bubble) happenings(n int) {
	b.Helper()
	for range n {
		b.send(storm.Genuine, b.hub.Happen())
		time.Sleep(time.Minute)
	}
	time.Sleep(2 * interval)
}

// TestNothingIsDone without a review block, and without --act.
func TestNothingIsDone(t *testing.T) {
	for _, without := range []string{"review block", "act"} {
		t.Run(without, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBubble(t, storm.Options{Seed: 3, Organizations: 6})
				b.source, b.act = b.hub.Configuration(without != "review block"), without != "act"
				b.start()
				defer b.close()
				b.happenings(100)
				counts := b.hub.Counts()
				if counts.Reviews > 0 || counts.Calls < 100 {
					t.Errorf("%+v", counts)
				}
				b.source, b.act = b.hub.Configuration(true), true
				b.end(false)
				b.start()
				b.happenings(1)
				if got := b.hub.Counts(); got.Done < 20 {
					t.Errorf("with both, there are %d reviews: the test says little", got.Done)
				}
			})
		})
	}
}

// TestIncompleteScanRevokesNothing: as long as the tokens of an organization cannot be listed,
// none of them is revoked, and its requests are reviewed all the same.
func TestIncompleteScanRevokesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBubble(t, storm.Options{Seed: 4, Organizations: 6})
		b.start()
		defer b.close()
		b.happenings(300)
		missing := b.hub.Missing()
		if len(missing) == 0 || slices.ContainsFunc(missing, func(m string) bool { return !strings.Contains(m, "octo-org-5: revoke of the token") }) {
			t.Errorf("the reviews that are missing are %v, and should be revocations in octo-org-5", missing)
		}
		if problems := b.hub.Problems(); len(problems) > 0 {
			t.Error(problems)
		}
		b.hub.Calm()
		time.Sleep(2 * interval)
		b.wantEnd()
	})
}
