package powershell

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/calls/program/programtest"
	"github.com/patctl/patctl/internal/mutate"
)

// TestPrograms reads each program and compares its calls with the comments on their lines.
func TestPrograms(t *testing.T) { programtest.Programs(t, "testdata", Read) }

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.ps1")
	if err != nil || len(files) == 0 {
		f.Fatalf("no programs: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		mutate.Add(f, string(text))
	}
	f.Fuzz(func(t *testing.T, text string) { programtest.Fuzz(t, text, Read) })
}
