package audit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
)

// TestLongLists: a finding lists few of very many names, and says how many more there are.
func TestLongLists(t *testing.T) {
	var owners, repositories []string
	for i := range 25 {
		owners = append(owners, fmt.Sprintf("%q", fmt.Sprintf("hubot-%d", i)))
		repositories = append(repositories, fmt.Sprintf("%q", fmt.Sprintf("service-%d", i)))
	}
	a := judge(t, strings.Replace(reader, "expires_in", "owners = ["+strings.Join(owners, ", ")+"]\nrepositories = ["+strings.Join(repositories, ", ")+"]\nexpires_in", 1),
		token(func(g *pat.Grant) {
			g.RepositorySelection, g.RepositoriesRead, g.Repositories = "subset", true, []string{"octo-org/other"}
		}))
	for rule, end := range map[string]string{"owner-not-allowed": ", hubot-19, and 5 more", "repository-extra": ", service-19, and 5 more"} {
		found := slices.ContainsFunc(a.Subjects[0].Findings, func(f audit.Finding) bool { return f.Rule == rule && strings.HasSuffix(f.Declared, end) })
		if !found {
			t.Errorf("no %s ends with %q: %+v", rule, end, a.Subjects[0].Findings)
		}
	}
}

// TestOwnersAreShared: the findings about owners have one copy of those of the template, which may be many.
func TestOwnersAreShared(t *testing.T) {
	a := judge(t, strings.Replace(reader, "expires_in", "owners = [\"hubot\", \"octocat\"]\nexpires_in", 1), token(), token(func(g *pat.Grant) { g.ID = 2 }))
	first, second := a.Subjects[0].Findings[0].Declared, a.Subjects[1].Findings[0].Declared
	if first != "hubot, octocat" || unsafe.StringData(first) != unsafe.StringData(second) {
		t.Errorf("%q and %q", first, second)
	}
}

// TestOneOfManyAlike: of many templates with the same permissions, the one is found that lists all
// repositories, in whatever order, some of them by a glob that all templates have.
func TestOneOfManyAlike(t *testing.T) {
	var templates strings.Builder
	for i := range 12 {
		fmt.Fprintf(&templates, "template \"t%d\" {\nname = \"t%d\"\ntarget_name = \"octo-org\"\nexpires_in = 90\npermissions = { contents = \"read\" }\nrepositories = [\"shared-*\", \"service-%d\"]\n}\n", i, i, i)
	}
	for _, repositories := range [][]string{{"octo-org/shared-web", "octo-org/service-5"}, {"octo-org/service-5", "octo-org/shared-web"}} {
		a := judge(t, templates.String(), token(func(g *pat.Grant) {
			g.TokenName, g.RepositorySelection, g.RepositoriesRead, g.Repositories = "laptop", "subset", true, repositories
		}))
		if got := a.Subjects[0].Template; got == nil || got.Address != "template.t5" {
			t.Errorf("%q: %+v", repositories, a.Subjects[0])
		}
	}
}
