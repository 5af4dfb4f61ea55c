package audit_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/pat"
)

// TestMoreIsNeverBetter: whoever takes a permission more, a higher level, more
// repositories or an unlimited life does not conform by that. Exact templates are left
// out, since for them less is a departure, too; so are tokens of which GitHub
// names no permission.
func TestMoreIsNeverBetter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 30 {
		src := randomTemplates(r, 12)
		var before, after []pat.Grant
		for range 200 {
			g := randomGrant(r)
			before, after = append(before, g), append(after, widened(r, g))
		}
		cfg := load(t, src)
		a, _ := audit.Judge(cfg, snapshot(before...), time.Time{})
		b, _ := audit.Judge(cfg, snapshot(after...), time.Time{})
		for i := range a.Subjects {
			x, y := &a.Subjects[i], &b.Subjects[i]
			if x.Verdict != pat.Conforming && y.Verdict == pat.Conforming {
				t.Fatalf("round %d: %s is %s with %v, and conforms to %s with %v\n%s",
					round, x, x.Verdict, x.Grant, y.Template.Address, y.Grant, src)
			}
		}
	}
}

// TestConformingMeansNoMoreThanDeclared: nothing that conforms has a permission
// beyond its template, and nothing without an end fits a template with one.
func TestConformingMeansNoMoreThanDeclared(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	conforming := 0
	for range 30 {
		var grants []pat.Grant
		for range 200 {
			grants = append(grants, randomGrant(r))
		}
		a := judge(t, randomTemplates(r, 12), grants...)
		for i := range a.Subjects {
			s := &a.Subjects[i]
			if s.Verdict != pat.Conforming {
				continue
			}
			conforming++
			declared := pat.Permissions{"metadata": pat.Read}
			for name, level := range s.Template.Permissions {
				declared[name] = level
			}
			if !declared.Includes(s.Permissions.Repository) || len(s.Permissions.Other) > 0 {
				t.Fatalf("%v conforms to %v", s.Permissions, s.Template.Permissions)
			}
			if s.ExpiresAt == nil && !s.Template.ExpiresIn.Never {
				t.Fatalf("%s never expires and conforms to %s", s, s.Template.Address)
			}
		}
	}
	if conforming < 300 {
		t.Errorf("only %d subjects conform: the test says little", conforming)
	}
}

// TestJudgingLeavesTheSnapshotAsItWas: permissions are shared afterwards, and
// nobody has others than before, in the snapshot or in the audit.
func TestJudgingLeavesTheSnapshotAsItWas(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	var before []pat.Grant
	for i := range 500 {
		g := randomGrant(r)
		g.ID = int64(i + 1)
		before = append(before, g)
	}
	s := snapshot(slices.Clone(before)...)
	a, _ := audit.Judge(load(t, randomTemplates(r, 12)), s, time.Time{})
	if diff := cmp.Diff(before, s.Organizations[0].Tokens, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	for i := range a.Subjects {
		if diff := cmp.Diff(s.Organizations[0].Tokens[i], a.Subjects[i].Grant, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

var someNames = []string{"contents", "issues", "actions", "pages", "secrets", "statuses"}

func randomTemplates(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		lifetime := []string{"1", "30", "90", "366", `"none"`}[r.IntN(5)]
		repositories := []string{"", `repositories = "all"`, `repositories = "selected"`, `repositories = ["api"]`, `owners = ["mona"]`}[r.IntN(5)]
		match := []string{"", fmt.Sprintf("match { name = \"t%d*\" }", r.IntN(4))}[r.IntN(2)]
		fmt.Fprintf(&b, "template \"t%d\" {\n name = \"t%d\"\n target_name = \"octo-org\"\n expires_in = %s\n %s\n %s\n permissions = {", i, i, lifetime, repositories, match)
		for name, level := range randomPermissions(r) {
			fmt.Fprintf(&b, " %s = %q,", name, level)
		}
		b.WriteString(" }\n}\n")
	}
	return b.String()
}

func randomPermissions(r *rand.Rand) pat.Permissions {
	p := pat.Permissions{}
	for _, name := range someNames {
		if level := []pat.Level{"", "", "read", "write"}[r.IntN(4)]; level != pat.NoAccess {
			p[name] = level
		}
	}
	return p
}

func randomGrant(r *rand.Rand) pat.Grant {
	g := token(named(fmt.Sprintf("t%d", r.IntN(20))), held([]string{"mona", "hubot"}[r.IntN(2)]))
	g.Permissions = pat.GrantPermissions{Repository: randomPermissions(r)}
	g.Permissions.Repository["metadata"] = pat.Read
	g.ExpiresAt = []func() *time.Time{func() *time.Time { return nil }, func() *time.Time { return days(r.Float64() * 120) }}[r.IntN(2)]()
	if r.IntN(3) == 0 {
		g.RepositorySelection = "all"
	}
	return g
}

// widened returns the grant with a little more.
func widened(r *rand.Rand, g pat.Grant) pat.Grant {
	more := pat.Permissions{}
	for name, level := range g.Permissions.Repository {
		more[name] = level
	}
	g.Permissions = pat.GrantPermissions{Repository: more}
	switch r.IntN(5) {
	case 0:
		name := someNames[r.IntN(len(someNames))]
		more[name] = pat.Level([]string{"read", "write", "admin", "own"}[max(more[name].Rank(), 0)])
	case 1:
		names := catalog.Default().Usable()
		if name := names[r.IntN(len(names))]; more[name] == pat.NoAccess {
			more[name] = pat.Read
		}
	case 2:
		g.Permissions.Other = pat.Permissions{"crystal_balls": pat.Read}
	case 3:
		g.ExpiresAt = nil
	case 4:
		g.RepositorySelection, g.Repositories = "all", nil
	}
	return g
}
