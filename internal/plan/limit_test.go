package plan_test

import (
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/pat"
	"github.com/patctl/patctl/internal/plan"
)

func TestLimits(t *testing.T) {
	tokens := func(n int) []pat.Grant {
		var out []pat.Grant
		for i := range n {
			out = append(out, subject(pat.KindToken, func(g *pat.Grant) { g.TokenID = int64(i + 1) }))
		}
		return out
	}
	exceeds := func(review string, revoked, active int) string {
		t.Helper()
		cfg := reviewing(t, "revoke = [\"drifted\"]\n"+review)
		grants := tokens(active)
		for i := range revoked {
			writing(&grants[i])
		}
		gone := subject(pat.KindToken, expired)
		s := snapshotOf(nil, append(grants, gone, gone)...) // which count for nothing
		var out []string
		for _, l := range plan.Limits(cfg, s, reviewsOf(cfg, s)) {
			out = append(out, l.Exceeded()...)
		}
		return strings.Join(out, " ")
	}
	const actions, share = "exceed max_actions = ", "exceed max_revoke_share = "
	for _, test := range []struct {
		review          string
		revoked, active int
		want            string // in what is said; "": nothing is
	}{
		{"", 1, 4, ""},
		{"", 2, 4, "2 revocations in octo-org " + share + "0.25 of its 4 active tokens, the limit for one run."},
		{"", 50, 200, ""},
		{"", 51, 210, "51 reviews in octo-org " + actions + "50, the limit for one run."},
		{"max_actions = 3", 3, 20, ""},
		{"max_actions = 3", 4, 20, actions + "3"},
		{"max_actions = 0", 1, 20, actions + "0"},
		{"max_actions = 0", 0, 20, ""},
		{"max_revoke_share = 0", 1, 20, share + "0 of"},
		{"max_revoke_share = 1", 20, 20, ""},
		{"max_revoke_share = 0.29\n max_actions = 100", 29, 100, ""},
		{"max_revoke_share = 0.29\n max_actions = 100", 30, 100, share + "0.29"},
	} {
		got := exceeds(test.review, test.revoked, test.active)
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s, %d of %d: %q, want %q", test.review, test.revoked, test.active, got, test.want)
		}
	}
	if most, share := plan.Allowed(load(t, templates), "octo-org"); most != 0 || share != 0 {
		t.Errorf("without a review block %d actions and a share of %v are allowed", most, share)
	}
}
