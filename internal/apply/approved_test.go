package apply_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/apply"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/pat"
)

// TestApprovedIsNotWhatWasPlanned: a request that changes between the last look
// at it and the call is approved with other permissions. That is an error, with
// the command that revokes the token.
func TestApprovedIsNotWhatWasPlanned(t *testing.T) {
	for name, change := range map[string]func(*githubtest.Grant){
		`the permission administration (repository) is "write" instead of none`: func(g *githubtest.Grant) { g.Permissions.Repository["administration"] = "write" },
		`the permission contents (repository) is "write" instead of "read"`:     func(g *githubtest.Grant) { g.Permissions.Repository["contents"] = "write" },
		`the expiration is`: func(g *githubtest.Grant) { at := githubtest.DefaultNow.AddDate(0, 0, 3); g.ExpiresAt = &at },
	} {
		r := newRig(t, world())
		job := r.plan()
		count := r.server.Latency
		r.server.Latency = func(req *http.Request) {
			if count(req); req.Method == http.MethodPost && strings.HasSuffix(req.URL.Path, "-requests") && len(r.posts) == 1 {
				r.server.Change(func(o []githubtest.Organization) { change(&o[0].Requests[0]) })
			}
		}
		outcomes, err := r.run().Do(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range outcomes {
			switch {
			case o.ID != 11 && o.Result != apply.Done:
				t.Errorf("%s: %+v", name, o)
			case o.ID == 11 && (o.Result != apply.Differs || !o.Result.Failed() || !strings.Contains(o.Message, name) ||
				o.Fix != "gh api --method POST /orgs/octo-org/personal-access-tokens -f action=revoke -F 'pat_ids[]=50000001'"):
				t.Errorf("%s: %+v", name, o)
			}
		}
	}
}

// TestApprovedBeforeAKill: what an earlier run approved is compared, too.
func TestApprovedBeforeAKill(t *testing.T) {
	r := newRig(t, world())
	if _, err := r.run().Do(t.Context(), r.plan()); err != nil {
		t.Fatal(err)
	}
	before := r.log.entries[0]
	r.server.Change(func(o []githubtest.Organization) {
		for i := range o[0].Tokens {
			if o[0].Tokens[i].ID == 50000001 {
				o[0].Tokens[i].Permissions.Repository = pat.Permissions{"contents": "write"}
			}
		}
	})
	outcomes, err := r.run().Recover(t.Context(), []apply.Entry{before}, nil)
	if err != nil || len(outcomes) != 2 || outcomes[0].Result != apply.Differs || outcomes[1].Result != apply.Done {
		t.Errorf("%+v, %v", outcomes, err)
	}
}
