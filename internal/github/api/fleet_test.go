package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// latency is how long GitHub takes for an answer.
const latency = 50 * time.Millisecond

// memory answers calls without a network, so that their time can be counted.
type memory struct {
	handler http.Handler
	hangs   func(*http.Request) bool // nil: no call does
}

func (m memory) RoundTrip(r *http.Request) (*http.Response, error) {
	answered := time.After(latency)
	if m.hangs != nil && m.hangs(r) {
		answered = nil
	}
	select {
	case <-answered:
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if r.Body == nil {
		r.Body = http.NoBody
	}
	w := httptest.NewRecorder()
	m.handler.ServeHTTP(w, r)
	return w.Result(), nil
}

// fleet returns a world with many organizations, with so many tokens each.
func fleet(organizations, tokens int, subset bool) githubtest.World {
	var w githubtest.World
	for i := range organizations {
		o := githubtest.Organization{Login: fmt.Sprintf("org-%d", i)}
		for n := range tokens {
			g := githubtest.Grant{}
			g.ID = int64(n + 1)
			if subset {
				g.Repositories = []string{"api"}
			}
			o.Tokens = append(o.Tokens, g)
		}
		w.Organizations = append(w.Organizations, o)
	}
	w.Clock = time.Now
	return w
}

// fleetClient is a client of all organizations of a world that answers in memory.
func fleetClient(t testing.TB, w githubtest.World, hangs func(*http.Request) bool) *api.Client {
	t.Helper()
	handler, err := checked.NewHandler(w)
	if err != nil {
		t.Fatal(err)
	}
	credentials := findCredentials(t, "http://127.0.0.1", map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(handler.AppPEM())})
	client, err := api.NewClient(credentials, api.Options{
		Host: "github.com", APIURL: "http://127.0.0.1/", HTTP: memory{handler, hangs}, Total: api.MaxParallelism, MaxWait: api.DefaultMaxWait, Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestOneHoldsUpNoOther: an organization whose calls fail, hang, or wait for a limit delays the
// other 49 by nothing.
func TestOneHoldsUpNoOther(t *testing.T) {
	const bad = "org-7"
	listBad := "/orgs/" + bad + "/personal-access-tokens"
	for name, trouble := range map[string]struct {
		fault githubtest.FaultKind
		path  string // that hangs
		why   string
	}{
		"none":      {},
		"fails":     {fault: githubtest.FaultStatus, why: "GitHub answered 502"},
		"limited":   {fault: githubtest.FaultSecondaryLimit, why: "patctl waits at most 10m0s"},
		"hangs":     {path: listBad, why: "did not answer within 30s"},
		"no access": {path: "/app/installations/4242/access_tokens", why: "did not answer within 30s"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := fleet(50, 3, false)
				if trouble.fault != "" {
					w.Faults = []githubtest.Fault{{Organization: bad, Do: trouble.fault, Status: 502, Seconds: 300}}
				}
				w.Organizations[7].Installation = &githubtest.Installation{ID: 4242, Permissions: map[string]string{
					githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read",
				}}
				client := fleetClient(t, w, func(r *http.Request) bool { return r.URL.Path == trouble.path })
				start := time.Now()
				logins, err := client.Installations(t.Context())
				if err != nil || len(logins) != 50 {
					t.Fatal(logins, err)
				}
				listed := time.Since(start)
				client.ReadEach(t.Context(), logins, nil, func(o github.Organization) {
					if o.Login == bad && trouble.why != "" {
						wantGap(t, o, o.Incomplete[0].What, trouble.why)
						return
					}
					wantComplete(t, o, 3)
					if took := time.Since(start) - listed; took != 2*latency {
						t.Errorf("%s was read after %s", o.Login, took)
					}
				})
			})
		})
	}
}

// TestWaitsOfAllAtOnce: where every organization has used up its limit, they wait at the same
// time, and not one after another.
func TestWaitsOfAllAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := fleet(200, 1, false)
		for _, o := range w.Organizations {
			w.Faults = append(w.Faults, githubtest.Fault{Organization: o.Login, Path: listTokens, Do: githubtest.FaultSecondaryLimit, Seconds: 300, Times: 1})
		}
		client := fleetClient(t, w, nil)
		logins, err := client.Installations(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start, read := time.Now(), 0
		client.ReadEach(t.Context(), logins, nil, func(o github.Organization) {
			wantComplete(t, o, 1)
			read++
		})
		if took := time.Since(start); read != 200 || took > 302*time.Second {
			t.Errorf("%d organizations were read in %s", read, took)
		}
	})
}

// TestOutageOfAll: where nothing works at all, a run of many organizations gives up early.
func TestOutageOfAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := fleet(500, 1, false)
		w.Faults = []githubtest.Fault{{Path: listTokens, Do: githubtest.FaultStatus, Status: 502}, {Path: listRequests, Do: githubtest.FaultStatus, Status: 502}}
		client := fleetClient(t, w, nil)
		logins, err := client.Installations(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		client.ReadEach(t.Context(), logins, nil, func(o github.Organization) {
			if o.Complete() {
				t.Errorf("%s is complete", o.Login)
			}
		})
		if took := time.Since(start); took > 5*time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// BenchmarkFleet reads 1,000 organizations with three tokens, each of which selects a
// repository, from a server that takes 50 milliseconds for each call.
func BenchmarkFleet(b *testing.B) {
	w := fleet(1000, 3, true)
	for b.Loop() {
		client := fleetClient(b, w, nil)
		logins, err := client.Installations(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		read := 0
		client.ReadEach(b.Context(), logins, nil, func(o github.Organization) {
			if !o.Complete() {
				b.Fatalf("%s: %+v", o.Login, o.Incomplete)
			}
			read++
		})
		if read != 1000 {
			b.Fatalf("%d organizations were read", read)
		}
		b.ReportMetric(float64(client.Usage().Calls), "calls")
	}
}
