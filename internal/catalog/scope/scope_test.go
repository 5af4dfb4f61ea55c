package scope_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/catalog/scope"
	"github.com/patctl/patctl/internal/pat"
)

// TestScopes: each scope says what it means, and its permissions are ones that
// the catalog knows, with levels that they have.
func TestScopes(t *testing.T) {
	if len(scope.Names()) < 50 {
		t.Fatalf("only %d scopes", len(scope.Names()))
	}
	for _, name := range scope.Names() {
		s, _ := scope.Named(name)
		if s.Meaning == "" {
			t.Errorf("%s has no meaning", name)
		}
		if _, ok := scope.Named(s.Parent); s.Parent != "" && !ok {
			t.Errorf("%s: unknown parent %q", name, s.Parent)
		}
		for permission, level := range s.Permissions {
			known, ok := catalog.Default().Permission(permission)
			if !ok || level.Rank() < 0 {
				t.Errorf("%s: %s:%s, known as %+v", name, permission, level, known)
			}
		}
	}
	if s, ok := scope.Named("repo"); !ok || s.Permissions["contents"] != pat.Write || s.Permissions["issues"] != pat.Write || !s.Documented {
		t.Errorf("repo: %+v", s)
	}
	if _, ok := scope.Named("contents"); ok {
		t.Error("contents is no scope")
	}
}

func TestOf(t *testing.T) {
	want := []scope.Requirement{{Scopes: [][]string{{"admin:org"}}, When: "always"}, {Scopes: [][]string{{"repo"}}, When: "private repository"}}
	if diff := cmp.Diff(want, scope.Of("POST", "/orgs/{organization}/actions/runners/registration-token")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got := scope.Of("GET", "/zen"); got != nil {
		t.Errorf("GET /zen takes %v", got)
	}
}

// Every row must be about an endpoint that the catalog knows, and name known scopes.
func TestRequirementsAreKnown(t *testing.T) {
	for _, r := range facts.Rows("endpoint-scopes", "method", "path") {
		if _, ok := catalog.Default().Endpoint(r[0], r[1]); !ok {
			t.Errorf("%s %s is no endpoint", r[0], r[1])
		}
		for _, requirement := range scope.Of(r[0], r[1]) {
			for _, together := range append(requirement.Scopes, requirement.PublicOnly) {
				for _, name := range together {
					if _, ok := scope.Named(name); !ok {
						t.Errorf("%s %s: unknown scope %q", r[0], r[1], name)
					}
				}
			}
		}
	}
}

// TestOperations: the operations of a scope are those whose requirements name it.
func TestOperations(t *testing.T) {
	total := 0
	for _, name := range scope.Names() {
		for _, o := range scope.Operations(name) {
			total++
			named := slices.ContainsFunc(scope.Of(o.Method, o.Path), func(r scope.Requirement) bool {
				return slices.Contains(r.PublicOnly, name) || slices.ContainsFunc(r.Scopes, func(set []string) bool { return slices.Contains(set, name) })
			})
			if !named {
				t.Errorf("%s %s is none of %s", o.Method, o.Path, name)
			}
		}
	}
	if total < 700 {
		t.Errorf("all scopes together have %d operations", total)
	}
}
