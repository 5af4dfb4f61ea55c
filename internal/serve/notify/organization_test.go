package notify_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/serve/notify"
)

// heldBack is a look in which the reviews exceeded a limit.
func heldBack() notify.Look {
	l := look(pending(42))
	l.Done = []subject.Notice{{
		Refusal: subject.Refusal{Kind: subject.OrganizationKind, Organization: "octo-org", Name: "octo-org"},
		Event:   "failed", Result: "unsent", Detail: "12 reviews exceed max_actions = 10.",
	}}
	return l
}

// TestReviewsThatAreHeldBack are told when it begins, not with every look, and again the next
// time.
func TestReviewsThatAreHeldBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, newMemory(), &wire{}, webhook("siem"))
		defer r.end()
		told := func() (n int) {
			settle(time.Minute)
			for _, p := range r.wire.sent() {
				if strings.Contains(p.body, `"kind":"organization"`) {
					n++
				}
			}
			return n
		}
		for _, step := range []struct {
			when string
			look notify.Look
			want int
		}{
			{"it begins", heldBack(), 1},
			{"it goes on", heldBack(), 1},
			{"nothing is known", notify.Look{Organization: "octo-org"}, 1},
			{"it still goes on", heldBack(), 1},
			{"it is over", look(pending(42)), 1},
			{"the next time", heldBack(), 2},
		} {
			r.Tell(step.look)
			if got := told(); got != step.want {
				t.Errorf("%s: told %d times, want %d", step.when, got, step.want)
			}
		}
	})
}

// TestNoIssueOfAnOrganization: issues are those of requests.
func TestNoIssueOfAnOrganization(t *testing.T) {
	r := newTracker(t, nil)
	for range 3 {
		r.tell(t, heldBack())
		r.want(t, "held back", "1 open 0")
	}
	if title := r.issues()[0].Title; !strings.HasPrefix(title, "Token request 42 ") {
		t.Error(title)
	}
}
