package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// shellDirectory has a configuration, and patctl on the PATH.
func shellDirectory(t *testing.T) (dir string, environ []string) {
	t.Helper()
	dir = t.TempDir()
	const config = `variable "org" {
  default = "octo-org"
}
template "release" {
  for_each    = toset(["api", "web"])
  name        = "release-${each.key}"
  expires_in  = 30
  permissions = { contents = "write" }
  labels      = { team = each.key == "api" ? "release" : "build" }
}
`
	const cases = `token "a reader" {
  expect { verdict = "undeclared" }
}
`
	for name, text := range map[string]string{"main.pat.hcl": config, "release.pattest.hcl": cases} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	// The test program is patctl where it is called so; see TestMain.
	for _, name := range []string{"patctl", "gh-patctl"} {
		if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
			t.Skip("no symbolic links:", err)
		}
	}
	return dir, append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// shell runs a script in a shell, or skips the test where it is missing.
func shell(t *testing.T, name, script string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil || runtime.GOOS == "windows" {
		t.Skipf("%s is not installed, or not the one of a Unix", name)
	}
	// macOS has a bash from 2007, for which there is no completion.
	if name == "bash" && exec.Command(path, "-c", "[ ${BASH_VERSINFO[0]} -ge 4 ]").Run() != nil {
		t.Skip("this bash is older than 4")
	}
	dir, environ := shellDirectory(t)
	cmd := exec.Command(path, append(args, "-c", script)...)
	cmd.Dir, cmd.Env = dir, environ
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// completed are command lines, and what the shells make of them. Descriptions are left out.
var completed = []struct{ line, want string }{
	{"patctl render template.release.", "template.release.api template.release.web"},
	{"patctl audit --verdict=d", "drifted"},
	{"patctl audit --kind ", "request token"},
	{"patctl validate --js", "--json"},
	{"patctl explain issues:", "issues:read issues:write"},
	{"patctl explain pull_r", "pull_requests"},
	{"patctl explain main", "main.pat.hcl"},
	{"patctl audit -o json=ma", "json=main.pat.hcl"},
	{"patctl audit -o json=bin/gh", "json=bin/gh-patctl"},
	{"patctl list --label team=", "team=build team=release"},
	{"patctl --var or", "org="},
	{"patctl catalog scope admin:org", "admin:org admin:org_hook"},
	{"patctl audit --rule permission-m", "permission-missing"},
	{"patctl test ", "release.pattest.hcl"},
	{"patctl test --filter a", "a\\ reader"},
}

// bashTry completes a line as readline does, which parts words at = and :, too.
const bashTry = `
source <(patctl completion bash)
try() {
  local rest=$1 word=
  COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_WORDS=() COMPREPLY=()
  while [[ $rest ]]; do
    case $rest in
      ' '*) [[ $word ]] && COMP_WORDS+=("$word"); word= ;;
      [=:]*) [[ $word ]] && COMP_WORDS+=("$word"); COMP_WORDS+=("${rest:0:1}"); word= ;;
      *) word+=${rest:0:1} ;;
    esac
    rest=${rest:1}
  done
  if [[ $word || $1 == *' ' ]]; then COMP_WORDS+=("$word"); fi
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  __start_patctl 2>/dev/null
  local reply=("${COMPREPLY[@]%%  *}")
  echo "$1: ${reply[*]}"
}
`

// tryAll returns the calls of try for all lines, and what they print in bash, where what
// stands before the last = or : of the word is not inserted again.
func tryAll() (calls string, want []string) {
	var script strings.Builder
	for _, c := range completed {
		fmt.Fprintf(&script, "try '%s'\n", c.line)
		word := c.line[strings.LastIndex(c.line, " ")+1:]
		inserted := word[:strings.LastIndexAny(word, "=:")+1]
		if strings.HasPrefix(word, "-") {
			inserted = ""
		}
		want = append(want, c.line+": "+strings.ReplaceAll(" "+c.want, " "+inserted, " ")[1:]+"\n")
	}
	return script.String(), want
}

// testBash runs all lines in bash after a script of the user.
func testBash(t *testing.T, startup string) {
	t.Helper()
	calls, want := tryAll()
	out := shell(t, "bash", startup+bashTry+calls, "--norc", "--noprofile")
	for _, line := range want {
		if !strings.Contains(out, line) {
			t.Errorf("no %q in\n%s", line, out)
		}
	}
}

// TestBashCompletes runs the script in bash without the package bash-completion.
func TestBashCompletes(t *testing.T) { testBash(t, "") }

// TestBashCompletesWithPackage runs the script in bash with the package bash-completion.
func TestBashCompletesWithPackage(t *testing.T) {
	const library = "/usr/share/bash-completion/bash_completion"
	if _, err := os.Stat(library); err != nil {
		t.Skip("the package bash-completion is not installed")
	}
	testBash(t, "source "+library+"\ndeclare -F _get_comp_words_by_ref >/dev/null || exit 1\n")
}

// TestFishCompletes asks fish for what it would offer.
func TestFishCompletes(t *testing.T) {
	var script strings.Builder
	script.WriteString("patctl completion fish | source\n")
	for _, c := range completed {
		fmt.Fprintf(&script, "echo '%s:' (complete -C '%s' | string split -f 1 \\t)\n", c.line, c.line)
	}
	out := shell(t, "fish", script.String(), "--no-config")
	checkCompleted(t, out)
}

// TestZshCompletesValues calls the function of zsh with the words of a line, and lists what it
// describes.
func TestZshCompletesValues(t *testing.T) {
	var script strings.Builder
	script.WriteString(`
compdef() { :; }
source <(patctl completion zsh)
_describe() { reply=(${${${(P)2}//\\:/$'\t'}%%:*}); reply=(${reply//$'\t'/:}); }
try() {
  words=("${(@s: :)1}") reply=()
  CURRENT=${#words}
  _patctl
  print -r -- "$1: $reply"
}
`)
	for _, c := range completed {
		fmt.Fprintf(&script, "try '%s'\n", c.line)
	}
	out := shell(t, "zsh", script.String(), "-f")
	checkCompleted(t, out)
}

// checkCompleted compares what fish or zsh printed with what is wanted.
func checkCompleted(t *testing.T, out string) {
	t.Helper()
	for _, c := range completed {
		if got, ok := strings.CutPrefix(lineOf(out, c.line+": "), c.line+": "); !ok || !sameWords(got, c) {
			t.Errorf("no %q behind %q in\n%s", c.want, c.line, out)
		}
	}
}

func lineOf(out, beginning string) string {
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, beginning) {
			return strings.TrimSuffix(line, "\n")
		}
	}
	return ""
}

