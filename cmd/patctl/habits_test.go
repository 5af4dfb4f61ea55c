package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
)

// habitRuns are command lines of people who know Terraform, gh or other tools,
// and the command that the answer leads to.
var habitRuns = map[string]string{
	"validate -f main.pat.hcl":       "patctl --chdir DIR validate",
	"explain -f deploy.sh":           "patctl explain --file FILE",
	"fmt -f main.pat.hcl":            "patctl fmt FILE",
	"report -f audit.json":           "patctl report --from FILE",
	"audit -f snapshot.json":         "patctl audit --snapshot FILE",
	"audit --format json":            "patctl audit -o FORMAT",
	"audit --html":                   "patctl audit -o FORMAT",
	"doctor --format json":           "patctl doctor --json",
	"list -o json":                   "patctl list --json",
	"apply --snapshot snapshot.json": "patctl plan --snapshot FILE",
	"apply --yes":                    "patctl apply --auto-approve",
	"apply -y":                       "patctl apply --auto-approve",
	"apply --dry-run":                "patctl plan --live",
	"show --from x":                  "patctl show FILE",
	"init -upgrade":                  "patctl init",
	"plan -destroy":                  "patctl plan --live",
	"plan -target=x":                 "patctl show ADDRESS",
	"audit -v":                       "PATCTL_LOG=debug patctl audit",
	"plan --verbose":                 "PATCTL_LOG=debug patctl plan",
	"-v":                             "patctl version",
	"pull --org octo-org":            "patctl pull --organization LOGIN",
	"audit --token ghp_abc":          "patctl help environment",
	"validate --dir sub":             "patctl --chdir DIR validate",
	"fmt -r":                         "patctl fmt --recursive",
	"render --web":                   "patctl render ADDRESS --open",
	"validate release.pat.hcl":       "patctl validate",
	"validate sub/main.pat.hcl":      "patctl --chdir sub validate",
	"-C sub validate main.pat.hcl":   "patctl --chdir sub validate",
	"plan release.plan":              "patctl apply release.plan",
	"-C sub plan release.plan":       "patctl --chdir sub apply release.plan",
	"output":                         "patctl render",
	"output -json":                   "patctl render",
	"destroy":                        "patctl plan --live",
	"state list":                     "patctl list",
	"refresh":                        "patctl audit",
	"workspace new x":                "patctl --chdir DIR validate",
	"login":                          "patctl doctor",
	"lint":                           "patctl validate",
	"revoke 1":                       "patctl plan --live",
	"new":                            "patctl render",
	"snapshot":                       "patctl pull --out snapshot.json",
	"search webhooks":                "patctl catalog WORD",
}

// TestHabits: spellings of other tools lead to what patctl has, once.
func TestHabits(t *testing.T) {
	dir := directoryWithBelow(t)
	for line, want := range habitRuns {
		_, stderr, code := runIn(t, dir, strings.Fields(line)...)
		commands := slices.DeleteFunc(strings.Split(stderr, "\n"), func(l string) bool {
			return !strings.HasPrefix(l, "  ") || strings.HasSuffix(l, "--help")
		})
		if code != cli.ExitError || len(commands) != 1 || strings.TrimSpace(commands[0]) != want {
			t.Errorf("patctl %s: exit code %d, want the one hint %q\n%s", line, code, want, stderr)
		}
		if strings.Contains(stderr, "ghp_abc") {
			t.Errorf("patctl %s prints a credential:\n%s", line, stderr)
		}
	}
}

// TestHabitsLeadSomewhere: what a hint names exists, and what it is for does not.
func TestHabitsLeadSomewhere(t *testing.T) {
	dir := directoryWithBelow(t)
	for _, h := range cli.CommandHabits {
		args := argumentsOf(h.Run)
		if _, stderr, code := runIn(t, dir, append(args, "--help")...); code != cli.ExitDone {
			t.Errorf("%s: exit code %d\n%s", h.Run, code, stderr)
		}
		for _, name := range h.Names {
			if _, _, code := runIn(t, dir, name, "--help"); code != cli.ExitError {
				t.Errorf("patctl %s exists, so that its hint is never read", name)
			}
		}
	}
}

// TestSpellingsThatWork: where there is no doubt, another spelling is taken.
func TestSpellingsThatWork(t *testing.T) {
	dir := directoryWithBelow(t)
	for _, line := range []string{
		"-C sub validate", "-Csub validate", "validate -C sub", "-chdir=sub validate", "validate -C sub -json",
		"plan -C sub -out=x", "apply -C sub -auto-approve x",
	} {
		if stdout, stderr, code := runIn(t, dir, strings.Fields(line)...); code != cli.ExitDone {
			t.Errorf("patctl %s: exit code %d\n%s%s", line, code, stdout, stderr)
		}
	}
}

// directoryWithBelow makes a directory without a configuration, and one in its
// directory sub.
func directoryWithBelow(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	writeTestFiles(t, dir, map[string]string{"sub/main.pat.hcl": smallConfiguration})
	return dir
}

const smallConfiguration = `template "reader" {
  name        = "reader"
  expires_in  = 30
  permissions = { contents = "read" }
}
`

func writeTestFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
