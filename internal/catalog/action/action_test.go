package action_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/catalog/action"
	"github.com/patctl/patctl/internal/catalog/facts"
	"github.com/patctl/patctl/internal/pat"
)

func TestFind(t *testing.T) {
	for _, uses := range []string{"BetaHuhn/repo-file-sync-action@v1", "betahuhn/Repo-File-Sync-Action", "BetaHuhn/repo-file-sync-action/sub/dir@main"} {
		a, ok := action.Find(uses)
		if !ok || a.Name != "BetaHuhn/repo-file-sync-action" || a.TokenInput != "GH_PAT" || a.DefaultsToGitHubToken {
			t.Errorf("%s: %+v", uses, a)
			continue
		}
		want := []action.Condition{
			{When: "if files under .github/workflows change", Sets: []pat.Permissions{{"workflows": "write"}}, Text: "workflows:write if files under .github/workflows change"},
			{Text: "IS_FINE_GRAINED: true is needed"},
		}
		if diff := cmp.Diff(want, a.More); diff != "" {
			t.Errorf("%s -want +got:\n%s", uses, diff)
		}
	}
	for _, uses := range []string{"octo-org/unheard-of@v1", "./local", "docker://alpine", "", "@", "/"} {
		if a, ok := action.Find(uses); ok {
			t.Errorf("%q: %+v", uses, a)
		}
	}
}

func TestActionsAreWhole(t *testing.T) {
	all := action.All()
	if rows := len(facts.Rows("actions", "action")); len(all) != rows {
		t.Errorf("%d actions, want %d", len(all), rows)
	}
	for _, a := range all {
		if a.Need.FineGrained == "" || a.Need.Certainty == "" || a.Read == "" {
			t.Errorf("%s has no answer: %+v", a.Name, a)
		}
		sets := a.Need.Sets
		for _, more := range a.More {
			sets = append(sets, more.Sets...)
		}
		for _, set := range sets {
			for name, level := range set {
				if p, ok := catalog.Default().Permission(name); !ok || !p.HasLevel(level) {
					t.Errorf("%s: %s:%s is no permission", a.Name, name, level)
				}
			}
		}
	}
}
