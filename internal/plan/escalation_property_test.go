package plan

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
)

// TestWhatDoesNotEscalateLetsNothingIn: by a change of a template that escalates
// nothing, no token that did not conform conforms. Name and match stay: a way to
// claim a template is no escalation. An exact template is left out, since a
// token that had less than it may conform to it when it asks for less.
func TestWhatDoesNotEscalateLetsNothingIn(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	c := catalog.Default()
	harmless, gaining := 0, 0
	for range 1500 {
		before, other := someTemplate(r, "template.a"), someTemplate(r, "template.b")
		after := changed(r, before)
		grants := make([]pat.Grant, 20)
		for i := range grants {
			grants[i] = someGrant(r, int64(i+1), before, after)
		}
		escalates := len(escalations(&before, &after, c)) > 0
		was, is := judgedBy(c, grants, before, other), judgedBy(c, grants, after, other)
		for i := range grants {
			gains := was.Subjects[i].Verdict != pat.Conforming && is.Subjects[i].Verdict == pat.Conforming
			switch {
			case gains && !escalates:
				t.Fatalf("%+v conforms to\n%+v, and did not to\n%+v: %v", grants[i], after, before, was.Subjects[i].Findings)
			case gains:
				gaining++
			case !escalates:
				harmless++
			}
		}
	}
	if gaining < 300 || harmless < 3000 {
		t.Errorf("%d gain by an escalation, %d changes are harmless: the test says little", gaining, harmless)
	}
}

func judgedBy(c *catalog.Catalog, grants []pat.Grant, templates ...pat.Template) *audit.Audit {
	cfg := &hcl.Configuration{Catalog: c}
	for _, t := range templates {
		cfg.Templates = append(cfg.Templates, &hcl.Template{Template: t})
	}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	a, _ := audit.Judge(cfg, &github.Snapshot{GeneratedAt: at, Organizations: []github.Organization{{Login: "octo-org", ReadAt: at, Tokens: grants}}}, time.Time{})
	return a
}

func oneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

func someTemplate(r *rand.Rand, address string) pat.Template {
	t := pat.Template{Address: address, Name: oneOf(r, "x", "y")}
	for attribute := range settable {
		setSome(r, &t, attribute)
	}
	return t
}

// settable is how many settable setSome sets.
const settable = 5

func setSome(r *rand.Rand, t *pat.Template, attribute int) {
	switch attribute {
	case 0:
		t.TargetName = oneOf(r, "octo-org", "Octo-Org", "octodemo")
	case 1:
		t.ExpiresIn = oneOf(r, pat.Expiry{}, pat.Expiry{Days: 20}, pat.Expiry{Days: 30}, pat.Expiry{Days: 90}, pat.Expiry{Never: true})
	case 2:
		t.Permissions = oneOf(r, pat.Permissions{}, pat.Permissions{"metadata": "read"}, pat.Permissions{"members": "read"}, pat.Permissions{"members": "read", "metadata": "read"},
			pat.Permissions{"contents": "read"}, pat.Permissions{"contents": "write"}, pat.Permissions{"contents": "write", "organization_projects": "admin"})
	case 3:
		t.Repositories = oneOf(r, pat.Repositories{}, pat.Repositories{Selection: pat.AllRepositories}, pat.Repositories{Selection: pat.SelectedRepositories},
			pat.Repositories{Selection: pat.NoRepositories}, pat.Repositories{Patterns: []string{"api"}}, pat.Repositories{Patterns: []string{"octo-org/API", "octo-org/web"}}, pat.Repositories{Patterns: []string{"a*"}})
	case 4:
		t.Owners = oneOf(r, nil, []string{"mona"}, []string{"Mona", "hubot"})
	}
}

func changed(r *rand.Rand, t pat.Template) pat.Template {
	for range 1 + r.IntN(2) {
		setSome(r, &t, r.IntN(settable))
	}
	return t
}

// someGrant has the permissions of one of two templates, mostly.
func someGrant(r *rand.Rand, id int64, templates ...pat.Template) pat.Grant {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	of := oneOf(r, templates...)
	end := at.AddDate(0, 0, oneOf(r, 15, 25, 31, 91, 366))
	g := pat.Grant{
		Kind: pat.KindToken, ID: id, TokenID: id, TokenName: oneOf(r, "x", "y", "z", ""), Owner: oneOf(r, "mona", "hubot"), Since: &at, LastUsedAt: &at,
		ExpiresAt: oneOf(r, nil, &end, &end), RepositorySelection: oneOf(r, "none", "all", "subset"), RepositoriesRead: r.IntN(4) > 0,
		Repositories: oneOf(r, []string{"octo-org/api"}, []string{"octo-org/web"}, []string{"octo-org/axe", "octo-org/api"}),
		Permissions:  pat.GrantPermissions{Organization: pat.Permissions{}, Repository: oneOf(r, nil, pat.Permissions{"metadata": "read"})},
	}
	for name, level := range of.Permissions {
		if p, _ := catalog.Default().Permission(name); p.Section == pat.Organization {
			g.Permissions.Organization[name] = oneOf(r, level, level, "read", "owner")
			continue
		}
		g.Permissions.Repository = pat.Permissions{name: oneOf(r, level, level, "read")}
	}
	return g
}
