package plan_test

import (
	"testing"
	"time"

	"github.com/patctl/patctl/internal/pat"
)

// TestState: it changes with all that was judged, and not with what changes by itself.
func TestState(t *testing.T) {
	cfg := reviewing(t, "deny = [\"drifted\", \"undeclared\"]\n approve = [\"conforming\"]")
	state := func(change ...func(*pat.Grant)) string {
		t.Helper()
		for _, r := range reviewsOf(cfg, snapshotOf(nil, subject(pat.KindRequest, change...))) {
			return r.State
		}
		t.Fatal("nothing is proposed")
		return ""
	}
	reason := "For the docs"
	zone := time.FixedZone("", -7*3600)
	for name, change := range map[string]func(*pat.Grant){
		"the last use":      func(g *pat.Grant) { g.LastUsedAt = nil },
		"the zone":          func(g *pat.Grant) { at := g.ExpiresAt.In(zone); g.ExpiresAt = &at },
		"an empty section":  func(g *pat.Grant) { g.Permissions.Organization = pat.Permissions{} },
		"read repositories": func(g *pat.Grant) { g.RepositoriesRead, g.Repositories = true, []string{"octo-org/api"} }, // nothing depends on them
	} {
		if state(change) != state() {
			t.Errorf("%s changes the state", name)
		}
	}
	for name, change := range map[string]func(*pat.Grant){
		"the permissions":  writing,
		"a section":        func(g *pat.Grant) { g.Permissions = pat.GrantPermissions{Organization: g.Permissions.Repository} },
		"the owner":        owned("hubot"),
		"the name":         named("Reader"),
		"the token":        func(g *pat.Grant) { g.TokenID++ },
		"the selection":    func(g *pat.Grant) { g.RepositorySelection = "none" },
		"the expiry":       func(g *pat.Grant) { g.ExpiresAt = days(21) },
		"no expiry":        func(g *pat.Grant) { g.ExpiresAt = nil },
		"the time":         func(g *pat.Grant) { g.Since = days(-3) },
		"the reason":       func(g *pat.Grant) { g.Reason = &reason },
		"an unknown level": func(g *pat.Grant) { g.Permissions.Other = pat.Permissions{"x": "read"} },
	} {
		if state(change) == state() {
			t.Errorf("%s does not change the state", name)
		}
	}
	if state(choosing("octo-org/api", "octo-org/web")) == state(choosing("octo-org/web")) {
		t.Error("repositories that matter do not change the state")
	}
	if state(choosing("octo-org/api", "octo-org/web")) != state(choosing("octo-org/web", "octo-org/api")) {
		t.Error("the order of repositories changes the state")
	}
}