// sameWords compares what a shell printed, in which a flag may precede its value, and a space
// is not escaped.
func sameWords(got string, c struct{ line, want string }) bool {
	word := c.line[strings.LastIndex(c.line, " ")+1:]
	if flag, _, ok := strings.Cut(word, "="); ok && strings.HasPrefix(flag, "--") {
		got = strings.ReplaceAll(" "+got, " "+flag+"=", " ")[1:]
	}
	return got == strings.ReplaceAll(c.want, `\ `, " ")
}

// TestBashCompletesExtension does what the extension's help of completion says.
func TestBashCompletesExtension(t *testing.T) {
	const script = `
shopt -s expand_aliases
rm bin/patctl
printf '#!/bin/sh\nshift\nexec gh-patctl "$@"\n' >bin/gh
chmod +x bin/gh
alias patctl='gh patctl'; source <(gh patctl completion bash)
COMP_LINE='patctl audit --kind ' COMP_POINT=20 COMP_WORDS=(patctl audit --kind "") COMP_CWORD=3
__start_patctl 2>/dev/null
echo "completes: ${COMPREPLY[*]}"
`
	if out := shell(t, "bash", script, "--norc", "--noprofile"); !strings.Contains(out, "completes: request token\n") {
		t.Error(out)
	}
}

// TestZshCompletes: zsh loads the script, and patctl answers what it asks for.
func TestZshCompletes(t *testing.T) {
	const script = `
autoload -U compinit && compinit -u -D
source <(patctl completion zsh)
echo "function: ${+functions[_patctl]}, for patctl: ${_comps[patctl]}"
patctl render template.release.api -o url
`
	out := shell(t, "zsh", script, "-f")
	for _, want := range []string{"function: 1, for patctl: _patctl\n", "name=release-api"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}
