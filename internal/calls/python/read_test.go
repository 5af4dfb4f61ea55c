package python

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/calls/program/programtest"
	"github.com/patctl/patctl/internal/mutate"
)

// TestPrograms reads each program and compares its calls with the comments on their lines.
func TestPrograms(t *testing.T) { programtest.Programs(t, "testdata", Read) }

// TestManyFactors: no call is lost behind many operators.
func TestManyFactors(t *testing.T) {
	many := "x = 1" + strings.Repeat(" * 1", 1500)
	text := "import requests\n" + many + " * requests.get('https://api.github.com/user').n\n" +
		"y = requests.get('https://api.github.com/user').n / 2\n"
	if got := Read(text); len(got.Calls) != 2 || len(got.Unclear) != 0 {
		t.Errorf("calls %v, unclear %v", got.Calls, got.Unclear)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.py")
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
