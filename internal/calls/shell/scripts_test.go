package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The scripts in testdata are read as calls.txt says: each call in its line, and
// nothing else.
func TestScriptsAsPeopleWriteThem(t *testing.T) {
	expected, err := os.ReadFile("testdata/scripts/calls.txt")
	if err != nil {
		t.Fatal(err)
	}
	for section := range strings.SplitSeq(strings.TrimSpace(string(expected)), "\n\n") {
		name, want, _ := strings.Cut(section, "\n")
		text, err := os.ReadFile(filepath.Join("testdata/scripts", name))
		if err != nil {
			t.Fatal(err)
		}
		got := strings.ReplaceAll(said(Read(string(text))), "; ", "\n")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", name, diff)
		}
	}
}
