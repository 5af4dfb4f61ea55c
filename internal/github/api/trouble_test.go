package api_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestPassingTrouble ends right, because the calls are repeated.
func TestPassingTrouble(t *testing.T) {
	for name, fault := range map[string]githubtest.Fault{
		"server error":      {Do: githubtest.FaultStatus, Status: 502, Times: 3},
		"retry after":       {Do: githubtest.FaultStatus, Status: 503, Seconds: 30, Times: 1},
		"body is cut":       {Do: githubtest.FaultCut, Times: 2},
		"connection resets": {Do: githubtest.FaultReset, Times: 2},
		"page of HTML":      {Do: githubtest.FaultHTML, Times: 2},
		"empty body":        {Do: githubtest.FaultStatus, Status: 200, Body: " ", Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			fault.Path = listTokens
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", 250)}, Faults: []githubtest.Fault{fault},
			}, setup{})
			wantComplete(t, r.read(t, "octo-org", nil), 250)
			// Go itself repeats at once what failed on a connection used before.
			if r.clock.total() == 0 && fault.Do != githubtest.FaultReset {
				t.Error("nothing was waited for")
			}
			if fault.Seconds > 0 && r.clock.total() < 30*time.Second {
				t.Errorf("only %s were waited", r.clock.total())
			}
		})
	}
}

// TestTroubleThatStays ends incomplete and says why.
func TestTroubleThatStays(t *testing.T) {
	for name, test := range map[string]struct {
		fault githubtest.Fault
		why   string
	}{
		"server error": {githubtest.Fault{Do: githubtest.FaultStatus, Status: 502}, "GitHub answered 502, after 7 attempts."},
		"body is cut":  {githubtest.Fault{Do: githubtest.FaultCut}, "The response was cut off after"},
		"reset":        {githubtest.Fault{Do: githubtest.FaultReset}, "connection reset"},
		"HTML":         {githubtest.Fault{Do: githubtest.FaultHTML}, "The response is an HTML page instead of JSON. A proxy may have answered instead of GitHub"},
		"HTML, 404":    {githubtest.Fault{Do: githubtest.FaultHTML, Status: 404}, "The response is an HTML page."},
		"not JSON":     {githubtest.Fault{Do: githubtest.FaultStatus, Status: 200, Body: `[{"id":1`}, "truncated or malformed JSON"},
		"teapot":       {githubtest.Fault{Do: githubtest.FaultStatus, Status: 418}, "GitHub answered 418: I'm a teapot. The response gives no other reason"},
	} {
		t.Run(name, func(t *testing.T) {
			test.fault.Path = listTokens
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", 5)}, Faults: []githubtest.Fault{test.fault},
			}, setup{})
			o := r.read(t, "octo-org", nil)
			wantGap(t, o, "tokens", test.why)
			if len(o.Incomplete) != 1 || r.clock.total() > 2*time.Minute {
				t.Errorf("gaps %+v after %s", o.Incomplete, r.clock.total())
			}
		})
	}
}

// TestBadMinute outlasts a server that fails for a minute.
func TestBadMinute(t *testing.T) {
	r := &rig{clock: newClock()}
	start := r.clock.Now()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header()["Date"] = nil // it would be that of the machine
		if r.clock.Now().Sub(start) < time.Minute {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write([]byte("[]"))
	}))
	defer server.Close()
	client, err := api.NewClient(findCredentials(t, server.URL, map[string]string{"GH_TOKEN": "ghs_1"}), api.Options{
		Host: "github.com", APIURL: server.URL + "/", Now: r.clock.Now, Sleep: r.clock.Sleep, Parallelism: 1, MaxWait: -1,
	})
	if err != nil {
		t.Fatal(err)
	}
	s := client.Read(t.Context(), []string{"octo-org"}, nil)
	wantComplete(t, s.Organizations[0], 0)
}

