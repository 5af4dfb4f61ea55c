package worktree_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/worktree"
)

// write makes files, given as name, text, name, text, and returns their directory.
func write(t testing.TB, files ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// walked returns the files below dir that a walk visits, sorted, with slashes.
func walked(t testing.TB, tree worktree.Tree) []string {
	t.Helper()
	var lock sync.Mutex
	names := []string{}
	tree.Environ = environ()
	problems, err := tree.Walk(t.Context(), func(path string) {
		lock.Lock()
		defer lock.Unlock()
		rel, _ := filepath.Rel(tree.Dir, path)
		names = append(names, filepath.ToSlash(rel))
	})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	slices.Sort(names)
	return names
}

// names are paths that the patterns below are tried on.
var names = []string{
	"a", "a.log", "b.txt", "build/x", "build/y/z.log", "deep/build/x", "deep/er/still/a.txt", "deep/er/keep.log",
	"doc/a.txt", "doc/b.md", "doc/sub/a.txt", "foo-1", "foo-a", "foo]", "foo^", "foo!", "#x", "!x", "x y", "x ",
	"\\x", "*", "deep/*", "ä.txt", "A.LOG", ".hidden/a.log", "vendor/a/b/c/d.go", "logs/debug.log", "logs/2026/debug.log",
}

// patterns are what stands in files of patterns, each tried alone and all
// together. There is none of which doublestar makes more than Git does: a ? is a
// character, where Git's is a byte.
var patterns = []string{
	"a", "*.log", "/a.log", "build/", "/build", "build/*", "build/**", "**/build", "deep/**/a.txt", "deep/*/keep.log", "doc/*.txt",
	"doc/**/*.txt", "/doc", "foo-[0-9]", "foo-[!0-9]", "foo-[^0-9]", "foo[]]", "foo[]^]", "foo[!]^]", "foo[[:punct:]]", "\\#x", "#x", "\\!x",
	"!x", "x\\ y", "x ", "x\\ ", "\\\\x", "\\*", "deep/\\*", "?", "??", "*.t?t", "[a-c]*", "**", "**/", "/**", "a/**/b", "*/", "/*", "/*/",
	".hidden/", ".*", "vendor/**/d.go", "vendor/*/d.go", "**/logs/**/debug.log", "logs/**/debug.log", "**.log", "deep/**", "foo-[a-", "foo-\\",
	"foo[[:nothing:]]", "ä*", "  a", "a  ", "deep//er", "//a", "/", "*.log\r",
}

// TestExcludesAsGitDoes: the patterns in files of patctl's own mean what they
// mean in a .gitignore file.
func TestExcludesAsGitDoes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("names are other ones")
	}
	texts := []string{
		strings.Join(patterns, "\n"),
		"*\n!*/\n!*.txt\n!deep/**\ndeep/er/*\n!deep/er/keep.log\n",
		"*.log\n!keep.log\n!logs/\nlogs/debug.log\n",
		"\ufeff*.log\r\n# comment\r\nbuild/\r\n",
	}
	for _, p := range patterns {
		texts = append(texts, p+"\n")
	}
	var files []string
	for i, text := range texts {
		dir := fmt.Sprintf("case-%d/", i)
		files = append(files, dir+".patctl-ignore", text)
		for _, name := range names {
			files = append(files, dir+name, "x")
		}
	}
	compareWithGit(t, texts, write(t, files...))
}

func TestNestedPatternsAsGitDoes(t *testing.T) {
	dir := write(t,
		".patctl-ignore", "*.log\n/only-here\nnever/\n", "x.log", "", "only-here", "", "a/only-here", "",
		"a/.patctl-ignore", "!kept.log\n/top.txt\nb/c.txt\n", "a/kept.log", "", "a/lost.log", "", "a/top.txt", "", "a/b/top.txt", "",
		"a/b/c.txt", "", "a/b/.patctl-ignore", "kept.log\n!c.txt\n", "a/b/kept.log", "", "a/x/b/c.txt", "",
		"never/.patctl-ignore", "!*\n", "never/x", "", "a/never/x", "")
	below := worktree.Tree{Top: dir, Dir: filepath.Join(dir, "a", "b")}
	want := []string{".patctl-ignore", "c.txt", "top.txt"}
	if diff := cmp.Diff(want, walked(t, below)); diff != "" {
		t.Error("below the top:", diff)
	}
	compareWithGit(t, nil, dir)
	if diff := cmp.Diff(want, walked(t, below)); diff != "" {
		t.Error("below the top of a repository:", diff)
	}
}

