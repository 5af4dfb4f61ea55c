package main

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/patctl/patctl/internal/github/githubtest"
)

// TestInterruptedPull says what is missing, and leaves the file of an earlier
// run as it is.
func TestInterruptedPull(t *testing.T) {
	server := githubtest.New(t, githubtest.World{
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
	e := testEnv(t, &stdout, &stderr)
	e.environ = []string{"GITHUB_API_URL=" + server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM=" + string(server.AppPEM())}
	file := filepath.Join(e.dir, "snapshot.json")
	if err := os.WriteFile(file, []byte("earlier"), 0o600); err != nil {
		t.Fatal(err)
	}
	code := run(ctx, []string{"pull", "--organization", "octo-org", "-o", "snapshot.json"}, e)
	said := stderr.String()
	if code != exitInterrupted || stdout.Len() > 0 || !strings.Contains(said, "octo-org, tokens: The reading was interrupted.") || !strings.HasSuffix(said, "Error: interrupted\n\n") {
		t.Errorf("exit code %d, stdout %q, stderr:\n%s", code, &stdout, said)
	}
	if kept, err := os.ReadFile(file); err != nil || string(kept) != "earlier" {
		t.Errorf("the file holds %q, %v", kept, err)
	}
}
