package git_test

import (
	"bytes"
	"crypto/sha1"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/git"
)

// listed returns what List gives for a directory, sorted.
func listed(t *testing.T, dir string, extra ...string) []string {
	t.Helper()
	r, err := git.Open(dir, append(environ(t), extra...))
	if err != nil {
		t.Fatal(err)
	}
	l, err := r.List(t.Context())
	if err != nil || len(l.Unread) > 0 {
		t.Fatal(err, l.Unread)
	}
	return slices.Sorted(slices.Values(l.Names))
}

func wantListed(t *testing.T, dir string, want []string, extra ...string) {
	t.Helper()
	if diff := cmp.Diff(want, listed(t, dir, extra...)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(dir), diff)
	}
}

func put(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestList(t *testing.T) {
	dir := newRepository(t, map[string]string{".gitignore": "*.log\n", "a.txt": "", "gone.txt": "", "sub/b.txt": ""})
	put(t, filepath.Join(dir, "kept.log"), "")
	run(t, dir, "add", "-f", "kept.log")
	put(t, filepath.Join(dir, "sub/new.txt"), "")
	put(t, filepath.Join(dir, "sub/lost.log"), "")
	if err := os.Remove(filepath.Join(dir, "gone.txt")); err != nil {
		t.Fatal(err)
	}
	wantListed(t, dir, []string{".gitignore", "a.txt", "gone.txt", "kept.log", "sub/b.txt", "sub/new.txt"})
	wantListed(t, filepath.Join(dir, "sub"), []string{"b.txt", "new.txt"})

	// Whoever sets core.excludesFile is heeded: the user, or, as in Git, the repository in his stead.
	global := filepath.Join(t.TempDir(), "config")
	put(t, global, "[core]\n\texcludesFile = "+filepath.ToSlash(filepath.Join(filepath.Dir(global), "ignore"))+"\n")
	put(t, filepath.Join(filepath.Dir(global), "ignore"), "new.txt\n")
	wantListed(t, filepath.Join(dir, "sub"), []string{"b.txt"}, "GIT_CONFIG_GLOBAL="+global)
	run(t, dir, "config", "core.excludesFile", filepath.Join(dir, "nowhere"))
	wantListed(t, filepath.Join(dir, "sub"), []string{"b.txt", "new.txt"}, "GIT_CONFIG_GLOBAL="+global)
}

// TestListNames: names are bytes.
func TestListNames(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("names are other ones")
	}
	names := []string{"\xff\xfe.md", "\"quoted\".md", "line\nbreak.md", "tab\t\\.md", "ä.md"}
	files := map[string]string{}
	for _, name := range names[:2] {
		files[name] = ""
	}
	dir := newRepository(t, files)
	for _, name := range names {
		put(t, filepath.Join(dir, name), "")
	}
	slices.Sort(names)
	wantListed(t, dir, names)
}

// TestListOtherTrees: Git knows what is special about them.
func TestListOtherTrees(t *testing.T) {
	dir := newRepository(t, map[string]string{"a/x.txt": "", "b/y.txt": ""})
	inner := newRepository(t, map[string]string{"in.txt": ""})

	linked := filepath.Join(t.TempDir(), "linked")
	run(t, dir, "worktree", "add", "-q", linked)
	put(t, filepath.Join(linked, "new.txt"), "")
	wantListed(t, linked, []string{"a/x.txt", "b/y.txt", "new.txt"})

	// What a sparse checkout leaves out is listed; whether it is there shows when it is read.
	run(t, linked, "sparse-checkout", "set", "--cone", "--sparse-index", "a")
	wantListed(t, linked, []string{"a/x.txt", "b/y.txt", "new.txt"})

	run(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "sub")
	run(t, dir, "-c", "protocol.file.allow=always", "clone", "-q", inner, "nested")
	wantListed(t, dir, []string{".gitmodules", "a/x.txt", "b/y.txt", "nested", "sub"})
	wantListed(t, filepath.Join(dir, "sub"), []string{"in.txt"})
}

