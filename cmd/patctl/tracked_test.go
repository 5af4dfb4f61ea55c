package main

import (
	"os/exec"
	"strings"
	"testing"
)

// TestNoFlagsAsNames: no file has the name of a flag, which is what a program leaves behind that
// took --help for the name of its output.
func TestNoFlagsAsNames(t *testing.T) {
	cmd := exec.Command("git", "ls-files")
	cmd.Dir = moduleRoot
	files, err := cmd.Output()
	if err != nil {
		t.Skip("not a clone")
	}
	for name := range strings.Lines(string(files)) {
		if strings.HasPrefix(name, "-") || strings.Contains(name, "/-") {
			t.Errorf("the name of a flag: %s", name)
		}
	}
}

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
