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

// documentBlocks writes the blocks of a language in docs/editors.md to files.
func documentBlocks(t *testing.T, language string) (files []string) {
	t.Helper()
	dir := t.TempDir()
	for _, match := range codeBlock.FindAllStringSubmatch(readText(t, filepath.Join(moduleRoot, "docs", "editors.md")), -1) {
		if match[1] != language {
			continue
		}
		name := filepath.Join(dir, fmt.Sprintf("block%d.%s", len(files), language))
		if err := os.WriteFile(name, []byte(match[3]), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	if len(files) == 0 {
		t.Fatalf("docs/editors.md has no block of the language %s", language)
	}
	return files
}

// TestNeovimDocument runs the settings in docs/editors.md, with the plugin installed as
// it says, and the check of its health.
func TestNeovimDocument(t *testing.T) {
	program := editorProgram(t, "PATCTL_TEST_NVIM", "nvim")
	for _, file := range documentBlocks(t, "lua") {
		dir, environ := editorProject(t)
		plugin := filepath.Join(dir, "..", "site", "pack", "patctl", "start", "patctl")
		if err := os.CopyFS(plugin, os.DirFS(filepath.Join(moduleRoot, "editors", "neovim"))); err != nil {
			t.Fatal(err)
		}
		drive(t, dir, environ, program, "--headless", "-n", "-i", "NONE", "--cmd", "set packpath^=../site", "-u", file,
			"templates.pat.hcl", "-c", "checkhealth patctl", "-c", "luafile health.lua")
	}
}

// TestNeovimServer: diagnostics, completion, definition, rename, and formatting come
// from the language server.
func TestNeovimServer(t *testing.T) {
	neovim(t, "server.lua")
}
