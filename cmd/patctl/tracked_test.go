package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestNoLinks: no file of the project is a symbolic link, which would lead nowhere
// in another clone, and stand in the way of a directory.
func TestNoLinks(t *testing.T) {
	cmd := exec.Command("git", "ls-files", "--stage")
	cmd.Dir = moduleRoot
	files, err := cmd.Output()
	if err != nil {
		t.Skip("not a clone")
	}
	for line := range strings.Lines(string(files)) {
		if strings.HasPrefix(line, "120000 ") {
			t.Errorf("a symbolic link: %s", line)
		}
	}
}
