package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// emacs runs a script in Emacs, with the modes and what its packages bring.
func emacs(t *testing.T, args ...string) {
	t.Helper()
	program := editorProgram(t, "PATCTL_TEST_EMACS", "emacs")
	dir, environ := editorProject(t)
	drive(t, dir, environ, program, append([]string{"--batch", "--no-init-file"}, args...)...)
}

// TestEmacsFiles: the modes know the files of patctl, color them, and indent them as
// fmt does.
func TestEmacsFiles(t *testing.T) {
	emacs(t, "--load", "files.el")
}

// TestEmacsCompiles: without a warning.
func TestEmacsCompiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "patctl-mode.el")
	source, err := os.ReadFile(filepath.Join(moduleRoot, "editors", "emacs", "patctl-mode.el"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, source, 0o644); err != nil {
		t.Fatal(err)
	}
	emacs(t, "--eval", "(setq byte-compile-error-on-warn t)", "--eval", `(princ (if (byte-compile-file "`+file+`") "passed\n" "failed\n"))`)
}

// TestEmacsDocument evaluates the settings in docs/editors.md.
func TestEmacsDocument(t *testing.T) {
	var args []string
	for _, file := range documentBlocks(t, "elisp") {
		args = append(args, "--load", file)
	}
	emacs(t, append(args, "--eval", `(princ "passed\n")`)...)
}

// TestEmacsServer: diagnostics, completion, definition, rename, and formatting come
// from the language server. PATCTL_TEST_EGLOT demands Eglot, which old versions of
// Emacs don't have.
func TestEmacsServer(t *testing.T) {
	program := editorProgram(t, "PATCTL_TEST_EMACS", "emacs")
	const find = `(progn (require 'package) (package-initialize) (require 'eglot))`
	if out, err := exec.Command(program, "--batch", "--no-init-file", "--eval", find).CombinedOutput(); err != nil {
		if os.Getenv("PATCTL_TEST_EGLOT") != "" {
			t.Fatalf("PATCTL_TEST_EGLOT demands Eglot: %s", out)
		}
		t.Skip("this Emacs has no Eglot")
	}
	emacs(t, "--eval", `(add-to-list 'load-path (expand-file-name "emacs" (getenv "EDITORS")))`, "--load", "server.el")
}