// compareWithGit holds the files of a walk, outside of a repository and in one,
// against those that Git would add, were it to read files of patctl.
func compareWithGit(t *testing.T, texts []string, dir string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git to ask")
	}
	outside := walked(t, worktree.Tree{Top: dir, Dir: dir})
	git(t, dir, "init", "-q")
	out := git(t, dir, "ls-files", "-z", "--others", "--exclude-per-directory=.patctl-ignore")
	want := strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
	slices.Sort(want)
	for where, got := range map[string][]string{"outside": outside, "in a repository": walked(t, worktree.Tree{Top: dir, Dir: dir})} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-git +patctl):\n%s%q", where, diff, texts)
		}
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Env = dir, environ()
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(args, err)
	}
	return string(out)
}

func environ() []string {
	return append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=mona", "GIT_AUTHOR_EMAIL=mona@example.com", "GIT_COMMITTER_NAME=mona", "GIT_COMMITTER_EMAIL=mona@example.com")
}

// TestHostilePatternEnds: backtracking has to be bounded.
func TestHostilePatternEnds(t *testing.T) {
	long := strings.Repeat("a", 200)
	dir := write(t, ".patctl-ignore", strings.Repeat("*a", 60)+"b\n"+strings.Repeat("**/*a/", 40)+"b\n", long, "")
	if got := walked(t, worktree.Tree{Top: dir, Dir: dir}); len(got) != 2 {
		t.Error(got)
	}
}

func TestWalkFollowsNoSymbolicLink(t *testing.T) {
	dir := write(t, "in/a.txt", "", "out/secret.txt", "")
	for link, target := range map[string]string{"in/dir": "../out", "in/file": "../out/secret.txt", "in/loop": "."} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip(err)
		}
	}
	in := filepath.Join(dir, "in")
	if diff := cmp.Diff([]string{"a.txt"}, walked(t, worktree.Tree{Top: in, Dir: in})); diff != "" {
		t.Error(diff)
	}
}

// TestLostRepository: Git does not find what .git names, and so nobody knows
// what it ignores.
func TestLostRepository(t *testing.T) {
	dir := write(t, ".git", "gitdir: elsewhere\n", "a.txt", "")
	for _, all := range []bool{true, false} {
		asked, visited := 0, 0
		tree := worktree.Tree{Top: dir, Dir: dir, Environ: environ(), Unasked: func(string, error) bool { asked++; return all }}
		problems, err := tree.Walk(t.Context(), func(string) { visited++ })
		if err != nil || len(problems) > 0 || asked != 1 || visited == 1 != all {
			t.Error(all, err, problems, asked, visited)
		}
	}
}

func TestWalkNamesWhatItCannotRead(t *testing.T) {
	dir := write(t, "a/x", "", "b/x", "")
	if err := os.WriteFile(filepath.Join(dir, "a", ".patctl-ignore"), make([]byte, 5<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	problems, err := worktree.Tree{Top: dir, Dir: dir}.Walk(t.Context(), func(string) {})
	if err != nil || len(problems) != 1 || problems[0].Path != filepath.Join(dir, "a", ".patctl-ignore") {
		t.Error(err, problems)
	}
	problems, err = worktree.Tree{Top: dir, Dir: filepath.Join(dir, "nowhere")}.Walk(t.Context(), func(string) {})
	if err != nil || len(problems) != 1 {
		t.Error(err, problems)
	}
}

func TestWalkStops(t *testing.T) {
	dir := write(t, "a/x", "", "b/x", "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := worktree.Tree{Top: dir, Dir: dir}.Walk(ctx, func(string) { t.Error("visited") })
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
