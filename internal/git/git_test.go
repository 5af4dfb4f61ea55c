package git_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/git"
)

// newRepository makes a repository with one commit of the files. A text that
// begins with "-> " is a symbolic link.
func newRepository(t *testing.T, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		target, link := strings.CutPrefix(text, "-> ")
		err := error(nil)
		if link {
			err = os.Symlink(target, path)
		} else {
			err = os.WriteFile(path, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	run(t, dir, "init", "-q", "-b", "main")
	run(t, dir, "add", "-A")
	run(t, dir, "commit", "-q", "-m", "first")
	return dir
}

func environ(t *testing.T) []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL="+filepath.Join(t.TempDir(), "none"), "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=mona", "GIT_AUTHOR_EMAIL=mona@example.com", "GIT_COMMITTER_NAME=mona", "GIT_COMMITTER_EMAIL=mona@example.com")
}

func run(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir, cmd.Env = dir, environ(t)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
}

func open(t *testing.T, dir string) *git.Repository {
	t.Helper()
	r, err := git.Open(dir, environ(t))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func tree(t *testing.T, dir, revision string) *git.Tree {
	t.Helper()
	r := open(t, dir)
	commit, err := r.Resolve(t.Context(), revision)
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Tree(context.Background(), commit) // that of the test ends before its cleanup
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tree.Close(); err != nil {
			t.Error(err)
		}
	})
	return tree
}

func TestTreeIsAFileSystem(t *testing.T) {
	dir := newRepository(t, map[string]string{
		"main.pat.hcl": "one", "teams/ci/a.pat.hcl": "two", "teams/empty.txt": "", "a b\nc.txt": "odd", "teams.txt": "next to teams",
	})
	if err := fstest.TestFS(tree(t, dir, "main"), "main.pat.hcl", "teams/ci/a.pat.hcl", "teams/empty.txt", "a b\nc.txt", "teams.txt"); err != nil {
		t.Error(err)
	}
}

func TestTreeIsNotTheWorkingTree(t *testing.T) {
	dir := newRepository(t, map[string]string{"a.txt": "then"})
	then := tree(t, dir, "HEAD")
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("now"), 0o644); err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(then, "a.txt"); string(text) != "then" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}

func TestSymbolicLinks(t *testing.T) {
	dir := newRepository(t, map[string]string{
		"a/file": "text", "a/deep/near": "-> ../file", "dir": "-> a/deep", "out": "-> ../secret", "a/out": "-> ../../secret",
		"root": "-> /etc/passwd", "loop": "-> loop2", "loop2": "-> loop", "gone": "-> nowhere",
	})
	fsys := tree(t, dir, "main")
	for name, want := range map[string]string{
		"a/deep/near": "text", "dir/near": "text", "dir/../file": "invalid", "out": "escapes", "a/out": "escapes", "root": "escapes",
		"loop": "too many", "gone": "not exist", "a/file/x": "not exist", "../x": "invalid", "/etc/passwd": "invalid",
	} {
		text, err := fs.ReadFile(fsys, name)
		got := string(text)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestRevisions(t *testing.T) {
	dir := newRepository(t, map[string]string{"a.txt": "one"})
	run(t, dir, "tag", "-a", "v1", "-m", "v1")
	r := open(t, dir)
	head, err := r.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	for _, revision := range []string{"main", "v1", "HEAD^0", head, head[:10]} {
		if got, err := r.Resolve(t.Context(), revision); got != head || err != nil {
			t.Errorf("%s: %s, %v", revision, got, err)
		}
	}
	marker := filepath.Join(t.TempDir(), "made")
	for _, revision := range []string{"", "nowhere", "HEAD~5", "HEAD:a.txt", "main..v1", "-h", "--git-dir=" + dir, "--output=" + marker, "a\nb", "$(touch " + marker + ")", "--all"} {
		if got, err := r.Resolve(t.Context(), revision); !errors.Is(err, git.ErrUnknownRevision) {
			t.Errorf("%q: %s, %v", revision, got, err)
		}
	}
	if _, err := os.Stat(marker); err == nil {
		t.Error("a revision was obeyed")
	}
	if _, err := r.Tree(t.Context(), "main\n"); !errors.Is(err, git.ErrUnknownRevision) {
		t.Errorf("a tree of no commit: %v", err)
	}
	if _, err := r.Tree(t.Context(), strings.Repeat("0", 40)); err == nil {
		t.Error("a tree of a commit that is not there")
	}
}

func TestOutsideOfARepository(t *testing.T) {
	newRepository(t, map[string]string{"a": "b"}) // skips without git
	_, err := open(t, t.TempDir()).Resolve(t.Context(), "main")
	if err == nil || errors.Is(err, git.ErrUnknownRevision) || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("got %v", err)
	}
}

func TestHooksLeadNowhereElse(t *testing.T) {
	dir, other := newRepository(t, map[string]string{"a": "here"}), newRepository(t, map[string]string{"a": "there"})
	r, err := git.Open(dir, append(environ(t), "GIT_DIR="+filepath.Join(other, ".git"), "GIT_WORK_TREE="+other))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := r.Resolve(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	fsys, err := r.Tree(t.Context(), commit)
	if err != nil {
		t.Fatal(err)
	}
	defer fsys.Close()
	if text, err := fs.ReadFile(fsys, "a"); string(text) != "here" || err != nil {
		t.Errorf("%q, %v", text, err)
	}
}
