package explain

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli/clitest"
)

// TestLargeLogs: who has a large file read learns before that it takes time.
func TestLargeLogs(t *testing.T) {
	dir := t.TempDir()
	line := strings.Repeat("x", 1023) + "\n"
	for name, lines := range map[string]int{"small.log": 1, "large.log": slowFile >> 10} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat(line, lines)+"gh api /user\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var stderr bytes.Buffer
	e := clitest.NewEnv(t, nil, &stderr)
	e.Dir = dir
	found, err := readSources(t.Context(), e, []string{"small.log", "large.log"})
	if err != nil || len(found.files) != 2 || len(found.files[1].reading.Calls) != 1 {
		t.Fatalf("%+v: %v", found, err)
	}
	if want := "Reading large.log, which has 4 MiB. This can take 2 seconds for each MiB.\n"; stderr.String() != want {
		t.Errorf("stderr is %q, want %q", stderr.String(), want)
	}
	stderr.Reset()
	e.Global.Quiet = true
	if _, err := readSources(t.Context(), e, []string{"large.log"}); err != nil || stderr.Len() > 0 {
		t.Errorf("with --quiet, stderr is %q: %v", stderr.String(), err)
	}
}
