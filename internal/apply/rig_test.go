package apply_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/credential"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

const source = `
organization "octo-org" {
  review {
    approve          = ["conforming"]
    deny             = ["drifted"]
    revoke           = ["undeclared"]
    max_actions      = 1000
    max_revoke_share = 1
  }
}
template "reader" {
  name        = "reader"
  target_name = "octo-org"
  expires_in  = "none"
  permissions = { contents = "read" }
}
`

const (
	requestsPath = "/orgs/{org}/personal-access-token-requests"
	tokensPath   = "/orgs/{org}/personal-access-tokens"
)

// rig is a fake GitHub over HTTP, with a client and a run before it.
type rig struct {
	*testing.T
	server *githubtest.Server
	client *api.Client
	cfg    *hcl.Configuration
	log    *book

	mu    sync.Mutex
	now   time.Time
	posts []time.Time // when calls that change something came
}

func newRig(t *testing.T, w githubtest.World) *rig {
	r := &rig{T: t, cfg: load(t, source), log: &book{}, now: githubtest.DefaultNow}
	w.Clock = r.clock
	r.server = checked.New(t, w)
	r.server.Latency = func(req *http.Request) {
		if req.Method == http.MethodPost && !strings.Contains(req.URL.Path, "access_tokens") {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.posts = append(r.posts, r.now)
		}
	}
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(r.server.AppPEM())}
	credentials, err := credential.FindCredentials(credential.Lookup{
		Host: "github.com", APIURL: r.server.URL, Getenv: func(name string) string { return getenv[name] },
	})
	if err == nil {
		r.client, err = api.NewClient(credentials, api.Options{
			Host: "github.com", APIURL: r.server.URL + "/", Version: "0.1.0", Now: r.clock, Sleep: r.sleep, MaxWait: api.DefaultMaxWait,
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *rig) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

func (r *rig) sleep(ctx context.Context, d time.Duration) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(d)
	return ctx.Err()
}

// plan reads GitHub and plans, as patctl plan --live does.
func (r *rig) plan() apply.Job {
	r.Helper()
	s := r.client.Read(r.Context(), []string{"octo-org"}, func(o *github.Organization) (requests, tokens []int) {
		return audit.NeedsRepositories(r.cfg, o)
	})
	found, _ := audit.Judge(r.cfg, s, time.Time{})
	if !found.Complete() {
		r.Fatalf("the plan is not complete: %v", found.Gaps)
	}
	reviews := plan.Reviews(r.cfg, s, found)
	r.server.Forget()
	return apply.Job{Reviews: reviews, Limits: plan.Limits(r.cfg, s, reviews), Complete: true}
}

func (r *rig) run() *apply.Run {
	return &apply.Run{
		Config: r.cfg, Host: "github.com", GitHub: r.client, Journal: r.log, Now: r.clock, Sleep: r.sleep,
		Tell: func(apply.Outcome) {}, Version: "0.1.0", Name: "test",
	}
}

// results are those of the outcomes by action and id, with the end of the
// message where there is one.
func results(outcomes []apply.Outcome) map[string]string {
	out := map[string]string{}
	for _, o := range outcomes {
		name := fmt.Sprintf("%s %d", o.Action, o.ID)
		out[name] = strings.TrimSpace(string(o.Result) + " " + o.Message)
	}
	return out
}

// want does the job and fails unless each review ends as it should.
func (r *rig) want(job apply.Job, want map[string]string) {
	r.Helper()
	outcomes, err := r.run().Do(r.Context(), job)
	if err != nil {
		r.Errorf("apply: %v", err)
	}
	if diff := cmp.Diff(want, results(outcomes)); diff != "" {
		r.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

func (r *rig) wantListed(requests, tokens []int64) {
	r.Helper()
	gotRequests, gotTokens := r.server.Listed("octo-org")
	if diff := cmp.Diff([][]int64{requests, tokens}, [][]int64{gotRequests, gotTokens}); diff != "" {
		r.Errorf("requests and tokens (-want +got):\n%s", diff)
	}
}

// wantPosts fails unless so many calls changed something.
func (r *rig) wantPosts(n int) {
	r.Helper()
	if len(r.posts) != n {
		r.Errorf("%d calls that change something, want %d", len(r.posts), n)
	}
}

func grant(id int64, name string, level pat.Level) githubtest.Grant {
	return githubtest.Grant{Grant: pat.Grant{
		ID: id, TokenName: name, Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": level, "metadata": "read"}},
	}}
}

// world has two requests that conform, one that does not, and two tokens that
// nobody declared beside one that is in order.
func world(faults ...githubtest.Fault) githubtest.World {
	return githubtest.World{Faults: faults, Organizations: []githubtest.Organization{{
		Login:    "octo-org",
		Requests: []githubtest.Grant{grant(11, "reader", "read"), grant(12, "reader", "read"), grant(13, "reader", "write")},
		Tokens:   []githubtest.Grant{grant(21, "mine", "write"), grant(22, "other", "write"), grant(23, "reader", "read")},
	}}}
}
