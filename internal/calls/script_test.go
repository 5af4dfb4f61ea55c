package calls

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"mvdan.cc/sh/v3/syntax"

	"github.com/patctl/patctl/internal/mutate"
)

// Scripts are read as a whole, whatever is around the commands.
func TestScripts(t *testing.T) {
	for _, test := range [][2]string{
		{"if ! gh api a/b; then\n  gh api c/d\nelif x=$(gh api e/f); then :; fi", "1 GET /a/b; 2 GET /c/d; 3 GET /e/f"},
		{"case $1 in\n  a) gh api a/b ;;\n  c|d)\n    curl https://api.github.com/x | jq .;;\nesac", "2 GET /a/b; 4 GET https://api.github.com/x"},
		{"while read -r r; do gh api \"repos/o/$r/keys\"; done < <(gh api user/repos)", "1 GET /repos/o/{r}/keys; 1 GET /user/repos"},
		{"f() {\n  local x='it is\n  long'\n  gh api a/b\n}", "4 GET /a/b"},
		{"x=`gh api a/b`\necho \"$(gh api c/d)\"", "1 GET /a/b; 2 GET /c/d"},
		{"gh api a/b &&\n  gh api c/d | xargs -I{} gh api e/{}", "1 GET /a/b; 2 GET /c/d; 2 GET /e/{}"},
		{"cat <<EOF | gh api a/b --input -\n{\"body\": \"gh pr create\"}\nEOF", "1 POST /a/b"},
		{"python3 - <<'EOF'\nx('gh api a/b')\nEOF", "2 ? gh api"},
		// Where the whole does not parse, its lines may.
		{"if x; then\n  gh api a/b\n  gh pr create", "2 GET /a/b; 3 gh pr create"},
		{"done | gh api a/b", "1 GET /a/b"},
		{"don't $(gh api a/b", "1 ? gh api"},
		{"x ( y\ncurl -d 'a https://api.github.com/x", "2 ? unreadable"},
		// Texts with scripts in them.
		{"# It's so\nIt isn't hard: `gh api a/b`\n```sh\ncurl -X POST \\\n  https://api.github.com/x -d '{\n\"a\": 1}'\n```\nDon't.", "4 POST https://api.github.com/x; 2 ? gh api"},
		{"- name: It's\n  run: |\n    if [ ${{ a.b }} = c ]; then\n      gh api \"repos/${{ github.repository }}/keys\"\n    fi\n- run: gh api a/b", "4 GET /repos/{owner}/{repo}/keys; 6 GET /a/b"},
		{"- run: >-\n    gh api\n    a/b/c\n- run: x", "2 GET /a/b/c"},
		{"x:\n\t@if a; then \\\n\t  gh api a/b; \\\n\tfi\n\t-@curl https://api.github.com/x", "3 GET /a/b; 5 GET https://api.github.com/x"},
		{"FROM x\nRUN gh api a/b && \\\n    gh pr list", "2 GET /a/b; 3 gh pr list"},
		{"CMD = '''\ngh api a/b\n'''\nx = 'it'", "2 GET /a/b"},
		{"gh api repos/<owner>/<repo>/keys", "1 GET /repos/{owner}/{repo}/keys"},
		{"\xff\ngh api a/b\x00/c", "2 GET /a/b/c"},
	} {
		if diff := cmp.Diff(test[1], read(t, test[0])); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", test[0], diff)
		}
	}
}

// A large script takes little time, whatever is nested in it.
func TestReadLargeScripts(t *testing.T) {
	for _, part := range []string{"$(", "((\n", "{ \n", "if ", "${a:-", "`", "(", "a() ", "<(", "$((!", "\"$(\n", "case a in a) ", "while do\n", "bash -c 'eval \"", "a=$a$a\n", "cat <<E\n", "gh api \"\n"} {
		text := "#!/bin/sh\n" + strings.Repeat(part, 80_000/len(part)) + "\ngh pr create\n"
		r, err := Read([]byte(text))
		if err != nil {
			t.Fatalf("%q: %v", part, err)
		}
		if len(r.Calls)+len(r.Unclear) == 0 {
			t.Errorf("%q: the call at the end is lost", part)
		}
	}
}