func TestListErrors(t *testing.T) {
	dir := newRepository(t, map[string]string{"a.txt": ""})
	bare := filepath.Join(t.TempDir(), "bare")
	run(t, dir, "clone", "-q", "--bare", dir, bare)
	lost := t.TempDir()
	put(t, filepath.Join(lost, ".git"), "gitdir: elsewhere\n")
	empty := t.TempDir()
	for where, test := range map[string]struct {
		dir   string
		extra string
		want  error
	}{
		"outside":            {t.TempDir(), "", git.ErrNoWorkTree},
		"bare":               {bare, "", git.ErrNoWorkTree},
		"within .git":        {filepath.Join(dir, ".git"), "", git.ErrNoWorkTree},
		"of somebody else":   {dir, "GIT_TEST_ASSUME_DIFFERENT_OWNER=1", git.ErrNotOwned},
		"lost":               {lost, "", nil},
		"another repository": {empty, "GIT_DIR=" + filepath.Join(dir, ".git"), git.ErrNoWorkTree},
	} {
		r, err := git.Open(test.dir, append(environ(t), test.extra))
		if err != nil {
			t.Fatal(err)
		}
		l, err := r.List(t.Context())
		if err == nil || test.want != nil && !errors.Is(err, test.want) || test.want == nil && errors.Is(err, git.ErrNoWorkTree) {
			t.Errorf("%s: %v %v", where, l, err)
		}
	}
}

func TestIgnoresItself(t *testing.T) {
	dir := newRepository(t, map[string]string{".gitignore": "build/\n", "a/x": ""})
	put(t, filepath.Join(dir, "build/x"), "")
	run(t, dir, "add", "-f", "build/x")
	for below, want := range map[string]bool{".": false, "a": false, "build": true} {
		if got, err := open(t, filepath.Join(dir, below)).IgnoresItself(t.Context()); err != nil || got != want {
			t.Error(below, got, err)
		}
	}
}

// TestListRunsNoProgram: git would run some for a repository whose
// configuration comes from a stranger.
func TestListRunsNoProgram(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs are shell scripts")
	}
	dir := newRepository(t, map[string]string{".gitattributes": "* filter=evil diff=evil\n", "a.txt": "a", "b.txt": "b"})
	marker := filepath.Join(t.TempDir(), "ran")
	sabotage(t, dir, marker, "ext::sh -c 'touch MARKER'")
	put(t, filepath.Join(dir, "a.txt"), "c")
	put(t, filepath.Join(dir, "new.txt"), "n")
	wantListed(t, dir, []string{".gitattributes", "a.txt", "b.txt", "new.txt"})
	if _, err := open(t, dir).IgnoresItself(t.Context()); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(marker); err == nil {
		t.Errorf("a program was run: %s", text)
	}
	status := exec.Command("git", "status")
	status.Dir, status.Env = dir, environ(t)
	_ = status.Run() // it complains about what the programs did
	if _, err := os.Stat(marker); err != nil {
		t.Error("the configuration would not have run a program:", err)
	}
}

// TestHandMadeIndex: Git adds no such names, but lists them.
func TestHandMadeIndex(t *testing.T) {
	dir := newRepository(t, map[string]string{"aa/secret": "", "bbbb/hook": "", "c.txt": ""})
	index := filepath.Join(dir, ".git", "index")
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	raw = bytes.Replace(raw, []byte("aa/secret"), []byte("../secret"), 1)
	raw = bytes.Replace(raw, []byte("bbbb/hook"), []byte(".GIT/hook"), 1)
	sum := sha1.Sum(raw[:len(raw)-sha1.Size])
	if err := os.WriteFile(index, append(raw[:len(raw)-sha1.Size], sum[:]...), 0o644); err != nil {
		t.Fatal(err)
	}
	wantListed(t, dir, []string{"aa/secret", "bbbb/hook", "c.txt"})
	// These are the files that are there; the index has others.
	run(t, dir, "ls-files", "--error-unmatch", "c.txt")
}

// TestUnreadDirectory: what git leaves out, and only warns of, is not lost.
func TestUnreadDirectory(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	bin := t.TempDir()
	script := "#!/bin/sh\nprintf 'a.txt\\0'\necho \"warning: could not open directory 'closed/': Permission denied\" >&2\necho 'warning: another one' >&2\n"
	if err := os.WriteFile(filepath.Join(bin, "git"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin)
	l, err := open(t, t.TempDir()).List(t.Context())
	if diff := cmp.Diff(git.Listing{Names: []string{"a.txt"}, Unread: []string{"could not open directory 'closed/': Permission denied"}}, l); err != nil || diff != "" {
		t.Error(err, diff)
	}
}
