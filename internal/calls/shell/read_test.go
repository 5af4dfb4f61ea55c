package shell

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/calls/reading"
)

// said gives what a text holds, in the order of its lines: "2 GET /user", and for
// what is unclear "3 ? gh dash". Candidates have a mark at their end.
func said(r reading.Reading) string {
	var found []string
	for _, c := range r.Calls {
		mark := ""
		if c.Candidate {
			mark = "?"
		}
		found = append(found, fmt.Sprintf("%d %s%s", c.Line, strings.ReplaceAll(c.Text, "https://api.github.com", ""), mark))
	}
	for _, u := range r.Unclear {
		found = append(found, fmt.Sprintf("%d ? %s", u.Line, u.Call))
	}
	return strings.Join(found, "; ")
}

// Commands of gh are calls by the names that gh prints, with its aliases; those that
// call nothing are none, and those that it does not have are unclear.
func TestCommandsOfGH(t *testing.T) {
	for command, want := range map[string]string{
		"gh pr create --fill":                       "1 gh pr create",
		"gh -R octo-org/api pr list":                "1 gh pr list",
		"gh pr -R octo-org/api view 7 --json title": "1 gh pr view",
		"gh co 7":                              "1 gh pr checkout",
		"gh issue ls":                          "1 gh issue list",
		"gh cs new":                            "1 gh codespace create",
		"gh repo deploy-key add key.pub -t ci": "1 gh repo deploy-key add",
		"gh secret remove KEY --org octo-org":  "1 gh secret delete",
		"gh auth status":                       "1 gh auth status",
		"gh status":                            "1 gh status",
		"gh gist clone 5b0e0062eb8e9654adad7bb1d81cc75f": "1 git fetch",
		"gh ext install octo-org/gh-tool":                "1 gh extension install",
		"gh auth token":                                  "",
		"gh auth setup-git":                              "",
		"gh config set editor vim":                       "",
		"gh --version":                                   "",
		"gh pr":                                          "",
		"gh pr create --help":                            "",
		"gh dash":                                        "1 ? gh dash",
		"gh pr frobnicate":                               "1 ? gh pr frobnicate",
		"gh \"$command\" list":                           "1 ? gh",
		"retry 3 gh release upload v1 a.zip":             "1 gh release upload",
		"op run -- gh run watch 7":                       "1 gh run watch",
		"find . -name x -exec gh gist create {} \\;":     "1 gh gist create",
		"echo gh pr create":                              "",
		"# gh pr create":                                 "",
	} {
		if diff := cmp.Diff(want, said(Read(command))); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", command, diff)
		}
	}
}

// The arguments of a command decide what it needs.
func TestArgumentsOfGH(t *testing.T) {
	r := Read("gh -R octo-org/api pr merge \"$NUMBER\" --squash --delete-branch\n")
	words, _ := r.Calls[0].Arguments.Words()
	if diff := cmp.Diff([]string{"-R", "octo-org/api", "{NUMBER}", "--squash", "--delete-branch"}, words); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Git takes a token over HTTPS and not over SSH.
func TestCommandsOfGit(t *testing.T) {
	for command, want := range map[string]string{
		"git clone https://github.com/octo-org/api":                            "1 git fetch",
		"git clone --depth 1 -b main \"https://x:$T@github.com/octo-org/api\"": "1 git fetch",
		"git -C work -c http.extraheader=x push --force origin HEAD:main":      "1 git push",
		"git pull --rebase":                             "1 git fetch",
		"git submodule update --init --recursive":       "1 git fetch",
		"git ls-remote --tags origin":                   "1 git fetch",
		"git lfs push origin main":                      "1 git push",
		"git clone \"$URL\"":                            "1 git fetch?",
		"git clone git@github.com:octo-org/api.git":     "",
		"git push ssh://git@github.com/octo-org/api":    "",
		"git clone https://gitlab.com/octo-org/api":     "",
		"git clone ../api":                              "",
		"git fetch . main:next":                         "",
		"git remote -v":                                 "",
		"git commit -m 'git push https://github.com/x'": "",
		"git push --help":                               "",
		"git remote add up git@github.com:octo-org/api.git\ngit fetch up\ngit push origin": "3 git push",
	} {
		if diff := cmp.Diff(want, said(Read(command))); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", command, diff)
		}
	}
}

// Functions and loops are read with their values where those tell what is called.
func TestFunctionsAndLoops(t *testing.T) {
	for _, test := range [][2]string{
		{"api() {\n  local method=$1 path=$2\n  shift 2\n  curl -X \"$method\" \"https://api.github.com$path\" \"$@\"\n}\napi GET /user\napi POST /gists -d x", "6 GET /user; 7 POST /gists"},
		{"function call { gh api \"${2:-user}\" -X \"${1:?}\"; }\ncall GET\ncall PUT /user/starred/a/b", "2 GET /user; 3 PUT /user/starred/a/b"},
		{"run() { echo \"+ $*\"; \"$@\"; }\nrun gh pr merge 7\nrun git push origin", "2 gh pr merge; 3 git push"},
		{"get() { gh api \"$1\"; }\nall() { get \"repos/$1/keys\"; }\nall o/r", "2 GET /repos/{1}/keys"},
		{"get() { gh api \"$1\"; }\nget \"$PATH_OF_IT\"", "2 ? gh api"},
		{"get() { gh api \"$1\"; }", "1 ? gh api"},
		{"again() { again \"$1\"; gh api \"$1\"; }\nagain user", "2 GET /user"},
		{"comment() { gh api repos/o/r/issues/$1/comments -f body=x; }\ncomment 7", "1 POST /repos/o/r/issues/{1}/comments"},
		{"for path in user zen; do\n  gh api $path\ndone", "2 GET /user; 2 GET /zen"},
		{"for r in a b; do gh api repos/o/$r/keys; done", "1 GET /repos/o/{r}/keys"},
		{"opts=(-X PUT)\nif x; then opts+=(-d y); fi\ncurl \"${opts[@]}\" https://api.github.com/x", "3 PUT /x"},
	} {
		if diff := cmp.Diff(test[1], said(Read(test[0]))); diff != "" {
			t.Errorf("%s\n-want +got:\n%s", test[0], diff)
		}
	}
}

// TestReadOddSyntax: what was found by fuzz targets, and ended the program.
func TestReadOddSyntax(t *testing.T) {
	for _, text := range []string{
		"#!/bin/zsh\n() { gh pr list; }\nfunction { gh api user; }\n",
		"X='$(gh api user)'\neval \"$X\"\n",
	} {
		first, second := Read(text), Read(text)
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%q is read in two ways:\n%s", text, diff)
		}
	}
}

// TestTooCostly: where parsing would cost too much, the rest of a script is not clear.
func TestTooCostly(t *testing.T) {
	nested := strings.Repeat("(", 4000) + "\n"
	got := Read("gh pr list\n" + strings.Repeat(nested, 20) + "tool=gh\n$tool issue list\n")
	at := slices.IndexFunc(got.Unclear, func(u reading.Unclear) bool { return u.Call == reading.Unreadable })
	if at < 0 || got.Unclear[at].Line < 2 || got.Unclear[at].Line > 21 {
		t.Errorf("unclear are %v", got.Unclear)
	}
}