// TestOutageEndsSoon does not try thousands of calls that all fail.
func TestOutageEndsSoon(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(500, true)}},
		Faults:        []githubtest.Fault{{Path: "/orgs/{org}/personal-access-tokens/{pat_id}/repositories", Do: githubtest.FaultStatus, Status: 500}},
	}, setup{})
	o := r.read(t, "octo-org", nil)
	if calls := r.client.Usage().Calls; calls > 100 {
		t.Errorf("%d calls were made", calls)
	}
	if len(o.Incomplete) < 1 || len(o.Incomplete) > 8 || len(o.Tokens) != 500 { // a gap for each number of attempts
		t.Errorf("%d tokens, gaps %+v", len(o.Tokens), o.Incomplete)
	}
}

// TestHalfOfTheListsFailForGood: calls that work in between do not let the others
// be tried for hours.
func TestHalfOfTheListsFailForGood(t *testing.T) {
	for _, maxWait := range []time.Duration{0, time.Minute, api.DefaultMaxWait} {
		w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(200, true)}}}
		for id := 1; id <= 200; id += 2 {
			w.Faults = append(w.Faults, githubtest.Fault{
				Path: fmt.Sprintf("/orgs/octo-org/personal-access-tokens/%d/repositories", id), Do: githubtest.FaultStatus, Status: 502})
		}
		r := newRig(t, w, setup{options: func(o *api.Options) { o.MaxWait, o.Parallelism = maxWait, 1 }})
		o := r.read(t, "octo-org", nil)
		if waited := r.clock.total(); waited > maxWait || waited > 8*time.Minute {
			t.Errorf("%s were waited, of %s at most", waited, maxWait)
		}
		for i, g := range o.Tokens {
			if g.RepositoriesRead != (g.ID%2 == 0) {
				t.Errorf("token %d, the repositories of %d: read %t", i, g.ID, g.RepositoriesRead)
			}
		}
		if maxWait == 0 {
			wantGap(t, o, o.Incomplete[0].What, "GitHub answered 502, after 1 attempt; the time limit for waiting (--max-wait) is exceeded")
		}
	}
}

func TestLimits(t *testing.T) {
	for name, test := range map[string]struct {
		fault githubtest.Fault
		least time.Duration
	}{
		"retry after":     {githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 3, Times: 1}, 3 * time.Second},
		"too many":        {githubtest.Fault{Do: githubtest.FaultStatus, Status: 429, Seconds: 3, Times: 1}, 3 * time.Second},
		"primary limit":   {githubtest.Fault{Do: githubtest.FaultPrimaryLimit, Seconds: 2, Times: 1}, 2 * time.Second},
		"secondary limit": {githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Times: 1}, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			test.fault.Path = listTokens
			r := newRig(t, githubtest.World{
				Organizations: []githubtest.Organization{organization("octo-org", 250)}, Faults: []githubtest.Fault{test.fault},
			}, setup{})
			wantComplete(t, r.read(t, "octo-org", nil), 250)
			if waited := r.clock.total(); waited < test.least || waited > 3*test.least+2*time.Second {
				t.Errorf("%s were waited, want %s and little more", waited, test.least)
			}
		})
	}
}

// TestUsedUpLimit waits before a call that GitHub would refuse, and goes on.
func TestUsedUpLimit(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 1000)}, RateLimit: 8,
	}, setup{options: func(o *api.Options) { o.MaxWait = 2 * time.Hour; o.Parallelism = 1 }})
	wantComplete(t, r.read(t, "octo-org", nil), 1000)
	if refused := r.server.CountStatus(http.StatusForbidden); refused > 2 {
		t.Errorf("%d calls were made beyond the limit", refused)
	}
}

