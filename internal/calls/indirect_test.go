package calls

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read gives what a text holds, in the order of its lines: "2 GET /user", and for
// what is unclear "3 ? gh pr create".
func read(t *testing.T, text string) string {
	t.Helper()
	r, err := Read([]byte(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var found []string
	for _, c := range r.Calls {
		if !c.Doubtful {
			found = append(found, fmt.Sprintf("%d %s", c.Line, c.Text))
		}
	}
	for _, u := range r.Unclear {
		found = append(found, fmt.Sprintf("%d ? %s", u.Line, u.Call))
	}
	return strings.Join(found, "; ")
}

// Commands that another shell, a wrapper, or a variable runs are read like others.
// What they are is unclear where the text does not tell.
func TestIndirectCalls(t *testing.T) {
	for _, test := range [][2]string{
		{`eval "gh api repos/o/r/keys"`, "1 GET /repos/o/r/keys"},
		{`eval gh api user`, "1 GET /user"},
		{`bash -c 'gh api -X POST repos/o/r/hooks'`, "1 POST /repos/o/r/hooks"},
		{`bash -euo pipefail -c "x; gh api user/keys"`, "1 GET /user/keys"},
		{`sh -c "gh api \"repos/$1/hooks\""`, "1 GET /repos/{1}/hooks"},
		{`sudo -u mona sh -c "curl -d x https://api.github.com/gists"`, "1 POST https://api.github.com/gists"},
		{"bash -c '\n  echo a\n  gh api user\n'", "3 GET /user"},
		{"ssh build.example 'gh api user/repos && gh pr create'", "1 GET /user/repos; 1 gh pr create"},
		{"bash <<EOF\ngh api user\ngh \\\n  pr create\nEOF\ngh api zen", "2 GET /user; 3 gh pr create; 6 GET /zen"},
		{"ssh host bash -s <<'EOF'\n  gh api \"repos/$R/hooks\"\nEOF", "2 GET /repos/{R}/hooks"},
		{"bash <<< 'gh api user'", "1 GET /user"},
		{"cat > run.sh <<'EOF'\ngh api user\nEOF", "2 GET /user"},
		{"cat <<'EOF' | bash\ngh api user\nEOF", "2 GET /user"},
		{"cat <<EOF\ngh api user\nEOF", ""},
		{"echo 'gh api user' | bash", "1 ? gh api"},
		{"echo 'gh api user'", ""},
		{"x 'gh api user'", "1 ? gh api"},
		{"$GH secret set FOO", "1 ? gh"},
		{`x && "${GH}" api user`, "1 ? gh"},
		{`"$(which gh)" workflow run x`, "1 gh workflow run"},
		{`$(command -v gh) api user`, "1 GET /user"},
		{`${GH:-gh} api user`, "1 GET /user"},
		{"\t-git push origin v1", "1 git push"},
		{"\t-@gh pr merge 1", "1 gh pr merge"},
		{`echo "$GH secret set FOO"`, ""},
		{`# eval "gh api user"`, ""},
		{`test -n "$GH"`, ""},
		{"timeout 60 gh api \\\n  user", "1 GET /user"},
		{"X=1 env -i Y=2 nohup nice -n 5 gh api user &", "1 GET /user"},
		{"time curl https://api.github.com/user", "1 GET https://api.github.com/user"},
		{"gh \\\n  pr create", "1 gh pr create"},
		{"echo o/r | xargs gh api", "1 ? gh api"},
		{"git commit -m 'run gh pr create'", ""},
	} {
		if diff := cmp.Diff(test[1], read(t, test[0])); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", test[0], diff)
		}
	}
}
