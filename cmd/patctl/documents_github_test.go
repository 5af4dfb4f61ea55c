package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/patctl/patctl/internal/github"
	"github.com/patctl/patctl/internal/github/githubtest"
	"github.com/patctl/patctl/internal/github/githubtest/checked"
)

// exampleApp is the id of the App that the documents make.
const exampleApp = 123456

// exampleGitHub starts a fake GitHub with the requests and tokens of the
// example octo-org. It returns the environment in which patctl reads it, what
// the credentials add to that, and the key of its App.
func exampleGitHub(t *testing.T) (environ, credentials []string, key []byte) {
	t.Helper()
	server, err := checked.Start(exampleWorld(t))
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
	file := filepath.Join(dir, "app.pem")
	if err := os.WriteFile(file, server.AppPEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"GITHUB_API_URL=" + server.URL, "XDG_CACHE_HOME=" + dir},
		[]string{fmt.Sprintf("GITHUB_APP_ID=%d", exampleApp), "GITHUB_APP_PEM_FILE=" + file}, server.AppPEM()
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
	world := githubtest.World{App: &githubtest.App{ID: exampleApp, Slug: "octo-org-token-audit", Permissions: map[string]string{
		githubtest.RequestsPermission: "write", githubtest.TokensPermission: "write",
		githubtest.AdministrationPermission: "read", githubtest.InsightsPermission: "read",
	}}}
	for _, o := range snapshot.Organizations {
		out := githubtest.Organization{Login: o.Login}
		for _, g := range o.Requests {
			out.Requests = append(out.Requests, githubtest.Grant{Grant: g})
		}
		for _, g := range o.Tokens {
			out.Tokens = append(out.Tokens, githubtest.Grant{Grant: g})
		}
		addUse(&out, &o)
		world.Organizations = append(world.Organizations, out)
	}
	return world
}

// addUse gives an organization the classic tokens and API Insights of one in a snapshot.
func addUse(out *githubtest.Organization, o *github.Organization) {
	for _, t := range o.Credentials {
		out.Authorizations = append(out.Authorizations, githubtest.Authorization{
			Login: t.Owner, CredentialID: t.CredentialID, Scopes: t.Scopes, ID: t.ID, Note: t.Note,
			AuthorizedAt: t.AuthorizedAt, AccessedAt: t.LastUsedAt, ExpiresAt: t.ExpiresAt,
		})
	}
	if o.PublicRepositories != nil {
		out.PublicRepositories = *o.PublicRepositories
	}
	if o.Insights == nil {
		return
	}
	users := map[string]int{}
	for _, a := range o.Insights.Actors {
		if _, known := users[a.User]; !known {
			users[a.User] = len(out.Insights)
			out.Insights = append(out.Insights, githubtest.InsightsSubject{Name: a.User})
		}
		actor := githubtest.InsightsActor{Type: a.Type, ID: a.ID, Name: a.Name}
		for _, r := range a.Routes {
			actor.Routes = append(actor.Routes, githubtest.InsightsRoute{Method: r.Method, Route: r.Route, Count: r.Count, LastAt: r.LastAt})
		}
		subject := &out.Insights[users[a.User]]
		subject.Actors = append(subject.Actors, actor)
	}
}
