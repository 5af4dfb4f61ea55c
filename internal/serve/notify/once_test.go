package notify_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/hcl/subject"
	"github.com/patctl/patctl/internal/serve/notify"
)

func TestTellsOncePerVerdict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := start(t, newMemory(), &wire{}, webhook("siem"))
		for range 5 {
			r.Tell(look(pending(1)))
			settle(10 * time.Minute)
		}
		wantSaid(t, r, "pending 1")
		r.Tell(look(pending(1, "Another finding.")))
		settle(time.Second)
		wantSaid(t, r, "pending 1", "pending 1")
		r.Tell(look(pending(1))) // as it was first
		settle(time.Second)
		wantSaid(t, r, "pending 1", "pending 1", "pending 1")
		posts := r.wire.sent()
		if posts[0].delivery == posts[2].delivery || len(posts[0].delivery) != 32 {
			t.Errorf("deliveries %q", []string{posts[0].delivery, posts[1].delivery, posts[2].delivery})
		}
		r.Tell(look())
		settle(time.Second)
		if records := r.told.all(); len(records) > 0 {
			t.Errorf("records are left: %+v", records)
		}
		r.end()
	})
}

// TestReviewsAreToldOnce, also where a crash makes a look report one again, and a request that
// was reviewed is not told as pending.
func TestReviewsAreToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := newMemory()
		l := look(pending(1), pending(2))
		l.Done = []subject.Notice{done(1, "approved"), done(2, "failed")}
		for range 3 {
			r := start(t, told, &wire{}, webhook("siem"))
			r.Tell(l)
			settle(time.Second)
			r.Tell(l)
			settle(time.Second)
			if len(told.all()) != 3 {
				t.Errorf("records %+v", told.all())
			}
			r.end()
			if posts := said(t, r.wire.sent()); len(posts) > 0 {
				slices.Sort(posts)
				if diff := cmp.Diff([]string{"approved 1", "failed 2", "pending 2"}, posts); diff != "" {
					t.Error(diff)
				}
				r.wire.posts = nil
			}
		}
	})
}

// TestRecordsGo: a review that has ended a request or token is forgotten after two days, and one
// that failed, which every look may report again, after a month.
func TestRecordsGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := newMemory()
		r := start(t, told, &wire{}, webhook("siem"))
		reviewed := look()
		reviewed.Done = []subject.Notice{done(1, "approved"), done(2, "failed")}
		r.Tell(reviewed)
		for _, step := range []struct{ days, records int }{{1, 2}, {2, 1}, {29, 0}} {
			settle(time.Duration(step.days) * 24 * time.Hour)
			r.Tell(look())
			settle(time.Second)
			if got := told.all(); len(got) != step.records {
				t.Errorf("%d days later, the records are %+v", step.days, got)
			}
		}
		r.end()
	})
}

// TestWhatIsSettledIsNotTold: what waits for a target that is away is told as it is in the end.
func TestWhatIsSettledIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		away := true
		w := &wire{answer: func(int, post) (*http.Response, error) {
			if away {
				return reply(503, ""), nil
			}
			return reply(200, ""), nil
		}}
		r := start(t, newMemory(), w, webhook("siem"))
		r.Tell(look(pending(1), pending(2), pending(3)))
		settle(time.Minute)
		r.Tell(notify.Look{Organization: "octo-org", Pending: []subject.Notice{pending(3, "New.")}}) // incomplete: 1 and 2 may be there
		r.Tell(look(pending(2), pending(3, "New.")))
		settle(time.Minute)
		away = false
		before := len(w.sent())
		settle(10 * time.Minute)
		got := said(t, w.sent()[before:])
		slices.Sort(got)
		if diff := cmp.Diff([]string{"pending 2", "pending 3"}, got); diff != "" {
			t.Error(diff)
		}
		r.end()
	})
}

// TestRandomLooks: every change of a verdict is told once, by two dispatchers with one store
// that are started again and again, to a target that often fails before it does anything.
func TestRandomLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(1, 2))
		told := newMemory()
		fails := rand.New(rand.NewPCG(3, 4))
		shared := &wire{}
		shared.answer = func(int, post) (*http.Response, error) {
			shared.mu.Lock()
			defer shared.mu.Unlock()
			if fails.IntN(4) == 0 {
				shared.posts = shared.posts[:len(shared.posts)-1] // as if it had not arrived
				return reply(500, ""), nil
			}
			return reply(204, ""), nil
		}
		two := []*rig{start(t, told, shared, webhook("siem")), start(t, told, shared, webhook("siem"))}
		verdicts := map[int64]int{} // of what is pending
		want := map[string]int{}
		for range 1000 {
			for id := int64(1); id <= 6; id++ {
				switch random.IntN(12) {
				case 0:
					delete(verdicts, id)
				case 1:
					verdicts[id]++
					want[fmt.Sprintf("%d v%d", id, verdicts[id])]++
				}
			}
			var notices []subject.Notice
			for id := int64(1); id <= 6; id++ {
				if v := verdicts[id]; v > 0 {
					notices = append(notices, pending(id, fmt.Sprintf("v%d", v)))
				}
			}
			i := random.IntN(2)
			if random.IntN(20) == 0 {
				two[i].end()
				two[i] = start(t, told, shared, webhook("siem"))
			}
			two[i].Tell(look(notices...))
			if random.IntN(3) == 0 {
				two[1-i].Tell(look(notices...)) // at the same time
			}
			settle(time.Hour)
		}
		got := map[string]int{}
		for _, p := range shared.sent() {
			var d struct {
				ID       int64
				Findings []string
			}
			if err := json.Unmarshal([]byte(p.body), &d); err != nil {
				t.Fatal(err)
			}
			got[fmt.Sprintf("%d %s", d.ID, d.Findings[0])]++
		}
		if diff := cmp.Diff(want, got); diff != "" || len(got) < 20 {
			t.Errorf("(-want +got):\n%s", diff)
		}
		two[0].end()
		two[1].end()
	})
}
