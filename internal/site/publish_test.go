package site_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// TestPublishedSite runs what the workflow publishes, on what is committed: main at the top, and each release in
// a folder.
func TestPublishedSite(t *testing.T) {
	if _, err := os.Stat(filepath.Join(repositoryRoot, ".git")); err != nil || runtime.GOOS == "windows" {
		t.Skip("needs a clone, and a POSIX shell")
	}
	source, err := filepath.Abs(repositoryRoot)
	if err != nil {
		t.Fatal(err)
	}
	clone, out := filepath.Join(t.TempDir(), "clone"), filepath.Join(t.TempDir(), "site")
	runIn(t, ".", "git", "clone", "--quiet", "--shared", source, clone)
	for _, tag := range []string{"v0.1.0", "v0.2.0-rc.1", "v0", "nightly", "v0.1.0-old/odd"} {
		runIn(t, clone, "git", "tag", tag)
	}
	runIn(t, clone, filepath.Join(clone, ".ci", "site"), out)
	names := filesOf(t, out)
	for _, want := range []string{"index.html", "v0.1.0/index.html", "v0.2.0-rc.1/index.html", "versions.json"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if entries, err := os.ReadDir(out); err != nil || slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() == "v0" || e.Name() == "nightly" }) {
		t.Errorf("%v, %v", entries, err)
	}
}

func runIn(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, args, err, out)
	}
}
