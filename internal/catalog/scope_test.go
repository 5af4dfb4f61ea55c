package catalog

import (
	"testing"

	"github.com/patctl/patctl/internal/pat"
)

// TestScopes: each scope says what it means, and its permissions are ones that
// the catalog knows, with levels that they have.
func TestScopes(t *testing.T) {
	if len(ScopeNames()) < 50 {
		t.Fatalf("only %d scopes", len(ScopeNames()))
	}
	for _, name := range ScopeNames() {
		s, _ := ScopeNamed(name)
		if s.Meaning == "" {
			t.Errorf("%s has no meaning", name)
		}
		if _, ok := ScopeNamed(s.Parent); s.Parent != "" && !ok {
			t.Errorf("%s: unknown parent %q", name, s.Parent)
		}
		for permission, level := range s.Permissions {
			known, ok := Default().Permission(permission)
			if !ok || level.Rank() < 0 {
				t.Errorf("%s: %s:%s, known as %+v", name, permission, level, known)
			}
		}
	}
	if s, ok := ScopeNamed("repo"); !ok || s.Permissions["contents"] != pat.Write || s.Permissions["issues"] != pat.Write {
		t.Errorf("repo: %+v", s)
	}
	if _, ok := ScopeNamed("contents"); ok {
		t.Error("contents is no scope")
	}
}