// TestLimitBeyondMaxWait ends at once, without any wait and without more calls.
func TestLimitBeyondMaxWait(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(300, true)}, organization("octodemo", 2)},
		Faults: []githubtest.Fault{{Organization: "octo-org", Path: "/orgs/{org}/personal-access-tokens/{pat_id}/repositories",
			Do: githubtest.FaultPrimaryLimit, Seconds: 3000}},
	}, setup{options: func(o *api.Options) { o.MaxWait = time.Minute }})
	s := r.client.Read(t.Context(), []string{"octo-org", "octodemo"}, nil)
	wantGap(t, s.Organizations[0], s.Organizations[0].Incomplete[0].What, "rate limit is exceeded", "--max-wait")
	wantComplete(t, s.Organizations[1], 2)
	if waited, calls := r.clock.total(), r.client.Usage().Calls; waited > 0 || calls > 40 {
		t.Errorf("%s were waited, %d calls made", waited, calls)
	}
}

// TestLimitWithoutEnd does not put a call off for ever.
func TestLimitWithoutEnd(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 2)},
		Faults:        []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 429, Header: map[string]string{"Retry-After": "0"}}},
	}, setup{})
	if o := r.read(t, "octo-org", nil); o.Complete() {
		t.Error("a list that GitHub refused counts as read")
	}
	if calls := r.client.Usage().Calls; calls > 20 {
		t.Errorf("%d calls were made", calls)
	}
}

// TestInterruption stops at once, and says what is missing.
func TestInterruption(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Tokens: tokens(250, true)}},
		Faults:        []githubtest.Fault{{Path: listTokens, Page: 2, Do: githubtest.FaultHang}},
	}, setup{})
	r.server.Latency = func(req *http.Request) {
		if strings.Contains(req.URL.RawQuery, "&page=2") {
			cancel()
		}
	}
	s := r.client.Read(ctx, []string{"octo-org"}, nil)
	for _, o := range s.Organizations {
		if o.Complete() || !strings.Contains(o.Incomplete[0].Why, "interrupted") {
			t.Errorf("%s: gaps %+v", o.Login, o.Incomplete)
		}
	}
}

// TestRedirectElsewhere follows none, and no credential goes there.
func TestRedirectElsewhere(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the other host was asked for %s, authorization %q", r.URL, r.Header.Get("Authorization"))
	}))
	defer other.Close()
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 2)},
		Faults:        []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultRedirect, To: other.URL + "/elsewhere"}},
	}, setup{})
	wantGap(t, r.read(t, "octo-org", nil), "tokens", "redirects to a different host", "does not send the token")
}

// TestRedirectWithin follows, as for an organization with a new name.
func TestRedirectWithin(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octodemo"}, organization("octo-org", 2)},
		Credentials:   []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}},
		Faults: []githubtest.Fault{{Path: listTokens, Organization: "octodemo", Do: githubtest.FaultRedirect,
			To: "/orgs/octo-org/personal-access-tokens?per_page=100&page=1"}},
	}, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}})
	wantComplete(t, r.read(t, "octodemo", nil), 2)
}

// TestRedirectCircle ends.
func TestRedirectCircle(t *testing.T) {
	r := newRig(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 2)},
		Faults: []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultRedirect,
			To: "/orgs/octo-org/personal-access-tokens?per_page=100&page=1"}},
	}, setup{})
	wantGap(t, r.read(t, "octo-org", nil), "tokens", "redirects too many times")
}

// silent is a network on which nobody responds.
type silent struct{ calls atomic.Int32 }

func (s *silent) RoundTrip(*http.Request) (*http.Response, error) {
	s.calls.Add(1)
	return nil, fmt.Errorf("await the answer: %w", context.DeadlineExceeded)
}

// TestTimeouts are repeated, and end incomplete.
func TestTimeouts(t *testing.T) {
	network := &silent{}
	r := newRig(t, githubtest.World{Credentials: []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}}}, setup{
		getenv: map[string]string{"GH_TOKEN": "ghu_1"}, options: func(o *api.Options) { o.HTTP = network }})
	o := r.read(t, "octo-org", nil)
	wantGap(t, o, "requests", "GitHub did not answer within 30s, after 7 attempts.")
	wantGap(t, o, "tokens", "GitHub did not answer within 30s, after 7 attempts.")
	if n := network.calls.Load(); n != 14 {
		t.Errorf("%d calls were made, want 7 of each list", n)
	}
}
