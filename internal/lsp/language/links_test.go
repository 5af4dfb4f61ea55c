package language

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestLinks: the links of the files in testdata/links are those in its last file.
func TestLinks(t *testing.T) {
	a, err := txtar.ParseFile("testdata/links/links.txtar")
	if err != nil {
		t.Fatal(err)
	}
	w, want := workspace{}, ""
	for _, f := range a.Files {
		if f.Name == "links" {
			want = string(f.Data)
			continue
		}
		w.set(f.Name, string(f.Data))
	}
	var got []string
	for _, f := range a.Files {
		dir, name := path.Split(f.Name)
		if m := w[path.Clean(dir)]; m != nil {
			for _, l := range m.Links(name) {
				got = append(got, fmt.Sprintf("%s -> %s", w.shown([]Place{{path.Clean(dir), name, l.Start, l.End}})[0], l.Target))
			}
		}
	}
	if lines := strings.Split(strings.TrimSpace(want), "\n"); !slices.Equal(got, lines) {
		t.Errorf("the links are\n%s\nexpected\n%s", strings.Join(got, "\n"), want)
	}
}
