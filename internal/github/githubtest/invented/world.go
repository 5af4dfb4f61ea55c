package invented

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// World returns a World with an organization for each number, of so many
// tokens and a tenth as many requests. Names, permissions, repositories and
// lifetimes are like those of real organizations; a few are odd, as there. The
// same seed gives the same World.
func World(seed uint64, tokens ...int) githubtest.World {
	var w githubtest.World
	for i, n := range tokens {
		r := &random{rand.New(rand.NewPCG(seed, uint64(i)))}
		w.Organizations = append(w.Organizations, r.organization(i, n))
	}
	return w
}

type random struct{ *rand.Rand }

// Pools of what organizations call things.
var (
	purposes = []string{"ci", "release", "deploy", "docs", "metrics", "backup", "renovate", "triage", "mirror", "audit", "terraform", "labels"}
	services = []string{"api", "web", "billing", "search", "mobile", "infra", "docs", "design", "data", "auth", "gateway", "worker"}
	logins   = []string{"octocat", "mona", "hubot"}
	reasons  = []string{"For the release pipeline", "Nightly job", "Replaces my classic token", "Needed by the on-call bot", "Testing"}
)

// shapes are sets of permissions that people ask for together.
var shapes = []pat.GrantPermissions{
	{Repository: pat.Permissions{"metadata": "read", "contents": "read"}},
	{Repository: pat.Permissions{"metadata": "read", "contents": "write", "pull_requests": "write"}},
	{Repository: pat.Permissions{"metadata": "read", "contents": "write", "pull_requests": "write", "workflows": "write"}},
	{Repository: pat.Permissions{"metadata": "read", "issues": "write"}},
	{Repository: pat.Permissions{"metadata": "read", "actions": "read", "checks": "read", "statuses": "read"}},
	{Repository: pat.Permissions{"metadata": "read", "packages": "write", "contents": "read"}},
	{Repository: pat.Permissions{"metadata": "read", "administration": "write", "contents": "write"}},
	{Repository: pat.Permissions{"metadata": "read", "secrets": "write", "environments": "write", "actions_variables": "write"}},
	{Organization: pat.Permissions{"members": "read"}},
	{Organization: pat.Permissions{"members": "write", "organization_administration": "write"}, Repository: pat.Permissions{"metadata": "read"}},
	{Organization: pat.Permissions{"organization_self_hosted_runners": "write"}},
	{},
}

// pick chooses an element.
func pick[T any](r *random, list []T) T { return list[r.IntN(len(list))] }

// in reports true n times of a hundred.
func (r *random) in(percent int) bool { return r.IntN(100) < percent }

func (r *random) organization(index, tokens int) githubtest.Organization {
	o := githubtest.Organization{Login: fmt.Sprintf("octo-org-%d", index+1)}
	if index == 0 {
		o.Login = "octo-org"
	}
	for _, s := range services {
		for _, part := range []string{"", "-client", "-schemas", "-tools"} {
			o.Repositories = append(o.Repositories, s+part)
		}
	}
	o.Tokens = make([]githubtest.Grant, tokens)
	for i := range o.Tokens {
		o.Tokens[i] = r.grant(&o, pat.KindToken, int64(i))
	}
	o.Requests = make([]githubtest.Grant, tokens/10)
	for i := range o.Requests {
		o.Requests[i] = r.grant(&o, pat.KindRequest, int64(i))
	}
	return o
}

func (r *random) grant(o *githubtest.Organization, kind pat.Kind, index int64) githubtest.Grant {
	g := githubtest.Grant{Grant: pat.Grant{
		Kind: kind, ID: 10_001 + index, TokenID: 70_000_001 + 3*index, TokenName: r.name(),
		Owner: r.login(), Permissions: pick(r, shapes),
	}}
	if kind == pat.KindRequest {
		g.TokenID++ // a request is for a token that is not active yet
	}
	r.life(&g)
	g.RepositorySelection = "none"
	if len(g.Permissions.Repository) > 0 {
		r.selection(o, &g)
	}
	if kind == pat.KindRequest && !r.in(20) {
		reason := pick(r, reasons)
		g.Reason = &reason
	}
	return g
}

// name is what people call a token: mostly after a purpose and a service.
func (r *random) name() string {
	switch {
	case r.in(5):
		return fmt.Sprintf("token %d", r.IntN(100))
	case r.in(3):
		return "My Token"
	case r.in(20):
		return fmt.Sprintf("%s-%s-%d", pick(r, purposes), pick(r, services), 2023+r.IntN(4))
	}
	return pick(r, purposes) + "-" + pick(r, services)
}

func (r *random) login() string {
	login := pick(r, logins)
	if r.in(70) {
		return fmt.Sprintf("%s-%d", login, r.IntN(400))
	}
	return login
}

// life gives a grant its times, in seconds before and after githubtest.DefaultNow.
func (r *random) life(g *githubtest.Grant) {
	const day = 24 * time.Hour
	since := githubtest.DefaultNow.Add(-time.Duration(r.Int64N(int64(365*day/time.Second))) * time.Second)
	if g.Kind == pat.KindRequest {
		since = githubtest.DefaultNow.Add(-time.Duration(r.Int64N(int64(20*day/time.Second))) * time.Second)
	}
	g.Since = &since
	if !r.in(8) {
		expires := since.Add(time.Duration(pick(r, []int{7, 30, 60, 90, 180, 366})) * day)
		g.ExpiresAt, g.Expired = &expires, expires.Before(githubtest.DefaultNow)
	}
	if g.Kind == pat.KindToken && !r.in(25) {
		used := since.Add(time.Duration(r.Int64N(int64(githubtest.DefaultNow.Sub(since)/time.Second)+1)) * time.Second)
		g.LastUsedAt = &used
	}
}

func (r *random) selection(o *githubtest.Organization, g *githubtest.Grant) {
	if r.in(20) {
		g.RepositorySelection = "all"
		return
	}
	g.RepositorySelection = "subset"
	first, count := r.IntN(len(o.Repositories)), 1+r.IntN(4)
	for i := range count {
		g.Repositories = append(g.Repositories, o.Login+"/"+o.Repositories[(first+i)%len(o.Repositories)])
	}
}
