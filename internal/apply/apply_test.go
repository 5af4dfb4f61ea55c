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
	"github.com/patctl/patctl/internal/github/githubtest"
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
	client *github.Client
	cfg    *hcl.Configuration
	log    *book

	mu    sync.Mutex
	now   time.Time
	posts []time.Time // when calls that change something came
}

func newRig(t *testing.T, w githubtest.World) *rig {
	r := &rig{T: t, cfg: load(t, source), log: &book{}, now: githubtest.DefaultNow}
	w.Clock = r.clock
	r.server = githubtest.New(t, w)
	r.server.Latency = func(req *http.Request) {
		if req.Method == http.MethodPost && !strings.Contains(req.URL.Path, "access_tokens") {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.posts = append(r.posts, r.now)
		}
	}
	getenv := map[string]string{"GITHUB_APP_ID": "1", "GITHUB_APP_PEM": string(r.server.AppPEM())}
	credentials, err := github.FindCredentials(github.Lookup{
		Host: "github.com", APIURL: r.server.URL, Getenv: func(name string) string { return getenv[name] },
	})
	if err == nil {
		r.client, err = github.NewClient(credentials, github.Options{
			Host: "github.com", APIURL: r.server.URL + "/", Version: "0.1.0", Now: r.clock, Sleep: r.sleep, MaxWait: github.DefaultMaxWait,
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

func TestEverythingIsDone(t *testing.T) {
	r := newRig(t, world())
	r.want(r.plan(), map[string]string{"approve 11": "done", "approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done"})
	r.wantListed([]int64{}, []int64{23, 50000001, 50000002})
	r.wantPosts(3)
	for i := 1; i < len(r.posts); i++ {
		if gap := r.posts[i].Sub(r.posts[i-1]); gap < time.Second {
			t.Errorf("a call comes %s after the one before", gap)
		}
	}
	if left := r.plan().Reviews; len(left) > 0 {
		t.Errorf("there is left %v", left)
	}
	r.want(r.plan(), map[string]string{})
	r.wantPosts(3)
}

func TestAcceptedWithoutEffect(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultNoEffect, Path: requestsPath}))
	nothing := "no_effect GitHub took the call on, and nothing has happened since."
	r.want(r.plan(), map[string]string{"approve 11": nothing, "approve 12": nothing, "deny 13": nothing, "revoke 21": "done", "revoke 22": "done"})
	r.wantPosts(3)
}

func TestLateEffect(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultLate, Count: 7, Method: http.MethodPost}))
	r.want(r.plan(), map[string]string{"approve 11": "done", "approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done"})
	r.wantPosts(3)
}

func TestForbiddenInTheMiddle(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultStatus, Status: 403, Method: http.MethodPost, Path: requestsPath, Nth: 2}))
	r.want(r.plan(), map[string]string{
		"approve 11": "done", "approve 12": "done", "revoke 21": "done", "revoke 22": "done",
		"deny 13": `refused GitHub answered 403: Forbidden. The App has the organization permission "Personal access token requests" in octo-org, so that this is about something else: perhaps a policy of the enterprise.`,
	})
	r.wantListed([]int64{13}, []int64{23, 50000001, 50000002})
}

// TestForbiddenFromTheStart: after a refusal no other call of the kind is made.
func TestForbiddenFromTheStart(t *testing.T) {
	w := world()
	w.App = &githubtest.App{Permissions: map[string]string{githubtest.RequestsPermission: "read", githubtest.TokensPermission: "read"}}
	r := newRig(t, w)
	outcomes, err := r.run().Do(t.Context(), r.plan())
	if err != nil {
		t.Fatal(err)
	}
	r.wantPosts(2)
	got := results(outcomes)
	for name, words := range map[string]string{
		"approve 11": `refused GitHub answered 403: Resource not accessible by integration. The App lacks the organization permission "Personal access token requests" (write) in octo-org`,
		"deny 13":    "unsent GitHub refused a call of the same kind before",
		"revoke 22":  `refused GitHub answered 403: Resource not accessible by integration. The App lacks the organization permission "Personal access tokens" (write) in octo-org`,
	} {
		if !strings.HasPrefix(got[name], words) {
			t.Errorf("%s: %s", name, got[name])
		}
	}
}

// TestOneBadID: GitHub refuses a call for one of its ids, and halving finds it.
func TestOneBadID(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for id := int64(1); id <= 4; id++ {
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(id, "reader", "read"))
	}
	for _, nth := range []int{1, 3, 4} { // 1 to 4, then 3 and 4, then 3
		w.Faults = append(w.Faults, githubtest.Fault{Do: githubtest.FaultStatus, Status: 422, Method: http.MethodPost, Path: requestsPath, Nth: nth, Times: 1})
	}
	r := newRig(t, w)
	r.want(r.plan(), map[string]string{
		"approve 1": "done", "approve 2": "done", "approve 4": "done",
		"approve 3": "refused GitHub answered 422: Unprocessable Entity. Nothing more is known of the reason.",
	})
	r.wantPosts(5)
	r.wantListed([]int64{3}, []int64{50000001, 50000002, 50000003})
}

