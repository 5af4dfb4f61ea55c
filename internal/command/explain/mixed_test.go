package explain

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls"
	"github.com/patctl/patctl/internal/catalog"
	"github.com/patctl/patctl/internal/mutate"
	"github.com/patctl/patctl/internal/pat"
)

// fragment is a part of a text, with what explain must find in it: a call, or a
// call that it does not understand, at the line with this index. A fragment with
// neither holds nothing.
type fragment struct {
	text    string
	line    int
	call    string
	unclear bool
}

// understood are calls that are read. The number of the fragment stands for %d.
var understood = []fragment{
	{text: `curl -sS "https://api.github.com/repos/octo-org/api-%d/hooks"`, call: "GET /repos/{owner}/{repo}/hooks"},
	{text: "curl -X POST \\\n  -H 'Accept: application/vnd.github+json' \\\n  https://api.github.com/repos/octo-org/api-%d/deployments -d '{\"ref\": \"main\"}'", call: "POST /repos/{owner}/{repo}/deployments"},
	{text: "curl https://api.github.com/gists -d '{\n  \"public\": %d,\n  \"note\": \"it is\"\n}'", call: "POST /gists"},
	{text: "gh api repos/octo-org/api-%d/issues -f title=x", call: "POST /repos/{owner}/{repo}/issues"},
	{text: "gh api --paginate \"repos/$REPO/pulls?per_page=%d\" --jq '.[].number'", call: "GET /repos/{owner}/{repo}/pulls"},
	{text: "gh api -X DELETE /repos/octo-org/api-%d/keys/7 >/dev/null", call: "DELETE /repos/{owner}/{repo}/keys/{key_id}"},
	{text: "GET /repos/octo-org/api-%d/pages", call: "GET /repos/{owner}/{repo}/pages"},
	{text: "- `PUT /repos/{owner}/{repo}/topics`,", call: "PUT /repos/{owner}/{repo}/topics"},
	{text: "| Teams | `GET /orgs/{org}/teams` | lists them |", call: "GET /orgs/{org}/teams"},
	{text: `192.0.2.%d - mona [22/Nov/2026:10:00:00 +0000] "GET /api/v3/user/emails?page=2 HTTP/1.1" 200 12 "-" "curl/8"`, call: "GET /user/emails"},
	{text: `> PATCH /repos/octo-org/api-%d/milestones/1 HTTP/2`, call: "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}"},
	{text: "curl -fsSL https://raw.githubusercontent.com/octo-org/api-%d/main/go.mod", call: "host raw.githubusercontent.com"},
	{text: "gh pr create --fill --title 'Fix %d'", call: "gh pr create"},
	{text: "gh secret set KEY_%d --body \"$KEY\"", call: "gh secret set"},
	{text: "if true; then gh workflow run docs.yml; fi", call: "gh workflow run"},
	{text: "gh release upload v%d dist/* && echo done", call: "gh release upload"},
	{text: "git push https://github.com/octo-org/api-%d.git HEAD:main", call: "git push"},
	{text: "git -C work push --force origin v%d", call: "git push"},
	{text: "gh api graphql -f query='{ viewer { login } }' -F first=%d", call: "graphql query viewer"},
}

// notUnderstood are calls that cannot be read, or may be ones.
var notUnderstood = []fragment{
	{text: "gh api \"$ENDPOINT_%d\"", unclear: true},
	{text: "curl -H \"Authorization: Bearer $TOKEN\" \"$URL_%d\"", unclear: true},
	{text: "  await octokit.rest.pulls.merge({ owner, repo, pull_number: %d });", unclear: true},
	{text: "const r%d = await octokit.request(\"PUT /repos/{owner}/{repo}/subscription\", { owner, repo });", unclear: true},
	{text: "const q%d = await octokit.graphql(query, { owner });", unclear: true},
	{text: "      - uses: octo-org/close-stale@v%d", unclear: true},
	{text: "github_api POST \"/repos/$REPO/hooks\" \"$BODY_%d\"", unclear: true},
	{text: "const f%d = await fetch(`https://api.github.com/repos/${repo}/keys`, { headers });", unclear: true},
	{text: "answer_%d = requests.post(f\"https://api.github.com/repos/{repo}/forks\", headers=headers)", unclear: true},
	{text: "curl -fsSL https://npm.pkg.github.com/@octo-org/api-%d", call: "host npm.pkg.github.com"},
	{text: "The bot may POST to /repos/octo-org/api-%d/statuses/main when it is done.", unclear: true},
	{text: "Its hooks (GET /repos/octo-org/api-%d/hooks) are read each night.", unclear: true},
	{text: "- Reads the pages of octo-org, and DELETE /repos/octo-org/api-%d/pages removes them.", unclear: true},
}

