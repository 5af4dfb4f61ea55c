package audit_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/prefill"
)

// TestRulesNeverChoose: whatever rules are set to, each subject has the same
// template, found in the same way, or the same nearest one.
func TestRulesNeverChoose(t *testing.T) {
	for i := range 40 {
		w := world{rand.New(rand.NewPCG(21, uint64(i)))}
		src := w.templates()
		cfg := load(t, src)
		s := w.snapshot(200, cfg)
		before, _ := audit.Judge(cfg, s, time.Time{})
		after, _ := audit.Judge(load(t, src+w.rules()), s, time.Time{})
		for k := range before.Subjects {
			if diff := cmp.Diff(chosen(&before.Subjects[k]), chosen(&after.Subjects[k])); diff != "" {
				t.Fatalf("world %d, %s:\n%s\n%s", i, &before.Subjects[k], diff, src)
			}
		}
	}
}

// TestRulesApproveNothing: a request that conforms by the rules as they are set, and
// exceeds its template in nothing that is an error by default, conforms by the
// default rules as well.
func TestRulesApproveNothing(t *testing.T) {
	tolerated := 0
	for i := range 40 {
		w := world{rand.New(rand.NewPCG(22, uint64(i)))}
		src := w.templates()
		cfg := load(t, src)
		s := w.snapshot(200, cfg)
		usual, _ := audit.Judge(cfg, s, time.Time{})
		set, _ := audit.Judge(load(t, src+w.rules()), s, time.Time{})
		for k := range set.Subjects {
			got := &set.Subjects[k]
			if got.Kind != pat.KindRequest || got.Verdict != pat.Conforming {
				continue
			}
			if len(got.Tolerated) > 0 {
				tolerated++
			} else if usual.Subjects[k].Verdict != pat.Conforming {
				t.Fatalf("world %d, %s conforms only because of how rules are set:\n%s", i, got, src)
			}
		}
	}
	if tolerated < 20 {
		t.Errorf("only %d requests exceed their template: the test says little", tolerated)
	}
}

func chosen(s *audit.Subject) []string {
	return []string{address(s.Template), string(s.MatchedBy), address(s.Nearest)}
}

// TestMoreNeverHelps: by the default rules, nothing becomes conforming by a
// permission, a level, a repository or a day more. Left out are exact templates,
// for which less is a deviation, and subjects of which GitHub names no permission.
func TestMoreNeverHelps(t *testing.T) {
	worse := 0
	for i := range 60 {
		w := world{rand.New(rand.NewPCG(22, uint64(i)))}
		cfg := load(t, w.templates())
		cfg.Templates = slices.DeleteFunc(cfg.Templates, func(t *hcl.Template) bool { return t.Match.Exact })
		s := w.snapshot(200, cfg)
		more := &github.Snapshot{GeneratedAt: s.GeneratedAt, Host: s.Host}
		for _, o := range s.Organizations {
			o.Requests, o.Tokens = w.moreOfAll(o.Requests), w.moreOfAll(o.Tokens)
			more.Organizations = append(more.Organizations, o)
		}
		before, _ := audit.Judge(cfg, s, now)
		after, _ := audit.Judge(cfg, more, now)
		for k := range before.Subjects {
			x, y := &before.Subjects[k], &after.Subjects[k]
			if x.Verdict == pat.Conforming && y.Verdict != pat.Conforming {
				worse++
			}
			if x.Verdict != pat.Conforming && y.Verdict == pat.Conforming && !x.Permissions.IsZero() {
				t.Fatalf("world %d: %s is %s with %+v, and conforms to %s with %+v", i, x, x.Verdict, x.Grant, y.Template.Address, y.Grant)
			}
		}
	}
	if worse < 100 {
		t.Errorf("only %d conform no more: the test says little", worse)
	}
}

func (w world) moreOfAll(grants []pat.Grant) []pat.Grant {
	out := slices.Clone(grants)
	for i := range out {
		w.more(&out[i])
	}
	return out
}

