package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/command"
)

// environmentName is a name of a variable of the environment in the code.
var environmentName = regexp.MustCompile(`[gG]etenv\("([A-Z_]+)"\)|"((?:CI|TERM|DOMTERM|GH|GITHUB|PATCTL|[A-Z]+)_[A-Z_]+|DOMTERM)"`)

// readsEnvironment are the files that may look at the environment.
var readsEnvironment = regexp.MustCompile(`^(cmd|internal/(cli|command|github|planning|workspace))/`)

// TestEnvironmentHelpIsComplete: what patctl looks at is in `help environment`.
func TestEnvironmentHelpIsComplete(t *testing.T) {
	names := 0
	for _, file := range goFiles(t) {
		if strings.HasSuffix(file, "_test.go") || !readsEnvironment.MatchString(file) || strings.Contains(file, "githubtest") || strings.Contains(file, "/generate/") {
			continue
		}
		source, err := os.ReadFile(filepath.Join(moduleRoot, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range environmentName.FindAllStringSubmatch(string(source), -1) {
			name := m[1] + m[2]
			names++
			if !regexp.MustCompile(`\b` + strings.TrimSuffix(name, "_") + `(_|\b)`).MatchString(command.EnvironmentHelp) {
				t.Errorf("%s: %s is not in `patctl help environment`", file, name)
			}
		}
	}
	if names < 20 {
		t.Errorf("only %d names were found", names)
	}
}