// lost is a fault that loses the answer of the first call, which was carried out.
var lost = githubtest.Fault{Do: githubtest.FaultReset, Method: http.MethodPost, Path: requestsPath, Times: 1}

func TestLostAnswerOfWhatWasDone(t *testing.T) {
	r := newRig(t, world(lost))
	outcomes, _ := r.run().Do(t.Context(), r.plan())
	for _, o := range outcomes {
		wasLost := o.Action == pat.Approve
		if o.Result != apply.Done || strings.HasPrefix(o.Message, "The answer was lost; the lists show that it took effect.") != wasLost {
			t.Errorf("%+v", o)
		}
	}
	r.wantPosts(3)
	r.wantListed([]int64{}, []int64{23, 50000001, 50000002})
}

func TestLostCallThatDidNothing(t *testing.T) {
	nothing := lost
	nothing.Do = githubtest.FaultNoEffect
	r := newRig(t, world(lost, nothing))
	outcomes, _ := r.run().Do(t.Context(), r.plan())
	for _, o := range outcomes {
		if o.Action == pat.Approve && (o.Result != apply.NoEffect || !strings.HasSuffix(o.Message, "The lists show that nothing happened.")) {
			t.Errorf("%+v", o)
		}
	}
	r.wantPosts(3) // none of them again
	r.wantListed([]int64{11, 12}, []int64{23})
}

// TestLostWithTheLists: where neither the answer nor the lists can be had, it is
// said so, and the next run finds out.
func TestLostWithTheLists(t *testing.T) {
	w := world(githubtest.Fault{Do: githubtest.FaultReset, Method: http.MethodPost, Path: requestsPath})
	r := newRig(t, w)
	job := r.plan()
	broken := &breaking{GitHub: r.client}
	run := r.run()
	run.GitHub = broken
	outcomes, _ := run.Do(t.Context(), job)
	unknown := 0
	for _, o := range outcomes {
		if o.Result == apply.Unknown {
			unknown++
		}
	}
	if unknown != 5 || !outcomes[0].Result.Failed() {
		t.Errorf("%d are unknown: %v", unknown, results(outcomes))
	}
	open := apply.Open(r.log.entries)
	if len(open) != 3 {
		t.Fatalf("the journal leaves open %v", open)
	}
	told, err := r.run().Recover(t.Context(), open)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range told {
		if o.Result != apply.Done {
			t.Errorf("looking back: %+v", o)
		}
	}
	if open := apply.Open(r.log.entries); len(open) > 0 || len(told) != 5 {
		t.Errorf("the journal leaves open %v after %d outcomes", open, len(told))
	}
	r.wantPosts(3)
}

// breaking cannot read any more once a call was made.
type breaking struct {
	apply.GitHub
	broken bool
}

func (b *breaking) Review(ctx context.Context, r github.Review) error {
	b.broken = true
	return b.GitHub.Review(ctx, r)
}

func (b *breaking) ReadSome(ctx context.Context, organization string, some github.Some, needs github.Needs) github.Organization {
	if b.broken {
		return github.Organization{Login: organization, Incomplete: []github.Gap{{What: "requests", Why: "GitHub answered 502."}}}
	}
	return b.GitHub.ReadSome(ctx, organization, some, needs)
}

// TestOthersAct: between plan and apply one request changes, one is withdrawn and
// one is approved by hand; the others are done.
func TestOthersAct(t *testing.T) {
	w := world()
	w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(14, "reader", "read"), grant(15, "reader", "read"))
	r := newRig(t, w)
	job := r.plan()
	r.server.Change(func(o []githubtest.Organization) {
		var rest []githubtest.Grant
		for _, g := range o[0].Requests {
			switch g.ID {
			case 11:
				g.Permissions.Repository = pat.Permissions{"contents": "write", "metadata": "read"}
			case 12:
				continue
			case 14:
				now := r.clock()
				g.Kind, g.ID, g.Since = pat.KindToken, 24, &now
				o[0].Tokens = append(o[0].Tokens, g)
				continue
			}
			rest = append(rest, g)
		}
		o[0].Requests = rest
		o[0].Tokens = o[0].Tokens[1:]
	})
	r.want(job, map[string]string{
		"approve 11": "changed It changed since the plan. Its verdict is drifted now.",
		"approve 12": "gone It is not pending any more.",
		"approve 14": "gone It is not pending any more, and the token is active.",
		"approve 15": "done", "deny 13": "done", "revoke 22": "done",
		"revoke 21": "gone It is not an active token any more.",
	})
	r.wantListed([]int64{11}, []int64{23, 24, 50000001})
}

