package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// editorProgram returns the path of an editor. The variable names one that must be
// there: with it, no test of the editor is skipped. With "none" all of them are.
func editorProgram(t *testing.T, variable, program string) string {
	t.Helper()
	demanded := os.Getenv(variable)
	if demanded == "none" {
		t.Skipf("%s is none", variable)
	}
	if runtime.GOOS == "windows" {
		t.Skip("the editors of these tests are those of a Unix")
	}
	if demanded != "" {
		program = demanded
	}
	path, err := exec.LookPath(program)
	switch {
	case err == nil:
		return path
	case demanded != "":
		t.Fatalf("the editor that %s demands: %v", variable, err)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

// editorProject is a repository with the files of an example and those of
// testdata/editors, and patctl on the PATH.
func editorProject(t *testing.T) (dir string, environ []string) {
	t.Helper()
	home, environ := shellDirectory(t)
	dir = filepath.Join(t.TempDir(), "tokens")
	for _, files := range []string{filepath.Join(examplesDir, "octo-org"), filepath.Join("testdata", "editors")} {
		if err := os.CopyFS(dir, os.DirFS(files)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	editors, err := filepath.Abs(filepath.Join(moduleRoot, "editors"))
	if err != nil {
		t.Fatal(err)
	}
	return dir, append(environ, "EDITORS="+editors, "HOME="+home, "XDG_CONFIG_HOME="+home, "XDG_DATA_HOME="+home, "XDG_STATE_HOME="+home,
		"XDG_CACHE_HOME="+home, "XDG_RUNTIME_DIR="+home, "TERM=dumb", "LC_ALL=C.UTF-8")
}

// drive runs an editor until its script ends, which says "passed" if all is well.
func drive(t *testing.T, dir string, environ []string, program string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env = dir, environ
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "passed\n") {
		t.Errorf("%s: %v\n%s", filepath.Base(program), err, out)
	}
}

// neovim runs a script in Neovim, with the plugin and nothing else.
func neovim(t *testing.T, script string) {
	t.Helper()
	program := editorProgram(t, "PATCTL_TEST_NVIM", "nvim")
	dir, environ := editorProject(t)
	drive(t, dir, environ, program, "--headless", "-n", "-i", "NONE", "-u", "NONE",
		"--cmd", "set runtimepath^=$EDITORS/neovim", "--cmd", "filetype plugin indent on", "--cmd", "syntax on",
		"-c", "luafile "+script)
}

// TestNeovimFiles: the plugin knows the files of patctl, colors them, and indents
// them as fmt does.
func TestNeovimFiles(t *testing.T) {
	neovim(t, "files.lua")
}
