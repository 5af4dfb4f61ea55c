package cli

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSignalLeavesNoHalfFile: files that are being written are gone, and the
// one that was to be replaced is as it was.
func TestSignalLeavesNoHalfFile(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "old")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{old, filepath.Join(dir, "new")} {
		f, err := createFile(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Discard()
		if _, err := f.Write([]byte("half")); err != nil {
			t.Fatal(err)
		}
	}
	if err := WriteFile(filepath.Join(dir, "whole"), []byte("whole")); err != nil {
		t.Fatal(err)
	}
	Unfinished.abandon()
	defer func() { Unfinished = UnfinishedFiles{} }()
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if hidden, _ := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(hidden) > 0 || len(left) != 2 {
		t.Errorf("left: %v %v, %v", left, hidden, err)
	}
	if text, err := os.ReadFile(old); err != nil || string(text) != "old" {
		t.Errorf("the old file holds %q, %v", text, err)
	}
}