// TestHundredACall: calls are as few as may be, and none is larger than GitHub takes.
func TestHundredACall(t *testing.T) {
	w := githubtest.World{Organizations: []githubtest.Organization{{Login: "octo-org"}}}
	for id := int64(1); id <= 250; id++ {
		w.Organizations[0].Requests = append(w.Organizations[0].Requests, grant(id, "reader", "read"))
		w.Organizations[0].Tokens = append(w.Organizations[0].Tokens, grant(1000+id, "mine", "write"))
	}
	r := newRig(t, w)
	outcomes, err := r.run().Do(t.Context(), r.plan())
	if err != nil || len(outcomes) != 500 {
		t.Errorf("%d outcomes, %v", len(outcomes), err)
	}
	var sizes []int
	for _, e := range r.log.entries {
		if e.Phase == apply.Before {
			sizes = append(sizes, len(e.IDs))
		}
	}
	if diff := cmp.Diff([]int{100, 100, 50, 100, 100, 50}, sizes); diff != "" {
		t.Error(diff)
	}
	for _, o := range outcomes {
		if o.Result != apply.Done {
			t.Fatalf("%+v", o)
		}
	}
}

// TestLongWaitForALimit: after five minutes of waiting everything is read again
// before the call is made, and what changed meanwhile is left alone.
func TestLongWaitForALimit(t *testing.T) {
	r := newRig(t, world(githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 300, Method: http.MethodPost, Path: requestsPath, Times: 1}))
	job := r.plan()
	count := r.server.Latency
	r.server.Latency = func(req *http.Request) {
		count(req)
		if len(r.posts) == 1 && req.Method == http.MethodPost {
			r.server.Change(func(o []githubtest.Organization) { o[0].Requests[0].Permissions.Repository["contents"] = "write" })
		}
	}
	r.want(job, map[string]string{
		"approve 11": "changed It changed since the plan. Its verdict is drifted now.",
		"approve 12": "done", "deny 13": "done", "revoke 21": "done", "revoke 22": "done",
	})
	r.wantPosts(4) // the first was refused
	r.wantListed([]int64{11}, []int64{23, 50000001})
}

// TestInterrupted: nothing more is done, and the journal leaves the call open.
func TestInterrupted(t *testing.T) {
	r := newRig(t, world())
	job := r.plan()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	count := r.server.Latency
	r.server.Latency = func(req *http.Request) {
		if count(req); len(r.posts) == 1 {
			cancel()
			<-req.Context().Done()
		}
	}
	outcomes, err := r.run().Do(ctx, job)
	if err != nil {
		t.Fatal(err)
	}
	got := results(outcomes)
	for name, words := range map[string]string{
		"approve 11": "unknown The answer was lost. The run was interrupted while GitHub was to answer.",
		"deny 13":    "unsent The run was interrupted before.",
		"revoke 21":  "unsent The run was interrupted before.",
	} {
		if !strings.HasPrefix(got[name], words) {
			t.Errorf("%s: %s", name, got[name])
		}
	}
	r.wantPosts(1)
	if open := apply.Open(r.log.entries); len(open) != 1 || len(open[0].IDs) != 2 {
		t.Errorf("the journal leaves open %v", open)
	}
}

// TestNothingWithoutAJournal: what cannot be written down is not done.
func TestNothingWithoutAJournal(t *testing.T) {
	for failAt, posts := range map[int]int{1: 0, 2: 1, 3: 1} {
		r := newRig(t, world())
		r.log.failAt = failAt
		outcomes, err := r.run().Do(t.Context(), r.plan())
		if err == nil || !strings.Contains(err.Error(), "write the journal: no space left on device") || len(outcomes) != 5 {
			t.Errorf("%d outcomes, %v", len(outcomes), err)
		}
		r.wantPosts(posts)
	}
}

// TestJobsThatAreNoPlans: whoever hands over what patctl does not plan is refused.
func TestJobsThatAreNoPlans(t *testing.T) {
	for name, change := range map[string]func(*apply.Job){
		"the request 11 is drifted, and only what conforms is approved": func(j *apply.Job) { j.Reviews[0].Verdict = pat.Drifted },
		"the request 11 occurs twice":                                   func(j *apply.Job) { j.Reviews = append(j.Reviews, j.Reviews[0]) },
		`there is no review "delete" of a request`:                      func(j *apply.Job) { j.Reviews[0].Action = "delete" },
		`there is no review "approve" of a token`:                       func(j *apply.Job) { j.Reviews[0].Kind = pat.KindToken },
		"not everything could be read, so that no token is revoked":     func(j *apply.Job) { j.Complete = false },
		"5 reviews in octodemo are more than max_actions = 0 allows in one run. 2 revocations in octodemo are more than max_revoke_share = 0 of its 0 active tokens allows in one run.": func(j *apply.Job) {
			for i := range j.Reviews {
				j.Reviews[i].Organization = "octodemo"
			}
		},
		"2 revocations in octo-org are more than max_revoke_share = 1 of its 0 active tokens allows in one run.": func(j *apply.Job) { j.Limits = nil },
	} {
		r := newRig(t, world())
		job := r.plan()
		change(&job)
		outcomes, err := r.run().Do(t.Context(), job)
		if err == nil || err.Error() != name || len(outcomes) > 0 {
			t.Errorf("%d outcomes, %v, want %s", len(outcomes), err, name)
		}
		r.wantPosts(0)
	}
}
