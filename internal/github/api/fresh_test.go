package api_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/api"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

const (
	makeToken        = "POST /app/installations/{installation_id}/access_tokens"
	findInstallation = "GET /orgs/{org}/installation"
)

// look reads an organization as a process does that reads again and again.
func (r *rig) look(t *testing.T, login string) (github.Organization, *api.Client) {
	t.Helper()
	client := r.client.Fresh()
	s := client.Read(t.Context(), []string{login}, nil)
	return s.Organizations[0], client
}

func (r *rig) move(d time.Duration) {
	r.clock.mu.Lock()
	defer r.clock.mu.Unlock()
	r.clock.now = r.clock.now.Add(d)
}

// wantMade fails unless so many calls were made for access since the last time.
func (r *rig) wantMade(t *testing.T, when string, tokens, lookups int) {
	t.Helper()
	if n := r.server.Count(); n[makeToken] != tokens || n[findInstallation] != lookups {
		t.Errorf("%s: %d access tokens and %d look-ups of the installation, want %d and %d", when, n[makeToken], n[findInstallation], tokens, lookups)
	}
	r.server.Forget()
}

// TestLooksShareAccess: ten looks need one access token, and each counts its own calls.
func TestLooksShareAccess(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 3), organization("octodemo", 2)}}, setup{})
	for i := range 10 {
		o, client := r.look(t, "octo-org")
		wantComplete(t, o, 3)
		if u := client.Usage(); (u.Calls == 2) != (i > 0) {
			t.Errorf("look %d took %d calls", i, u.Calls)
		}
		r.move(3 * time.Minute)
	}
	r.wantMade(t, "ten looks in half an hour", 1, 1)
	r.move(time.Hour)
	r.look(t, "octo-org")
	r.wantMade(t, "a look after an hour", 1, 1)
	r.look(t, "octodemo")
	r.wantMade(t, "another organization", 1, 1)
	if u := r.client.Usage(); u.Calls != 0 {
		t.Errorf("the first client counts %d calls of others", u.Calls)
	}
}

// TestRemovedInstallation: a look notices that the App was removed, and that it was installed again.
func TestRemovedInstallation(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 3)}}, setup{})
	r.look(t, "octo-org")
	var was *githubtest.Installation
	r.server.Change(func(all []githubtest.Organization) { was, all[0].NotInstalled = all[0].Installation, true })
	for _, what := range []string{"requests", "requests and tokens"} { // the second knows before it asks for the lists
		o, _ := r.look(t, "octo-org")
		wantGap(t, o, what, "App 1 is not installed in it")
	}
	r.server.Change(func(all []githubtest.Organization) {
		all[0].NotInstalled, all[0].Installation = false, &githubtest.Installation{ID: was.ID + 100, Permissions: was.Permissions}
	})
	o, _ := r.look(t, "octo-org")
	wantComplete(t, o, 3)

	// Removed and installed again between two looks.
	r.server.Change(func(all []githubtest.Organization) {
		all[0].Installation = &githubtest.Installation{ID: was.ID + 200, Permissions: was.Permissions}
	})
	r.look(t, "octo-org")
	o, _ = r.look(t, "octo-org")
	wantComplete(t, o, 3)
}

// TestWaitForTheTokenOfAnotherLook: a look that waits while another one makes the access token ends
// when it is interrupted, and not when the other one does.
func TestWaitForTheTokenOfAnotherLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		making := make(chan struct{})
		client := fleetClient(t, fleet(1, 3, false), func(r *http.Request) bool {
			return strings.HasSuffix(r.URL.Path, "/access_tokens")
		})
		if _, err := client.Installations(t.Context()); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(t.Context())
		go func() {
			defer close(making)
			client.Fresh().Read(t.Context(), []string{"org-0"}, nil)
		}()
		synctest.Wait()
		done := make(chan *github.Snapshot, 1)
		go func() { done <- client.Fresh().Read(ctx, []string{"org-0"}, nil) }()
		synctest.Wait()
		start := time.Now()
		stop()
		wantGap(t, (<-done).Organizations[0], "requests and tokens", "The operation was interrupted.")
		if waited := time.Since(start); waited > 0 {
			t.Errorf("it ended %s after the interruption", waited)
		}
		<-making
	})
}

// TestNewPermissions: an owner who accepts new permissions need not wait for the end of an access token,
// and an organization that refuses something each time does not cost one each time.
func TestNewPermissions(t *testing.T) {
	o := organization("octo-org", 3)
	o.Installation = &githubtest.Installation{Permissions: map[string]string{githubtest.TokensPermission: "read"}}
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{o}}, setup{})
	for range 5 {
		found, _ := r.look(t, "octo-org")
		wantGap(t, found, "requests", "GitHub answered 403")
		r.move(time.Minute)
	}
	r.wantMade(t, "refused for five minutes", 1, 1)
	r.server.Change(func(all []githubtest.Organization) {
		all[0].Installation.Permissions = map[string]string{githubtest.TokensPermission: "read", githubtest.RequestsPermission: "read"}
	})
	r.look(t, "octo-org") // refused once more, with the access token of before
	found, _ := r.look(t, "octo-org")
	wantComplete(t, found, 3)
}

