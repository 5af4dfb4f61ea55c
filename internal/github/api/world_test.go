package api_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/pat"
)

// clock is one that only moves when somebody waits.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: githubtest.DefaultNow} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return ctx.Err()
}

func (c *clock) total() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	var sum time.Duration
	for _, d := range c.slept {
		sum += d
	}
	return sum
}

// rig is a fake GitHub with a client before it.
type rig struct {
	server *githubtest.Server
	client *api.Client
	clock  *clock
	log    *bytes.Buffer
}

// setup changes the credentials and options of a rig.
type setup struct {
	getenv  map[string]string // instead of the key of the App
	options func(*api.Options)
}

func newRig(t *testing.T, w githubtest.World, s setup) *rig {
	t.Helper()
	r := &rig{clock: newClock(), log: &bytes.Buffer{}}
	if w.Clock == nil {
		w.Clock = r.clock.Now
	}
	r.server = checked.New(t, w)
	r.client = r.newClient(t, s)
	return r
}

// newClient returns another client of the same server, as a second run has it.
func (r *rig) newClient(t *testing.T, s setup) *api.Client {
	t.Helper()
	getenv := s.getenv
	if getenv == nil {
		getenv = map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(r.server.AppPEM())}
	}
	credentials := findCredentials(t, r.server.URL, getenv)
	options := api.Options{
		Host: "github.com", APIURL: r.server.URL + "/", Version: "1.2.3", Now: r.clock.Now, Sleep: r.clock.Sleep,
		MaxWait: api.DefaultMaxWait, Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if s.options != nil {
		s.options(&options)
	}
	client, err := api.NewClient(credentials, options)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func findCredentials(t testing.TB, apiURL string, getenv map[string]string) credential.Credentials {
	t.Helper()
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: apiURL, Getenv: func(name string) string { return getenv[name] },
	})
	if err != nil {
		t.Fatal(err)
	}
	return credentials
}

// read reads one organization and returns what it found.
func (r *rig) read(t *testing.T, login string, needs api.Needs) github.Organization {
	t.Helper()
	s := r.client.Read(t.Context(), []string{login}, needs)
	if len(s.Organizations) != 1 {
		t.Fatalf("%d organizations were read", len(s.Organizations))
	}
	return s.Organizations[0]
}

// tokens returns n tokens, of which every one selects a repository if it is to.
func tokens(n int, subset bool) []githubtest.Grant {
	out := make([]githubtest.Grant, n)
	for i := range out {
		out[i].ID = int64(i + 1)
		out[i].Permissions.Repository = pat.Permissions{"contents": pat.Read}
		if subset {
			out[i].Repositories = []string{fmt.Sprintf("repository-%d", i%7)}
		}
	}
	return out
}

func organization(login string, n int) githubtest.Organization {
	return githubtest.Organization{Login: login, Tokens: tokens(n, false)}
}

// The paths of calls in GitHub's description.
const (
	listTokens   = "/orgs/{org}/personal-access-tokens"
	listRequests = "/orgs/{org}/personal-access-token-requests"
)

// wantComplete fails unless all tokens from 1 to n were read, each once.
func wantComplete(t *testing.T, o github.Organization, n int) {
	t.Helper()
	if !o.Complete() {
		t.Errorf("incomplete: %+v", o.Incomplete)
	}
	wantTokens(t, o, n)
}

func wantTokens(t *testing.T, o github.Organization, n int) {
	t.Helper()
	seen := map[int64]int{}
	for _, g := range o.Tokens {
		seen[g.ID]++
	}
	for id := int64(1); id <= int64(n); id++ {
		if seen[id] != 1 {
			t.Errorf("token %d was read %d times", id, seen[id])
			return
		}
	}
	if len(seen) != n {
		t.Errorf("%d tokens were read, want %d", len(seen), n)
	}
}

// wantGap fails unless there is a gap with such words.
func wantGap(t *testing.T, o github.Organization, what string, why ...string) {
	t.Helper()
	for _, gap := range o.Incomplete {
		if gap.What == what && containsAll(gap.Why, why) {
			return
		}
	}
	t.Errorf("no gap %q because of %q in %+v", what, why, o.Incomplete)
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
