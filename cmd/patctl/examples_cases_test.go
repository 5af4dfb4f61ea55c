package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
)

// TestExampleCasesPass: the test cases of the example pass, without a word on stderr.
func TestExampleCasesPass(t *testing.T) {
	stdout, stderr, code := runIn(t, filepath.Join(examplesDir, "octo-org"), "test")
	if code != cli.ExitDone || stderr != "" || !strings.Contains(stdout, " passed, 0 failed.\n") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

// policyOfExample is a policy block: its name, what is before its condition, and the
// condition, which may have several lines in parentheses.
var policyOfExample = regexp.MustCompile(`(?s)policy "([a-z-]+)" \{\n(.*?)  condition\s*= (\(\n.*?\n  \)|[^\n]*)\n`)

// TestExampleCasesCoverPolicies inverts the policies of the example one by one. Each time, a
// case fails. Templates are left out of an inverted policy, since they would violate it, and the
// configuration would have errors. No case is about a policy on templates alone: every run
// holds all templates against it.
func TestExampleCasesCoverPolicies(t *testing.T) {
	const file = "policies.pat.hcl"
	source, err := os.ReadFile(filepath.Join(examplesDir, "octo-org", file))
	if err != nil {
		t.Fatal(err)
	}
	found := policyOfExample.FindAllStringSubmatchIndex(string(source), -1)
	if want := strings.Count(string(source), "\npolicy "); len(found) != want || want == 0 {
		t.Fatalf("%d of %d policies", len(found), want)
	}
	for _, at := range found {
		name, before, condition := string(source[at[2]:at[3]]), string(source[at[4]:at[5]]), string(source[at[6]:at[7]])
		on, want, notices := "  on = [\"request\", \"token\"]\n", cli.ExitFindings, "policy:"+name
		if strings.Contains(before, `on            = ["template"]`) {
			on, want, notices = "", cli.ExitDone, "Warning: Policy violation"
		}
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(filepath.Join(examplesDir, "octo-org"))); err != nil {
			t.Fatal(err)
		}
		inverted := string(source[:at[4]]) + on + before + "  condition = !(" + condition + ")\n" + string(source[at[1]:])
		if err := os.WriteFile(filepath.Join(dir, file), []byte(inverted), 0o600); err != nil {
			t.Fatal(err)
		}
		stdout, stderr, code := runIn(t, dir, "test")
		if code != want || !strings.Contains(stdout+stderr, notices) {
			t.Errorf("nothing notices that the policy %s is inverted: exit code %d\n%s%s", name, code, stdout, stderr)
		}
	}
}
