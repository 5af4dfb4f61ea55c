package plan_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

func compare(before, after []pat.Template, declared ...string) plan.Diff {
	state := plan.After{Templates: after, Catalog: catalog.Default(), Declared: map[string]bool{}}
	for _, d := range declared {
		state.Declared[d] = true
	}
	return plan.Compare(before, state)
}

func at(addresses ...string) []pat.Template {
	var out []pat.Template
	for _, a := range addresses {
		out = append(out, pat.Template{Address: a, Name: "reader"})
	}
	return out
}

func TestWhy(t *testing.T) {
	for _, test := range []struct {
		gone     string
		after    []pat.Template
		declared []string
		want     string
	}{
		{"template.a", nil, nil, "template.a is not in the configuration"},
		{`template.a["prod"]`, nil, []string{"template.a"}, `key ["prod"] is not in for_each map`},
		{`template.a["x.y\"]"]`, nil, []string{"template.a"}, `key ["x.y\"]"] is not in for_each map`},
		{`template.a["prod"]`, at("template.a"), []string{"template.a"}, "template.a no longer has a for_each"},
		{"template.a", at(`template.a["prod"]`), []string{"template.a"}, "template.a now has a for_each"},
		{`module.ci["x"].template.a["y"]`, nil, nil, "module.ci is not in the configuration"},
		{`module.ci["x"].template.a["y"]`, nil, []string{"module.ci"}, `module.ci["x"] is not in the configuration`},
		{`module.ci["x"].template.a["y"]`, nil, []string{"module.ci", `module.ci["x"]`}, `module.ci["x"].template.a is not in the configuration`},
		{`module.ci.module.in.template.a["y"]`, nil, []string{"module.ci", "module.ci.module.in", "module.ci.module.in.template.a"}, `key ["y"] is not in for_each map`},
		{"", nil, nil, ""}, {"template", nil, nil, ""}, {`template.a["`, nil, nil, "template.a is not in the configuration"},
	} {
		for _, c := range compare(at(test.gone), test.after, test.declared...).Changes {
			if c.Action == plan.Delete && c.Why != test.want {
				t.Errorf("%s: %q, want %q", test.gone, c.Why, test.want)
			}
		}
	}
}

