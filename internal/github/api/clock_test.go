package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/clocktest"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/github/transport"
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

// TestClockSetAfterSigning: an assertion that the clock makes invalid before it arrives is replaced
// once, and the run goes on.
func TestClockSetAfterSigning(t *testing.T) {
	for _, by := range []time.Duration{time.Hour, -time.Hour} {
		var r *rig
		refusing := false
		r = newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 3), organization("octodemo", 3)},
			// The fake's clock is read when a call is checked, after it was signed.
			Clock: func() time.Time { return r.clock.Now() },
		}, setup{options: func(o *api.Options) { o.Parallelism = 1 }})
		r.server.Latency = func(req *http.Request) {
			if !refusing && strings.HasSuffix(req.URL.Path, "/installation") {
				refusing = true
				r.clock.mu.Lock()
				r.clock.now = r.clock.now.Add(by)
				r.clock.mu.Unlock()
			}
		}
		s := r.client.Read(t.Context(), []string{"octo-org", "octodemo"}, nil)
		for _, o := range s.Organizations {
			wantTokens(t, o, 3)
		}
		// Both organizations may have been asked for with the first assertion.
		if got := r.server.CountStatus(http.StatusUnauthorized); got < 1 || got > 2 {
			t.Errorf("%s: GitHub refused %d calls", by, got)
		}
	}
}

// TestLimitByTheClockOfGitHub: how long a period lasts is told by the Date header. Without one, a
// wrong clock makes no wait longer than was allowed.
func TestLimitByTheClockOfGitHub(t *testing.T) {
	for _, test := range []struct {
		ahead time.Duration
		date  bool
		whole bool
	}{
		{5 * time.Hour, true, true}, {-5 * time.Hour, true, true}, {5 * time.Hour, false, true}, {-5 * time.Hour, false, false},
	} {
		r := newRig(t, githubtest.World{
			Organizations: []githubtest.Organization{organization("octo-org", 3)},
			Credentials:   []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}},
			Faults:        []githubtest.Fault{{Path: listTokens, Times: 1, Do: githubtest.FaultPrimaryLimit, Seconds: 90}},
		}, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: func(o *api.Options) {
			now := o.Now
			o.Now = func() time.Time { return now().Add(test.ahead) }
			if !test.date {
				o.HTTP = undated{}
			}
		}})
		if o := r.read(t, "octo-org", nil); test.whole != (len(o.Tokens) == 3) {
			t.Errorf("%+v: %d tokens, gaps %+v", test, len(o.Tokens), o.Incomplete)
		}
		if waited := r.clock.total(); waited > 2*time.Minute || test.date && waited < 90*time.Second {
			t.Errorf("%+v: %s were waited", test, waited)
		}
	}
}

// undated takes the Date header from responses, as some proxies do.
type undated struct{}

func (undated) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil {
		resp.Header.Del("Date")
	}
	return resp, err
}

// TestAssertionOfAnotherTime: an assertion is used for some minutes of the clock that people read,
// and not after GitHub refused it.
func TestAssertionOfAnotherTime(t *testing.T) {
	server := checked.New(t, githubtest.World{})
	credentials := findCredentials(t, server.URL, map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(server.AppPEM())})
	noon := githubtest.DefaultNow
	for name, test := range map[string]struct {
		shown, running time.Duration
		refused, again bool
	}{
		"soon":                     {4 * time.Minute, 4 * time.Minute, false, false},
		"later":                    {6 * time.Minute, 6 * time.Minute, false, true},
		"suspended":                {time.Hour, time.Second, false, true},
		"the clock was set back":   {-time.Hour, time.Second, false, true},
		"refused":                  {time.Second, time.Second, true, true},
		"refused, and not changed": {0, 0, true, false}, // it would be the same again
	} {
		now := clocktest.Time(noon, time.Hour)
		a := &transport.Assertions{Of: credentials, Now: func() time.Time { return now }}
		first, err := a.Token(t.Context(), credential.Secret{})
		if err != nil {
			t.Fatal(err)
		}
		now = clocktest.Time(noon.Add(test.shown), time.Hour+test.running)
		refused := credential.Secret{}
		if test.refused {
			refused = first
		}
		if second, err := a.Token(t.Context(), refused); err != nil || second.Equal(first) == test.again {
			t.Errorf("%s: another assertion: %t, %v", name, !second.Equal(first), err)
		}
	}
}
