package apply_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/clocktest"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestSuspended: what was read before the machine was suspended is read again before the next call
// that changes something, also where GitHub refused the call under way because its token had expired.
func TestSuspended(t *testing.T) {
	for name, lifetime := range map[string]int{"the token is still valid": 4 * 3600, "the token has expired": 1800} {
		w := world()
		w.App = &githubtest.App{TokenLifetime: lifetime}
		r := newRig(t, w)
		r.now = clocktest.Time(githubtest.DefaultNow, time.Minute)
		job := r.plan()
		r.server.Forget()
		count := r.server.Latency
		r.server.Latency = func(req *http.Request) {
			if count(req); changes(req.Method, req.URL.Path) && len(r.posts) == 1 {
				r.mu.Lock()
				defer r.mu.Unlock()
				r.now = clocktest.Time(githubtest.DefaultNow.Add(time.Hour), time.Minute)
			}
		}
		outcomes, err := r.run().Do(t.Context(), job)
		if err != nil || len(outcomes) != len(job.Reviews) {
			t.Fatalf("%s: %d outcomes, %v", name, len(outcomes), err)
		}
		sent, read := 0, 0 // calls that change something, and lists that were read between the first two
		for _, c := range r.server.Calls() {
			switch {
			case changes(c.Method, c.Path):
				sent++
			case sent == 1 && strings.Contains(c.Path, "/personal-access-token"):
				read++
			}
		}
		if sent < 2 || read == 0 {
			t.Errorf("%s: %d calls changed something, and %d lists were read between the first two", name, sent, read)
		}
	}
}

// changes reports whether a call reviews something.
func changes(method, path string) bool {
	return method == http.MethodPost && strings.HasPrefix(path, "/orgs/")
}