// nothing are prose, comments, and commands that call nothing.
var nothing = []fragment{
	{text: "# curl -X DELETE https://api.github.com/repos/octo-org/api-%d"},
	{text: "  # gh secret delete KEY_%d, then git push https://github.com/octo-org/api"},
	{text: "// await octokit.rest.repos.delete({ owner, repo: \"api-%d\" });"},
	{text: "/* DELETE /repos/octo-org/api-%d */"},
	{text: "/*\n * GET /repos/octo-org/api-%d/hooks\n * gh pr merge 1\n */"},
	{text: "echo \"curl https://api.github.com/user/emails shows address %d\""},
	{text: "printf 'Run gh pr merge %%s\\n' %d"},
	{text: "grep -r \"api.github.com/repos\" src%d || true"},
	{text: "rm -rf dist/* build%d/*"},
	{text: "git clone git@github.com:octo-org/api-%d.git"},
	{text: "git commit -m 'Fix %d'"},
	{text: "Don't forget the release notes, it's item %d."},
	{text: "See the pull requests of the team, and get them merged by day %d."},
	{text: "npm run build -- --mode=%d"},
	{text: "set -e"},
	{text: ""},
	{text: "export LEVEL=%d"},
	{text: "curl https://example.com/notify/%d"},
}

// mixedText is a text of fragments, with where things are in it.
type mixedText struct {
	text    string
	calls   []string // "LINE METHOD /path", or a host
	unclear []int    // lines
}

// mix puts fragments of all kinds together in random order. Words that nobody
// chose stand in its comments.
func mix(seed, count int, words string) mixedText {
	random := rand.New(rand.NewPCG(uint64(seed), uint64(count)))
	var out mixedText
	line := 1
	for i := range 3 + abs(count)%40 {
		f := pick(random, words)
		text := f.text
		if strings.Contains(text, "%d") {
			text = fmt.Sprintf(text, i)
		}
		switch {
		case f.unclear && f.call == "":
			out.unclear = append(out.unclear, line+f.line)
		case f.call != "":
			out.calls = append(out.calls, fmt.Sprintf("%d %s", line+f.line, f.call))
		}
		out.text += text + "\n"
		line += strings.Count(text, "\n") + 1
	}
	return out
}

func abs(n int) int { return max(n, -(n + 1)) }

func pick(random *rand.Rand, words string) fragment {
	kinds := [][]fragment{understood, understood, notUnderstood, nothing, comments(words)}
	kind := kinds[random.IntN(len(kinds))]
	return kind[random.IntN(len(kind))]
}

// comments are comments with any words in them.
func comments(words string) []fragment {
	words = strings.ReplaceAll(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, words), "%", "")
	within := strings.ReplaceAll(words, "*/", "")
	return []fragment{{text: "# " + words}, {text: "// " + words}, {text: "/*\n " + within + "\n */"}, {text: "/* " + within + " */"}}
}

// FuzzExplainMixed: in a text of calls that are understood and calls that are not,
// each of the first is found at its line, each of the others is unclear at its
// line, nothing else is found, and the answer is whole only where all is understood.
func FuzzExplainMixed(f *testing.F) {
	for seed := range 7 {
		mutate.Add(f, seed, 5*seed, []string{"why", "it's \"odd", "gh pr merge 1", "*/ GET /user", "curl \\", "$(", "`octokit`"}[seed%7])
	}
	about := explaining{Catalog: catalog.Default(), host: pat.DefaultHost}
	f.Fuzz(func(t *testing.T, seed, count int, words string) {
		want := mix(seed, count, words)
		reading, err := calls.Read([]byte(want.text))
		if err != nil {
			t.Fatalf("%v\n%s", err, want.text)
		}
		file := "mixed.txt"
		q := newQuestion(about)
		q.addReading(reading, &file)
		doc := q.document()
		found := []string{}
		open := false
		for _, c := range doc.Calls {
			if c.Reading == readCertain {
				found = append(found, fmt.Sprintf("%d %s", c.Line, c.Call))
			}
			open = open || c.Reading != readCertain
		}
		open = open || len(doc.NotCovered)+len(doc.Depends) > 0
		if diff := cmp.Diff(append([]string{}, want.calls...), found); diff != "" {
			t.Errorf("-want calls +got:\n%s\n%s", diff, numbered(want.text))
		}
		if diff := cmp.Diff(append([]int{}, want.unclear...), doc.Unclear); diff != "" {
			t.Errorf("-want unclear lines +got:\n%s\n%s", diff, numbered(want.text))
		}
		if doc.whole() == (open || len(want.unclear) > 0) {
			t.Errorf("the answer is whole: %t\n%s", doc.whole(), numbered(want.text))
		}
	})
}

// numbered is a text with the numbers of its lines.
func numbered(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = fmt.Sprintf("%3d  %s", i+1, lines[i])
	}
	return strings.Join(lines, "\n")
}
