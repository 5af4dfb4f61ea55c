package site_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/site"
)

// TestSameBytes: building twice, also over an earlier site, gives the same files.
func TestSameBytes(t *testing.T) {
	first, second := writeSite(t), writeSite(t)
	if err := build(t, "v0.2.0").Write(second); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(readSite(t, first), readSite(t, second)); diff != "" {
		t.Error(diff)
	}
}

// TestWriteReplacesOneVersion: a build removes the old pages of its version, and nothing else.
func TestWriteReplacesOneVersion(t *testing.T) {
	dir := t.TempDir()
	write := func(version string, files map[string]string) {
		t.Helper()
		built, err := site.Build(repository(files), version)
		if err == nil {
			err = built.Write(dir)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	old := map[string]string{"docs/old.md": "# Old\n"}
	write("v0.9.0", old)
	write(site.Latest, old)
	write("v0.10.0-rc.1", nil)
	write(site.Latest, nil)
	write("v0.10.0", nil)
	for _, name := range filesOf(t, dir) {
		if path.Base(name) == "old.html" && name != "v0.9.0/old.html" {
			t.Errorf("%s is still there", name)
		}
	}
	versions := readSite(t, dir)["versions.json"]
	var list []struct {
		Name, Path string
		Pages      []string
	}
	if err := json.Unmarshal([]byte(versions), &list); err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, v := range list {
		got += fmt.Sprintf("%s at %q has old.html: %t\n", v.Name, v.Path, slices.Contains(v.Pages, "old.html"))
	}
	want := `latest at "" has old.html: false
v0.10.0 at "v0.10.0/" has old.html: false
v0.10.0-rc.1 at "v0.10.0-rc.1/" has old.html: false
v0.9.0 at "v0.9.0/" has old.html: true
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWriteSparesOtherDirectories: somebody may give the wrong directory.
func TestWriteSparesOtherDirectories(t *testing.T) {
	dir := t.TempDir()
	precious := filepath.Join(dir, "precious.txt")
	if err := os.WriteFile(precious, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	built, err := site.Build(repository(nil), site.Latest)
	if err != nil {
		t.Fatal(err)
	}
	if err := built.Write(dir); err == nil || !strings.Contains(err.Error(), "is not a site") {
		t.Errorf("%v", err)
	}
	if names := filesOf(t, dir); !slices.Equal(names, []string{"precious.txt"}) {
		t.Errorf("the directory has %v", names)
	}
}