// TestEachLookWaitsByItself: the time that one look may wait is not spent by those before it, and
// calls that failed in one do not keep the next from calling. A limit holds for all of them.
func TestEachLookWaitsByItself(t *testing.T) {
	down := githubtest.Fault{Do: githubtest.FaultStatus, Status: 502, Path: listTokens, Times: 40}
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 3)}, Faults: []githubtest.Fault{down}},
		setup{options: func(o *api.Options) { o.Attempts, o.MaxWait = 2, 30*time.Second }})
	for range 20 {
		o, _ := r.look(t, "octo-org")
		wantGap(t, o, "tokens", "GitHub answered 502, after 2 attempts")
	}
	o, _ := r.look(t, "octo-org")
	wantComplete(t, o, 3)

	limit := githubtest.Fault{Do: githubtest.FaultSecondaryLimit, Seconds: 45, Path: listTokens, Times: 1}
	r = newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 3)}, Faults: []githubtest.Fault{limit}},
		setup{options: func(o *api.Options) { o.MaxWait, o.Unattended = 30*time.Second, true }})
	first, _ := r.look(t, "octo-org")
	wantGap(t, first, "tokens", "patctl waits at most 30s.")
	if strings.Contains(fmt.Sprint(first.Incomplete), "Run the command") {
		t.Errorf("nobody runs commands: %v", first.Incomplete)
	}
	made := len(r.server.Calls())
	if o, _ := r.look(t, "octo-org"); o.Complete() || len(r.server.Calls()) != made {
		t.Errorf("the next look makes %d calls while the limit lasts: %v", len(r.server.Calls())-made, o.Incomplete)
	}
	r.move(20 * time.Second)
	o, _ = r.look(t, "octo-org")
	wantComplete(t, o, 3)
}

// TestClockOfEachLook: a clock that was wrong once does not spoil the looks after it was set.
func TestClockOfEachLook(t *testing.T) {
	skew := time.Hour
	r := &rig{clock: newClock(), log: &bytes.Buffer{}}
	r.server = checked.New(t, githubtest.World{
		Organizations: []githubtest.Organization{organization("octo-org", 3)},
		Credentials:   []githubtest.Credential{{Token: "ghu_1", Kind: githubtest.AppUserToken}},
		Clock:         func() time.Time { return r.clock.Now().Add(skew) },
	})
	r.client = r.newClient(t, setup{getenv: map[string]string{"GH_TOKEN": "ghu_1"}})
	o, _ := r.look(t, "octo-org")
	wantGap(t, o, "times", "The clock of this machine is 1h0m")
	skew = 0
	o, _ = r.look(t, "octo-org")
	wantComplete(t, o, 3)
}

// TestEchoOfAnEarlierLook: an access token stays a secret for the looks after the one that made it.
func TestEchoOfAnEarlierLook(t *testing.T) {
	r := newRig(t, githubtest.World{Organizations: []githubtest.Organization{organization("octo-org", 1)}}, setup{})
	var mu sync.Mutex
	var sent []string
	r.client = r.newClient(t, setup{options: func(o *api.Options) {
		o.HTTP = roundTrip(func(req *http.Request) (*http.Response, error) {
			mu.Lock()
			defer mu.Unlock()
			if strings.HasSuffix(req.URL.Path, "/personal-access-tokens") {
				sent = append(sent, strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer "))
			}
			resp, err := http.DefaultTransport.RoundTrip(req)
			if len(sent) > 1 && err == nil {
				resp.Header.Set("Link", fmt.Sprintf("<https://x/?after=%s>; rel=%q", sent[0], "next "+sent[0]))
			}
			return resp, err
		})
	}})
	r.look(t, "octo-org")
	r.move(2 * time.Hour)
	o, _ := r.look(t, "octo-org")
	if len(sent) < 2 || sent[0] == sent[1] {
		t.Fatalf("%d access tokens were sent, or the same twice", len(sent))
	}
	if text := fmt.Sprintf("%+v %s", o, r.log); strings.Contains(text, sent[0]) {
		t.Errorf("an access token is in %s", text)
	}
}

// TestCallsAtOnceOfAllLooks: one look makes as many calls at once as Parallelism allows, and all
// of them together as many as Total allows.
func TestCallsAtOnceOfAllLooks(t *testing.T) {
	var w githubtest.World
	for i := range 5 {
		w.Organizations = append(w.Organizations, githubtest.Organization{Login: fmt.Sprintf("octo-org-%d", i), Tokens: tokens(30, true)})
	}
	for looks, most := range map[int]int{1: 2, 5: 3} {
		r := newRig(t, w, setup{options: func(o *api.Options) { o.Parallelism, o.Total = 2, 3 }})
		var all sync.WaitGroup
		for _, o := range w.Organizations[:looks] {
			all.Go(func() {
				found, _ := r.look(t, o.Login)
				wantComplete(t, found, 30)
			})
		}
		all.Wait()
		if n := r.server.Busiest(); n > most {
			t.Errorf("%d looks made %d calls at once, want %d at most", looks, n, most)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
