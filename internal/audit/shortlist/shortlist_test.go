package shortlist

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/pat"
)

// many are templates of which several have the same permissions, and which differ in all else.
func many(r *rand.Rand, n int) []Template {
	logins := []string{"mona", "hubot", "octocat", "lisa"}
	repositories := []string{"o/api", "o/web", "o/infra", "o/a*", "o/*b", "*"}
	some := func(words []string) []string {
		var out []string
		for _, w := range words {
			if r.IntN(3) == 0 {
				out = append(out, w)
			}
		}
		return out
	}
	out := make([]Template, n)
	for i := range out {
		t := Template{Template: &pat.Template{}, Ranks: []int{r.IntN(2)}, Limit: r.IntN(2)}
		for _, login := range some(logins) {
			if t.Owners == nil {
				t.Owners = map[string]bool{}
			}
			t.Owners[login] = true
			t.Template.Owners = append(t.Template.Owners, login)
		}
		t.Repositories.Patterns = some(repositories)
		t.Names = map[string]bool{}
		for _, p := range t.Repositories.Patterns {
			if strings.Contains(p, "*") {
				t.Patterns = append(t.Patterns, p)
			} else {
				t.Names[p] = true
			}
		}
		out[i] = t
	}
	return out
}

// departures counts as an audit does.
func (t *Template) departures(owner string, repositories []string) int {
	n := t.Limit
	if t.Owners != nil && !t.Owners[owner] {
		n++
	}
	if t.Repositories.Patterns == nil {
		return n
	}
	for _, r := range repositories {
		if !t.Names[r] && !slices.ContainsFunc(t.Patterns, func(p string) bool { return pat.FitsGlob(p, r) }) {
			n++
		}
	}
	return n
}

// TestLightest: what is found in the lists is what asking each template finds.
func TestLightest(t *testing.T) {
	r := rand.New(rand.NewPCG(2026, 12))
	none := func(int) int { return 0 }
	for range 300 {
		templates := many(r, r.IntN(60))
		x := New(templates)
		all := make([]int, len(templates))
		for i := range all {
			all[i] = i
		}
		lists := x.Of(all)
		for range 30 {
			owner := []string{"mona", "lisa", "nobody"}[r.IntN(3)]
			repositories := []string{"o/api", "o/web", "o/nob", "p/x"}[r.IntN(4):]
			most := r.IntN(6)
			weigh := func(i int) int {
				if n := templates[i].departures(owner, repositories); n <= most {
					return n
				}
				return Never
			}
			want, least := -1, Never
			for i := range templates {
				if w := weigh(i); w < least {
					want, least = i, w
				}
			}
			if got := x.Lightest(lists, owner, repositories, none, weigh); got != want {
				t.Fatalf("%d instead of %d of %d for %s and %v", got, want, len(templates), owner, repositories)
			}
		}
	}
}

// TestLightestOfVeryMany: few of very many templates are asked.
func TestLightestOfVeryMany(t *testing.T) {
	for pattern, repositories := range map[string][]string{
		"o/team-№-*": {"o/service-12", "o/other"},
		"o/shared-*": {"o/service-12", "o/shared-web"},
	} {
		templates := make([]Template, 10_000)
		for i := range templates {
			owner, name, pattern := fmt.Sprintf("user-%d", i%500), fmt.Sprintf("o/service-%d", i), strings.Replace(pattern, "№", strconv.Itoa(i%300), 1)
			templates[i] = Template{
				Template: &pat.Template{Owners: []string{owner}, Repositories: pat.Repositories{Patterns: []string{name, pattern}}},
				Owners:   map[string]bool{owner: true}, Names: map[string]bool{name: true}, Patterns: []string{pattern},
			}
		}
		x := New(templates)
		asked := 0
		weigh := func(i int) int {
			asked++
			return templates[i].departures("user-7", repositories)
		}
		if got := x.Lightest(x.Of([]int{0}), "user-7", repositories, func(int) int { return 0 }, weigh); got != 7 {
			t.Errorf("%s: template %d", pattern, got)
		}
		if asked > 10 {
			t.Errorf("%s: %d templates were asked", pattern, asked)
		}
	}
}
