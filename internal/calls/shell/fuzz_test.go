package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRead holds that every text is read, that places lie within it, and that the
// same text is read the same way twice.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/scripts/*.sh")
	if err != nil || len(files) == 0 {
		f.Fatal("no scripts", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		mutate.Add(f, string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := Read(text)
		lines := strings.Count(text, "\n") + 1
		for _, c := range r.Calls {
			if c.Text == "" || c.Line < 1 || c.Line > lines || c.Column < 1 {
				t.Errorf("%q holds the call %+v", text, c)
			}
		}
		for _, u := range r.Unclear {
			if u.Call == "" || u.Line < 1 || u.Line > lines || strings.Trim(u.Call, wordBytes) != "" {
				t.Errorf("%q holds %+v", text, u)
			}
		}
		if diff := cmp.Diff(r, Read(text)); diff != "" {
			t.Errorf("%q is read in two ways:\n%s", text, diff)
		}
	})
}

// wordBytes are what the name of something unclear may consist of.
const wordBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/- "
