package apply_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
)

// TestInterrupted: nothing more is done, and the journal leaves the call open.
func TestInterrupted(t *testing.T) {
	r := newRig(t, world())
	job := r.plan()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	count := r.server.Latency
	r.server.Latency = func(req *http.Request) {
		if count(req); len(r.posts) == 1 {
			cancel()
			<-req.Context().Done()
		}
	}
	outcomes, err := r.run().Do(ctx, job)
	if err != nil {
		t.Fatal(err)
	}
	got := results(outcomes)
	for name, words := range map[string]string{
		"approve 11": "unknown The response was lost. The run was interrupted before GitHub answered.",
		"deny 13":    "unsent The run was interrupted first.",
		"revoke 21":  "unsent The run was interrupted first.",
	} {
		if !strings.HasPrefix(got[name], words) {
			t.Errorf("%s: %s", name, got[name])
		}
	}
	r.wantPosts(1)
	if open := apply.Open(r.log.entries); len(open) != 1 || len(open[0].IDs) != 2 {
		t.Errorf("the journal leaves open %v", open)
	}
}

// TestNothingWithoutAJournal: what cannot be written down is not done.
func TestNothingWithoutAJournal(t *testing.T) {
	for failAt, posts := range map[int]int{1: 0, 2: 1, 3: 1} {
		r := newRig(t, world())
		r.log.failAt = failAt
		outcomes, err := r.run().Do(t.Context(), r.plan())
		if err == nil || !strings.Contains(err.Error(), "write the journal: no space left on device") || len(outcomes) != 5 {
			t.Errorf("%d outcomes, %v", len(outcomes), err)
		}
		r.wantPosts(posts)
	}
}
