package serve_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/serve/storm"
)

// TestOpenApprovalsDelayNothing: while the tokens of an organization can't be listed, nobody knows
// whether its approvals took effect. Those stay open, and new requests are reviewed within seconds
// all the same, also those that are made while the server looks at the organization.
func TestOpenApprovalsDelayNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const blind = "octo-org-5"
		b := newBubble(t, storm.Options{Seed: 5, Organizations: 6, Forbidden: true})
		b.start()
		defer b.close()
		time.Sleep(10 * time.Minute)
		if open := b.disk.left(b); len(open) == 0 {
			t.Error("no approval is open: the test says little")
		}
		for round, pause := range []time.Duration{time.Minute, 7 * time.Second, 3 * time.Hour, 10 * time.Second, 5 * time.Minute} {
			first := b.hub.Request(blind)
			b.send(storm.Genuine, blind)
			time.Sleep(5 * time.Second)
			if !b.hub.Reviewed(first) {
				t.Errorf("round %d: the request %d is not reviewed within 5 seconds", round, first)
			}
			if round == 2 {
				b.end(true)
				b.start()
			}
			time.Sleep(pause)
		}
		var last int64
		for range 20 { // they come faster than looks
			last = b.hub.Request(blind)
			b.send(storm.Genuine, blind)
			time.Sleep(400 * time.Millisecond)
		}
		time.Sleep(8 * time.Second)
		if !b.hub.Reviewed(last) {
			t.Error("the last of many requests is not reviewed within 8 seconds")
		}
		if problems := b.hub.Problems(); len(problems) > 0 {
			t.Error(problems)
		}
		b.hub.Calm()
		time.Sleep(interval)
		b.wantEnd()
	})
}
