package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
)

// exampleGitHub starts a fake GitHub with the requests and tokens of the
// example octo-org, and returns the environment in which patctl reads it.
func exampleGitHub(t *testing.T) []string {
	t.Helper()
	server, err := githubtest.Start(exampleWorld(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Close()
		for _, v := range server.Violations() {
			t.Errorf("this is not what GitHub's description says: %s", v)
		}
	})
	dir := t.TempDir()
	key := filepath.Join(dir, "app.pem")
	if err := os.WriteFile(key, server.AppPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{
		"GITHUB_API_URL=" + server.URL, "GITHUB_APP_ID=1", "GITHUB_APP_PEM_FILE=" + key, "XDG_CACHE_HOME=" + dir,
	}
}

func exampleWorld(t *testing.T) githubtest.World {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(examplesDir, "octo-org", "snapshot.json"))
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := github.DecodeSnapshot(src)
	if err != nil {
		t.Fatal(err)
	}
	var world githubtest.World
	for _, o := range snapshot.Organizations {
		out := githubtest.Organization{Login: o.Login}
		for _, g := range o.Requests {
			out.Requests = append(out.Requests, githubtest.Grant{Grant: g})
		}
		for _, g := range o.Tokens {
			out.Tokens = append(out.Tokens, githubtest.Grant{Grant: g})
		}
		world.Organizations = append(world.Organizations, out)
	}
	return world
}
