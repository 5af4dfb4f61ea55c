package main

import (
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
	const config = `template "release" {
  for_each    = toset(["api", "web"])
  name        = "release-${each.key}"
  expires_in  = 30
  permissions = { contents = "write" }
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.pat.hcl"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
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

// TestBashCompletes runs the script in bash as a user has it, without the
// package bash-completion.
func TestBashCompletes(t *testing.T) {
	const script = `
source <(patctl completion bash)
try() {
  COMP_LINE=$1 COMP_POINT=${#1}
  read -ra COMP_WORDS <<<"$1"
  [[ $1 == *' ' ]] && COMP_WORDS+=("")
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
  __start_patctl 2>/dev/null
  echo "$1: ${COMPREPLY[*]}"
}
try 'patctl render template.release.'
try 'patctl audit --verdict=d'
try 'patctl audit --kind '
try 'patctl validate --js'
`
	out := shell(t, "bash", script, "--norc", "--noprofile")
	for _, want := range []string{
		"render template.release.: template.release.api template.release.web\n", "--verdict=d: drifted", "--kind : request token", "--js: --json",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
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
