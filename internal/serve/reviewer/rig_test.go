package reviewer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/serve/queue"
	"github.com/patctl/patctl/internal/serve/reviewer"
	"github.com/patctl/patctl/internal/serve/status"
)

const template = `
template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = "none"
  permissions = { contents = "read" }
}
`

const reviews = template + `
organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["undeclared"]
    max_revoke_share = 0.5
    contact          = "#tokens"
  }
}
`

const (
	requestsPath = "/orgs/{org}/personal-access-token-requests"
	tokensPath   = "/orgs/{org}/personal-access-tokens"
)

// rig is a reviewer of a fake GitHub, with a store in memory.
type rig struct {
	testing.TB
	reviewer *reviewer.Reviewer
	server   *githubtest.Server
	store    *store
	log      *bytes.Buffer

	mu    sync.Mutex
	now   time.Time
	runs  int
	posts []string // calls that change something, with their place in the story
}

func newRig(t testing.TB, source string, w githubtest.World) *rig {
	t.Helper()
	r := &rig{TB: t, now: githubtest.DefaultNow, log: &bytes.Buffer{}}
	w.Clock = r.clock
	r.server = checked.New(t, w)
	r.server.Latency = func(req *http.Request) {
		if req.Method == http.MethodPost && !strings.Contains(req.URL.Path, "access_tokens") {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.posts = append(r.posts, req.URL.Path)
		}
	}
	r.store = &store{kept: map[string]status.Organization{}}
	log := slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	r.reviewer = &reviewer.Reviewer{
		Config: load(t, source), Client: r.client(log), Store: r.store, Act: true, Version: "1.2.3", Host: "github.com",
		Now: r.clock, Sleep: r.sleep, Log: log, NewRunName: func() string { r.runs++; return fmt.Sprint("run-", r.runs) },
	}
	return r
}

func (r *rig) client(log *slog.Logger) *api.Client {
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(r.server.AppPEM())}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: r.server.URL, Getenv: func(name string) string { return getenv[name] },
	})
	if err != nil {
		r.Fatal(err)
	}
	client, err := api.NewClient(credentials, api.Options{
		Host: "github.com", APIURL: r.server.URL + "/", Version: "1.2.3", Now: r.clock, Sleep: r.sleep,
		MaxWait: 30 * time.Second, Attempts: 2, Unattended: true, Log: log,
	})
	if err != nil {
		r.Fatal(err)
	}
	return client
}

func load(t testing.TB, src string) *hcl.Configuration {
	t.Helper()
	cfg, diags := hcl.Load(fstest.MapFS{"main.pat.hcl": {Data: []byte(src)}}, ".", hcl.Options{Version: "1.2.3"})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, src)
	}
	return cfg
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) sleep(ctx context.Context, d time.Duration) error {
	r.move(d)
	return ctx.Err()
}

func (r *rig) move(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
}

func (r *rig) look() (reviewer.Found, error) {
	return r.reviewer.Look(r.Context(), queue.Look{Organization: "octo-org", Attempt: 1})
}

// wantLook looks, and fails unless the look is complete.
func (r *rig) wantLook() reviewer.Found {
	r.Helper()
	found, err := r.look()
	if err != nil {
		r.Errorf("the look failed: %v", err)
	}
	return found
}

func (r *rig) status() status.Organization { return r.store.kept["octo-org"] }

func (r *rig) wantListed(requests, tokens []int64) {
	r.Helper()
	gotRequests, gotTokens := r.server.Listed("octo-org")
	if diff := cmp.Diff([][]int64{requests, tokens}, [][]int64{gotRequests, gotTokens}); diff != "" {
		r.Errorf("requests and tokens (-want +got):\n%s", diff)
	}
}

