package git_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/git"
)

// TestNoProgramOfTheRepository: a partial clone from a stranger names programs
// in its configuration, and lacks objects, which git would fetch with them. None
// of them is run, and what is missing is no empty directory.
func TestNoProgramOfTheRepository(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell scripts")
	}
	origin := newRepository(t, map[string]string{"a/main.pat.hcl": "one", "b.txt": "two"})
	run(t, origin, "config", "uploadpack.allowFilter", "true")
	run(t, origin, "config", "uploadpack.allowAnySHA1InWant", "true")
	for _, remote := range []string{"ssh://git@example.com/x.git", "git://example.com/x.git", "https://example.com/x.git", "ext::sh -c 'touch MARKER'", origin} {
		for _, filter := range []string{"blob:none", "tree:0"} {
			dir, marker := filepath.Join(t.TempDir(), "clone"), filepath.Join(t.TempDir(), "ran")
			run(t, origin, "clone", "-q", "--no-checkout", "--filter="+filter, "file://"+origin, dir)
			sabotage(t, dir, marker, remote)
			wantMissing(t, dir, filter)
			if _, err := os.Stat(marker); err == nil {
				t.Errorf("%s, %s: a program was run", remote, filter)
			}
		}
	}
}

// sabotage sets everything in the configuration of a repository that git might
// run.
func sabotage(t *testing.T, dir, marker, remote string) {
	t.Helper()
	script := filepath.Join(t.TempDir(), "evil")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$@\" >> "+marker+"\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	hooks := filepath.Join(t.TempDir(), "hooks")
	if err := os.Mkdir(hooks, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"reference-transaction", "post-checkout", "fsmonitor-watchman", "post-index-change", "pre-auto-gc"} {
		if err := os.Symlink(script, filepath.Join(hooks, hook)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{
		"core.sshCommand", "core.fsmonitor", "core.gitProxy", "core.askPass", "core.pager", "core.editor", "credential.helper",
		"core.alternateRefsCommand", "diff.external", "gpg.program", "remote.origin.uploadpack", "filter.evil.smudge", "filter.evil.process",
	} {
		run(t, dir, "config", name, script)
	}
	run(t, dir, "config", "core.hooksPath", hooks)
	for _, protocol := range []string{"allow", "ext.allow", "ssh.allow", "git.allow", "https.allow", "file.allow"} {
		run(t, dir, "config", "protocol."+protocol, "always")
	}
	run(t, dir, "config", "remote.origin.url", strings.ReplaceAll(remote, "MARKER", marker))
}

// wantMissing fails unless files that the clone lacks are missed, and not taken
// for ones that the revision does not have.
func wantMissing(t *testing.T, dir, filter string) {
	t.Helper()
	environ := append(environ(t), "GIT_SSH_COMMAND=touch "+filepath.Join(dir, "x"), "GIT_ALLOW_PROTOCOL=ssh:ext:file")
	r, err := git.Open(dir, environ)
	if err != nil {
		t.Fatal(err)
	}
	commit, err := r.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	fsys, err := r.Tree(context.Background(), commit)
	if err == nil {
		defer func() { _ = fsys.Close() }() // git has ended already
		_, err = fs.ReadFile(fsys, "a/main.pat.hcl")
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "does not have all objects") {
		t.Errorf("%s: %v", filter, err)
	}
}
