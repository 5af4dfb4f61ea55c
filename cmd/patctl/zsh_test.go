package main

import (
	"iter"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

// TestExamplesAreSafeInZsh: zsh takes brackets outside of quotation marks for a
// pattern, and refuses to run the command.
func TestExamplesAreSafeInZsh(t *testing.T) {
	quoted := regexp.MustCompile(`'[^']*'|"[^"]*"`)
	usage := regexp.MustCompile(`\[(?:[A-Z-]|flags)`) // brackets around what may be left out
	check := func(where, line string) {
		line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
		if usage.MatchString(line) {
			return
		}
		if strings.HasPrefix(line, "patctl ") && strings.ContainsAny(quoted.ReplaceAllString(line, ""), "[]") {
			t.Errorf("%s: quote the brackets: %s", where, line)
		}
	}
	for _, cmd := range command.NewRootCmd(clitest.NewSilentEnv(t)).Commands() {
		for line := range strings.Lines(cmd.Example) {
			check(cmd.Name(), line)
		}
	}
	for _, name := range documentNames(t) {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for block := range codeBlocks(string(text)) {
			for line := range strings.Lines(block) {
				check(name, line)
			}
		}
	}
}

// documentNames are the pages of the documentation.
func documentNames(t *testing.T) []string {
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatal("no pages", err)
	}
	return append(names, "../../README.md")
}

// codeBlocks yields what stands between fences.
func codeBlocks(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		parts := strings.Split(text, "\n```")
		for i := 1; i < len(parts); i += 2 {
			if !yield(parts[i]) {
				return
			}
		}
	}
}
