package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
)

const examplesDir = "../../examples"

// runIn runs patctl in a directory, with the clock of testEnv.
func runIn(t *testing.T, dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	return runAt(t, clitest.NewEnv(t, nil, nil).Now(), dir, args...)
}

func runAt(t *testing.T, now time.Time, dir string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	e := clitest.NewEnv(t, &out, &errs)
	e.Now = func() time.Time { return now }
	real, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	e.Dir = real
	code = command.Run(context.Background(), args, e)
	return out.String(), errs.String(), code
}

func TestExamplesAreValid(t *testing.T) {
	for _, dir := range []string{"quickstart", "octo-org"} {
		for _, test := range []struct {
			args []string
			want string
		}{
			{[]string{"validate"}, "Success! The configuration is valid.\n"},
			{[]string{"fmt", "--check", "--diff", "--recursive"}, ""},
		} {
			stdout, stderr, code := runIn(t, filepath.Join(examplesDir, dir), test.args...)
			if stdout != test.want || stderr != "" || code != cli.ExitDone {
				t.Errorf("%s: patctl %s: exit code %d\n%s%s", dir, test.args, code, stdout, stderr)
			}
		}
	}
}

// TestExampleForAnotherOrganization holds the hint in the example's variables.
func TestExampleForAnotherOrganization(t *testing.T) {
	stdout, stderr, code := runIn(t, filepath.Join(examplesDir, "octo-org"), "render", "-o", "url", "--var", "org=octodemo")
	if stderr != "" || code != cli.ExitDone {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	if !strings.Contains(stdout, "target_name=octodemo") || strings.Contains(stdout, "target_name=octo-org") {
		t.Errorf("links for another organization:\n%s", stdout)
	}
}

// TestExampleExceptionLapses holds what the example says of its exception: once
// it has lapsed, there is a warning, and the configuration stays valid.
func TestExampleExceptionLapses(t *testing.T) {
	later := time.Date(2027, 11, 1, 0, 0, 0, 0, time.UTC)
	_, stderr, code := runAt(t, later, filepath.Join(examplesDir, "octo-org"), "validate")
	if code != cli.ExitDone || !strings.HasPrefix(stderr, "Warning: Expired exception\n") || strings.Count(stderr, "Warning: ") != 1 {
		t.Errorf("exit code %d\n%s", code, stderr)
	}
}

// TestExampleNamesWhatPeopleNeed keeps the example complete: who looks for a
// kind of token finds it there.
func TestExampleNamesWhatPeopleNeed(t *testing.T) {
	stdout, stderr, code := runIn(t, filepath.Join(examplesDir, "octo-org"), "list")
	if stderr != "" || code != cli.ExitDone {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	got := regexp.MustCompile(`(?m)^(?:module|template)\.[^\t ]+`).FindAllString(stdout, -1)
	want := []string{
		`module.platform.template.rotate_secrets`,
		`module.platform.template.runners`,
		`module.platform.template.webhooks`,
		`module.service["api"].template.deploy`,
		`module.service["api"].template.release`,
		`module.service["web"].template.deploy`,
		`module.service["web"].template.release`,
		`template.ci_status`,
		`template.clone`,
		`template.copilot_seats`,
		`template.gist`,
		`template.issue_triage`,
		`template.members_audit`,
		`template.pages["handbook"]`,
		`template.pages["status-page"]`,
		`template.pull_requests`,
		`template.security_alerts`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("templates of the example (-want +got):\n%s", diff)
	}
}

// TestExamplesNameOnlyExampleAccounts keeps real people and organizations out
// of files that others copy.
func TestExamplesNameOnlyExampleAccounts(t *testing.T) {
	known := []string{"octocat", "mona", "hubot", "octo-org", "octodemo"}
	target := regexp.MustCompile(`(?:target_name|organization|owner)s?\s*=\s*"([^"$]*)"`)
	files, err := filepath.Glob(filepath.Join(examplesDir, "*", "*.pat.hcl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range target.FindAllStringSubmatch(string(src), -1) {
			if !slices.Contains(known, match[1]) {
				t.Errorf("%s: the account %q", name, match[1])
			}
		}
	}
}
