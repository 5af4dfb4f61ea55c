package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// scriptNeed is a line of a script that does not work on every system: a program of
// Unix, or a symbolic link. Lines with a condition of their own are not looked at.
var scriptNeed = regexp.MustCompile(`^(?:!\s*)?(?:exec ([\w-]+)|(symlink) )`)

// scriptEnd is a line that ends a script where something is missing.
var scriptEnd = regexp.MustCompile(`^\[(windows|!unix|!symlink|!exec:([\w-]+))\] (?:skip|stop)`)

// TestScriptsSayWhatTheyNeed: the tests run on Windows and macOS, too. A script that
// needs what is not there is skipped, and none fails.
func TestScriptsSayWhatTheyNeed(t *testing.T) {
	ours := map[string]bool{"patctl": true, "gh-patctl": true, "patctl-facts": true}
	for _, file := range scripts(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		met := map[string]bool{}
		for line := range strings.Lines(string(txtar.Parse(data).Comment)) {
			if end := scriptEnd.FindStringSubmatch(line); end != nil {
				met[end[1]], met[end[2]] = true, true
			}
			need := scriptNeed.FindStringSubmatch(line)
			switch {
			case need == nil || met["windows"] || met["!unix"]:
			case need[2] != "" && !met["!symlink"]:
				t.Errorf("%s: add \"[!symlink] skip\": %s", filepath.Base(file), line)
			case need[1] != "" && !ours[need[1]] && !met[need[1]]:
				t.Errorf("%s: add \"[!exec:%s] skip\": %s", filepath.Base(file), need[1], line)
			case strings.Contains(line, "exec sed -i"):
				t.Errorf("%s: macOS has another sed -i: %s", filepath.Base(file), line)
			}
		}
	}
}
