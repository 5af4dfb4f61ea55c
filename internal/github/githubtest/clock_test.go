package githubtest_test

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// A client that waits by its own clock moves the server's, where they share it.
func TestSharedClock(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	world := octoOrg(tokens(1))
	world.Clock = func() time.Time { return now }
	world.RateLimit = 1
	s := checked.New(t, world)
	r := get(t, s, tokensPath)
	if got := r.header.Get("Date"); got != now.Format(http.TimeFormat) {
		t.Errorf("the answer is of %s, want %s", got, now)
	}
	if r := get(t, s, tokensPath); r.status != http.StatusForbidden {
		t.Errorf("the second call: %d", r.status)
	}
	reset, err := strconv.ParseInt(r.header.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	now = time.Unix(reset, 0)
	if r := get(t, s, tokensPath); r.status != http.StatusOK {
		t.Errorf("after the reset: %d", r.status)
	}
}
