package adopt_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/adopt"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest/invented"
	"github.com/patctl/patctl/internal/pat"
)

// kind is a template from which tokens are made with noise.
type kind struct {
	name         string
	permissions  pat.GrantPermissions
	days         int
	all          bool
	repositories []string
}

var (
	purposes = []string{"ci", "release", "deploy", "docs", "metrics", "backup", "renovate", "triage"}
	services = []string{"api", "web", "billing", "search", "infra"}
	someDays = []int{7, 30, 60, 90, 180, 366}
)

// kinds returns one for each purpose and service: forty.
func kinds(r *rand.Rand) []kind {
	var names []string
	for _, p := range catalog.Default().Permissions() {
		if p.Section == pat.Repository && p.Status.Usable() && p.Status != catalog.Alias && p.Name != "metadata" {
			names = append(names, p.Name)
		}
	}
	var out []kind
	for _, purpose := range purposes {
		for _, service := range services {
			k := kind{name: purpose + "-" + service, days: someDays[r.IntN(len(someDays))], all: r.IntN(5) == 0}
			k.permissions.Repository = pat.Permissions{"metadata": pat.Read}
			for range 1 + r.IntN(5) {
				p, _ := catalog.Default().Permission(names[r.IntN(len(names))])
				k.permissions.Repository[p.Name] = p.Levels[len(p.Levels)-1]
			}
			for i := range 1 + r.IntN(30) {
				k.repositories = append(k.repositories, fmt.Sprintf("octo-org/%s-%d", service, i))
			}
			out = append(out, k)
		}
	}
	return out
}

// token returns a token of a kind, with noise.
func (k kind) token(r *rand.Rand, id int64) pat.Grant {
	expires := now.Add(time.Duration(r.IntN(k.days*24)) * time.Hour)
	g := pat.Grant{
		Kind: pat.KindToken, ID: id, TokenID: id + 70_000, Owner: fmt.Sprintf("mona-%d", r.IntN(300)),
		RepositorySelection: "all", RepositoriesRead: true, Since: &now, ExpiresAt: &expires, LastUsedAt: &now,
		Permissions: pat.GrantPermissions{Repository: maps.Clone(k.permissions.Repository)},
	}
	g.TokenName = noisyName(r, k.name, g.Owner)
	if !k.all {
		g.RepositorySelection = "subset"
		for range 1 + r.IntN(3) {
			g.Repositories = append(g.Repositories, k.repositories[r.IntN(len(k.repositories))])
		}
	}
	for _, name := range g.Permissions.Repository.Names() {
		switch p, _ := catalog.Default().Permission(name); {
		case name == "metadata":
		case r.IntN(20) == 0:
			delete(g.Permissions.Repository, name)
		case r.IntN(10) == 0:
			g.Permissions.Repository[name] = p.Levels[0]
		}
	}
	if r.IntN(10) == 0 {
		g.ExpiresAt = nil
	}
	return g
}

func noisyName(r *rand.Rand, name, owner string) string {
	switch r.IntN(6) {
	case 0:
		return name
	case 1:
		return fmt.Sprintf("%s-%d", name, r.IntN(2000))
	case 2:
		return fmt.Sprintf("%s-20%02d-%02d-%02d", name, 23+r.IntN(4), 1+r.IntN(12), 1+r.IntN(28))
	case 3:
		return name + "-" + []string{"prod", "staging", "dev"}[r.IntN(3)]
	case 4:
		return fmt.Sprintf("%s (%s)", name, owner)
	}
	return fmt.Sprintf("%s-%08x", name, r.Uint32())
}

func noisy(seed uint64, tokens int) *github.Snapshot {
	r := rand.New(rand.NewPCG(seed, 1))
	all := kinds(r)
	o := github.Organization{Login: "octo-org"}
	for i := range tokens {
		o.Tokens = append(o.Tokens, all[r.IntN(len(all))].token(r, int64(i+1)))
	}
	return snapshotOf(o)
}

// TestNoisyTokensBecomeFewTemplates: of tokens that were made from forty
// templates there are hardly more templates again, whatever people made of
// names, levels and lifetimes.
func TestNoisyTokensBecomeFewTemplates(t *testing.T) {
	for seed := range uint64(2) {
		out := imported(t, "", noisy(seed, 5000), nil)
		if out.Templates > 60 || out.Covered != 5000 || len(out.Left) > 0 {
			t.Errorf("seed %d: %d templates for %d tokens, %d left", seed, out.Templates, out.Covered, len(out.Left))
		}
		t.Logf("seed %d: %d templates for %d tokens, %d left", seed, out.Templates, out.Covered, len(out.Left))
	}
}

// TestRandomNamesBecomeFewTemplates: where names have nothing to do with
// permissions, permissions decide.
func TestRandomNamesBecomeFewTemplates(t *testing.T) {
	out := imported(t, "", worldSnapshot(invented.World(1, 5000)), nil)
	if out.Templates > 60 || out.Covered != 5000 {
		t.Errorf("%d templates for %d tokens, %d left", out.Templates, out.Covered, len(out.Left))
	}
	t.Logf("%d templates for %d tokens, %d left", out.Templates, out.Covered, len(out.Left))
}

// TestExactGroupingWidensNothing: each token has exactly the permissions of its template.
func TestExactGroupingWidensNothing(t *testing.T) {
	merged := imported(t, "", noisy(1, 400), nil)
	exact := imported(t, "", noisy(1, 400), func(in *adopt.Input) { in.Exact = true })
	if exact.Templates <= merged.Templates {
		t.Errorf("%d templates when exact, %d when not", exact.Templates, merged.Templates)
	}
	t.Logf("%d templates when exact, %d when not", exact.Templates, merged.Templates)
}
