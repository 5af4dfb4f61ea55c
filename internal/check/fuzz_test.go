package check_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/patctl/patctl/internal/check"
	"github.com/patctl/patctl/internal/hcl"
	"github.com/patctl/patctl/internal/mutate"
)

// FuzzRun holds that every configuration can be checked, and that everything
// said of it has a place and words.
func FuzzRun(f *testing.F) {
	for _, pattern := range []string{"testdata/err/*.pat.hcl", "testdata/ok/*.pat.hcl"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			mutate.Add(f, data)
		}
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		fsys := fstest.MapFS{"main.pat.hcl": {Data: source}}
		cfg, _ := hcl.Load(fsys, ".", hcl.Options{})
		for _, d := range check.Run(cfg, now) {
			if d.Subject == nil || d.Subject.Filename == "" || d.Summary == "" || d.Detail == "" {
				t.Errorf("incomplete: %+v", d)
			}
		}
	})
}
