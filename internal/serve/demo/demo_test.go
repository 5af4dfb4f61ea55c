package demo_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/serve/demo"
)

var later = time.Date(2028, 3, 1, 8, 30, 0, 0, time.UTC)

func start(t *testing.T) *demo.Demo {
	t.Helper()
	d, err := demo.Start(func() time.Time { return later })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

// TestCommand runs the command that is printed, in each shell that is here. What arrives is
// signed, and is a delivery about the organization.
func TestCommand(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not here")
	}
	d := start(t)
	for _, shell := range [][]string{{"sh", "-c"}, {"zsh", "-c"}, {"pwsh", "-NoProfile", "-Command"}} {
		if _, err := exec.LookPath(shell[0]); err != nil {
			t.Logf("%s is not here", shell[0])
			continue
		}
		var got *http.Request
		var body []byte
		s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			got = r
			body, _ = io.ReadAll(r.Body)
		}))
		out, err := exec.Command(shell[0], append(shell[1:], d.Command(s.URL+"/"))...).CombinedOutput()
		s.Close()
		if err != nil || got == nil {
			t.Fatalf("%s: %v\n%s", shell[0], err, out)
		}
		mac := hmac.New(sha256.New, []byte(d.WebhookSecret.Reveal()))
		mac.Write(body)
		want := map[string]string{
			"X-Hub-Signature-256": "sha256=" + hex.EncodeToString(mac.Sum(nil)), "Content-Type": "application/json",
			"X-Github-Event": "personal_access_token_request",
		}
		for name, value := range want {
			if got.Header.Get(name) != value {
				t.Errorf("%s: %s: %q, want %q", shell[0], name, got.Header.Get(name), value)
			}
		}
		if got.Method != http.MethodPost || got.URL.Path != "/webhook" || !json.Valid(body) {
			t.Errorf("%s: %s %s %s", shell[0], got.Method, got.URL, body)
		}
		if err := github.CheckEvents(body, demo.Organization); err != nil {
			t.Errorf("%s: %v", shell[0], err)
		}
		if err := github.CheckEvents(body, "octodemo"); err == nil {
			t.Errorf("%s: the delivery is of no organization", shell[0])
		}
	}
}

// TestFiles: the configuration is all of the example but its tests and snapshots, its
// exception has not expired, and nothing is left at the end.
func TestFiles(t *testing.T) {
	d := start(t)
	var names []string
	err := filepath.WalkDir(d.Configuration, func(name string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			rel, _ := filepath.Rel(d.Configuration, name)
			names = append(names, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	want := []string{
		"locals.pat.hcl", "organization.pat.hcl", "policies.pat.hcl", "teams.pat.hcl", "teams/platform/main.pat.hcl", "teams/service/main.pat.hcl",
		"templates.pat.hcl", "variables.pat.hcl",
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	text, err := os.ReadFile(filepath.Join(d.Configuration, "organization.pat.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Split(string(text), "\n"), `  expires      = "2029-02-06"`) { // 11 months after the start, as in the example
		t.Errorf("the exception does not move with the time:\n%s", text)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Dir(d.Configuration)); len(left) > 0 {
		t.Errorf("left: %s", left)
	}
	if resp, err := http.Get(d.URL); err == nil {
		_ = resp.Body.Close()
		t.Error("the fake GitHub still runs")
	}
}

// TestNothingOfTheUser: no variable that leads to another GitHub or to a credential of the
// user is seen.
func TestNothingOfTheUser(t *testing.T) {
	d := start(t)
	got := d.Environ([]string{
		"HOME=/home/mona", "GITHUB_APP_PEM_FILE=x", "GITHUB_APP_INSTALLATION_ID=x", "GH_HOST=x", "GITHUB_HOST=x", "GH_TOKEN=x", "gh_token=x",
		"GITHUB_TOKEN=x", "GH_ENTERPRISE_TOKEN=x", "GITHUB_ENTERPRISE_TOKEN=x", "GITHUB_APP_PEM=x", "GITHUB_APP_ID=1", "GITHUB_API_URL=https://api.github.com",
	})
	want := []string{"HOME=/home/mona", "GITHUB_API_URL=" + d.URL, "GITHUB_APP_ID=123456", "GITHUB_APP_PEM=" + d.Key.Reveal()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
