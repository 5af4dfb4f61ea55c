package worktree_test

import (
	"context"
	"errors"
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

// patterns are what stands in .gitignore files, each tried alone and all together.
var patterns = []string{
	"a", "*.log", "/a.log", "build/", "/build", "build/*", "build/**", "**/build", "deep/**/a.txt", "deep/*/keep.log", "doc/*.txt",
	"doc/**/*.txt", "/doc", "foo-[0-9]", "foo-[!0-9]", "foo-[^0-9]", "foo[]]", "foo[]^]", "foo[!]^]", "foo[[:punct:]]", "\\#x", "#x", "\\!x",
	"!x", "x\\ y", "x ", "x\\ ", "\\\\x", "\\*", "deep/\\*", "?", "??", "*.t?t", "[a-c]*", "**", "**/", "/**", "a/**/b", "*/", "/*", "/*/",
	".hidden/", ".*", "vendor/**/d.go", "vendor/*/d.go", "**/logs/**/debug.log", "logs/**/debug.log", "**.log", "deep/**", "***/a.txt", "foo-[a-", "foo-\\",
	"foo[[:nothing:]]", "ä*", "?.txt", "  a", "a  ", "deep//er", "//a", "/", "*.log\r",
}

// TestIgnoresAsGitDoes asks Git itself.
func TestIgnoresAsGitDoes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil || runtime.GOOS == "windows" {
		t.Skip("there is no git to ask, or names are other ones")
	}
	cases := map[string]string{
		"all":     strings.Join(patterns, "\n"),
		"negated": "*\n!*/\n!*.txt\n!deep/**\ndeep/er/*\n!deep/er/keep.log\n",
		"last":    "*.log\n!keep.log\n!logs/\nlogs/debug.log\n",
		"mark":    "\ufeff*.log\r\n# comment\r\nbuild/\r\n",
	}
	for _, p := range patterns {
		cases["alone: "+p] = p + "\n"
	}
	var files []string
	for _, name := range names {
		files = append(files, name, "x")
	}
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			dir := write(t, append(slices.Clone(files), ".gitignore", text)...)
			compareWithGit(t, dir)
		})
	}
}

func TestNestedPatternsAsGitDoes(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git to ask")
	}
	dir := write(t,
		".gitignore", "*.log\n/only-here\nnever/\n", "x.log", "", "only-here", "", "a/only-here", "",
		"a/.gitignore", "!kept.log\n/top.txt\nb/c.txt\n", "a/kept.log", "", "a/lost.log", "", "a/top.txt", "", "a/b/top.txt", "",
		"a/b/c.txt", "", "a/b/.gitignore", "kept.log\n!c.txt\n", "a/b/kept.log", "", "a/x/b/c.txt", "",
		"never/.gitignore", "!*\n", "never/x", "", "a/never/x", "")
	compareWithGit(t, dir)
	want := []string{".gitignore", "c.txt", "top.txt"}
	if diff := cmp.Diff(want, walked(t, worktree.Tree{Top: dir, Dir: filepath.Join(dir, "a", "b")})); diff != "" {
		t.Error("below the top:", diff)
	}
}

// compareWithGit holds the files of a walk against those that Git would add.
func compareWithGit(t *testing.T, dir string) {
	t.Helper()
	git(t, dir, "init", "-q")
	if err := os.WriteFile(filepath.Join(dir, ".git", "info", "exclude"), []byte("from-exclude\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "from-exclude"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	out := git(t, dir, "-c", "core.excludesFile=", "ls-files", "-z", "--others", "--exclude-standard")
	want := strings.FieldsFunc(out, func(r rune) bool { return r == 0 })
	slices.Sort(want)
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, walked(t, worktree.Tree{Top: dir, Dir: dir})); diff != "" {
		t.Errorf("(-git +patctl):\n%s", diff)
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(args, err)
	}
	return string(out)
}

// TestHostilePatternEnds: backtracking has to be bounded.
func TestHostilePatternEnds(t *testing.T) {
	long := strings.Repeat("a", 200)
	dir := write(t, ".gitignore", strings.Repeat("*a", 60)+"b\n"+strings.Repeat("**/*a/", 40)+"b\n", long, "")
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

// TestOtherWorkingTree: there .git is a file.
func TestOtherWorkingTree(t *testing.T) {
	dir := write(t, ".git", "gitdir: elsewhere\n", "a.txt", "")
	if diff := cmp.Diff([]string{"a.txt"}, walked(t, worktree.Tree{Top: dir, Dir: dir})); diff != "" {
		t.Error(diff)
	}
}

func TestWalkNamesWhatItCannotRead(t *testing.T) {
	dir := write(t, "a/x", "", "b/x", "")
	if err := os.WriteFile(filepath.Join(dir, "a", ".gitignore"), make([]byte, 5<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	problems, err := worktree.Tree{Top: dir, Dir: dir}.Walk(t.Context(), func(string) {})
	if err != nil || len(problems) != 1 || problems[0].Path != filepath.Join(dir, "a", ".gitignore") {
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
