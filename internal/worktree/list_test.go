package worktree_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/worktree"
)

func rename(t *testing.T, dir, from, to string) {
	t.Helper()
	if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, dir, target, name string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
		t.Skip(err)
	}
}

// TestListedLinksAreNotFollowed: Git lists what is in the index, whatever is
// there by now.
func TestListedLinksAreNotFollowed(t *testing.T) {
	dir := write(t, "outside/secret.md", "", "repo/a/secret.md", "", "repo/b.md", "", "repo/c.md", "", "repo/gone/x.md", "", "repo/d/e/f.md", "")
	repo := filepath.Join(dir, "repo")
	git(t, repo, "init", "-q")
	git(t, repo, "add", ".")
	rename(t, dir, "repo/a", "a")
	rename(t, dir, "repo/b.md", "b.md")
	rename(t, dir, "repo/gone", "gone")
	rename(t, dir, "repo/d", "d")
	link(t, repo, "../outside", "a")
	link(t, repo, "../outside/secret.md", "b.md")
	link(t, repo, "../d", "d")
	if diff := cmp.Diff([]string{"c.md"}, walked(t, worktree.Tree{Top: repo, Dir: repo})); diff != "" {
		t.Error(diff)
	}
}

// TestListedFileBecameDirectory: and is no repository.
func TestListedFileBecameDirectory(t *testing.T) {
	dir := write(t, "a", "", "b", "")
	git(t, dir, "init", "-q")
	git(t, dir, "add", ".")
	rename(t, dir, "a", "c")
	if err := os.Mkdir(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	rename(t, dir, "c", "a/c")
	got := walked(t, worktree.Tree{Top: dir, Dir: dir})
	if len(got) == 0 || got[0] != "a/c" || got[len(got)-1] != "b" {
		t.Error(got)
	}
}

func TestListing(t *testing.T) {
	dir := write(t, ".gitignore", "*.key\n/secrets/\n", "a.txt", "", "b/c/d.txt", "", "local.key", "", "kept.key", "", "secrets/x", "",
		"nested/in.txt", "", "nested/own", "", "nested/.gitignore", "own\n", "link/hidden", "")
	git(t, dir, "init", "-q")
	git(t, dir, "add", "-f", "kept.key")
	nested := filepath.Join(dir, "nested")
	git(t, nested, "init", "-q")
	git(t, nested, "add", "in.txt")
	git(t, nested, "commit", "-q", "-m", "first")
	// What claims to be a submodule, and is no repository, hides nothing.
	commit := git(t, nested, "rev-parse", "HEAD")
	git(t, dir, "update-index", "--add", "--cacheinfo", "160000,"+commit[:len(commit)-1]+",secrets")
	if err := os.Mkdir(filepath.Join(dir, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	l := worktree.NewListing(dir, environ())
	for name, want := range map[string]bool{
		".": false, "a.txt": false, "b": false, "b/c": false, "b/c/d.txt": false, "b/none": false, "none": false, "empty": false,
		"kept.key": false, "local.key": true, "secrets/x": true,
		"nested": false, "nested/in.txt": false, "nested/own": true, "nested/none": false,
	} {
		if got, err := l.Ignores(name); err != nil || got != want {
			t.Error(name, got, err)
		}
	}
}

func TestListingWithoutRepository(t *testing.T) {
	dir := write(t, ".gitignore", "*\n", "a.txt", "")
	if ignored, err := worktree.NewListing(dir, environ()).Ignores("a.txt"); err != nil || ignored {
		t.Error("outside of a repository:", ignored, err)
	}
	dir = write(t, ".git", "gitdir: elsewhere\n", "a.txt", "")
	l := worktree.NewListing(dir, environ())
	for range 2 {
		if _, err := l.Ignores("a.txt"); err == nil {
			t.Error("a lost repository ignores nothing")
		}
	}
	t.Setenv("PATH", t.TempDir())
	if _, err := worktree.NewListing(write(t, ".git/x", "", "a.txt", ""), environ()).Ignores("a.txt"); err == nil {
		t.Error("without git nothing is ignored")
	}
}
