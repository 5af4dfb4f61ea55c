package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/patctl/patctl/internal/cli"
)

// printedWorkflow is a workflow that people copy, or that patctl init writes.
type printedWorkflow struct{ name, text string }

// workflowShape is what the tests read in a workflow.
type workflowShape struct {
	Permissions any `yaml:"permissions"`
	Jobs        map[string]struct {
		Steps []workflowStep `yaml:"steps"`
	} `yaml:"jobs"`
}

type workflowStep struct {
	Uses string            `yaml:"uses"`
	Run  string            `yaml:"run"`
	With map[string]string `yaml:"with"`
}

// printedWorkflows returns the workflows of the documents, those of the
// examples, and those that init writes for directories of several names.
func printedWorkflows(t *testing.T) []printedWorkflow {
	t.Helper()
	var all []printedWorkflow
	for _, name := range documents {
		for _, block := range codeBlock.FindAllStringSubmatch(readDocument(t, name), -1) {
			if block[1] == "yaml" && regexp.MustCompile(`(?m)^on:`).MatchString(block[3]) {
				all = append(all, printedWorkflow{name, block[3]})
			}
		}
	}
	examples, err := filepath.Glob(filepath.Join(examplesDir, "*/.github/workflows/*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range examples {
		all = append(all, printedWorkflow{name, readDocument(t, strings.TrimPrefix(filepath.ToSlash(name), filepath.ToSlash(moduleRoot)+"/"))})
	}
	for _, dir := range []string{".", "org/our tokens", "a[b]!"} {
		all = append(all, printedWorkflow{"init " + dir, writtenWorkflow(t, dir)})
	}
	return all
}

// writtenWorkflow returns the workflow that init writes for a directory.
func writtenWorkflow(t *testing.T, dir string) string {
	t.Helper()
	top := t.TempDir()
	if err := os.Mkdir(filepath.Join(top, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if stdout, stderr, code := runIn(t, top, "init", dir); code != cli.ExitDone {
		t.Fatalf("init %s: exit code %d\n%s%s", dir, code, stdout, stderr)
	}
	src, err := os.ReadFile(filepath.Join(top, ".github/workflows/patctl.yml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// TestPrintedWorkflowsPassActionlint: PATCTL_TEST_ACTIONLINT is the program, as
// .ci/lint builds it.
func TestPrintedWorkflowsPassActionlint(t *testing.T) {
	program := os.Getenv("PATCTL_TEST_ACTIONLINT")
	if program == "" {
		t.Skip("PATCTL_TEST_ACTIONLINT is not set")
	}
	for _, w := range printedWorkflows(t) {
		file := filepath.Join(t.TempDir(), "workflow.yml")
		if err := os.WriteFile(file, []byte(w.text), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(program, "-shellcheck=", "-pyflakes=", "-no-color", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", w.name, err, out)
		}
	}
}

// pinnedAction is a line that uses an action at a commit.
var pinnedAction = regexp.MustCompile(`uses: ([^@\s]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)(?m:$)`)

// ownPins returns the actions that the workflows of this repository use, by name.
func ownPins(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(moduleRoot, ".github/workflows/*.yml"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	pins := map[string]string{}
	for _, file := range append(files, filepath.Join(moduleRoot, "action.yml")) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range pinnedAction.FindAllStringSubmatch(string(src), -1) {
			if have, ok := pins[match[1]]; ok && have != match[2] {
				t.Errorf("%s: %s is pinned to %s and elsewhere to %s", file, match[1], match[2], have)
			}
			pins[match[1]] = match[2]
		}
	}
	return pins
}

// TestPrintedWorkflows: they use the action and compile nothing, ask for few
// permissions, pin other actions as this repository does, and put no expression
// into a command line.
func TestPrintedWorkflows(t *testing.T) {
	inputs := actionInputs(t)
	pins := ownPins(t)
	workflows := printedWorkflows(t)
	if len(workflows) < 7 {
		t.Errorf("only %d workflows", len(workflows))
	}
	for _, w := range workflows {
		var shape workflowShape
		if err := yaml.Unmarshal([]byte(w.text), &shape); err != nil {
			t.Fatalf("%s: %v", w.name, err)
		}
		if shape.Permissions == nil {
			t.Errorf("%s: no permissions, so the workflow has those of the repository", w.name)
		}
		if strings.Contains(w.text, "go install") || !strings.Contains(w.text, "uses: patctl/patctl@v0") {
			t.Errorf("%s does not use the action", w.name)
		}
		for line := range strings.Lines(w.text) {
			name, _, uses := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "- "), "@")
			name, uses = strings.TrimPrefix(name, "uses: "), uses && strings.HasPrefix(name, "uses: ")
			if match := pinnedAction.FindStringSubmatch(line); uses && name != "patctl/patctl" && (match == nil || match[2] != pins[name]) {
				t.Errorf("%s: %q is not at the commit of this repository's workflows", w.name, strings.TrimSpace(line))
			}
		}
		for _, job := range shape.Jobs {
			for _, step := range job.Steps {
				step.check(t, w.name, inputs)
			}
		}
	}
}

// check makes sure that a step interpolates nothing into a command line, and
// that the action and patctl take what it gives them.
func (s workflowStep) check(t *testing.T, name string, inputs []string) {
	t.Helper()
	if strings.Contains(s.Run, "${{") {
		t.Errorf("%s: an expression in a command line: %s", name, s.Run)
	}
	if !strings.HasPrefix(s.Uses, "patctl/patctl@") {
		return
	}
	for input := range maps.Keys(s.With) {
		if !slices.Contains(inputs, input) {
			t.Errorf("%s: the action has no input %q", name, input)
		}
	}
	args := append([]string{s.With["command"]}, strings.Fields(s.With["args"])...)
	if _, stderr, code := runIn(t, t.TempDir(), append(args, "--help")...); code != cli.ExitDone || stderr != "" {
		t.Errorf("%s: patctl %q: exit code %d\n%s", name, args, code, stderr)
	}
}

// actionInputs returns the names of the inputs of the action.
func actionInputs(t *testing.T) []string {
	t.Helper()
	var action struct {
		Inputs map[string]any `yaml:"inputs"`
	}
	if err := yaml.Unmarshal([]byte(readDocument(t, "action.yml")), &action); err != nil {
		t.Fatal(err)
	}
	return slices.Collect(maps.Keys(action.Inputs))
}

// TestCommandsOfCIPages: the flags that the pages on continuous integration show
// exist, also those in the inputs of the action.
func TestCommandsOfCIPages(t *testing.T) {
	for name, least := range map[string]int{"docs/ci.md": 3, "docs/fleet.md": 1, otherCI: 3} {
		commands := found("(patctl (?:apply|audit|fmt|import|links|plan|pull|report|validate) [^`|;'\n]*)", readDocument(t, name))
		if len(commands) < least {
			t.Errorf("%s: only %q", name, commands)
		}
		for _, args := range found("`args: ([^`]*)`", readDocument(t, name)) {
			commands = append(commands, "patctl audit "+args)
		}
		for _, command := range commands {
			args := append(strings.Fields(command)[1:], "--help")
			if _, stderr, code := runIn(t, t.TempDir(), args...); code != cli.ExitDone || stderr != "" {
				t.Errorf("%s: %s: exit code %d\n%s", name, command, code, stderr)
			}
		}
	}
}