// more gives a grant something more, in one thing.
func (w world) more(g *pat.Grant) {
	switch w.IntN(5) {
	case 0:
		p := pat.Permissions{}
		for name, level := range g.Permissions.Repository {
			p[name] = level
		}
		name := pick(w.Rand, "contents", "issues", "actions")
		p[name] = pick(w.Rand, pat.Read, pat.Write, pat.Admin, "owner")
		if rankOf(p[name]) < rankOf(g.Permissions.Repository[name]) {
			p[name] = g.Permissions.Repository[name]
		}
		if _, had := g.Permissions.Repository[name]; had && g.Permissions.Repository[name] == "" {
			p[name] = "" // which is held at a level that nobody knows
		}
		g.Permissions.Repository = p
	case 1:
		g.Permissions.Other = pat.Permissions{"crystal_balls": pat.Admin, "contents": pat.Read}
	case 2:
		if g.ExpiresAt = pick(w.Rand, g.ExpiresAt, nil); g.ExpiresAt != nil {
			later := g.ExpiresAt.AddDate(0, 0, pick(w.Rand, 1, 60))
			g.ExpiresAt = &later
		}
	case 3:
		if g.RepositorySelection == "subset" {
			g.Repositories = append(slices.Clone(g.Repositories), pick(w.Rand, "octo-org/api", "octo-org/web", "octo-org/zoo"))
		}
	case 4:
		g.RepositorySelection = "all"
	}
}

func rankOf(l pat.Level) int {
	if r := l.Rank(); r >= 0 {
		return r
	}
	return 4
}

// TestLinkedTokenConforms: the token that somebody makes with the link of a
// template, as its form is filled in, with what the template says to choose by
// hand, conforms to it. GitHub adds metadata:read.
func TestLinkedTokenConforms(t *testing.T) {
	checked := 0
	for i := range 150 {
		w := world{rand.New(rand.NewPCG(23, uint64(i)))}
		all := load(t, w.templates())
		for _, template := range all.Templates {
			if template.TargetName == "" {
				continue
			}
			cfg := &hcl.Configuration{Catalog: all.Catalog, Templates: []*hcl.Template{template}}
			link, err := prefill.Parse(prefill.URL("github.com", template.Template, all.Catalog), all.Catalog)
			if err != nil {
				t.Fatal(err)
			}
			g := made(link.Template, template)
			s := &github.Snapshot{GeneratedAt: now, Organizations: []github.Organization{{Login: template.TargetName, ReadAt: now, Tokens: []pat.Grant{g}, Teams: []github.Team{{Slug: "platform", Members: []string{"mona"}}}}}}
			a, _ := audit.Judge(cfg, s, time.Time{})
			got := &a.Subjects[0]
			if got.Verdict != pat.Conforming || got.Unjudged || slices.ContainsFunc(got.Findings, func(f audit.Finding) bool { return f.Rule == "permission-missing" }) {
				t.Fatalf("%s is %s %v, made of %+v as %+v", got, got.Verdict, found(*got), template.Template, g)
			}
			checked++
		}
	}
	if checked < 300 {
		t.Errorf("only %d templates: the test says little", checked)
	}
}

// made is the token that a form makes: from what the link says, and what the
// template says to choose by hand.
func made(linked pat.Template, t *hcl.Template) pat.Grant {
	g := pat.Grant{
		Kind: pat.KindToken, ID: 1, TokenID: 1, TokenName: linked.Name, Owner: "mona", RepositorySelection: "all", RepositoriesRead: true, Since: &now, LastUsedAt: &now,
		Permissions: pat.GrantPermissions{Organization: pat.Permissions{}, Repository: pat.Permissions{"metadata": pat.Read}},
	}
	for name, level := range linked.Permissions {
		if p, _ := catalog.Default().Permission(name); p.Section == pat.Organization {
			g.Permissions.Organization[name] = level
			continue
		}
		g.Permissions.Repository[name] = level
	}
	if len(t.Owners) > 0 {
		g.Owner = t.Owners[len(t.Owners)-1]
		if strings.HasPrefix(g.Owner, "@") {
			g.Owner = "mona"
		}
	}
	switch {
	case linked.ExpiresIn.IsZero():
		g.ExpiresAt = days(30)
	case !linked.ExpiresIn.Never:
		g.ExpiresAt = days(float64(linked.ExpiresIn.Days))
	}
	switch {
	case t.Repositories.Patterns != nil:
		g.RepositorySelection = "subset"
	case t.Repositories.Selection == pat.SelectedRepositories:
		g.RepositorySelection, g.Repositories = "subset", []string{t.TargetName + "/anything"}
	case t.Repositories.Selection == pat.NoRepositories:
		g.RepositorySelection = "none"
	}
	return g
}
