package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/cli"
	"github.com/patctl/patctl/internal/cli/clitest"
	"github.com/patctl/patctl/internal/command"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// TestInterruptedPull says what is missing, and leaves the file of an earlier
// run as it is.
func TestInterruptedPull(t *testing.T) {
	server := checked.New(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org"}},
		Faults:        []githubtest.Fault{{Path: "/orgs/{org}/personal-access-tokens", Do: githubtest.FaultHang}},
	})
	ctx, interrupt := context.WithCancel(t.Context())
	server.Latency = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/personal-access-tokens") {
			interrupt()
		}
	}
	var stdout, stderr bytes.Buffer
	e := clitest.NewEnv(t, &stdout, &stderr)
	e.Environ = []string{"GITHUB_API_URL=" + server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + string(server.AppPEM())}
	file := filepath.Join(e.Dir, "snapshot.json")
	if err := os.WriteFile(file, []byte("earlier"), 0o600); err != nil {
		t.Fatal(err)
	}
	code := command.Run(ctx, []string{"pull", "--organization", "octo-org", "-o", "snapshot.json"}, e)
	said := stderr.String()
	if code != cli.ExitInterrupted || stdout.Len() > 0 || !strings.Contains(said, "octo-org, tokens: The operation was interrupted.") || !strings.HasSuffix(said, "Error: interrupted\n\n") {
		t.Errorf("exit code %d, stdout %q, stderr:\n%s", code, &stdout, said)
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != "earlier" {
		t.Errorf("the file holds %q, %v", kept, err)
	}
}

// TestInterruptedAudit reports what was read, says that it is not all, and ends as
// an interrupted run does.
func TestInterruptedAudit(t *testing.T) {
	server := checked.New(t, githubtest.World{
		Organizations: []githubtest.Organization{{Login: "octo-org", Requests: []githubtest.Grant{{}}}},
		Faults:        []githubtest.Fault{{Path: "/orgs/{org}/personal-access-tokens", Do: githubtest.FaultHang}},
	})
	ctx, interrupt := context.WithCancel(t.Context())
	var stdout, stderr bytes.Buffer
	e := clitest.NewEnv(t, &stdout, &stderr)
	// The tokens are asked for once the requests are there.
	server.Latency = func(req *http.Request) {
		if strings.HasSuffix(req.URL.Path, "/personal-access-tokens") {
			for server.Count()["GET /orgs/{org}/personal-access-token-requests"] == 0 {
				runtime.Gosched()
			}
			interrupt()
		}
	}
	e.Environ = []string{"GITHUB_API_URL=" + server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + string(server.AppPEM())}
	const config = "organization \"octo-org\" {}\n\ntemplate \"a\" {\n  name = \"a\"\n  target_name = \"octo-org\"\n  expires_in = 30\n  permissions = { contents = \"read\" }\n}\n"
	if err := os.WriteFile(filepath.Join(e.Dir, "main.pat.hcl"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	code := command.Run(ctx, []string{"audit"}, e)
	if code != cli.ExitInterrupted || !strings.Contains(stdout.String(), "in octo-org: tokens: The operation was interrupted.") || !strings.Contains(stderr.String(), "interrupted") {
		t.Errorf("exit code %d, stdout:\n%s\nstderr:\n%s", code, &stdout, &stderr)
	}
}
