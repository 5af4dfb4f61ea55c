package calls

import "testing"

func TestIndirectCallsAreUnclear(t *testing.T) {
	for text, want := range map[string]string{
		`eval "gh api repos/o/r/keys"`:                "gh api",
		`bash -c 'gh api -X POST repos/o/r/hooks'`:    "gh api",
		`bash -euo pipefail -c "x; gh api user/keys"`: "gh api",
		"$GH secret set FOO":                          "gh",
		`x && "${GH}" api user`:                       "gh",
		`"$(which gh)" workflow run x`:                "gh",
		`$(command -v gh) pr merge 1`:                 "gh",
		"\t-git push origin v1":                       "git push",
		"\t-@gh pr merge 1":                           "gh pr merge",
		`echo "$GH secret set FOO"`:                   "",
		`# eval "gh api user"`:                        "",
		"test -n \"$GH\"":                             "",
	} {
		r, err := Read([]byte("GET /user\n" + text + "\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, u := range r.Unclear {
			got += u.Call
		}
		if got != want {
			t.Errorf("%s: unclear %q, want %q", text, got, want)
		}
	}
}
