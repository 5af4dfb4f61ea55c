package serve_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// fake is a GitHub with organizations whose members request tokens.
type fake struct {
	*githubtest.Server
	logins []string

	mu    sync.Mutex
	some  bool              // tokens choose repositories
	asked map[int64]request // by the id of the request
	next  int64
	calls map[string]int // by operation and status, of calls that were forgotten
}

// request is a request that was made.
type request struct {
	organization int
	at           time.Time
}

// startFake serves organizations with a number of tokens each. Each call takes 50 ms.
func startFake(t testing.TB, organizations, tokens int, faults []githubtest.Fault) *fake {
	t.Helper()
	return newFake(t, organizations, tokens, faults, false)
}

func newFake(t testing.TB, organizations, tokens int, faults []githubtest.Fault, some bool) *fake {
	t.Helper()
	f := &fake{some: some, asked: map[int64]request{}, calls: map[string]int{}, next: 1}
	permissions := map[string]string{githubtest.RequestsPermission: "write", githubtest.TokensPermission: "write", githubtest.MembersPermission: "read"}
	w := githubtest.World{App: &githubtest.App{Permissions: permissions}, Clock: time.Now, RateLimit: 1_000_000, Faults: faults}
	for i := range organizations {
		o := githubtest.Organization{Login: login(i), Teams: map[string][]string{"platform": {"octocat", "mona"}, "security": {"mona"}}}
		for range tokens {
			o.Tokens = append(o.Tokens, f.grant(time.Now().Add(-time.Hour)))
		}
		f.logins, w.Organizations = append(f.logins, o.Login), append(w.Organizations, o)
	}
	server, err := githubtest.Start(w, nil)
	if err != nil {
		t.Fatal(err)
	}
	server.Latency = func(*http.Request) { time.Sleep(50 * time.Millisecond) }
	t.Cleanup(server.Close)
	f.Server = server
	return f
}

func login(organization int) string { return fmt.Sprintf("octo-org-%04d", organization+1) }

// grant is a request or a token that matches the template of its organization.
func (f *fake) grant(since time.Time) githubtest.Grant {
	id := f.next
	f.next++
	since = since.UTC().Truncate(time.Second)
	g := githubtest.Grant{Grant: pat.Grant{
		ID: id, TokenID: 1_000_000 + id, TokenName: "reader", Owner: "mona", RepositorySelection: "all", Since: &since,
		Permissions: pat.GrantPermissions{Repository: pat.Permissions{"contents": "read", "metadata": "read"}},
	}}
	if f.some {
		g.RepositorySelection, g.Repositories = "subset", []string{"api"}
	}
	return g
}

// ask makes a request in an organization. Of its tokens, the oldest go, so that there are at
// most as many as are kept. It returns the id of the request.
func (f *fake) ask(organization, kept int) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := time.Now()
	g := f.grant(now)
	f.Change(func(organizations []githubtest.Organization) {
		o := &organizations[organization]
		o.Requests = append(slices.Clone(o.Requests), g)
		o.Tokens = slices.Clone(o.Tokens[:min(len(o.Tokens), kept)])
	})
	f.asked[g.ID] = request{organization, now}
	return g.ID
}

// requests are those that were made so far.
func (f *fake) requests() map[int64]request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.asked)
}

// uninstall removes the App from an organization.
func (f *fake) uninstall(organization int) {
	f.Change(func(organizations []githubtest.Organization) { organizations[organization].NotInstalled = true })
}

// count adds the calls since the last time to those by operation and status, which it
// returns, and lets the fake forget them.
func (f *fake) count() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	calls := f.Calls()
	f.Forget()
	for i := range calls {
		f.calls[fmt.Sprintf("%s %d", calls[i].Operation, calls[i].Status)]++
	}
	return maps.Clone(f.calls)
}

// cost is how many calls there were, and how many of them count against the rate limits of
// installations.
func cost(calls map[string]int) (all, counted int) {
	for name, n := range calls {
		all += n
		if !strings.HasSuffix(name, " 304") && !strings.Contains(name, "/access_tokens") {
			counted += n
		}
	}
	return all, counted
}

// configuration declares the organizations, and a template of each that is for all repositories.
func configuration(logins []string, more string) string {
	return configurationOf(logins, more, `repositories = "all"`)
}

// configurationOf declares templates with more arguments.
func configurationOf(logins []string, more, arguments string) string {
	var out strings.Builder
	out.WriteString(more)
	for _, login := range logins {
		fmt.Fprintf(&out, "organization %q {\n  review {\n    approve     = [\"conforming\"]\n    deny        = [\"drifted\"]\n    max_actions = 1000\n  }\n}\n\n", login)
	}
	fmt.Fprintf(&out, "template \"reader\" {\n  for_each    = toset([\"%s\"])\n  name        = \"reader\"\n  target_name = each.key\n"+
		"  expires_in  = \"none\"\n  permissions = { contents = \"read\" }\n  %s\n}\n", strings.Join(logins, `", "`), arguments)
	return out.String()
}

// spread calls do at random times, a number of times a second on average, until the time is
// over, with a count from 1 and an organization by chance. Calls may be under way at the same time.
func spread(rng *rand.Rand, organizations int, perSecond float64, lasts time.Duration, do func(n, organization int)) {
	var calls sync.WaitGroup
	end, n := time.Now().Add(lasts), 0
	for next := time.Now(); next.Before(end); next = next.Add(time.Duration(rng.ExpFloat64() / perSecond * float64(time.Second))) {
		time.Sleep(time.Until(next))
		n++
		organization := rng.IntN(organizations)
		calls.Go(func() { do(n, organization) })
	}
	calls.Wait()
}
