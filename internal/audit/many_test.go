package audit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/patctl/patctl/internal/audit"
	"github.com/patctl/patctl/internal/pat"
)

// TestManyOfBoth: what a configuration has very many of is not gone through for each of very many tokens, or
// repositories of them. That would take more than a minute.
func TestManyOfBoth(t *testing.T) {
	const many = 20_000
	named := func(format string, n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf(format, i)
		}
		return out
	}
	template := func(name, more string) string {
		return fmt.Sprintf("template %q {\nname = %q\ntarget_name = \"octo-org\"\nexpires_in = 90\npermissions = { contents = \"read\" }\n%s\n}\n", name, name, more)
	}
	tokens := make([]pat.Grant, many)
	for i := range tokens {
		tokens[i] = token(func(g *pat.Grant) { g.ID, g.TokenName, g.Owner = int64(i+1), "my token", fmt.Sprintf("mona-%d", i) })
	}
	var templates, organizations strings.Builder
	for i := range 5000 {
		templates.WriteString(template(fmt.Sprintf("t%d", i), fmt.Sprintf("owners = [\"hubot-%d\"]\nrepositories = [\"service-%d\"]", i, i)))
	}
	for i := range 3 * many {
		fmt.Fprintf(&organizations, "organization \"octo-%d\" {}\n", i)
	}
	for name, c := range map[string]struct {
		configuration string
		tokens        []pat.Grant
	}{
		"templates":     {templates.String(), tokens},
		"organizations": {organizations.String(), tokens},
		"patterns": {template("reader", `repositories = ["`+strings.Join(named("x%d*y*", many), `", "`)+`"]`),
			[]pat.Grant{token(func(g *pat.Grant) { g.Repositories = named("octo-org/x%d-z", 5*many) })}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg, s := load(t, c.configuration), snapshot(c.tokens...)
			start := time.Now()
			audit.Judge(cfg, s, time.Time{})
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		})
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
