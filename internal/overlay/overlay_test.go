package overlay_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/overlay"
)

// TestFiles: files are added and replaced, in directories that exist.
func TestFiles(t *testing.T) {
	base := fstest.MapFS{"a/old": {Data: []byte("old")}, "a/kept": {Data: []byte("kept")}, "b/c/x": {}}
	fsys := overlay.Files(base, map[string][]byte{"a/old": []byte("new"), "a/more": []byte("more"), "top": nil, "b/c/./y": []byte("y")})
	for dir, want := range map[string]string{".": "a b top", "a": "kept more old", "b/c": "x y"} {
		entries, err := fs.ReadDir(fsys, dir)
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if got := strings.Join(names, " "); err != nil || got != want {
			t.Errorf("%s has %q, %v, expected %q", dir, got, err, want)
		}
	}
	if info, err := fs.Stat(fsys, "a/old"); err != nil || info.Size() != 3 || !info.Mode().IsRegular() {
		t.Errorf("a/old: %v, %v", info, err)
	}
	for name, want := range map[string]string{"a/old": "new", "a/kept": "kept", "a/more": "more", "top": "", "b/c/y": "y"} {
		if got, err := fs.ReadFile(fsys, name); err != nil || string(got) != want {
			t.Errorf("%s has %q, %v, expected %q", name, got, err, want)
		}
	}
}
