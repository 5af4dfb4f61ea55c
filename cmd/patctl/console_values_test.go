package main

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

// evaluatedExamples are all example configurations, and the values that their variables need.
var evaluatedExamples = map[string][]string{
	"quickstart":              nil,
	"octo-org":                nil,
	"octo-org/teams/platform": {"--var", "org=octo-org", "--var", `owners=["octocat", "mona"]`, "--var", "lifetime=90"},
	"octo-org/teams/service": {
		"--var", "org=octo-org", "--var", "service=api", "--var", "team=backend", "--var", `owners=["octocat"]`, "--var", "lifetime=60",
	},
}

// notArguments are what documents have beside the arguments of a template.
var notArguments = []string{"match", "range", "url"}

// TestConsoleHasValuesOfRender: for every argument of every template of the examples, console
// gives the value that render and list write.
func TestConsoleHasValuesOfRender(t *testing.T) {
	compared := 0
	for _, name := range slices.Sorted(maps.Keys(evaluatedExamples)) {
		dir, args := filepath.Join(examplesDir, filepath.FromSlash(name)), evaluatedExamples[name]
		rendered := templatesOf(t, dir, append([]string{"render", "-o", "json"}, args...)...)
		if diff := cmp.Diff(rendered, templatesOf(t, dir, append([]string{"list", "--json"}, args...)...)); diff != "" {
			t.Errorf("%s: render and list differ:\n%s", name, diff)
		}
		for _, template := range rendered {
			address, _ := template["address"].(string)
			if strings.HasPrefix(address, "module.") {
				continue // expressions of the root module cannot refer to it; its directory is among the examples
			}
			var expressions []string
			for _, attribute := range slices.Sorted(maps.Keys(template)) {
				if !slices.Contains(notArguments, attribute) {
					expressions = append(expressions, address+"."+attribute)
				}
			}
			for i, value := range consoleValues(t, dir, expressions, args) {
				attribute := expressions[i][len(address)+1:]
				if diff := cmp.Diff(template[attribute], orEmpty(value, template[attribute])); diff != "" {
					t.Errorf("%s: %s in render and in console:\n%s", name, expressions[i], diff)
				}
				compared++
			}
		}
	}
	if compared < 190 {
		t.Errorf("only %d values were compared", compared)
	}
}

// TestEveryExampleIsEvaluated: evaluatedExamples has every directory with a configuration.
func TestEveryExampleIsEvaluated(t *testing.T) {
	for _, pattern := range []string{"*/*.pat.hcl", "*/*/*.pat.hcl", "*/*/*/*.pat.hcl"} {
		files, err := filepath.Glob(filepath.Join(examplesDir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			rel, _ := filepath.Rel(examplesDir, filepath.Dir(file))
			if _, ok := evaluatedExamples[filepath.ToSlash(rel)]; !ok {
				t.Errorf("%s is not among the examples of the test", rel)
			}
		}
	}
}

// orEmpty is a value of an expression as documents have it, in which lists,
// objects, and the justification are never null.
func orEmpty(value, documented any) any {
	if value != nil {
		return value
	}
	switch documented := documented.(type) {
	case string:
		if documented == "" {
			return documented
		}
	case []any:
		if len(documented) == 0 {
			return documented
		}
	case map[string]any:
		if len(documented) == 0 {
			return documented
		}
	}
	return nil
}

// templatesOf returns the templates in the JSON document of a command.
func templatesOf(t *testing.T, dir string, args ...string) []map[string]any {
	t.Helper()
	stdout, stderr, code := runIn(t, dir, args...)
	var document struct{ Templates []map[string]any }
	if err := json.Unmarshal([]byte(stdout), &document); err != nil || code != 0 || len(document.Templates) == 0 {
		t.Fatalf("%s: %q: exit code %d, %v\n%s", dir, args, code, err, stderr)
	}
	return document.Templates
}

// consoleValues returns the values of expressions that console --json writes.
func consoleValues(t *testing.T, dir string, expressions, args []string) []any {
	t.Helper()
	var stdout, stderr bytes.Buffer
	e := clitest.NewEnv(t, &stdout, &stderr)
	real, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	e.Dir, e.Stdin = real, strings.NewReader(strings.Join(expressions, "\n")+"\n")
	code := command.Run(context.Background(), append([]string{"console", "--json"}, args...), e)
	var values []any
	for line := range bytes.Lines(stdout.Bytes()) {
		var result struct{ Value any }
		if err := json.Unmarshal(line, &result); err != nil {
			t.Fatal(err)
		}
		values = append(values, result.Value)
	}
	if code != 0 || len(values) != len(expressions) {
		t.Fatalf("%s: exit code %d, %d of %d values\n%s%s", dir, code, len(values), len(expressions), stdout.String(), stderr.String())
	}
	return values
}