// FuzzScript holds that no command vanishes which the parser sees: it is a call, or
// unclear, in its line.
func FuzzScript(f *testing.F) {
	for _, text := range []string{
		"gh api user", "x=$(gh api user)\nif a; then\ngh pr create\nfi", "bash -c 'gh api user'", "cat <<EOF\n$(gh api user)\nEOF",
		"A='gh api'\n$A user\n`git push`", "echo \"$(curl https://api.github.com/user)\" | sh", "gh api \\\n user # gh api x\n", "${{ gh api user }}; git push",
		"for a in b; do gh api <c>; done <<< \"$(gh api d)\"", "// ; gh api user", "/* \ngh api user */", "a <<EO&#\n0", "A=$((00 A", "\"GET / HTTP/1.1\"; gh api user",
	} {
		mutate.Add(f, []byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		text = append([]byte("#!/bin/sh\n"), text...)
		script, err := syntax.NewParser().Parse(bytes.NewReader(text), "")
		if err != nil || bytes.ContainsAny(text, "\x00\x01\r") || len(text) > 64<<10 {
			_, _ = Read(text)
			return
		}
		r, err := Read(text)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int]bool{}
		for _, c := range r.Calls {
			seen[c.Line] = true
		}
		for _, u := range r.Unclear {
			seen[u.Line] = true
		}
		syntax.Walk(script, func(node syntax.Node) bool {
			if call, ok := node.(*syntax.CallExpr); ok && callsGitHub(call) && !seen[int(call.Pos().Line())] {
				t.Errorf("%q: the command in line %d is lost: %s", text, call.Pos().Line(), fmt.Sprint(r))
			}
			return true
		})
	})
}

// callsGitHub reports whether a command surely calls GitHub.
func callsGitHub(call *syntax.CallExpr) bool {
	if len(call.Args) < 2 {
		return false
	}
	first, second := call.Args[0].Lit(), call.Args[1].Lit()
	switch first {
	case "gh":
		return second == "api" || second == "pr" && len(call.Args) > 2 && call.Args[2].Lit() == "create"
	case "git":
		return second == "push" && len(call.Args) == 2
	case "curl":
		return slices.ContainsFunc(call.Args[1:], func(w *syntax.Word) bool { return w.Lit() == "https://api.github.com/user" })
	}
	return false
}

// Comments of other languages hold no call, also behind lines that a shell could
// run: to a shell their words are commands.
func TestCommentsBehindStatements(t *testing.T) {
	for _, comment := range []string{
		"/* DELETE /repos/octo-org/api */", "/*\n * DELETE /repos/octo-org/api\n * gh pr merge 1\n */", "// DELETE /repos/octo-org/api",
		"// curl -X DELETE https://api.github.com/repos/octo-org/api", "/* gh secret set KEY */", "/**\n * it's octokit\n */", "/* octokit */",
	} {
		for _, before := range []string{"GET /user\n", "gh api user\n", "npm run build\n\n", ""} {
			r, err := Read([]byte(before + comment + "\ngh api user/emails\n"))
			if err != nil {
				t.Fatal(err)
			}
			calls := strings.Count(before, "user") + 1
			if len(r.Calls) != calls || r.Calls[calls-1].Text != "GET /user/emails" || len(r.Unclear) > 0 {
				t.Errorf("%q behind %q: calls %v, unclear %v", comment, before, r.Calls, r.Unclear)
			}
			if want := strings.Count(comment, "\n") + 1; r.Comments != want {
				t.Errorf("%q behind %q: %d lines of comments, want %d", comment, before, r.Comments, want)
			}
		}
	}
}