func TestEscalations(t *testing.T) {
	repositories := func(p ...string) pat.Template {
		return pat.Template{Repositories: pat.Repositories{Patterns: append([]string{}, p...)}, TargetName: "octo-org"}
	}
	selection := func(s pat.Selection) pat.Template {
		return pat.Template{Repositories: pat.Repositories{Selection: s}, TargetName: "octo-org"}
	}
	permissions := func(p pat.Permissions) pat.Template { return pat.Template{Permissions: p} }
	for name, test := range map[string]struct {
		before, after pat.Template
		want          []string
	}{
		"a level":       {permissions(pat.Permissions{"contents": "read"}), permissions(pat.Permissions{"contents": "write"}), []string{"The permission contents is raised from read to write."}},
		"a permission":  {permissions(nil), permissions(pat.Permissions{"issues": "read"}), []string{"The permission issues is added, with read access."}},
		"two":           {permissions(nil), permissions(pat.Permissions{"pages": "read", "issues": "write"}), []string{"The permission issues is added, with write access.", "The permission pages is added, with read access."}},
		"less":          {permissions(pat.Permissions{"contents": "write", "issues": "read"}), permissions(pat.Permissions{"contents": "read"}), nil},
		"metadata":      {permissions(pat.Permissions{"contents": "read"}), permissions(pat.Permissions{"contents": "read", "metadata": "read"}), nil},
		"another owner": {pat.Template{TargetName: "octo-org", Permissions: pat.Permissions{"issues": "read"}}, pat.Template{TargetName: "octodemo", Permissions: pat.Permissions{"issues": "read"}}, []string{"All permissions now apply to what octodemo owns."}},
		"its case":      {pat.Template{TargetName: "octo-org", Permissions: pat.Permissions{"issues": "read"}}, pat.Template{TargetName: "Octo-Org", Permissions: pat.Permissions{"issues": "read"}}, nil},
		"days":          {pat.Template{}, pat.Template{ExpiresIn: pat.Expiry{Days: 31}}, []string{"The tokens live for 31 days instead of 30."}},
		"the default":   {pat.Template{ExpiresIn: pat.Expiry{Days: 90}}, pat.Template{}, nil},
		"never":         {pat.Template{ExpiresIn: pat.Expiry{Days: 366}}, pat.Template{ExpiresIn: pat.Expiry{Never: true}}, []string{"The tokens never expire, instead of expiring after 366 days."}},
		"an owner":      {pat.Template{Owners: []string{"mona"}}, pat.Template{Owners: []string{"Mona", "octocat"}}, []string{"More people can own the token: octocat."}},
		"everybody":     {pat.Template{Owners: []string{"mona"}}, pat.Template{}, []string{"Anyone can own the token, instead of only the listed owners."}},
		"fewer owners":  {pat.Template{}, pat.Template{Owners: []string{"mona"}}, nil},
		"one more":      {repositories("octo-org/api"), repositories("OCTO-ORG/api", "web"), []string{"More repositories may be selected: octo-org/web."}},
		"within":        {repositories("octo-org/*"), repositories("api-*", "octo-org/we?"), nil},
		"a wider glob":  {repositories("octo-org/api-?"), repositories("octo-org/api-*"), []string{"More repositories may be selected: octo-org/api-*."}},
		"from none":     {repositories(), repositories("api"), []string{"More repositories may be selected: octo-org/api."}},
		"any":           {repositories("*"), selection(pat.SelectedRepositories), []string{"Any choice of repositories may be selected."}},
		"all":           {selection(pat.SelectedRepositories), selection(pat.AllRepositories), []string{"All repositories may be selected."}},
		"all, unsaid":   {selection(pat.NoRepositories), selection(""), []string{"All repositories may be selected."}},
		"said":          {selection(""), selection(pat.AllRepositories), nil},
		"to none":       {repositories("api"), selection(pat.NoRepositories), nil},
		"to a choice":   {selection(pat.AllRepositories), repositories("api"), nil},
		"other text":    {pat.Template{Description: "a"}, pat.Template{Description: "b"}, nil},
	} {
		diff := compare([]pat.Template{test.before}, []pat.Template{test.after})
		if len(diff.Changes) != 1 {
			t.Errorf("%s: %d changes", name, len(diff.Changes))
			continue
		}
		var got []string
		for _, e := range diff.Changes[0].Escalations {
			got = append(got, e.Message)
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestPropertiesOfCompare holds random states against what must be true of any.
func TestPropertiesOfCompare(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		a, b := state(r), state(r)
		forth, back := compare(a, b), compare(b, a)
		if diff := cmp.Diff(mirrored(back), actions(forth)); diff != "" {
			t.Fatalf("there is not the mirror of back:\n%s", diff)
		}
		if same := compare(a, a); len(same.Changes) != 0 || same.Unchanged != len(a) {
			t.Fatalf("equal states differ: %+v", same)
		}
		for _, c := range forth.Changes {
			if c.Action != plan.Update && c.Escalations != nil {
				t.Fatalf("%s of %s escalates", c.Action, c.Address)
			}
			if c.Action == plan.Update && (len(c.Escalations) > 0) != gains(*c.Before, *c.After) {
				t.Fatalf("escalations %v\nfrom %+v\nto   %+v", c.Escalations, *c.Before, *c.After)
			}
		}
	}
}

func actions(d plan.Diff) map[string]plan.Action {
	m := map[string]plan.Action{}
	for _, c := range d.Changes {
		m[c.Address] = c.Action
	}
	return m
}

func mirrored(d plan.Diff) map[string]plan.Action {
	m := actions(d)
	for address, action := range m {
		switch action {
		case plan.Create:
			m[address] = plan.Delete
		case plan.Delete:
			m[address] = plan.Create
		}
	}
	return m
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

var universe = []string{"octo-org/api", "octo-org/web", "octo-org/we", "octo-org/x"}

func state(r *rand.Rand) []pat.Template {
	var out []pat.Template
	for _, name := range []string{"template.a", "template.b", `template.c["x"]`} {
		if r.IntN(4) == 0 {
			continue
		}
		t := pat.Template{Address: name, Name: "x", TargetName: "octo-org", Permissions: pat.Permissions{}}
		for _, p := range []string{"contents", "issues"} {
			t.Permissions[p] = pick(r, pat.NoAccess, pat.Read, pat.Write)
			if t.Permissions[p] == pat.NoAccess {
				delete(t.Permissions, p)
			}
		}
		t.ExpiresIn = pick(r, pat.Expiry{}, pat.Expiry{Days: 30}, pat.Expiry{Days: 90}, pat.Expiry{Never: true})
		t.Owners = pick(r, nil, []string{"mona"}, []string{"mona", "hubot"})
		t.Repositories = pick(r, pat.Repositories{}, pat.Repositories{Selection: "all"}, pat.Repositories{Selection: "none"}, pat.Repositories{Selection: "selected"},
			pat.Repositories{Patterns: []string{"api"}}, pat.Repositories{Patterns: []string{"octo-org/we?", "octo-org/api"}}, pat.Repositories{Patterns: []string{"octo-org/we*"}})
		out = append(out, t)
	}
	return out
}

// gains asks of single rights whether the second has one that the first lacks.
func gains(before, after pat.Template) bool {
	for _, p := range []string{"contents", "issues"} {
		if after.Permissions[p].Rank() > before.Permissions[p].Rank() {
			return true
		}
	}
	for _, owner := range []string{"mona", "hubot", "octocat"} {
		if holds(after, owner) && !holds(before, owner) {
			return true
		}
	}
	for days := range 400 {
		if lives(after.ExpiresIn, days) && !lives(before.ExpiresIn, days) {
			return true
		}
	}
	return reaches(after, before)
}

func holds(t pat.Template, owner string) bool {
	for _, o := range t.Owners {
		if o == owner {
			return true
		}
	}
	return len(t.Owners) == 0
}

func lives(e pat.Expiry, days int) bool {
	if e.IsZero() {
		return days <= 30
	}
	return e.Never || days <= e.Days
}

// reaches reports whether a token may reach what it might not. "All" and "any
// choice" are more than any list, since they hold what is made tomorrow.
func reaches(after, before pat.Template) bool {
	sizes := map[pat.Selection]int{"none": 0, "selected": 2, "all": 3, "": 3}
	size := func(r pat.Repositories) int {
		if r.Patterns != nil {
			return 1
		}
		return sizes[r.Selection]
	}
	if a, b := size(after.Repositories), size(before.Repositories); a != 1 || b != 1 {
		return a > b
	}
	for _, name := range append(universe, "octo-org/website") {
		if listed(after, name) && !listed(before, name) {
			return true
		}
	}
	return false
}

func listed(t pat.Template, name string) bool {
	for _, p := range t.Repositories.Patterns {
		if pat.FitsGlob(p, name) || pat.FitsGlob("octo-org/"+p, name) {
			return true
		}
	}
	return false
}

// TestOrderOfLists: another order, or a repetition, is no change and no other state.
func TestOrderOfLists(t *testing.T) {
	before := pat.Template{
		Address: "template.a", Name: "a", Owners: []string{"mona", "octocat"}, Endpoints: []string{"GET /user", "GET /emojis"},
		Repositories: pat.Repositories{Patterns: []string{"octo-org/a", "octo-org/b"}},
	}
	after := before
	after.Owners, after.Endpoints = []string{"octocat", "mona", "mona"}, []string{"GET /emojis", "GET /user"}
	after.Repositories = pat.Repositories{Patterns: []string{"octo-org/b", "octo-org/a"}}
	if d := plan.Compare([]pat.Template{before}, plan.After{Templates: []pat.Template{after}, Catalog: catalog.Default()}); len(d.Changes) > 0 || d.Unchanged != 1 {
		t.Errorf("%+v", d)
	}
	if plan.HashTemplates([]pat.Template{before}) != plan.HashTemplates([]pat.Template{after}) {
		t.Error("another order has another hash")
	}
	after.Repositories = pat.Repositories{Patterns: []string{}}
	if d := plan.Compare([]pat.Template{before}, plan.After{Templates: []pat.Template{after}, Catalog: catalog.Default()}); len(d.Changes) != 1 {
		t.Errorf("an empty list: %+v", d)
	}
}
