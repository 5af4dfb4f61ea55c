package api_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestClocksApart: what is judged by a wrong clock is no complete audit.
func TestClocksApart(t *testing.T) {
	for _, test := range []struct {
		ahead time.Duration
		why   string
	}{
		{0, ""}, {4 * time.Minute, ""}, {-4 * time.Minute, ""},
		{6 * time.Minute, "The clock of this machine is 6m0s ahead of GitHub's"},
		{-6 * time.Minute, "6m0s behind GitHub's"},
		{280 * 24 * time.Hour, "280 days ahead of GitHub's"},
		{-365 * 24 * time.Hour, "365 days behind GitHub's"},
	} {
		r := newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 3)},
			Credentials:   []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}},
			Clock:         func() time.Time { return githubtest.DefaultNow },
		}, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: func(o *api.Options) {
			o.Now = func() time.Time { return githubtest.DefaultNow.Add(test.ahead) }
		}})
		read := r.read(t, "octo-org", nil)
		again := r.client.ReadSome(t.Context(), "octo-org", api.Some{Tokens: []int64{0}}, api.NeedsNone)
		for _, o := range []github.Organization{read, again} {
			wantTokens(t, o, 3)
			if test.why == "" && !o.Complete() {
				t.Errorf("%s ahead: %+v", test.ahead, o.Incomplete)
			}
			if test.why != "" {
				wantGap(t, o, "times", test.why)
			}
		}
	}
}

// TestTimesThatAreNone bounds the numbers that a server sends.
func TestTimesThatAreNone(t *testing.T) {
	for _, reset := range []string{"1000000000000", "9223372036854775807", "-9223372036854775808", "-1", "soon"} {
		r := newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 3)},
			Faults: []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 403, Header: map[string]string{
				"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": reset, "Retry-After": "",
			}}},
		}, setup{})
		o := r.read(t, "octo-org", nil)
		wantGap(t, o, "tokens", "")
		if u := r.client.Usage(); u.Reset.Year() > 2100 {
			t.Errorf("reset %s: usage %+v", reset, u)
		}
		s := github.Snapshot{Host: "github.com", GeneratedAt: o.ReadAt, Organizations: []github.Organization{o}}
		if err := s.Encode(&bytes.Buffer{}, "1.2.3"); err != nil {
			t.Error(err)
		}
		if r.clock.total() > api.DefaultMaxWait {
			t.Errorf("reset %s: %s were waited", reset, r.clock.total())
		}
	}
}