// wantOutcomes fails unless each review ends as it should.
func wantOutcomes(t testing.TB, found reviewer.Found, want ...string) {
	t.Helper()
	got := []string{}
	for _, o := range found.Outcomes {
		got = append(got, fmt.Sprintf("%s %d %s", o.Action, o.ID, o.Result))
	}
	slices.Sort(got)
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// whys are the reasons for which requests are pending, by id.
func whys(o status.Organization) map[int64]string {
	out := map[int64]string{}
	for _, r := range o.Requests {
		out[r.ID] = r.Why
	}
	return out
}

// events are those of the notices, with the ids.
func events(found reviewer.Found) []string {
	out := []string{}
	for _, n := range found.Notices.Pending {
		out = append(out, fmt.Sprintf("%s %s %d", n.Event, n.Kind, n.ID))
	}
	for _, n := range found.Notices.Done {
		out = append(out, fmt.Sprintf("%s %s %d", n.Event, n.Kind, n.ID))
	}
	return out
}

func grant(id int64, name string, level pat.Level) githubtest.Grant {
	return githubtest.Grant{Grant: pat.Grant{
		ID: id, TokenName: name, Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": level, "metadata": "read"}},
	}}
}

// world has requests that conform, that do not, and that nobody declared, and tokens that do
// and that nobody declared.
func world(faults ...githubtest.Fault) githubtest.World {
	return githubtest.World{Faults: faults, Organizations: []githubtest.Organization{{
		Login:    "octo-org",
		Requests: []githubtest.Grant{grant(11, "reader", "read"), grant(12, "reader", "write"), grant(13, "mine", "write")},
		Tokens:   []githubtest.Grant{grant(21, "reader", "read"), grant(22, "reader", "read"), grant(23, "other", "write")},
	}}}
}

// store keeps everything in memory, as the interface says.
type store struct {
	mu      sync.Mutex
	locked  bool
	entries []apply.Entry
	kept    map[string]status.Organization
	writes  int
	failAt  int    // the write of the journal at which the process ends, from 1; 0: none
	safe    bool   // that one is safe
	dead    bool   // nothing is written any more
	stopAt  int    // the write after which the process is asked to end
	killed  func() // called then
	broken  string // the method that fails
}

func (s *store) fail(method string) error {
	if s.broken == method {
		return errFull
	}
	return nil
}

var errFull = errors.New("no space left on device")

func (s *store) Lock(context.Context, string) (func(), bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked || s.broken == "Lock" {
		return nil, false, s.fail("Lock")
	}
	s.locked = true
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.locked = false
	}, true, nil
}

func (s *store) Open(context.Context, string) ([]apply.Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return apply.Open(s.entries), s.fail("Open")
}

// Journal writes as long as its context lasts, as a database does.
func (s *store) Journal(ctx context.Context, _ string) apply.Journal { return journal{s, ctx} }

type journal struct {
	*store
	ctx context.Context
}

func (s journal) Write(e apply.Entry) error {
	if s.ctx.Err() != nil {
		return s.ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	kill := s.writes == s.failAt
	if s.dead || kill && !s.safe {
		if kill {
			s.dead = true
			s.killed()
		}
		return errFull
	}
	s.entries = append(s.entries, e)
	if s.dead = s.dead || kill; kill || s.writes == s.stopAt {
		s.killed()
	}
	return nil
}

func (s *store) Revoked(_ context.Context, _ string, since time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := map[int64]bool{}
	for _, e := range s.entries {
		asked := e.Phase == apply.After && (e.Result == apply.Accepted || e.Result == string(apply.Unknown)) || e.Phase == apply.Seen && e.Result == string(apply.Done)
		if e.ReviewAction() == pat.Revoke && asked && e.Time.After(since) {
			for _, id := range e.IDs {
				ids[id] = true
			}
		}
	}
	return len(ids), s.fail("Revoked")
}

func (s *store) Status(_ context.Context, organization string) (status.Organization, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	o, ok := s.kept[organization]
	return o, ok, s.fail("Status")
}

func (s *store) Keep(ctx context.Context, o status.Organization) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dead || s.broken == "Keep" {
		return errFull
	}
	s.kept[o.Login] = o
	return nil
}
