package audit

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// TestDepartsSaysWhatCompareSays: the short way to tell that a subject departs
// from a template agrees with the findings that say in what.
func TestDepartsSaysWhatCompareSays(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	j := newJudge(&hcl.Configuration{Catalog: catalog.Default()}, "")
	j.asOf = now
	agreed := 0
	for range 200 {
		var templates []*hcl.Template
		for range 5 {
			templates = append(templates, randomTemplate(r))
		}
		x := newIndex(templates, catalog.Default(), teams{})
		s := Subject{Grant: randomSubject(r, now)}
		shape := x.shape(s.Grant)
		facts := j.facts(&s.Grant)
		for i, p := range x.profiles {
			if weighed, errors := facts.weigh(shape, i, p), countErrors(j.compare(nil, &s, shape, p)); weighed.errors != errors {
				t.Fatalf("%d errors, and the findings have %d, for %+v and %+v", weighed.errors, errors, s.Grant, p.Template)
			}
			findings := slices.DeleteFunc(j.compare(nil, &s, shape, p), func(f Finding) bool {
				return f.Rule == "permission-missing" && !p.Match.Exact
			})
			want := shape.empty || len(findings) > 0
			if !want {
				agreed++
			}
			if got := facts.departs(shape, i, p); got != want {
				t.Fatalf("departs is %t, and the findings are %v, for %+v and %+v", got, findings, s.Grant, p.Template)
			}
		}
	}
	if agreed < 10 {
		t.Errorf("only %d fit: the test says little", agreed)
	}
}

// countErrors counts the deviations that are errors by default.
func countErrors(deviations []Finding) int {
	n := 0
	for _, f := range deviations {
		if f.Severity == pat.SeverityError || f.Severity == "" && f.Rule != "permission-missing" {
			n++
		}
	}
	return n
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func randomTemplate(r *rand.Rand) *hcl.Template {
	return &hcl.Template{Template: pat.Template{
		Name: "t", TargetName: "octo-org",
		ExpiresIn:   pick(r, pat.Expiry{}, pat.Expiry{Days: 30}, pat.Expiry{Days: 366}, pat.Expiry{Never: true}),
		Permissions: pick(r, pat.Permissions{}, pat.Permissions{"contents": "read"}, pat.Permissions{"contents": "write", "issues": "read"}),
		Repositories: pick(r, pat.Repositories{}, pat.Repositories{Selection: pat.AllRepositories}, pat.Repositories{Selection: pat.SelectedRepositories},
			pat.Repositories{Selection: pat.NoRepositories}, pat.Repositories{Patterns: []string{}}, pat.Repositories{Patterns: []string{"api", "octo-org/web-*"}}),
		Owners: pick(r, nil, []string{"Mona"}, []string{"octocat"}),
		Match:  pat.Match{Exact: r.IntN(2) == 0},
	}}
}

func randomSubject(r *rand.Rand, now time.Time) pat.Grant {
	soon, late := now.AddDate(0, 0, 20), now.AddDate(0, 0, 200)
	return pat.Grant{
		Kind: pick(r, pat.KindRequest, pat.KindToken), Owner: pick(r, "mona", "Octocat"), Since: &now,
		ExpiresAt:           pick(r, nil, &soon, &late),
		RepositorySelection: pick(r, "none", "all", "subset"), RepositoriesRead: r.IntN(3) > 0,
		Repositories: pick(r, nil, []string{"octo-org/API"}, []string{"octo-org/web-1", "octo-org/api"}, []string{"octo-org/web"}),
		Permissions: pat.GrantPermissions{Repository: pick(r, nil, pat.Permissions{"contents": "read"}, pat.Permissions{"contents": "read", "metadata": "read"},
			pat.Permissions{"contents": "admin"}, pat.Permissions{"contents": "write", "issues": "read"}, pat.Permissions{"contents": "own"})},
	}
}
